//! The vendor's own tools for Node drive the server over TLS, as their users would: one file of tests/sdk each.

use std::{path::Path, process::Command};

use crate::process::Launch;

#[tokio::test]
async fn the_official_node_client_works() {
    drive("management.test.mjs", "auth0").await;
}

#[tokio::test]
async fn the_official_deploy_cli_works() {
    drive("deploy.test.mjs", "auth0-deploy-cli").await;
}

/// Starts an empty server and lets `file`, which needs the npm `package`, do with it what it wants.
async fn drive(file: &str, package: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/sdk");
    assert!(folder.join("node_modules").join(package).exists(), "run `make sdk` first: it installs {package}");
    let server = Launch::new().arguments(&["--tls-self-signed"]).start().await;
    assert!(server.url().starts_with("https://"), "{}", server.url());
    let (all, few) = (server.client("all"), server.client("read:flows"));

    let output = Command::new("node")
        .args(["--test", file])
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
