//! `flowvault connection …`

use anyhow::{Context as _, Result};
use clap::Subcommand;
use model::{Connection, ConnectionId, Page};
use serde_json::json;

use super::{print, print_json};
use crate::{
    api::StatusView,
    connection_status::ConnectionStatus,
    rooms::{DEFAULT_TENANT, Rooms},
};

/// How many are read at once.
const PAGE: u32 = 500;

#[derive(Subcommand)]
pub(super) enum Command {
    /// List connections, newest first
    List {
        /// Whose connections
        #[arg(long, default_value = DEFAULT_TENANT)]
        tenant: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show how a connection is, and who must act
    Status {
        /// The connection's id
        id: String,
        /// Whose connection it is
        #[arg(long, default_value = DEFAULT_TENANT)]
        tenant: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

pub(super) async fn run(command: Command, rooms: &Rooms) -> Result<()> {
    match command {
        Command::List { tenant, json } => list(rooms, &tenant, json).await,
        Command::Status { id, tenant, json } => status(rooms, &tenant, &id, json).await,
    }
}

async fn list(rooms: &Rooms, tenant: &str, json: bool) -> Result<()> {
    let connections = all(rooms, tenant).await?;
    if json {
        return print_json(&connections.iter().map(shown).collect::<Vec<_>>());
    }
    connections.iter().try_for_each(|connection| {
        let ready = if connection.ready { "ready" } else { "empty" };
        print(&format!("{}  {:<16} {ready}  {}", connection.id, connection.app_id, connection.name))
    })
}

async fn all(rooms: &Rooms, tenant: &str) -> Result<Vec<Connection>> {
    let tenant = rooms.tenant(tenant).await?.id;
    let mut all = Vec::new();
    loop {
        let start = u32::try_from(all.len()).context("there are too many connections")?;
        let page = rooms.store.connections(&tenant, Page { start, limit: PAGE }).await;
        let page = page.context("could not read the database")?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}

async fn status(rooms: &Rooms, tenant: &str, id: &str, json: bool) -> Result<()> {
    let tenant = rooms.tenant(tenant).await?.id;
    let absent = || format!("there is no connection {id}");
    let connection = ConnectionId::parse(id).with_context(absent)?;
    let status = ConnectionStatus::of(&rooms.vault, &rooms.store, &tenant, &connection).await;
    let status = status.context("could not read the database")?.with_context(absent)?;
    if json {
        return print_json(&StatusView::new(status, rooms.clock.now()));
    }
    tell(&status)
}

fn tell(status: &ConnectionStatus) -> Result<()> {
    let ConnectionStatus { connection, renewal, scopes, judgement } = status;
    let time = |at: Option<model::UnixMillis>| at.map_or("-".to_owned(), |at| at.to_string());
    print(&format!("state         {}", judgement.state.as_str()))?;
    if let Some(reason) = &judgement.reason {
        print(&format!("reason        {reason}"))?;
    }
    print(&format!("must act      {}", judgement.who_must_act.as_str()))?;
    print(&format!("last refresh  {}", time(connection.refreshed_at)))?;
    print(&format!("next refresh  {}", time(renewal.refresh_at)))?;
    print(&format!("expires       {}", time(renewal.expires_at)))?;
    if scopes.missing.is_empty() { Ok(()) } else { print(&format!("missing       {}", scopes.missing.join(" "))) }
}

fn shown(connection: &Connection) -> serde_json::Value {
    json!({
        "id": connection.id, "app_id": connection.app_id, "name": connection.name,
        "account_name": connection.account_name, "ready": connection.ready, "created_at": connection.created_at,
        "updated_at": connection.updated_at, "refreshed_at": connection.refreshed_at,
    })
}
