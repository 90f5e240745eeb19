//! An outside judge of the API and its description: schemathesis makes requests from `docs/openapi.json` and holds the
//! answers against it.

use std::{path::Path, process::Command};

use crate::process::Launch;

#[tokio::test]
async fn schemathesis_finds_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("it is there");
    let folder = root.join("tests/schemathesis");
    let program = folder.join(".venv/bin/st");
    assert!(program.exists(), "run `make sdk` first: it installs schemathesis");
    let server = Launch::new().start().await;

    let output = Command::new(program)
        .arg("--config-file")
        .arg(folder.join("schemathesis.toml"))
        .arg("run")
        .arg(root.join("docs/openapi.json"))
        // It leaves notes where it runs.
        .current_dir(server.launch.beside(""))
        .env("FLOWVAULT_URL", server.url())
        .env("FLOWVAULT_TOKEN", server.api().token().await)
        .output()
        .expect("schemathesis runs");

    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(!server.output().contains("panicked"), "{}", server.output());
}
