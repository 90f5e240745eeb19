//! `flowvault client …`

use anyhow::{Context as _, Result, bail};
use clap::Subcommand;
use model::{Actor, AuditLine, Client};
use serde_json::json;

use super::{print, print_json};
use crate::{
    access::{ClientSecret, Scope, Scopes, register_client},
    rooms::{DEFAULT_TENANT, Rooms},
};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Make a client and show its secret, this one time
    Create {
        /// What people call it
        #[arg(long)]
        name: String,
        /// Whose data it may reach
        #[arg(long, default_value = DEFAULT_TENANT)]
        tenant: String,
        /// What it may do: scope names separated by spaces, or `all`
        #[arg(long, value_parser = scopes)]
        scope: Scopes,
        /// Print {"client_id","client_secret"}
        #[arg(long)]
        json: bool,
    },
    /// List clients
    List {
        /// Only those of this tenant
        #[arg(long)]
        tenant: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Delete a client; its tokens stop working within a second
    Delete {
        /// The client id
        id: String,
    },
}

pub(super) async fn run(command: Command, rooms: &Rooms) -> Result<()> {
    match command {
        Command::Create { name, tenant, scope, json } => {
            let tenant = rooms.tenant(&tenant).await?.id;
            let made = register_client(rooms, &tenant, name, &scope, Actor::Cli).await;
            let (client, secret) = made.context("could not make the client")?;
            show_new(&client, &secret, json)
        }
        Command::List { tenant, json } => list(rooms, tenant.as_deref(), json).await,
        Command::Delete { id } => delete(rooms, &id).await,
    }
}

fn show_new(client: &Client, secret: &ClientSecret, json: bool) -> Result<()> {
    if json {
        return print_json(&json!({"client_id": client.id, "client_secret": secret.reveal()}));
    }
    print(&format!("client_id      {}", client.id))?;
    print(&format!("client_secret  {}", secret.reveal()))?;
    print("The secret is not shown again.")
}

async fn list(rooms: &Rooms, tenant: Option<&str>, json: bool) -> Result<()> {
    let tenants = match tenant {
        Some(name) => vec![rooms.tenant(name).await?],
        None => rooms.store.tenants().await.context("could not read the database")?,
    };
    let mut all = Vec::new();
    for tenant in tenants {
        let clients = rooms.store.clients(&tenant.id).await.context("could not read the database")?;
        all.extend(clients.into_iter().map(|client| (tenant.name.clone(), client)));
    }
    if json {
        return print_json(&all.iter().map(|(tenant, client)| shown(tenant, client)).collect::<Vec<_>>());
    }
    all.iter().try_for_each(|(tenant, client)| {
        print(&format!("{}  {tenant:<20} {:<20} {}", client.id, client.name, client.scopes.join(" ")))
    })
}

async fn delete(rooms: &Rooms, id: &str) -> Result<()> {
    let client = rooms.store.client_for_login(id).await.context("could not read the database")?;
    let client = client.with_context(|| format!("there is no client {id}"))?;
    let line = AuditLine::new(&rooms.rng, Actor::Cli, "client.delete", id);
    match rooms.store.delete_client(&client.tenant, id, line).await.context("could not delete the client")? {
        true => print(&format!("deleted client {id}")),
        false => bail!("there is no client {id}"),
    }
}

fn shown(tenant: &str, client: &Client) -> serde_json::Value {
    json!({
        "client_id": client.id, "name": client.name, "tenant": tenant, "scopes": client.scopes,
        "created_at": client.created_at,
    })
}

fn scopes(list: &str) -> Result<Scopes, String> {
    if list.trim() == "all" {
        return Ok(Scopes::all());
    }
    let known = || Scope::ALL.map(Scope::as_str).join("\n  ");
    match Scopes::parse(list) {
        Ok(scopes) if scopes.is_empty() => Err(format!("give at least one of\n  {}", known())),
        Ok(scopes) => Ok(scopes),
        Err(unknown) => Err(format!("{unknown}; known are `all` and\n  {}", known())),
    }
}
