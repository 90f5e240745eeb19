//! `flowvault person …`

use std::io::{self, BufRead as _};

use anyhow::{Context as _, Result, bail};
use clap::Subcommand;
use model::{Actor, AuditLine, Role};
use zeroize::Zeroizing;

use super::print;
use crate::{
    access::email,
    config::Settings,
    rooms::{DEFAULT_TENANT, Rooms},
};

/// Shorter passwords are guessed.
const SHORTEST: usize = 12;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Make a person who can sign in; reads the password from the first line of standard input
    Create {
        /// Their e-mail address
        #[arg(long, value_parser = address)]
        email: String,
        /// owner, editor or viewer
        #[arg(long)]
        role: Role,
        /// Where they have this role
        #[arg(long, default_value = DEFAULT_TENANT, conflicts_with = "everywhere")]
        tenant: String,
        /// They have it in every tenant, also those made later; an owner may then make tenants
        #[arg(long)]
        everywhere: bool,
    },
}

pub(super) async fn run(command: Command, settings: &Settings, rooms: &Rooms) -> Result<()> {
    let Command::Create { email, role, tenant, everywhere } = command;
    // Before the password is asked for.
    let tenant = if everywhere { None } else { Some(rooms.tenant(&tenant).await?) };
    let password = password()?.into();
    let person = rooms.sessions(settings).person(email, password, everywhere.then_some(role)).await;
    let (person, hash) = person.ok().context("could not hash the password")?;
    let line = |action| AuditLine::new(&rooms.rng, Actor::Cli, action, person.id.as_str());
    match rooms.store.create_person(&person, &hash, line("person.create")).await {
        Err(store::Error::Conflict(what)) => bail!("there is {what} already"),
        made => made.context("could not make the person")?,
    }
    let place = match tenant {
        None => "every tenant".to_owned(),
        Some(tenant) => {
            let made = rooms.store.put_member(&tenant.id, &person.id, role, line("member.put")).await;
            made.context("could not give the person the role")?;
            format!("tenant {}", tenant.name)
        }
    };
    print(&format!("made {role} {} of {place} ({})", person.email, person.id))
}

fn password() -> Result<String> {
    let mut line = Zeroizing::new(String::new());
    io::stdin().lock().read_line(&mut line).context("could not read the password")?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.chars().count() < SHORTEST {
        bail!("a password has at least {SHORTEST} characters; it is read from standard input");
    }
    Ok(password.to_owned())
}

fn address(text: &str) -> Result<String, String> {
    email(text).ok_or_else(|| "an e-mail address".to_owned())
}
