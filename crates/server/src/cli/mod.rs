//! The command line. What a command prints on standard output is for programs to read; everything else goes to
//! standard error.

mod catalog;
mod client;
mod connection;
mod oauth_client;
mod person;
mod serve;
mod setup_link;
mod tenant;

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};
use model::{Clock, Rng};
use serde::Serialize;

use crate::{
    config::{self, Options, Settings},
    rooms::Rooms,
};

/// Flowvault keeps connections for flows: credentials sealed, flows run with them.
#[derive(Parser)]
#[command(name = "flowvault", version, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    options: Options,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API and the console
    Serve,
    /// Manage tenants
    #[command(subcommand)]
    Tenant(tenant::Command),
    /// Manage API clients
    #[command(subcommand)]
    Client(client::Command),
    /// Manage registrations at services, for connections that people grant in their browser
    #[command(subcommand)]
    OauthClient(oauth_client::Command),
    /// Look at connections
    #[command(subcommand)]
    Connection(connection::Command),
    /// Manage people who sign in at the console
    #[command(subcommand)]
    Person(person::Command),
    /// Look at the integrations, and check files of your own
    #[command(subcommand)]
    Catalog(catalog::Command),
    /// Print a new link for setting up the console, while nobody has done it
    SetupLink,
    /// Print every setting with its default, as a file to start from
    Config,
}

/// Runs what the command line says.
pub fn main() -> ExitCode {
    let Cli { command, options } = Cli::parse();
    match run(command, with_root_key(options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to tell when even this fails.
            let _ = writeln!(io::stderr(), "flowvault: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Reads the one setting that is no flag.
#[expect(clippy::disallowed_methods, reason = "this is where the configuration reads the environment")]
fn with_root_key(options: Options) -> Options {
    let root_key = std::env::var("FLOWVAULT_ROOT_KEY").ok().filter(|text| !text.is_empty()).map(Into::into);
    Options { root_key, ..options }
}

fn run(command: Command, options: Options) -> Result<()> {
    if matches!(command, Command::Config) {
        return print(config::DEFAULTS.trim_end());
    }
    let settings = Settings::resolve(options)?;
    let runtime = tokio::runtime::Runtime::new().context("could not start")?;
    runtime.block_on(async {
        match command {
            Command::Serve => serve::run(&settings).await,
            Command::Tenant(command) => tenant::run(command, &open(&settings).await?).await,
            Command::Client(command) => client::run(command, &open(&settings).await?).await,
            Command::OauthClient(command) => oauth_client::run(command, &settings, &open(&settings).await?).await,
            Command::Connection(command) => connection::run(command, &open(&settings).await?).await,
            Command::Person(command) => person::run(command, &settings, &open(&settings).await?).await,
            Command::Catalog(command) => catalog::run(command, settings.catalog.as_deref()),
            Command::SetupLink => setup_link::run(&settings, &open(&settings).await?).await,
            Command::Config => Ok(()),
        }
    })
}

/// Opens what a command needs that works beside a running server, or before the first one.
async fn open(settings: &Settings) -> Result<Rooms> {
    Rooms::open(settings, Clock::system(), Rng::system()).await
}

fn print(text: &str) -> Result<()> {
    writeln!(io::stdout(), "{text}").context("could not write to the terminal")
}

fn print_json(value: &impl Serialize) -> Result<()> {
    print(&serde_json::to_string(value).context("could not write JSON")?)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn settings_may_stand_before_or_after_the_command() {
        for line in [
            "flowvault --data-dir /d client create --name n --scope all --json",
            "flowvault client create --name n --scope all --json --data-dir /d",
        ] {
            let cli = Cli::try_parse_from(line.split(' ')).unwrap_or_else(|error| panic!("{line}: {error}"));
            assert_eq!(cli.options.data_dir, Some("/d".into()), "{line}");
        }
    }

    #[test]
    fn self_signed_needs_no_value() {
        let cli = Cli::try_parse_from(["flowvault", "serve", "--tls-self-signed"]).unwrap();
        assert_eq!(cli.options.tls_self_signed, Some(true));
    }
}
