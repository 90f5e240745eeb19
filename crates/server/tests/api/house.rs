//! A whole Flowvault in a temporary folder, with a clock that tests move.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use model::{Actor, Clock, Rng, UnixMillis};
use serde_json::Value;
use server::{
    access::{Scopes, Sessions, register_client},
    api,
    app::App,
    config::{Options, Settings},
    rooms::{DEFAULT_TENANT, Rooms},
};
use tempfile::TempDir;
use tower::ServiceExt as _;

use crate::description::{Exchange, must_be_described};

/// 2024-09-12T12:52:15.805Z
const START: UnixMillis = UnixMillis(1_726_145_535_805);

/// A Flowvault.
pub(crate) struct House {
    router: Router,
    /// The other listener's.
    pub(crate) metrics: Router,
    pub(crate) rooms: Rooms,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) clock: Clock,
    _folder: TempDir,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    /// The body, which must be JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {:?}", self.text))
    }

    /// A header, which must be there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", self.headers)).to_str().unwrap()
    }

    /// The body, after making sure that the status is this one.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        if self.text.is_empty() { Value::Null } else { self.json() }
    }
}

impl House {
    pub(crate) async fn new() -> Self {
        Self::furnished(Options::default()).await
    }

    pub(crate) async fn furnished(options: Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = Some(folder.path().join("data"));
        let settings = Settings::resolve(Options { data_dir, ..options }).unwrap();
        let clock = Clock::fixed(START);
        let rooms = Rooms::open(&settings, clock.clone(), Rng::system()).await.unwrap();
        let app = App::new(rooms.clone(), &settings).await.unwrap();
        let sessions = Arc::clone(&app.sessions);
        let metrics = api::metrics::router(app.clone());
        Self { router: api::router(app), metrics, rooms, sessions, clock, _folder: folder }
    }

    /// A new client of the default tenant, `all` or some scopes.
    pub(crate) async fn client(&self, scopes: &str) -> (String, String) {
        self.client_of(DEFAULT_TENANT, scopes).await
    }

    pub(crate) async fn client_of(&self, tenant: &str, scopes: &str) -> (String, String) {
        let tenant = self.rooms.tenant(tenant).await.unwrap().id;
        let scopes = if scopes == "all" { Scopes::all() } else { Scopes::parse(scopes).unwrap() };
        let made = register_client(&self.rooms, &tenant, "test".to_owned(), &scopes, Actor::Cli).await;
        let (client, secret) = made.unwrap();
        (client.id, secret.reveal().to_owned())
    }

    pub(crate) async fn make_tenant(&self, name: &str) {
        self.rooms.vault.create_tenant(name, Actor::Cli).await.unwrap();
    }

    /// A token of a new client of the default tenant.
    pub(crate) async fn token(&self, scopes: &str) -> String {
        self.token_of(DEFAULT_TENANT, scopes).await
    }

    pub(crate) async fn token_of(&self, tenant: &str, scopes: &str) -> String {
        let (id, secret) = self.client_of(tenant, scopes).await;
        self.token_for(&id, &secret).await
    }

    pub(crate) async fn token_for(&self, id: &str, secret: &str) -> String {
        let body = serde_json::json!({"grant_type": "client_credentials", "client_id": id, "client_secret": secret});
        let answer = self.send("POST", "/oauth/token", None, Some(&body.to_string())).await;
        answer.expect(200)["access_token"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Answer {
        self.send("GET", path, Some(token), None).await
    }

    pub(crate) async fn post(&self, path: &str, token: &str, body: &str) -> Answer {
        self.send("POST", path, Some(token), Some(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, token: &str, body: &str) -> Answer {
        self.send("PATCH", path, Some(token), Some(body)).await
    }

    pub(crate) async fn delete(&self, path: &str, token: &str) -> Answer {
        self.send("DELETE", path, Some(token), None).await
    }

    pub(crate) async fn send(&self, method: &str, path: &str, token: Option<&str>, body: Option<&str>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("host", "localhost:8080");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        self.call(request.body(Body::from(body.unwrap_or_default().to_owned())).unwrap()).await
    }

    pub(crate) async fn call(&self, request: Request<Body>) -> Answer {
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let kind = headers.get("content-type").map(|kind| kind.to_str().unwrap()).unwrap_or_default();
        let (method, path, body) = (method.as_str(), path.as_str(), text.as_str());
        must_be_described(Exchange { method, path, status: status.as_u16(), kind, body });
        Answer { status, headers, text }
    }

    /// Lets time pass.
    pub(crate) fn wait(&self, millis: u64) {
        self.clock.advance(Duration::from_millis(millis));
    }
}
