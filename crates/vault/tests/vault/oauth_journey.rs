//! A person walking to a service's page and back.

use std::collections::HashMap;

use model::{Actor, ConnectionId};
use serde_json::{Value, json};
use url::Url;
use vault::{BeginAuthorization, CameBack, Connected, Error, NewOauthClient, NotConnected, OauthClient};

use crate::{house::House, service::Reply};

pub(crate) const CALLBACK: &str = "https://flows.example/oauth/callback";
pub(crate) const SECRET: &str = "client secret/1";

/// What is asked for when nobody says anything.
pub(crate) fn plain() -> BeginAuthorization {
    BeginAuthorization {
        redirect_uri: Url::parse(CALLBACK).unwrap(),
        scopes: Vec::new(),
        actions: Vec::new(),
        another_account: false,
        session_hash: None,
    }
}

pub(crate) fn registration(params: &Value) -> NewOauthClient {
    NewOauthClient {
        client_id: "client-1".to_owned(),
        client_secret: SECRET.to_owned().into(),
        scopes: Vec::new(),
        params: params.as_object().unwrap().clone(),
    }
}

/// The registration of a service of one's own.
pub(crate) fn own_service() -> Value {
    json!({
        "authorize_url": "https://id.own.example/authorize?realm=a%20b",
        "token_url": "https://id.own.example/token",
        "base_url": "https://api.own.example/v1",
        "userinfo_url": "https://id.own.example/userinfo",
    })
}

/// A page's address by its parameters.
pub(crate) fn asked(page: &Url) -> HashMap<String, String> {
    page.query_pairs().into_owned().collect()
}

/// The words for a person.
#[track_caller]
pub(crate) fn words(result: Result<Connected, NotConnected>) -> String {
    result.unwrap_err().to_string()
}

/// What is wrong with a body, as the API tells it.
#[track_caller]
pub(crate) fn faults<T>(result: Result<T, Error>) -> Vec<String> {
    match result.err().unwrap() {
        Error::Invalid(found) => {
            found.iter().map(|it| format!("{} @{}", it.contract_message(), it.property())).collect()
        }
        other => panic!("{other:?}"),
    }
}

impl House {
    pub(crate) async fn register(&self, app_id: &str, params: &Value) -> OauthClient {
        self.vault.put_oauth_client(&self.tenant, Actor::Cli, app_id, registration(params)).await.unwrap()
    }

    /// A service of one's own that gives `first`, then `second`, …, all renewable, to whoever asks.
    pub(crate) async fn own_service(&self) -> ConnectionId {
        self.register("OAUTH2", &own_service()).await;
        self.service.on("/own-id/token", |count, _| granted(&format!("access-{count}")));
        self.account("me@own.example", "1");
        self.empty("OAUTH2").await
    }

    /// Whose account it says it is from now on.
    pub(crate) fn account(&self, email: &str, sub: &str) {
        self.service.always("/own-id/userinfo", 200, json!({ "email": email, "sub": sub }));
    }

    pub(crate) async fn empty(&self, app_id: &str) -> ConnectionId {
        self.try_connect(app_id, None).await.unwrap().id
    }

    pub(crate) async fn set_out(&self, id: &ConnectionId, begin: BeginAuthorization) -> Url {
        self.vault.begin_authorization(&self.tenant, Actor::Cli, id, begin).await.unwrap().unwrap()
    }

    pub(crate) async fn come_back(&self, page: &Url) -> Result<Connected, NotConnected> {
        self.vault.finish_authorization(with_code(page)).await
    }

    /// There and back.
    pub(crate) async fn walk(&self, id: &ConnectionId) -> Result<Connected, NotConnected> {
        let page = self.set_out(id, plain()).await;
        self.come_back(&page).await
    }

    /// The `Authorization` of a request to the service of one's own.
    pub(crate) async fn signs_with(&self, id: &ConnectionId) -> String {
        self.call(id, "OAUTH2.SEND_REQUEST", json!({ "path": "/things" })).await.unwrap();
        let last = self.service.requests("/own-api/v1/things").pop().unwrap();
        last.header("authorization").unwrap().to_owned()
    }
}

/// What a browser brings back from a page when the person agreed.
pub(crate) fn with_code(page: &Url) -> CameBack {
    CameBack {
        state: asked(page).remove("state").unwrap(),
        code: Some("the-code-1".to_owned()),
        error: None,
        error_description: None,
        iss: None,
        session_hash: None,
    }
}

/// A token that lives an hour, and can be renewed.
pub(crate) fn granted(access_token: &str) -> Reply {
    let refresh_token = access_token.replace("access", "refresh");
    let answer = json!({ "access_token": access_token, "refresh_token": refresh_token, "expires_in": 3600 });
    Reply::json(200, &answer)
}
