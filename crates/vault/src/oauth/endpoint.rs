//! One call of a token endpoint in the name of an OAuth client. Follows no redirect, and gives away nothing of what it
//! sent in the words of a failure.

use std::time::Duration;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use catalog::{ClientAuth, Integration, Oauth};
use serde_json::{Value, json};
use url::form_urlencoded::{Serializer, byte_serialize};
use zeroize::Zeroizing;

use super::{OpenedClient, token_answer};
use crate::{
    Vault,
    http::{self, Hosts, Method, Request},
    names::Names,
    scrub::Scrubber,
};

/// Why a token endpoint gave nothing, told as what that means for what was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TokenFailure {
    /// Nothing was sent.
    NotSent(String),
    /// It was sent, and no answer can be used.
    Unclear { said: String, status: Option<u16> },
    /// The service says itself that it did nothing, and wants to be asked later.
    Later { said: String, status: u16, retry_after: Option<Duration> },
    /// The code or the refresh token is not accepted.
    InvalidGrant(String),
    /// The OAuth client is not accepted.
    Client(String),
    /// The request is not accepted.
    Ours(String),
}

/// The members of a form that anybody may see.
const PUBLIC: [&str; 4] = ["grant_type", "redirect_uri", "client_id", "scope"];

impl Vault {
    /// Sends a form to the token endpoint of a grant, and gives what is worth keeping of the answer: an object whose
    /// `access_token` is a text.
    ///
    /// # Errors
    /// Why there is no token; nothing in it shows what was sent.
    pub(crate) async fn ask_token_endpoint(
        &self,
        client: &OpenedClient,
        integration: &Integration,
        oauth: &Oauth,
        form: &[(&str, &str)],
    ) -> Result<Value, TokenFailure> {
        let named = client.named();
        let names = Names::new(&self.clock, &self.rng).with("client", &named);
        let url = oauth.token.render(&names).map_err(|error| TokenFailure::Ours(error.to_string()))?;
        let permitted = |host: &str| integration.may_reach(host, &names);
        let scrubber = scrubber(client, form);
        let request = request(&url, client, oauth, form).map(|request| request.hosts(Hosts::Only(&permitted)));
        let answer = match request {
            Ok(request) => self.http.send(request).await,
            Err(error) => Err(error),
        };
        match answer {
            Ok(answer) => token_answer::read(&answer, oauth, &scrubber),
            Err(error) => Err(failure(error.scrubbed(&scrubber))),
        }
    }
}

impl OpenedClient {
    /// What `{{client.…}}` reads.
    pub(crate) fn named(&self) -> Value {
        json!({ "params": self.params })
    }

    /// Where this client's endpoint wants its id and secret. A client without a secret has nothing to prove.
    fn auth(&self, oauth: &Oauth) -> ClientAuth {
        match oauth.client_auth {
            _ if self.secret.is_empty() => ClientAuth::Body,
            ClientAuth::Chosen if self.params["client_auth"] == "body" => ClientAuth::Body,
            ClientAuth::Chosen => ClientAuth::Basic,
            declared => declared,
        }
    }

    /// The two parts of Basic, encoded as RFC 6749 section 2.3.1 has it.
    fn pair(&self) -> (String, Zeroizing<String>) {
        let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        (encoded(&self.client_id), Zeroizing::new(encoded(&self.secret)))
    }
}

fn request<'r>(
    url: &str,
    client: &OpenedClient,
    oauth: &Oauth,
    form: &[(&str, &str)],
) -> Result<Request<'r>, http::Error> {
    let mut body = Serializer::new(String::new());
    body.extend_pairs(form);
    let mut request = Request::new(Method::POST, url)?;
    if client.auth(oauth) == ClientAuth::Basic {
        let (id, secret) = client.pair();
        request = request.basic(&id, &secret);
    } else {
        body.append_pair("client_id", &client.client_id);
        if !client.secret.is_empty() {
            body.append_pair("client_secret", &client.secret);
        }
    }
    let request = request.header("content-type", "application/x-www-form-urlencoded")?;
    // Some services answer with a form unless they are told.
    let request = request.header("accept", "application/json")?;
    Ok(request.body(body.finish().into_bytes()).secret_inside().without_redirects())
}

fn scrubber(client: &OpenedClient, form: &[(&str, &str)]) -> Scrubber {
    let (id, secret) = client.pair();
    let pair = Zeroizing::new(format!("{id}:{}", *secret));
    let basic = Zeroizing::new(BASE64_STANDARD.encode(pair.as_bytes()));
    let sent = form.iter().filter(|(name, _)| !PUBLIC.contains(name)).map(|(_, value)| *value);
    Scrubber::new(sent.chain([client.secret.as_str(), secret.as_str(), pair.as_str(), basic.as_str()]))
}

fn failure(error: http::Error) -> TokenFailure {
    let said = error.to_string();
    match error {
        http::Error::NotSent { .. } => TokenFailure::NotSent(said),
        http::Error::Refused { .. } => TokenFailure::Ours(said),
        http::Error::Indeterminate { .. } | http::Error::Misdirected { .. } | http::Error::TooLarge { .. } => {
            TokenFailure::Unclear { said, status: None }
        }
    }
}
