//! A caller of the public API. Every answer of every test passes [`Api::receive`]: the one place that checks
//! what holds for all of them, and that remembers them for tests that search them.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use reqwest::{
    Method,
    header::{CONTENT_TYPE, HeaderMap},
};
use serde_json::{Value, json};
use tokio::sync::OnceCell;

use crate::openapi::{Exchange, must_be_described};

/// What `flowvault client create` hands out.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) id: String,
    pub(crate) secret: String,
}

/// An answer with its body already read.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {:?}", self.text))
    }

    /// The answer, if it has this status.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    /// A header as text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("text"))
    }

    /// The status and the error code of a refusal.
    pub(crate) fn refusal(&self) -> (u16, String) {
        (self.status, self.json()["errorCode"].as_str().unwrap_or_default().to_owned())
    }
}

/// The answer of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) id: String,
    pub(crate) status: String,
    pub(crate) output: Value,
    pub(crate) error: Value,
}

/// A client of the API with its token.
#[derive(Clone)]
pub(crate) struct Api {
    http: reqwest::Client,
    url: String,
    client: Client,
    token: Arc<OnceCell<String>>,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Api {
    /// A caller that fetches its token with the first request that needs one.
    pub(crate) fn new(url: &str, client: Client) -> Self {
        Self { http: http(), url: url.to_owned(), client, token: Arc::default(), heard: Arc::default() }
    }

    /// The same caller, talking to another node or to the same one after a restart.
    pub(crate) fn at(&self, url: &str) -> Self {
        Self { url: url.to_owned(), ..self.clone() }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.call(Method::POST, path, Some(body.to_string())).await
    }

    /// Posts a body byte for byte as given.
    pub(crate) async fn post_text(&self, path: &str, body: &str) -> Answer {
        self.call(Method::POST, path, Some(body.to_owned())).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.call(Method::PATCH, path, Some(body.to_string())).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.call(Method::DELETE, path, None).await
    }

    /// A request that may fail below HTTP, as when the server is stopped.
    pub(crate) async fn try_post(&self, path: &str, body: &Value) -> Result<Answer, reqwest::Error> {
        let request = self.request(Method::POST, path).bearer_auth(self.token().await);
        self.receive(request.header(CONTENT_TYPE, "application/json").body(body.to_string())).await
    }

    /// A request without a token, to be furnished by the test and given to [`Self::send`].
    pub(crate) fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url))
    }

    /// Sends what the test has furnished.
    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        self.receive(request).await.expect("an answer")
    }

    /// The bearer token of this caller.
    pub(crate) async fn token(&self) -> String {
        self.token.get_or_init(|| self.fetch_token()).await.clone()
    }

    /// Every answer so far: status, headers and body.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().expect("no test panics here").clone()
    }

    /// What this caller shows to get a token.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    async fn fetch_token(&self) -> String {
        let body = json!({"grant_type": "client_credentials", "client_id": self.client.id, "client_secret": self.client.secret});
        let request = self.request(Method::POST, "/oauth/token").header(CONTENT_TYPE, "application/json");
        let answer = self.send(request.body(body.to_string())).await.expect(200);
        answer.json()["access_token"].as_str().expect("access_token").to_owned()
    }

    async fn call(&self, method: Method, path: &str, body: Option<String>) -> Answer {
        let mut request = self.request(method, path).bearer_auth(self.token().await);
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, "application/json").body(body);
        }
        self.send(request).await
    }

    async fn receive(&self, request: reqwest::RequestBuilder) -> Result<Answer, reqwest::Error> {
        let request = request.build()?;
        let (method, path) = (request.method().clone(), request.url().path().to_owned());
        let response = self.http.execute(request).await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await?;
        self.heard.lock().expect("no test panics here").push(format!("{status} {headers:?} {text}"));
        assert!(status < 500, "a server error: {status} {text}");
        let kind = headers.get(CONTENT_TYPE).map(|kind| kind.to_str().expect("text")).unwrap_or_default();
        let (method, path, body) = (method.as_str(), path.as_str(), text.as_str());
        must_be_described(Exchange { method, path, status, kind, body });
        Ok(Answer { status, headers, text })
    }
}

/// What tests say in one word.
impl Api {
    /// Makes a ready connection and returns its id.
    pub(crate) async fn connect(&self, app_id: &str, setup: Value) -> String {
        let body = json!({"app_id": app_id, "name": format!("my {app_id}"), "setup": setup});
        let made = self.post("/api/v2/flows/vault/connections", &body).await.expect(201).json();
        assert_eq!(made["ready"], true, "{made}");
        made["id"].as_str().expect("id").to_owned()
    }

    /// Replaces a connection's credentials.
    pub(crate) async fn reconnect(&self, id: &str, setup: Value) {
        self.patch(&format!("/api/v2/flows/vault/connections/{id}"), &json!({"setup": setup})).await.expect(200);
    }

    /// Saves a flow and returns its id.
    pub(crate) async fn save_flow(&self, actions: Value) -> String {
        let made = self.post("/api/v2/flows", &json!({"name": "my flow", "actions": actions})).await.expect(201).json();
        made["id"].as_str().expect("id").to_owned()
    }

    /// Runs a flow to its end.
    pub(crate) async fn run(&self, flow: &str, input: Value) -> Run {
        let body = json!({"input": input, "synchronous": true});
        let run = self.post(&format!("/api/v2/flows/{flow}/executions"), &body).await.expect(200).json();
        let text = |key: &str| run[key].as_str().unwrap_or_else(|| panic!("{key} in {run}")).to_owned();
        Run { id: text("id"), status: text("status"), output: run["output"].clone(), error: run["error"].clone() }
    }

    /// Saves a flow, runs it once, and returns how the run ended.
    pub(crate) async fn run_once(&self, actions: Value) -> Run {
        let flow = self.save_flow(actions).await;
        self.run(&flow, json!({})).await
    }

    /// The record of a run with all that was recorded.
    pub(crate) async fn record(&self, flow: &str, execution: &str) -> Value {
        self.get(&format!("/api/v2/flows/{flow}/executions/{execution}?hydrate=debug")).await.expect(200).json()
    }
}

#[expect(clippy::disallowed_methods, reason = "plays a client of the API: the vault's guarded door is not for it")]
fn http() -> reqwest::Client {
    // Sooner than the server does it: a test that is busy for a while would not notice that its connection was closed.
    let idle = Duration::from_secs(5);
    reqwest::Client::builder().no_proxy().pool_idle_timeout(idle).build().expect("a client")
}
