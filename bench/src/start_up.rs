//! How long it takes from the start of the process to the first answer, and how much memory it then holds.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};

use crate::{
    figures::shown,
    flowvault::Flowvault,
    load::{Asked, ask, client},
};

/// Later starts, of which the median counts.
const STARTS: usize = 5;

pub(crate) async fn measure(binary: &Path) -> Result<String> {
    let folder = tempfile::tempdir()?;
    let flowvault = Flowvault::new(binary, folder.path());
    let (first, _) = start(&flowvault).await?;
    let mut later = Vec::new();
    for _ in 0..STARTS {
        later.push(start(&flowvault).await?);
    }
    later.sort_by_key(|(took, _)| *took);
    let (took, memory) = later[STARTS / 2];
    ensure!(took > Duration::ZERO, "the clock stands still");
    Ok(format!(
        "| start-up, to the first `/health/ready` | |\n|---|---|\n| first start (makes keys and database) | {} |\n\
         | later starts, median of {STARTS} | {} |\n| memory, idle | {memory:.1} MiB |\n\n",
        shown(first),
        shown(took)
    ))
}

async fn start(flowvault: &Flowvault) -> Result<(Duration, f64)> {
    let begin = Instant::now();
    let server = flowvault.start().await?;
    let url = format!("{}/health/ready", server.url);
    ask(&client()?, &Asked { method: reqwest::Method::GET, url, token: String::new(), body: None }).await?;
    Ok((begin.elapsed(), server.memory()?))
}
