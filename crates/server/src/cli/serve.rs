//! `flowvault serve`

use std::{
    io::{self, Write as _},
    net::TcpListener,
    sync::Arc,
};

use anyhow::{Context as _, Result};
use model::{Actor, Clock, Rng};

use crate::{
    access::Sessions,
    api,
    app::App,
    background,
    config::{Settings, Tls},
    lifecycle, logs,
    rooms::Rooms,
    setup_link, tls,
};

/// Serves until told to stop.
pub(super) async fn run(settings: &Settings) -> Result<()> {
    logs::start(settings)?;
    let rooms = Rooms::open(settings, Clock::system(), Rng::system()).await?;
    let tls = tls::configure(settings, rooms.clock.now()).await?;
    let sessions = rooms.sessions(settings);
    let app = App::new(rooms, settings).await?;
    let (tasks, vault) = (app.tasks.clone(), Arc::clone(&app.vault));
    let listener = listen(&settings.listen)?;
    let metrics = settings.metrics_listen.as_deref().map(listen).transpose()?;
    invite(settings, &sessions, &listener).await?;
    let figures = show_figures(app.clone(), metrics);
    tokio::select! {
        served = lifecycle::serve(api::router(app), listener, tls, tasks) => served,
        never = background::run(&vault) => match never {},
        failed = figures => failed,
    }
}

fn listen(address: &str) -> Result<TcpListener> {
    TcpListener::bind(address).with_context(|| format!("could not listen on {address}"))
}

/// Shows figures where somebody wants them, also while the last requests finish.
async fn show_figures(app: App, listener: Option<TcpListener>) -> Result<()> {
    let Some(listener) = listener else { return std::future::pending().await };
    let address = listener.local_addr().context("the listener of /metrics has no address")?;
    tracing::info!(%address, "showing figures at /metrics");
    api::metrics::serve(app, listener).await.context("the listener of /metrics failed")
}

/// Shows whoever started a new server how to get in. Not in the log: logs are kept, and read by others.
async fn invite(settings: &Settings, sessions: &Sessions, listener: &TcpListener) -> Result<()> {
    let address = listener.local_addr().context("the listener has no address")?.to_string();
    let base = setup_link::base(settings.public_url.as_ref(), &address, settings.tls != Tls::Off);
    let Some(link) = setup_link::make(sessions, &base, Actor::System).await? else { return Ok(()) };
    let words = "Set up the console with this link; it is good for a day and works once:";
    writeln!(io::stderr(), "{words}\n\n    {link}\n").context("could not write to the terminal")
}
