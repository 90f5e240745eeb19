//! Measures the release binary against a bare axum handler: same machine, same load, same minute. A figure alone
//! says how fast the machine is; a ratio says what Flowvault costs.
//!
//! `bench PATH-TO-FLOWVAULT` measures and prints a table; `bench bare URL` and `bench service` are its helpers;
//! `bench renewals PATH-TO-FLOWVAULT CONNECTIONS` measures how tokens are kept fresh.

mod bare;
mod figures;
mod flowvault;
mod load;
mod machine;
mod process;
mod renewals;
mod scenarios;
mod service;
mod start_up;

use anyhow::{Context as _, Result, bail};

#[tokio::main]
async fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["bare", service] => bare::serve(service).await,
        ["service"] => service::serve().await,
        ["renewals", binary, many] => renewals::measure(binary.as_ref(), many.parse()?).await,
        [binary] => measure(binary).await,
        _ => bail!("usage: bench PATH-TO-FLOWVAULT, or bench renewals PATH-TO-FLOWVAULT CONNECTIONS"),
    }
}

async fn measure(binary: &str) -> Result<()> {
    let binary = std::path::absolute(binary).context("the path of the binary")?;
    let mut report = format!("{}\n\n", machine::describe());
    report += &start_up::measure(&binary).await?;
    report += &scenarios::measure(&binary).await?;
    eprintln!("\n{report}");
    Ok(())
}
