//! The load: a few callers that each send their next request as soon as they have the answer to the last.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use tokio::task::JoinSet;

use crate::{
    figures::{Figures, Latencies},
    process::Server,
};

/// More callers than processors, so that the server is never idle.
const CALLERS: usize = 8;
const WARM_UP: Duration = Duration::from_secs(1);
const MEASURED: Duration = Duration::from_secs(4);

/// One request, to be sent over and over.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) method: reqwest::Method,
    pub(crate) url: String,
    pub(crate) token: String,
    pub(crate) body: Option<String>,
}

/// A client as all parts of the measurement use it.
#[expect(
    clippy::disallowed_methods,
    reason = "plays callers and the bare handler: the vault's guarded door is not for them"
)]
pub(crate) fn client() -> Result<reqwest::Client> {
    Ok(reqwest::Client::builder().no_proxy().build()?)
}

/// Sends one request and wants success.
pub(crate) async fn ask(client: &reqwest::Client, asked: &Asked) -> Result<String> {
    let mut request = client.request(asked.method.clone(), &asked.url);
    if !asked.token.is_empty() {
        request = request.bearer_auth(&asked.token);
    }
    if let Some(body) = &asked.body {
        request = request.header("content-type", "application/json").body(body.clone());
    }
    let answer = request.send().await?;
    let (status, text) = (answer.status(), answer.text().await?);
    ensure!(status.is_success(), "{} answered {status}: {text}", asked.url);
    Ok(text)
}

/// Puts `server` under load with one request and measures.
pub(crate) async fn put(server: &Server, asked: &Asked) -> Result<Figures> {
    burst(asked, WARM_UP).await?;
    let (processor, start) = (server.processor_seconds()?, Instant::now());
    let latencies = burst(asked, MEASURED).await?;
    Ok(latencies.figures(start.elapsed(), server.processor_seconds()? - processor))
}

async fn burst(asked: &Asked, length: Duration) -> Result<Latencies> {
    let mut callers = JoinSet::new();
    for _ in 0..CALLERS {
        callers.spawn(call_until(asked.clone(), Instant::now() + length));
    }
    let mut all = Latencies::default();
    while let Some(latencies) = callers.join_next().await {
        all.add(latencies??);
    }
    Ok(all)
}

async fn call_until(asked: Asked, deadline: Instant) -> Result<Vec<Duration>> {
    let client = client()?;
    let mut latencies = Vec::new();
    while Instant::now() < deadline {
        let start = Instant::now();
        ask(&client, &asked).await?;
        latencies.push(start.elapsed());
    }
    Ok(latencies)
}
