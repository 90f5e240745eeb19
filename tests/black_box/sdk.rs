//! The vendor's own client for Node drives the server over TLS, as its users would.

use std::{path::Path, process::Command};

use crate::process::Launch;

#[tokio::test]
async fn the_official_node_client_works() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/sdk");
    assert!(folder.join("node_modules/auth0").exists(), "run `make sdk` first: it installs the official client");
    let server = Launch::new().arguments(&["--tls-self-signed"]).start().await;
    assert!(server.url().starts_with("https://"), "{}", server.url());
    let (all, few) = (server.client("all"), server.client("read:flows"));

    let output = Command::new("node")
        .args(["--test", "management.test.mjs"])
        .current_dir(&folder)
        .env("NODE_EXTRA_CA_CERTS", server.launch.data_dir().join("tls/ca.pem"))
        .env("FLOWVAULT_DOMAIN", server.url().trim_start_matches("https://"))
        .env("FLOWVAULT_CLIENT_ID", all.id)
        .env("FLOWVAULT_CLIENT_SECRET", all.secret)
        .env("FLOWVAULT_FEW_CLIENT_ID", few.id)
        .env("FLOWVAULT_FEW_CLIENT_SECRET", few.secret)
        .output()
        .expect("node runs");

    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}
