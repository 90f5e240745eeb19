//! A service whose connections people grant in their browser, played on this machine after the letter of HubSpot's: an
//! authorization page, a token endpoint with refresh tokens that stay as they are, an account, contacts.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use reqwest::Url;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::service::{Received, Reply, Service};

pub(crate) const CLIENT_ID: &str = "client-b2f0c1";
pub(crate) const CLIENT_SECRET: &str = "canary-secret-9d41";

/// The service, and what a test changes about it.
pub(crate) struct OauthService {
    service: Service,
    books: Arc<Mutex<Books>>,
}

/// What the service knows.
struct Books {
    /// Seconds an access token lives.
    lifetime: u64,
    account: u64,
    is_client_known: bool,
    /// By code: what the page was asked when it gave it.
    codes: BTreeMap<String, Asked>,
    refresh_tokens: BTreeSet<String>,
    /// How many access tokens there have been; only the last is good.
    issued: usize,
}

/// What is remembered for a code.
struct Asked {
    redirect_uri: Option<String>,
    challenge: Option<String>,
    scope: Option<String>,
}

impl OauthService {
    /// A service whose access tokens live this many seconds.
    pub(crate) async fn start(lifetime: u64) -> Self {
        let books = Books {
            lifetime,
            account: 1001,
            is_client_known: true,
            codes: BTreeMap::new(),
            refresh_tokens: BTreeSet::new(),
            issued: 0,
        };
        let books = Arc::new(Mutex::new(books));
        let own = Arc::clone(&books);
        let service = Service::start(move |request| open(&own).answer(request)).await;
        Self { service, books }
    }

    /// What sends HubSpot's requests here.
    pub(crate) fn rewrite(&self) -> (&'static str, String) {
        ("https://api.hubapi.com", self.service.url(""))
    }

    /// A person says yes on the page: the query with which the service sends them back.
    pub(crate) fn agree(&self, page: &Url) -> String {
        let asked: BTreeMap<_, _> = page.query_pairs().into_owned().collect();
        assert_eq!(asked["client_id"], CLIENT_ID);
        assert_eq!((asked["response_type"].as_str(), asked["code_challenge_method"].as_str()), ("code", "S256"));
        let redirect_uri = Some(asked["redirect_uri"].clone());
        let [challenge, scope] = ["code_challenge", "scope"].map(|name| Some(asked[name].clone()));
        let code = self.give_code(Asked { redirect_uri, challenge, scope });
        format!("code={code}&state={}&scope=added+by+the+service", asked["state"])
    }

    /// A code that some other program walked a person to the page for.
    pub(crate) fn code(&self) -> String {
        self.give_code(Asked { redirect_uri: None, challenge: None, scope: None })
    }

    /// A person takes back all they have granted.
    pub(crate) fn revoke(&self) {
        open(&self.books).refresh_tokens.clear();
    }

    /// Whoever registered the client makes a mess of it, or puts it right.
    pub(crate) fn know_client(&self, is_known: bool) {
        open(&self.books).is_client_known = is_known;
    }

    /// The next grant is for this account.
    pub(crate) fn switch_account(&self, account: u64) {
        open(&self.books).account = account;
    }

    /// How many access tokens there have been.
    pub(crate) fn issued(&self) -> usize {
        open(&self.books).issued
    }

    fn give_code(&self, asked: Asked) -> String {
        let mut books = open(&self.books);
        let code = format!("canary-code-{}", books.codes.len() + books.issued);
        books.codes.insert(code.clone(), asked);
        code
    }
}

fn open(books: &Mutex<Books>) -> MutexGuard<'_, Books> {
    books.lock().expect("no script panics")
}

impl Books {
    fn answer(&mut self, request: &Received) -> Reply {
        if request.line() == "POST /oauth/2026-03/token" {
            return self.token(&form(&request.body));
        }
        let newest = format!("Bearer canary-access-{}", self.issued);
        if request.header("authorization") != Some(newest.as_str()) {
            return Reply::json(401, &json!({"category": "EXPIRED_AUTHENTICATION", "message": "The token expired"}));
        }
        match request.path.as_str() {
            "/account-info/v3/details" => {
                Reply::json(200, &json!({"portalId": self.account, "uiDomain": "app.hubspot.com"}))
            }
            _ => Reply::json(200, &json!({"id": "7", "properties": {"email": "a@example.com"}})),
        }
    }

    fn token(&mut self, form: &BTreeMap<String, String>) -> Reply {
        let said = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
        if !self.is_client_known || (said("client_id"), said("client_secret")) != (CLIENT_ID, CLIENT_SECRET) {
            return refuse("invalid_client", "This app is not registered");
        }
        let mut scope = None;
        let refresh_token = match said("grant_type") {
            "authorization_code" => match self.codes.remove(said("code")) {
                Some(asked) if asked.fits(form) => {
                    scope = asked.scope;
                    format!("canary-refresh-{}", self.issued)
                }
                _ => return refuse("invalid_grant", "This code was not given"),
            },
            "refresh_token" if self.refresh_tokens.contains(said("refresh_token")) => said("refresh_token").to_owned(),
            _ => return refuse("invalid_grant", "This grant was taken back"),
        };
        self.issued += 1;
        let mut answer = json!({
            "access_token": format!("canary-access-{}", self.issued), "refresh_token": refresh_token,
            "expires_in": self.lifetime, "token_type": "bearer", "hub_id": self.account
        });
        if let Some(scope) = scope {
            answer["scope"] = json!(scope);
        }
        self.refresh_tokens.insert(refresh_token);
        Reply::json(200, &answer)
    }
}

impl Asked {
    fn fits(&self, form: &BTreeMap<String, String>) -> bool {
        let proof = form.get("code_verifier").map(|verifier| URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)));
        proof == self.challenge && form.get("redirect_uri") == self.redirect_uri.as_ref()
    }
}

fn refuse(error: &str, description: &str) -> Reply {
    Reply::json(400, &json!({"error": error, "error_description": description}))
}

fn form(body: &str) -> BTreeMap<String, String> {
    let url = Url::parse(&format!("http://form/?{body}")).expect("a form");
    url.query_pairs().into_owned().collect()
}

/// What must never be told to anyone.
pub(crate) fn tells_a_secret(text: &str) -> bool {
    text.contains("canary-")
}

/// `HUBSPOT.GET_CONTACT` and the like.
pub(crate) fn contact(action: &str, connection: &str) -> Value {
    let params = json!({"connection_id": connection, "email": "a@example.com"});
    crate::actions::action("contact", "HUBSPOT", action, params)
}
