//! The real binary in a temporary folder: started, asked for clients, stopped, killed and started again.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    path::PathBuf,
    process::{Child, Command, ExitStatus},
    sync::Arc,
};

use serde_json::Value;
use tempfile::TempDir;

use crate::{
    api::{Api, Client},
    database::Database,
    within::{PATIENCE, within},
};

/// How a server is started; can be started again and again over the same data.
#[derive(Clone)]
pub(crate) struct Launch {
    home: Arc<TempDir>,
    database: Database,
    arguments: Vec<String>,
    environment: BTreeMap<String, String>,
}

impl Launch {
    /// A server with an empty folder and an embedded database.
    pub(crate) fn new() -> Self {
        Self::on(Database::Sqlite)
    }

    /// A server with an empty folder and this database.
    pub(crate) fn on(database: Database) -> Self {
        let home = TempDir::new().expect("a temporary folder");
        fs::create_dir(home.path().join("output")).expect("a folder for the output");
        let launch = Self { home: Arc::new(home), arguments: Vec::new(), environment: BTreeMap::new(), database };
        // One test is one client, and some are in a hurry.
        launch.with("FLOWVAULT_RATE_LIMIT_PER_SECOND", "100000").with("FLOWVAULT_RATE_LIMIT_BURST", "100000")
    }

    /// Adds an environment variable.
    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.environment.insert(name.to_owned(), value.into());
        self
    }

    /// Adds words to the command line.
    pub(crate) fn arguments(mut self, words: &[&str]) -> Self {
        self.arguments.extend(words.iter().map(|&word| word.to_owned()));
        self
    }

    /// Lets flows reach services on this machine, and sends `https://…` prefixes to them.
    pub(crate) fn reaching<const N: usize>(self, rewrites: [(&str, String); N]) -> Self {
        let rewrites: BTreeMap<_, _> = rewrites.into_iter().collect();
        self.with("FLOWVAULT_OUTBOUND_ALLOW", "127.0.0.0/8")
            .with("FLOWVAULT_OUTBOUND_REWRITE", serde_json::to_string(&rewrites).expect("JSON"))
    }

    /// Where the server keeps what is its own.
    pub(crate) fn data_dir(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// A place beside the data for what a test needs on disk.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// The database the server uses.
    pub(crate) fn database(&self) -> &Database {
        &self.database
    }

    /// Starts the server and waits until it serves.
    pub(crate) async fn start(&self) -> Flowvault {
        let mut started = self.spawn();
        let url = within(PATIENCE, "the line that says where it listens", async || {
            assert!(started.exit_status().is_none(), "flowvault did not start:\n{}", started.output());
            started.listening_on()
        })
        .await;
        started.url = url;
        started
    }

    /// Starts the server, expects it to give up, and returns what it said.
    pub(crate) async fn refused(&self) -> String {
        let mut started = self.spawn();
        let status = within(PATIENCE, "flowvault to refuse to start", async || {
            assert!(started.listening_on().is_none(), "flowvault started though it should not");
            started.exit_status()
        })
        .await;
        assert!(!status.success(), "flowvault gave up without an error");
        started.output()
    }

    /// Runs another command of the binary on the same data and returns what it printed.
    pub(crate) fn run(&self, words: &[&str]) -> String {
        let output = self.command().args(words).output().expect("the binary runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "flowvault {words:?} failed:\n{said}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// Everything all starts have printed so far.
    pub(crate) fn output(&self) -> String {
        let files = fs::read_dir(self.home.path().join("output")).expect("the folder");
        files.map(|file| fs::read_to_string(file.expect("a file").path()).expect("UTF-8")).collect()
    }

    fn spawn(&self) -> Flowvault {
        let folder = self.home.path().join("output");
        let starts = fs::read_dir(&folder).expect("the folder").count();
        let output = folder.join(format!("{starts}.log"));
        let file = File::create(&output).expect("a file for the output");
        let child = self
            .command()
            .arg("serve")
            .args(&self.arguments)
            .stdout(file.try_clone().expect("a second handle"))
            .stderr(file)
            .spawn()
            .expect("the binary starts");
        Flowvault { launch: self.clone(), child, output, url: String::new() }
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_flowvault"));
        command.env_clear().current_dir(self.home.path()).envs(&self.environment);
        command.env("FLOWVAULT_DATA_DIR", self.data_dir()).env("FLOWVAULT_LISTEN", "127.0.0.1:0");
        if let Some(url) = self.database.url() {
            command.env("FLOWVAULT_DATABASE_URL", url);
        }
        command
    }
}

/// A running server. Dropping it kills it.
pub(crate) struct Flowvault {
    pub(crate) launch: Launch,
    child: Child,
    output: PathBuf,
    url: String,
}

impl Flowvault {
    /// `http(s)://host:port`, without a slash.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Makes an API client with these scopes through the command line, while the server runs.
    pub(crate) fn client(&self, scopes: &str) -> Client {
        self.client_of("default", scopes)
    }

    /// As [`Self::client`], for another tenant.
    pub(crate) fn client_of(&self, tenant: &str, scopes: &str) -> Client {
        let words = ["client", "create", "--name", "test", "--tenant", tenant, "--scope", scopes, "--json"];
        let printed: Value = serde_json::from_str(&self.launch.run(&words)).expect("client create --json prints JSON");
        let text = |key: &str| printed[key].as_str().expect("client_id and client_secret").to_owned();
        Client { id: text("client_id"), secret: text("client_secret") }
    }

    /// An API client that may do everything, ready to use.
    pub(crate) fn api(&self) -> Api {
        Api::new(&self.url, self.client("all"))
    }

    /// The process, for signals and for looking at it from outside.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks the server to stop.
    pub(crate) fn terminate(&self) {
        let pid = self.pid().to_string();
        let sent = Command::new("kill").args(["-TERM", &pid]).status().expect("kill runs");
        assert!(sent.success(), "the server is gone already:\n{}", self.output());
    }

    /// Waits until the process has ended by itself.
    pub(crate) async fn ended(&mut self) -> ExitStatus {
        within(PATIENCE, "flowvault to end", async || self.exit_status()).await
    }

    /// Stops the server in good order.
    pub(crate) async fn stop(mut self) -> Launch {
        self.terminate();
        let status = self.ended().await;
        assert!(status.success(), "flowvault ended with {status}:\n{}", self.output());
        self.launch.clone()
    }

    /// Ends the process as a power cut would: no signal it could handle.
    pub(crate) fn kill(mut self) -> Launch {
        self.kill_now();
        self.launch.clone()
    }

    /// What this start has printed so far.
    pub(crate) fn output(&self) -> String {
        fs::read_to_string(&self.output).expect("UTF-8")
    }

    fn exit_status(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().expect("a child of ours")
    }

    fn listening_on(&self) -> Option<String> {
        let output = self.output();
        let (_, rest) = output.split_once("listening on ")?;
        let (line, _) = rest.split_once('\n')?;
        let url = line.split([' ', '\u{1b}', '"']).next()?;
        url.starts_with("http").then(|| url.trim_end_matches('/').to_owned())
    }

    fn kill_now(&mut self) {
        self.child.kill().expect("a child of ours");
        self.child.wait().expect("a child of ours");
    }
}

impl Drop for Flowvault {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("── what flowvault printed ──\n{}", self.output());
        }
        self.kill_now();
    }
}
