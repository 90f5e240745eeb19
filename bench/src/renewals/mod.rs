//! What keeping tokens fresh costs: for one renewal while the table grows, and for very many that come due together.

mod endpoint;

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tokio::{task::JoinSet, time::sleep};

use crate::{
    flowvault::Flowvault,
    load::{Asked, ask, client},
    machine,
    process::Server,
};
use endpoint::Endpoint;

const CONNECTIONS: &str = "/api/v2/flows/vault/connections";
const CALLERS: usize = 16;
/// Connections that are renewed all the time while the table grows around them.
const BUSY: usize = 1000;
const MEASURED: Duration = Duration::from_secs(20);

/// Prints both tables.
pub(crate) async fn measure(binary: &Path, many: usize) -> Result<()> {
    let binary = std::path::absolute(binary).context("the path of the binary")?;
    let mut report = format!("{}\n\n", machine::describe());
    report += &by_size_of_table(&binary).await?;
    report += &many_at_once(&binary, many).await?;
    eprintln!("\n{report}");
    Ok(())
}

/// A server whose connections are to the endpoint.
struct Bench {
    folder: tempfile::TempDir,
    flowvault: Flowvault,
    endpoint: Endpoint,
    _serving: JoinSet<()>,
}

impl Bench {
    async fn new(binary: &Path, life: Duration) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let catalogue = folder.path().join("catalogue");
        fs::create_dir(&catalogue)?;
        fs::write(catalogue.join("acme.toml"), include_str!("acme.toml"))?;
        let (endpoint, url, serving) = Endpoint::start(life).await?;
        let rewrite = json!({ "https://acme.example": url }).to_string();
        let flowvault = Flowvault::new(binary, folder.path())
            .with("FLOWVAULT_CATALOG", &catalogue.display().to_string())
            .with("FLOWVAULT_OUTBOUND_REWRITE", &rewrite);
        Ok(Self { folder, flowvault, endpoint, _serving: serving })
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join("data/flowvault.db")
    }

    /// Makes connections by the code that is their name.
    async fn connect(&self, server: &Server, count: usize) -> Result<()> {
        let token = self.flowvault.token(server).await?;
        let registration = json!({"client_id": "bench", "client_secret": "bench-secret"});
        let register = Asked {
            method: reqwest::Method::PUT,
            url: format!("{}/api/v2/flows/vault/oauth-clients/ACME", server.url),
            token: token.clone(),
            body: Some(registration.to_string()),
        };
        ask(&client()?, &register).await?;
        let (mut callers, url) = (JoinSet::new(), Arc::new(server.url.clone()));
        for first in 0..CALLERS {
            callers.spawn(connect_each(Arc::clone(&url), token.clone(), (first..count).step_by(CALLERS)));
        }
        while let Some(connected) = callers.join_next().await {
            connected??;
        }
        Ok(())
    }
}

async fn connect_each(
    url: Arc<String>,
    token: String,
    numbers: impl Iterator<Item = usize> + Send + 'static,
) -> Result<()> {
    let client = client()?;
    for number in numbers {
        let body =
            json!({"app_id": "ACME", "name": "busy", "setup": {"type": "OAUTH_CODE", "code": format!("code{number}")}});
        let make = Asked {
            method: reqwest::Method::POST,
            url: format!("{url}{CONNECTIONS}"),
            token: token.clone(),
            body: Some(body.to_string()),
        };
        let made: Value = serde_json::from_str(&ask(&client, &make).await?)?;
        ensure!(made["ready"] == true, "{made}");
    }
    Ok(())
}

async fn by_size_of_table(binary: &Path) -> Result<String> {
    let bench = Bench::new(binary, Duration::from_secs(20)).await?;
    let mut server = bench.flowvault.start().await?;
    bench.connect(&server, BUSY).await?;
    let mut table =
        "| connections in the table | renewals/s | processor time of one | memory |\n|---|---|---|---|\n".to_owned();
    for total in [BUSY, 10_000, 100_000, 1_000_000] {
        drop(server);
        fill(&bench.database(), total)?;
        server = bench.flowvault.start().await?;
        // Those that ended meanwhile come first.
        sleep(Duration::from_secs(15)).await;
        let (before, processor) = (bench.endpoint.counts(), server.processor_seconds()?);
        sleep(MEASURED).await;
        let renewals = bench.endpoint.counts().refreshes - before.refreshes;
        let spent = (server.processor_seconds()? - processor) * 1e6 / renewals as f64;
        let per_second = renewals as f64 / MEASURED.as_secs_f64();
        writeln!(table, "| {total} | {per_second:.0} | {spent:.0} µs | {:.1} MiB |", server.memory()?)?;
    }
    ensure!(bench.endpoint.counts().wrong == 0, "a refresh token was spent twice");
    Ok(table + "\n")
}

fn fill(database: &Path, total: usize) -> Result<()> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/src/renewals/fill.py");
    let status = Command::new("python3").arg(script).arg(database).arg(total.to_string()).status()?;
    ensure!(status.success(), "the table could not be filled");
    Ok(())
}

/// All of them end within ten minutes of each other, and none may be late.
async fn many_at_once(binary: &Path, many: usize) -> Result<String> {
    let bench = Bench::new(binary, Duration::from_mins(10)).await?;
    let server = bench.flowvault.start().await?;
    let begun = Instant::now();
    bench.connect(&server, many).await?;
    let (connected, memory_before) = (begun.elapsed(), server.memory()?);
    let mut memory_most = memory_before;
    while bench.endpoint.renewed() < many && begun.elapsed() < connected + Duration::from_mins(11) {
        sleep(Duration::from_secs(1)).await;
        memory_most = server.memory()?.max(memory_most);
    }
    let counts = bench.endpoint.counts();
    let renewed = bench.endpoint.renewed();
    ensure!(counts.wrong == 0, "a refresh token was spent twice");
    Ok(format!(
        "{many} connections, made in {:.0} s, whose tokens live ten minutes: {renewed} renewed, {} late. \
        Memory {memory_before:.1} MiB before, {memory_most:.1} MiB at most.\n",
        connected.as_secs_f64(),
        counts.late,
    ))
}
