//! `flowvault oauth-client …`

use std::io::{self, BufRead as _};

use anyhow::{Context as _, Result, anyhow, bail};
use clap::Subcommand;
use model::Actor;
use serde_json::{Map, Value};
use url::Url;
use vault::{NewOauthClient, OauthClient};
use zeroize::Zeroizing;

use super::{print, print_json};
use crate::{
    api::{OauthClientView, redirect_uri_under},
    config::{Settings, Tls},
    error::rule,
    rooms::{DEFAULT_TENANT, Rooms},
    setup_link,
};

/// Where the secret may stand. Never a flag: every process of the machine can read command lines.
const SECRET: &str = "FLOWVAULT_OAUTH_CLIENT_SECRET";

#[derive(Subcommand)]
pub(super) enum Command {
    /// Register an OAuth client for an integration, in place of the one there is; reads its secret from
    /// `FLOWVAULT_OAUTH_CLIENT_SECRET` or the first line of standard input
    Put {
        /// The integration, `HUBSPOT`
        app_id: String,
        /// The id that the service gave it
        #[arg(long)]
        client_id: String,
        /// What to ask for beside what the integration's actions need: names separated by spaces
        #[arg(long, default_value = "")]
        scope: String,
        /// What the integration wants to know beside that; may be given several times
        #[arg(long = "param", value_name = "NAME=VALUE", value_parser = param)]
        params: Vec<(String, String)>,
        /// Whose client it is
        #[arg(long, default_value = DEFAULT_TENANT)]
        tenant: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// List the OAuth clients that are registered
    List {
        /// Whose clients
        #[arg(long, default_value = DEFAULT_TENANT)]
        tenant: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Delete the OAuth client of an integration; connections granted to it serve until their tokens end
    Delete {
        /// The integration, `HUBSPOT`
        app_id: String,
        /// Whose client it is
        #[arg(long, default_value = DEFAULT_TENANT)]
        tenant: String,
    },
}

pub(super) async fn run(command: Command, settings: &Settings, rooms: &Rooms) -> Result<()> {
    match command {
        Command::Put { app_id, client_id, scope, params, tenant, json } => {
            let scopes = scope.split_whitespace().map(str::to_owned).collect();
            let params: Map<_, _> = params.into_iter().map(|(name, value)| (name, Value::from(value))).collect();
            let new = NewOauthClient { client_id, client_secret: secret()?, scopes, params };
            show_new(put(rooms, &tenant, &app_id, new).await?, &redirect_uri(settings)?, json)
        }
        Command::List { tenant, json } => list(settings, rooms, &tenant, json).await,
        Command::Delete { app_id, tenant } => delete(rooms, &tenant, &app_id).await,
    }
}

async fn put(rooms: &Rooms, tenant: &str, app_id: &str, new: NewOauthClient) -> Result<OauthClient> {
    let tenant = rooms.tenant(tenant).await?.id;
    match rooms.vault.put_oauth_client(&tenant, Actor::Cli, app_id, new).await {
        Err(vault::Error::Invalid(found)) => bail!("{}", found.iter().map(rule).collect::<Vec<_>>().join("\n")),
        put => put.context("could not register the OAuth client"),
    }
}

fn show_new(client: OauthClient, redirect_uri: &Url, json: bool) -> Result<()> {
    if json {
        return print_json(&OauthClientView::new(client, redirect_uri));
    }
    print(&format!("registered client {} for {}", client.client_id, client.app_id))?;
    print(&format!("The service must send people back to {redirect_uri}"))
}

async fn list(settings: &Settings, rooms: &Rooms, tenant: &str, json: bool) -> Result<()> {
    let tenant = rooms.tenant(tenant).await?.id;
    let redirect_uri = redirect_uri(settings)?;
    let clients = rooms.vault.oauth_clients(&tenant).await.context("could not read the database")?.into_iter();
    if json {
        return print_json(&clients.map(|client| OauthClientView::new(client, &redirect_uri)).collect::<Vec<_>>());
    }
    clients.map(line).try_for_each(|line| print(&line))
}

fn line(client: OauthClient) -> String {
    let refused = client.refused.map(|(said, at)| format!("  refused since {at}: {said}")).unwrap_or_default();
    format!("{:<20} {}  {}{refused}", client.app_id, client.client_id, client.scopes.join(" "))
}

async fn delete(rooms: &Rooms, tenant: &str, app_id: &str) -> Result<()> {
    let tenant = rooms.tenant(tenant).await?.id;
    let deleted = rooms.vault.delete_oauth_client(&tenant, Actor::Cli, app_id).await;
    match deleted.context("could not delete the OAuth client")? {
        true => print(&format!("deleted the OAuth client for {app_id}")),
        false => bail!("there is no OAuth client for {app_id}"),
    }
}

fn redirect_uri(settings: &Settings) -> Result<Url> {
    let base = setup_link::base(settings.public_url.as_ref(), &settings.listen, settings.tls != Tls::Off);
    redirect_uri_under(&base).ok_or_else(|| anyhow!("{base} is no address that people could come back to"))
}

#[expect(clippy::disallowed_methods, reason = "the command line reads its environment")]
fn secret() -> Result<Zeroizing<String>> {
    if let Ok(secret) = std::env::var(SECRET) {
        return Ok(Zeroizing::new(secret));
    }
    let mut line = Zeroizing::new(String::new());
    io::stdin().lock().read_line(&mut line).context("could not read the secret")?;
    Ok(Zeroizing::new(line.trim_end_matches(['\r', '\n']).to_owned()))
}

fn param(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').filter(|(name, _)| !name.is_empty());
    pair.map(|(name, value)| (name.to_owned(), value.to_owned())).ok_or_else(|| "NAME=VALUE".to_owned())
}
