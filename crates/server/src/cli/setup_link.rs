//! `flowvault setup-link`

use anyhow::{Result, bail};
use model::Actor;

use super::print;
use crate::{
    config::{Settings, Tls},
    rooms::Rooms,
    setup_link,
};

/// Prints a new set-up link for the server with these settings.
pub(super) async fn run(settings: &Settings, rooms: &Rooms) -> Result<()> {
    let base = setup_link::base(settings.public_url.as_ref(), &settings.listen, settings.tls != Tls::Off);
    match setup_link::make(&rooms.sessions(settings), &base, Actor::Cli).await? {
        Some(link) => print(&link),
        None => bail!("this server is set up already: its first person is there"),
    }
}
