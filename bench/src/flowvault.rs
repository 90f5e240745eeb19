//! The binary under measurement, with an embedded database in a temporary folder.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use crate::{
    load::{Asked, ask, client},
    process::Server,
};

/// A folder with data, and the binary to serve it.
pub(crate) struct Flowvault {
    binary: PathBuf,
    folder: PathBuf,
    settings: Vec<(String, String)>,
}

impl Flowvault {
    pub(crate) fn new(binary: &Path, folder: &Path) -> Self {
        Self { binary: binary.to_owned(), folder: folder.to_owned(), settings: Vec::new() }
    }

    /// With one more setting in its environment.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) async fn start(&self) -> Result<Server> {
        let mut command = self.command();
        command.args(["serve", "--listen", "127.0.0.1:0"]);
        Server::start(command, &self.folder, "flowvault").await.context("flowvault")
    }

    /// An access token that may do everything.
    pub(crate) async fn token(&self, server: &Server) -> Result<String> {
        let words = ["client", "create", "--name", "bench", "--scope", "all", "--json"];
        let output = self.command().args(words).output()?;
        ensure!(output.status.success(), "client create: {}", String::from_utf8_lossy(&output.stderr));
        let mut body: Value = serde_json::from_slice(&output.stdout)?;
        body["grant_type"] = json!("client_credentials");
        let asked = post(server, "/oauth/token", "", &body);
        let token: Value = serde_json::from_str(&ask(&client()?, &asked).await?)?;
        Ok(token["access_token"].as_str().context("access_token")?.to_owned())
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.binary);
        command.env("FLOWVAULT_DATA_DIR", self.folder.join("data")).env("FLOWVAULT_OUTBOUND_ALLOW", "127.0.0.0/8");
        // The allowance of one client is far below what is measured here.
        command.env("FLOWVAULT_RATE_LIMIT_PER_SECOND", "1000000").env("FLOWVAULT_RATE_LIMIT_BURST", "1000000");
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }
}

/// A POST of JSON to a server.
pub(crate) fn post(server: &Server, path: &str, token: &str, body: &Value) -> Asked {
    Asked {
        method: reqwest::Method::POST,
        url: format!("{}{path}", server.url),
        token: token.to_owned(),
        body: Some(body.to_string()),
    }
}

/// Posts and returns the id of what was made.
pub(crate) async fn make(server: &Server, path: &str, token: &str, body: &Value) -> Result<String> {
    let made: Value = serde_json::from_str(&ask(&client()?, &post(server, path, token, body)).await?)?;
    Ok(made["id"].as_str().context("id")?.to_owned())
}
