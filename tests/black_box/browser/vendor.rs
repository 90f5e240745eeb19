//! A vendor whose accounts are connected on its own page, played on this machine: the page where a person agrees, a
//! token endpoint whose refresh tokens are good once, and an API that asks for the tokens. Every token contains the
//! client's secret, so that whoever looks for that finds the tokens too.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::service::{Received, Reply, Service};

/// Who has an account there.
const ACCOUNTS: [&str; 2] = ["ada", "bob"];
/// The vendor does not know clients whose secret begins like this.
const WRONG: &str = "wrong";

#[derive(Clone)]
struct Grant {
    account: String,
    scopes: String,
}

#[derive(Default)]
struct Books {
    issued: usize,
    codes: HashMap<String, Grant>,
    access: HashMap<String, Grant>,
    refresh: HashMap<String, Grant>,
}

/// A service that plays every part of the vendor, whatever host a request was meant for.
pub(super) async fn vendor() -> Service {
    let books: Arc<Mutex<Books>> = Arc::default();
    Service::start(move |request| books.lock().expect("nobody panics meanwhile").answer(request)).await
}

impl Books {
    fn answer(&mut self, request: &Received) -> Reply {
        match request.path.as_str() {
            "/authorize" | "/o/oauth2/v2/auth" => self.consent_page(&pairs(request.query.as_deref().unwrap_or(""))),
            "/token" => self.token(request),
            // The person at the vendor's side: takes all access back, or ends only the present tokens.
            "/revoke" => {
                self.refresh.clear();
                self.expire()
            }
            "/expire" => self.expire(),
            _ => self.api(request),
        }
    }

    fn consent_page(&mut self, asked: &HashMap<String, String>) -> Reply {
        let scopes = &asked["scope"];
        let back = format!("{}?state={}", asked["redirect_uri"], asked["state"]);
        let mut links = format!("<p><a href=\"{back}&error=access_denied\">Deny</a></p>");
        for account in ACCOUNTS {
            self.issued += 1;
            let code = format!("code-{}", self.issued);
            links += &format!("<p><a href=\"{back}&code={code}\">Allow as {account}@acme.example</a></p>");
            self.codes.insert(code, Grant { account: account.to_owned(), scopes: scopes.clone() });
        }
        let page = format!("<!doctype html><title>Acme</title><h1>Acme asks</h1><p>{scopes}</p>{links}");
        Reply::text(200, &page).header("content-type", "text/html")
    }

    fn token(&mut self, request: &Received) -> Reply {
        let form = pairs(&request.body);
        let secret = secret(request, &form);
        if secret.starts_with(WRONG) {
            return Reply::json(401, &json!({"error": "invalid_client", "error_description": "no such client"}));
        }
        let grant = match form["grant_type"].as_str() {
            "authorization_code" => self.codes.remove(&form["code"]),
            _ => self.refresh.remove(&form["refresh_token"]),
        };
        let Some(grant) = grant else {
            return Reply::json(400, &json!({"error": "invalid_grant", "error_description": "access was taken back"}));
        };
        Reply::json(200, &self.issue(&secret, grant))
    }

    fn issue(&mut self, secret: &str, grant: Grant) -> Value {
        self.issued += 1;
        let (access, refresh) =
            (format!("access-{}-{secret}", self.issued), format!("refresh-{}-{secret}", self.issued));
        let answer = json!({
            "access_token": access, "refresh_token": refresh, "token_type": "Bearer", "expires_in": 3600,
            "scope": grant.scopes,
        });
        self.access.insert(access, grant.clone());
        self.refresh.insert(refresh, grant);
        answer
    }

    fn expire(&mut self) -> Reply {
        self.access.clear();
        Reply::json(200, &json!({}))
    }

    fn api(&self, request: &Received) -> Reply {
        let token = request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
        match token.and_then(|token| self.access.get(token)) {
            Some(Grant { account, .. }) => {
                let email = format!("{account}@acme.example");
                Reply::json(200, &json!({"sub": account, "id": account, "email": email}))
            }
            None => Reply::json(401, &json!({"error": "invalid_token"})),
        }
    }
}

/// From the header or from the body, as the client likes.
fn secret(request: &Received, form: &HashMap<String, String>) -> String {
    let header = request.header("authorization").and_then(|value| value.strip_prefix("Basic "));
    let decoded = header.and_then(|value| STANDARD.decode(value).ok()).and_then(|bytes| String::from_utf8(bytes).ok());
    let in_header = decoded.and_then(|text| text.split_once(':').map(|(_, secret)| secret.to_owned()));
    in_header.or_else(|| form.get("client_secret").cloned()).unwrap_or_default()
}

fn pairs(text: &str) -> HashMap<String, String> {
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}
