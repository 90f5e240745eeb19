//! The vendor's own client for Python drives the server over TLS, as its users would: one file of tests/python each.

use std::{path::Path, process::Command};

use crate::{
    process::Launch,
    sdk::{certificates, succeed},
};

#[tokio::test]
async fn the_official_python_client_works() {
    drive(Launch::new(), "test_management").await;
}

#[tokio::test]
async fn the_official_python_client_knows_every_refusal() {
    let launch = Launch::new().with("FLOWVAULT_RATE_LIMIT_PER_SECOND", "1").with("FLOWVAULT_RATE_LIMIT_BURST", "40");
    drive(launch, "test_refusals").await;
}

/// Starts an empty server and lets the tests of `module` do with it what they want.
async fn drive(launch: Launch, module: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/python");
    let program = folder.join(".venv/bin/python");
    assert!(program.exists(), "run `make sdk` first: it installs auth0-python");
    let server = launch.arguments(&["--tls-self-signed"]).start().await;
    let mut python = Command::new(program);
    python.args(["-B", "-m", "unittest", module]).current_dir(&folder).env("SSL_CERT_FILE", certificates(&server));
    succeed(python, &server).await;
}
