//! Callers of the API who take whatever comes: servers are killed under them.

use std::time::Duration;

use reqwest::{Method, header::CONTENT_TYPE};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::{connections::actions, figures::Tally, fleet::Fleet};

/// A caller gives up after this; the run goes on without them.
const PATIENCE: Duration = Duration::from_secs(4);
/// Between two runs of one caller, so that two cores are left for those who are called.
const PAUSE: Duration = Duration::from_millis(25);

/// A client of the API. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Caller {
    http: reqwest::Client,
    token: String,
}

impl Caller {
    pub(crate) fn new(token: String) -> Self {
        Self { http: http(), token }
    }

    /// The status and the body of an answer; `None` when none came.
    pub(crate) async fn ask(&self, method: Method, url: String, body: Option<&Value>) -> Option<(u16, Value)> {
        self.ask_within(PATIENCE, (method, url), body).await
    }

    async fn ask_within(
        &self,
        patience: Duration,
        (method, url): (Method, String),
        body: Option<&Value>,
    ) -> Option<(u16, Value)> {
        let mut request = self.http.request(method, url).bearer_auth(&self.token).timeout(patience);
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, "application/json").body(body.to_string());
        }
        let response = request.send().await.ok()?;
        let status = response.status().as_u16();
        Some((status, serde_json::from_str(&response.text().await.ok()?).unwrap_or_default()))
    }
}

/// Runs a flow that calls the service through a connection; what came of it in a word.
pub(crate) async fn call_through(fleet: &Fleet, connection: usize, url: &str) -> String {
    call_within(fleet, connection, (url, PATIENCE)).await
}

/// The same, with another patience.
pub(crate) async fn call_within(fleet: &Fleet, connection: usize, (url, patience): (&str, Duration)) -> String {
    let connection = &fleet.connections[connection];
    let body = json!({"actions": actions(connection.policy, &connection.id)});
    let url = format!("{url}/api/v2/flows/{}/executions", fleet.flow);
    match fleet.caller.ask_within(patience, (Method::POST, url), Some(&body)).await {
        None => "no answer".to_owned(),
        Some((200, run)) => run["status"].as_str().unwrap_or("no status").to_owned(),
        Some((status, _)) => status.to_string(),
    }
}

/// Calls through one connection after the other, by turns at all nodes, until it is dropped.
pub(crate) async fn call_on(fleet: &Fleet, told: &Tally) {
    loop {
        let drawn = fleet.endpoint.service.plan.below(u32::MAX) as usize;
        if let Some(url) = fleet.some_url(drawn) {
            told.count(call_through(fleet, drawn % fleet.connections.len(), &url).await);
        }
        sleep(PAUSE).await;
    }
}

#[expect(clippy::disallowed_methods, reason = "plays a client of the API: the vault's guarded door is not for it")]
fn http() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().expect("a client")
}
