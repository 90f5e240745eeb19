//! Where log lines go: standard error, so that standard output stays for what was asked.

use std::{io, panic};

use anyhow::{Context as _, Result};
use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, Settings};

/// Starts logging as the settings say. Panics become log lines too.
///
/// # Errors
/// The filter cannot be read.
pub(crate) fn start(settings: &Settings) -> Result<()> {
    let filter = EnvFilter::try_new(&settings.log_filter)
        .with_context(|| format!("the log filter {:?} is not right", settings.log_filter))?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    match settings.log_format {
        LogFormat::Json => lines.json().flatten_event(true).init(),
        LogFormat::Text => lines.with_ansi(false).init(),
    }
    panic::set_hook(Box::new(|panic| tracing::error!(%panic, "a panic: this is a fault of Flowvault")));
    Ok(())
}
