//! One vault with everything it needs, in a folder that disappears.

use std::{sync::Arc, time::Duration};

use catalog::{Catalog, SourceFile};
use model::{Actor, Clock, Connection, ConnectionId, Rng, TenantId, UnixMillis};
use seal::RootKey;
use serde_json::{Value, json};
use store::Store;
use tempfile::TempDir;
use vault::{
    Call, CallError, Change, Error, NewConnection, Outcome, Parts, Vault,
    http::{Client, Limits, Outbound},
};

use crate::service::{Reply, Service};

/// A wrong answer is not waited for longer than this.
pub(crate) const PATIENCE: Duration = Duration::from_secs(2);

pub(crate) struct House {
    pub(crate) folder: TempDir,
    pub(crate) clock: Clock,
    pub(crate) store: Store,
    pub(crate) vault: Arc<Vault>,
    pub(crate) tenant: TenantId,
    pub(crate) service: Service,
}

impl House {
    pub(crate) async fn open() -> Self {
        Self::with_catalog(Catalog::builtin()).await
    }

    /// One that knows one more catalogue file.
    pub(crate) async fn with_file(text: &str) -> Self {
        let file = SourceFile { name: "acme.toml".to_owned(), text: text.to_owned() };
        Self::with_catalog(Catalog::load(vec![file]).unwrap()).await
    }

    async fn with_catalog(catalog: Catalog) -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Clock::fixed(UnixMillis(1_726_145_535_805));
        let service = Service::start().await;
        let (store, vault) = open_vault(&folder, &clock, &service, (7, catalog)).await;
        let tenant = vault.create_tenant("default", Actor::Cli).await.unwrap().id;
        Self { folder, clock, store, vault, tenant, service }
    }

    /// Another process on the same database, with the same catalogue.
    pub(crate) async fn another_node(&self) -> Arc<Vault> {
        open_vault(&self.folder, &self.clock, &self.service, (9, self.vault.catalog().clone())).await.1
    }

    /// Another process on the same database, with the built-in catalogue alone.
    pub(crate) async fn second_vault(&self) -> Arc<Vault> {
        open_vault(&self.folder, &self.clock, &self.service, (8, Catalog::builtin())).await.1
    }

    pub(crate) async fn try_connect(&self, app_id: &str, setup: Option<Value>) -> Result<Connection, Error> {
        let new = NewConnection { app_id: app_id.to_owned(), name: "Ours".to_owned(), setup };
        self.vault.create_connection(&self.tenant, Actor::Cli, new).await
    }

    pub(crate) async fn connect(&self, app_id: &str, setup: Value) -> ConnectionId {
        self.try_connect(app_id, Some(setup)).await.unwrap().id
    }

    pub(crate) async fn reconnect(&self, id: &ConnectionId, setup: Value) -> Connection {
        let change = Change { name: None, setup: Some(setup) };
        self.vault.update_connection(&self.tenant, Actor::Cli, id, change).await.unwrap().unwrap()
    }

    pub(crate) async fn call(&self, id: &ConnectionId, action: &str, params: Value) -> Result<Outcome, CallError> {
        call(&self.vault, &self.tenant, id, action, params).await
    }

    /// `HTTP.SEND_REQUEST` to a path of the service.
    pub(crate) async fn send(&self, id: &ConnectionId, path: &str) -> Result<Outcome, CallError> {
        self.call(id, "HTTP.SEND_REQUEST", json!({ "url": self.service.url(path) })).await
    }

    /// A connection that needs a token of `/token`, which hands out `access-1`, `access-2`, … for an hour.
    pub(crate) async fn token_connection(&self) -> ConnectionId {
        self.service.on("/token", |count, _| token(&format!("access-{count}"), 3600));
        self.connect("HTTP", client_credentials("client-secret-1")).await
    }

    /// The `Authorization` of everything sent to `/api`, in order.
    pub(crate) fn signatures(&self) -> Vec<String> {
        let requests = self.service.requests("/api");
        requests.iter().map(|request| request.header("authorization").unwrap_or_default().to_owned()).collect()
    }
}

