//! A token endpoint that hands out single-use refresh tokens and knows when each of its access tokens ends.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use anyhow::Result;
use axum::{Json, Router, extract::State, http::StatusCode, routing::post};
use reqwest::Url;
use serde_json::{Value, json};
use tokio::task::JoinSet;

/// All grants, and how their renewals went.
#[derive(Clone)]
pub(super) struct Endpoint(Arc<Mutex<Grants>>);

struct Grants {
    life: Duration,
    /// By the code that began it: the number of its present tokens, and when the access token ends.
    grants: HashMap<String, (u64, Instant)>,
    counts: Counts,
}

/// What has been asked for so far.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) refreshes: u64,
    /// Refreshes that came after the access token had ended.
    pub(super) late: u64,
    /// Refresh tokens that were not the present one.
    pub(super) wrong: u64,
}

impl Endpoint {
    /// Serves on a free port of this machine until the task is dropped; gives its URL.
    pub(super) async fn start(life: Duration) -> Result<(Self, String, JoinSet<()>)> {
        let grants = Grants { life, grants: HashMap::new(), counts: Counts::default() };
        let endpoint = Self(Arc::new(Mutex::new(grants)));
        let router = Router::new().route("/token", post(answer)).with_state(endpoint.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let mut serving = JoinSet::new();
        serving.spawn(async move { drop(axum::serve(listener, router).await) });
        Ok((endpoint, url, serving))
    }

    pub(super) fn counts(&self) -> Counts {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).counts
    }

    /// How many grants have been renewed after the refresh that each begins with.
    pub(super) fn renewed(&self) -> usize {
        let grants = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        grants.grants.values().filter(|(number, _)| *number > 2).count()
    }
}

async fn answer(State(endpoint): State<Endpoint>, form: String) -> (StatusCode, Json<Value>) {
    let form = Url::parse(&format!("form:?{form}")).expect("a form is a query");
    let value = |name: &str| form.query_pairs().find_map(|(key, value)| (key == name).then(|| value.into_owned()));
    let mut grants = endpoint.0.lock().unwrap_or_else(PoisonError::into_inner);
    let answer = match (value("code"), value("refresh_token")) {
        (Some(code), _) => Some(grants.begin(code)),
        (None, Some(refresh)) => grants.renew(&refresh),
        (None, None) => None,
    };
    match answer {
        Some(answer) => (StatusCode::OK, Json(answer)),
        None => (StatusCode::BAD_REQUEST, Json(json!({"error": "invalid_grant"}))),
    }
}

impl Grants {
    fn begin(&mut self, code: String) -> Value {
        let answer = tokens(&code, 1, self.life);
        self.grants.insert(code, (1, Instant::now() + self.life));
        answer
    }

    fn renew(&mut self, refresh: &str) -> Option<Value> {
        let now = Instant::now();
        let (code, number) = refresh.rsplit_once('.')?;
        let Some(grant) = self.grants.get_mut(code).filter(|grant| grant.0.to_string() == number) else {
            self.counts.wrong += 1;
            return None;
        };
        self.counts.refreshes += 1;
        self.counts.late += u64::from(now > grant.1);
        *grant = (grant.0 + 1, now + self.life);
        Some(tokens(code, grant.0, self.life))
    }
}

fn tokens(code: &str, number: u64, life: Duration) -> Value {
    json!({
        "access_token": format!("access-token-of.{code}.{number}"), "refresh_token": format!("{code}.{number}"),
        "token_type": "Bearer", "expires_in": life.as_secs(),
    })
}
