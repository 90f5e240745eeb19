//! `flowvault serve`

use std::net::TcpListener;

use anyhow::{Context as _, Result};
use model::{Clock, Rng};

use crate::{api, app::App, config::Settings, lifecycle, logs, rooms::Rooms, tls};

/// Serves until told to stop.
pub(super) async fn run(settings: &Settings) -> Result<()> {
    logs::start(settings)?;
    let rooms = Rooms::open(settings, Clock::system(), Rng::system()).await?;
    let tls = tls::configure(settings, rooms.clock.now()).await?;
    let app = App::new(rooms, settings).await?;
    let tasks = app.tasks.clone();
    let listener = TcpListener::bind(&settings.listen);
    let listener = listener.with_context(|| format!("could not listen on {}", settings.listen))?;
    lifecycle::serve(api::router(app), listener, tls, tasks).await
}
