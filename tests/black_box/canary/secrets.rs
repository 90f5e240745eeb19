//! The secrets of this test, and the connections they make.

use serde_json::{Value, json};

use crate::{
    needle::{Haystack, Needle},
    service::Received,
};

/// One secret of each kind of setup, and the tokens that services hand out.
pub(super) struct Secrets {
    pub(super) bearer: Needle,
    pub(super) password: Needle,
    pub(super) header_key: Needle,
    pub(super) query_key: Needle,
    pub(super) client_secret: Needle,
    pub(super) access_token: Needle,
    pub(super) twilio: Needle,
    pub(super) auth0_client_secret: Needle,
    pub(super) auth0_access_token: Needle,
}

impl Secrets {
    pub(super) fn new() -> Self {
        Self {
            bearer: Needle::new("bearer token"),
            password: Needle::awkward("password"),
            header_key: Needle::new("API key in a header"),
            query_key: Needle::awkward("API key in a query"),
            client_secret: Needle::awkward("client secret"),
            access_token: Needle::new("access token"),
            twilio: Needle::awkward("Twilio auth token"),
            auth0_client_secret: Needle::awkward("Auth0 client secret"),
            auth0_access_token: Needle::new("Auth0 access token"),
        }
    }

    /// The secrets of each service.
    fn of_each_service(&self) -> [Vec<&Needle>; 7] {
        [
            vec![&self.bearer],
            vec![&self.password],
            vec![&self.header_key],
            vec![&self.query_key],
            vec![&self.client_secret, &self.access_token],
            vec![&self.twilio],
            vec![&self.auth0_client_secret, &self.auth0_access_token],
        ]
    }

    /// Who receives one secret of a service knows them all.
    pub(super) fn known_to_the_receiver_of(&self, request: &Received) -> Vec<&Needle> {
        let request = Haystack::new("", format!("{request:?}").as_bytes());
        let is_in = |needle: &&Needle| !needle.found_in(&request).is_empty();
        self.of_each_service().into_iter().filter(|service| service.iter().any(is_in)).flatten().collect()
    }

    /// All of them, to be searched for.
    pub(super) fn all(&self) -> Vec<Needle> {
        self.of_each_service().into_iter().flatten().cloned().collect()
    }
}

/// Every way to connect, filled in.
pub(super) fn setups(secrets: &Secrets) -> [(&'static str, Value); 7] {
    [
        ("HTTP", json!({"type": "BEARER", "token": secrets.bearer.secret()})),
        ("HTTP", json!({"type": "BASIC_AUTH", "username": "anna", "password": secrets.password.secret()})),
        ("HTTP", json!({"type": "API_KEY", "name": "X-Key", "value": secrets.header_key.secret(), "in": "HEADER"})),
        ("HTTP", json!({"type": "API_KEY", "name": "key", "value": secrets.query_key.secret(), "in": "QUERY"})),
        (
            "HTTP",
            json!({
                "type": "OAUTH_CLIENT_CREDENTIALS", "client_id": "client", "client_secret": secrets.client_secret.secret(),
                "token_endpoint": "https://auth.example.com/token",
            }),
        ),
        (
            "TWILIO",
            json!({"type": "API_KEY", "account_id": "AC0123456789abcdef0123456789abcdef", "api_key": secrets.twilio.secret()}),
        ),
        (
            "AUTH0",
            json!({
                "type": "OAUTH_APP", "client_id": "client", "client_secret": secrets.auth0_client_secret.secret(),
                "domain": "tenant.example.com",
            }),
        ),
    ]
}
