//! `flowvault tenant …`

use anyhow::{Context as _, Result, bail};
use clap::Subcommand;
use model::{Actor, Tenant};
use serde_json::json;

use super::{print, print_json};
use crate::{rooms::Rooms, tenant_name::tenant_name};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Make a tenant
    Create {
        /// Lower-case letters, digits and dashes
        #[arg(value_parser = tenant_name)]
        name: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// List tenants
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

pub(super) async fn run(command: Command, rooms: &Rooms) -> Result<()> {
    match command {
        Command::Create { name, json } => create(&name, json, rooms).await,
        Command::List { json } => list(json, rooms).await,
    }
}

async fn create(name: &str, json: bool, rooms: &Rooms) -> Result<()> {
    let tenant = match rooms.vault.create_tenant(name, Actor::Cli).await {
        Err(vault::Error::Taken(_)) => bail!("there is a tenant {name:?} already"),
        made => made.context("could not make the tenant")?,
    };
    if json { print_json(&shown(&tenant)) } else { print(&format!("made tenant {name} ({})", tenant.id)) }
}

async fn list(json: bool, rooms: &Rooms) -> Result<()> {
    let tenants = rooms.store.tenants().await.context("could not read the database")?;
    if json {
        return print_json(&tenants.iter().map(shown).collect::<Vec<_>>());
    }
    tenants.iter().try_for_each(|tenant| print(&format!("{:<20} {}  {}", tenant.name, tenant.id, tenant.created_at)))
}

fn shown(tenant: &Tenant) -> serde_json::Value {
    json!({"id": tenant.id, "name": tenant.name, "created_at": tenant.created_at})
}
