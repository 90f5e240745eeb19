//! The vendor's own tools for Node drive the server over TLS, as their users would: one file of tests/sdk each.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::json;

use crate::{
    process::{Flowvault, Launch},
    service::{Received, Reply, Service},
    token_endpoint::token,
};

#[tokio::test]
async fn the_official_node_client_works() {
    drive(Launch::new(), "management.test.mjs", "auth0").await;
}

#[tokio::test]
async fn the_official_node_client_connects_every_app_and_saves_every_action() {
    let tenant = Service::start(sign_in).await;
    let nobody = "http://127.0.0.1:1".to_owned();
    let rewrites = [("https://people.example.com", tenant.url("")), ("https://away.example.com", nobody)];
    drive(Launch::new().reaching(rewrites), "catalogue.test.mjs", "auth0").await;

    let asked = tenant.received();
    assert!(!asked.is_empty(), "the tenant was never asked");
    for request in asked {
        assert_eq!(request.line(), "POST /oauth/token");
        assert_eq!(request.json()["audience"], "https://people.example.com/api/v2/");
    }
}

#[tokio::test]
async fn the_official_node_client_walks_through_all_pages() {
    drive(Launch::new(), "pages.test.mjs", "auth0").await;
}

#[tokio::test]
async fn the_official_node_client_knows_every_refusal() {
    let launch = Launch::new().with("FLOWVAULT_RATE_LIMIT_PER_SECOND", "1").with("FLOWVAULT_RATE_LIMIT_BURST", "40");
    drive(launch, "refusals.test.mjs", "auth0").await;
}

#[tokio::test]
async fn the_official_deploy_cli_works() {
    // The test itself plays the shop that its flows ask.
    let launch = Launch::new().reaching([]);
    drive(launch, "deploy.test.mjs", "auth0-deploy-cli").await;
}

/// The token endpoint of somebody's tenant.
fn sign_in(request: &Received) -> Reply {
    match request.json()["client_secret"] == "right-canary-1" {
        true => token("a-token", 86400),
        false => Reply::json(401, &json!({"error": "access_denied", "error_description": "Unauthorized"})),
    }
}

/// Starts an empty server and lets `file`, which needs the npm `package`, do with it what it wants.
async fn drive(launch: Launch, file: &str, package: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/sdk");
    assert!(folder.join("node_modules").join(package).exists(), "run `make sdk` first: it installs {package}");
    let server = launch.arguments(&["--tls-self-signed"]).start().await;
    let mut node = Command::new("node");
    node.args(["--test", file]).current_dir(&folder).env("NODE_EXTRA_CA_CERTS", certificates(&server));
    succeed(node, &server).await;
}

/// The file with the certificates of a server that signs its own.
pub(crate) fn certificates(server: &Flowvault) -> PathBuf {
    server.launch.data_dir().join("tls/ca.pem")
}

/// Runs somebody's client that finds in its environment where the server is and who may do what.
pub(crate) async fn succeed(mut client: Command, server: &Flowvault) {
    let domain = server.url().strip_prefix("https://").expect("these clients speak TLS only");
    let (all, few) = (server.client("all"), server.client("read:flows"));
    client.env("FLOWVAULT_DOMAIN", domain);
    client.env("FLOWVAULT_CLIENT_ID", all.id).env("FLOWVAULT_CLIENT_SECRET", all.secret);
    client.env("FLOWVAULT_FEW_CLIENT_ID", few.id).env("FLOWVAULT_FEW_CLIENT_SECRET", few.secret);
    // Services of a test answer on this runtime, so waiting must not hold it up.
    let output = tokio::task::spawn_blocking(move || client.output()).await.expect("no panic").expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}