async fn open_vault(
    folder: &TempDir,
    clock: &Clock,
    service: &Service,
    (seed, catalog): (u64, Catalog),
) -> (Store, Arc<Vault>) {
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    let store = Store::open(&url, clock.clone()).await.unwrap();
    let parts = Parts {
        store: store.clone(),
        catalog: Arc::new(catalog),
        root_key: RootKey::generate(&Rng::seeded(1)),
        http: client(service),
        clock: clock.clone(),
        rng: Rng::seeded(seed),
    };
    (store, Arc::new(Vault::open(parts).await.unwrap()))
}

fn client(service: &Service) -> Client {
    let rewrites = json!({
        "https://api.twilio.com": service.url("/twilio"),
        "https://acme.eu.auth0.com": service.url("/auth0"),
        "https://api.acme.example": service.url("/acme"),
        "https://token.example": service.url("/token"),
        "https://oauth2.googleapis.com": service.url("/google-token"),
        "https://bigquery.googleapis.com": service.url("/bigquery"),
        "https://away.example": "http://127.0.0.1:9",
        "https://api.hubapi.com": service.url("/hubspot"),
        "https://oauth2.googleapis.com": service.url("/google-token"),
        "https://www.googleapis.com": service.url("/google"),
        "https://login.salesforce.com": service.url("/salesforce-login"),
        "https://acme.my.salesforce.com": service.url("/salesforce"),
        "https://slack.com": service.url("/slack"),
        "https://login.mailchimp.com": service.url("/mailchimp-login"),
        "https://us7.api.mailchimp.com": service.url("/mailchimp"),
        "https://id.own.example": service.url("/own-id"),
        "https://api.own.example": service.url("/own-api"),
    });
    let outbound = Outbound::parse("127.0.0.0/8", &rewrites.to_string()).unwrap();
    Client::new(Outbound { limits: Limits { total: PATIENCE, ..Limits::default() }, ..outbound }).unwrap()
}

pub(crate) async fn call(
    vault: &Vault,
    tenant: &TenantId,
    id: &ConnectionId,
    action: &str,
    params: Value,
) -> Result<Outcome, CallError> {
    let (integration, action) = action.split_once('.').unwrap();
    vault.call(tenant, Call { integration, action, connection: Some(id), params: &params }).await
}

pub(crate) fn token(access_token: &str, expires_in: u64) -> Reply {
    Reply::json(200, &json!({ "access_token": access_token, "token_type": "Bearer", "expires_in": expires_in }))
}

pub(crate) fn client_credentials(secret: &str) -> Value {
    json!({
        "type": "OAUTH_CLIENT_CREDENTIALS", "token_endpoint": "https://token.example/oauth",
        "client_id": "Fui-client-p2g", "client_secret": secret, "audience": "https://api",
    })
}

pub(crate) fn bearer(token: &str) -> Value {
    json!({ "type": "BEARER", "token": token })
}

pub(crate) const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";

pub(crate) fn twilio(auth_token: &str) -> Value {
    json!({ "type": "API_KEY", "account_id": ACCOUNT, "api_key": auth_token })
}

pub(crate) fn auth0(secret: &str) -> Value {
    json!({
        "type": "OAUTH_APP", "domain": "acme.eu.auth0.com", "client_id": "app-client", "client_secret": secret,
    })
}

/// The message and status of a refusal.
#[track_caller]
pub(crate) fn refusal(result: Result<Outcome, CallError>) -> (String, Option<u16>) {
    match result.unwrap_err() {
        CallError::Refused { message, status, .. } => (message, status),
        other => panic!("{other:?}"),
    }
}

/// The message, the status, and whether the service may have acted.
#[track_caller]
pub(crate) fn outage(result: Result<Outcome, CallError>) -> (String, Option<u16>, bool) {
    match result.unwrap_err() {
        CallError::Outage { message, status, may_have_acted } => (message, status, may_have_acted),
        other => panic!("{other:?}"),
    }
}
