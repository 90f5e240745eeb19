//! A real browser walks the console's journeys against the real binary and a Twilio stand-in.

use std::{
    io::Write as _,
    path::Path,
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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/browser");
    assert!(
        folder.join("node_modules/playwright-core").exists(),
        "run `make sdk` first: it installs the browser's driver"
    );
    let console = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/dist/index.html");
    assert!(console.exists(), "run `make ui` first: it builds the console");
    let twilio = twilio().await;
    let server = Launch::new().reaching([("https://api.twilio.com", twilio.url(""))]).start().await;

    let link = setup_link(&server);
    walk(journeys(&folder, &server, &twilio).arg("01").env("FLOWVAULT_SETUP_LINK", link)).await;
    make_viewer(&server);
    let mut rest = journeys(&folder, &server, &twilio);
    walk(rest.env("FLOWVAULT_VIEWER_EMAIL", VIEWER.0).env("FLOWVAULT_VIEWER_PASSWORD", VIEWER.1)).await;
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

/// The one-time link that a fresh server prints.
fn setup_link(server: &Flowvault) -> String {
    let output = server.output();
    let link = output.split_whitespace().find(|word| word.contains("/setup#"));
    link.unwrap_or_else(|| panic!("no set-up link in:\n{output}")).to_owned()
}

fn journeys(folder: &Path, server: &Flowvault, twilio: &Service) -> Command {
    let mut node = Command::new("node");
    node.arg("run.mjs").current_dir(folder).env("FLOWVAULT_URL", server.url());
    node.env("FLOWVAULT_TWILIO", twilio.url("/received")).env("FLOWVAULT_TIMEOUT", "30000");
    node
}

async fn walk(journeys: &mut Command) {
    let child = journeys.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("node runs");
    // The stand-in answers on this runtime, so waiting must not hold it up.
    let output = tokio::task::spawn_blocking(|| child.wait_with_output()).await.expect("no panic").expect("node ends");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

fn make_viewer(server: &Flowvault) {
    let mut command = server.launch.command();
    command.args(["person", "create", "--email", VIEWER.0, "--role", "viewer", "--everywhere"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("the binary runs");
    writeln!(child.stdin.take().expect("a pipe"), "{}", VIEWER.1).expect("it reads the password");
    assert!(child.wait().expect("it ends").success(), "the viewer could not be made");
}
