//! A real browser walks the console's journeys against the real binary and stand-ins for the services it reaches.

mod vendor;

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Arc, Mutex},
};

use serde_json::{Value, json};

use crate::{
    process::{Flowvault, Launch},
    service::{Received, Reply, Service},
};

const VIEWER: (&str, &str) = ("viewer@example.com", "only here to look around");

#[tokio::test]
async fn people_walk_every_journey_through_the_console() {
    let console = Console::start().await;
    let said = console.walk(console.node("run.mjs").arg("01").env("FLOWVAULT_SETUP_LINK", console.setup_link())).await;
    assert!(!said.contains("skip"), "{said}");
    console.make_viewer();
    let mut rest = console.node("run.mjs");
    rest.env("FLOWVAULT_VIEWER_EMAIL", VIEWER.0).env("FLOWVAULT_VIEWER_PASSWORD", VIEWER.1);
    let said = console.walk(&mut rest).await;
    assert_eq!(said.matches("skip").count(), 1, "only the first person's journey is over: {said}");
}

#[tokio::test]
#[ignore = "not a test: `make screenshots` takes pictures of every page with it"]
async fn pictures_of_every_page() {
    let console = Console::start().await;
    console.walk(console.node("run.mjs").arg("01").env("FLOWVAULT_SETUP_LINK", console.setup_link())).await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/screenshots");
    console.walk(console.node("screenshots.mjs").env("FLOWVAULT_SCREENSHOTS", folder)).await;
}

/// A fresh server with its console, and the service its flows reach.
struct Console {
    folder: PathBuf,
    server: Flowvault,
    twilio: Service,
    vendor: Service,
}

impl Console {
    async fn start() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let folder = root.join("tests/browser");
        assert!(folder.join("node_modules/playwright-core").exists(), "run `make sdk` first: it installs the driver");
        assert!(root.join("ui/dist/index.html").exists(), "run `make ui` first: it builds the console");
        let (twilio, vendor) = (twilio().await, vendor::vendor().await);
        let rewrites = [
            ("https://api.twilio.com", twilio.url("")),
            ("https://login.acme.example", vendor.url("")),
            ("https://api.acme.example", vendor.url("")),
            ("https://oauth2.googleapis.com", vendor.url("")),
            ("https://www.googleapis.com", vendor.url("")),
        ];
        let server = Launch::new().reaching(rewrites).start().await;
        Self { folder, server, twilio, vendor }
    }

    /// The one-time link that a fresh server prints.
    fn setup_link(&self) -> String {
        let output = self.server.output();
        let link = output.split_whitespace().find(|word| word.contains("/setup#"));
        link.unwrap_or_else(|| panic!("no set-up link in:\n{output}")).to_owned()
    }

    fn node(&self, program: &str) -> Command {
        let mut node = Command::new("node");
        node.arg(program).current_dir(&self.folder).env("FLOWVAULT_URL", self.server.url());
        node.env("FLOWVAULT_TWILIO", self.twilio.url("/received")).env("FLOWVAULT_VENDOR", self.vendor.url(""));
        node.env("FLOWVAULT_TIMEOUT", "30000");
        node
    }

    /// Runs a program to its end and returns what it said.
    async fn walk(&self, program: &mut Command) -> String {
        let child = program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("node runs");
        // The stand-in answers on this runtime, so waiting must not hold it up.
        let output =
            tokio::task::spawn_blocking(|| child.wait_with_output()).await.expect("no panic").expect("it ends");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        said
    }

    fn make_viewer(&self) {
        let mut command = self.server.launch.command();
        command.args(["person", "create", "--email", VIEWER.0, "--role", "viewer", "--everywhere"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("the binary runs");
        writeln!(child.stdin.take().expect("a pipe"), "{}", VIEWER.1).expect("it reads the password");
        assert!(child.wait().expect("it ends").success(), "the viewer could not be made");
    }
}

/// Takes every request for a message, and tells at `/received` what came.
async fn twilio() -> Service {
    let received: Arc<Mutex<Vec<Value>>> = Arc::default();
    Service::start(move |request: &Received| {
        let mut received = received.lock().expect("nobody panics meanwhile");
        if request.path == "/received" {
            return Reply::json(200, &json!(*received));
        }
        received.push(json!({
            "method": request.method, "path": request.path, "body": request.body,
            "authorization": request.header("authorization"),
        }));
        match request.method.as_str() {
            "GET" => Reply::json(200, &json!({"friendly_name": "The shop's account"})),
            _ => Reply::json(201, &json!({"sid": "SM1", "status": "queued"})),
        }
    })
    .await
}
