//! The same promises against a certified OAuth server that nobody here wrote (`tests/oidc`): a person grants in a real
//! browser, tokens rotate, a thief's use of an old one ends the grant, and the person grants again.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use reqwest::{Method, header::CONTENT_TYPE};
use serde_json::{Value, json};

use crate::{
    actions::{action, return_json},
    api::Api,
    connections::CONNECTIONS,
    process::{Flowvault, Launch},
    within::{PATIENCE, within},
};

const PROVIDER: &str = "https://provider.example.com";
const PERSON: &str = "ada";
/// Seconds that the provider's access tokens live.
const LIFE: u64 = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certified_servers_grant_is_kept_by_rotation_and_its_end_is_told() {
    let under_test = UnderTest::start().await;
    assert_eq!(under_test.state().await, "empty");
    under_test.grant_as(PERSON).await;
    assert_eq!(under_test.state().await, "ready");
    under_test.serves_over_rotations(4).await;

    let stolen = under_test.tell("/test/reuse").await;
    assert_eq!(stolen["error"], "invalid_grant", "the provider knows a thief: {stolen}");
    let told = async || (under_test.state().await == "reconnect_required").then_some(());
    within(PATIENCE, "the connection to say that its grant is gone", told).await;

    under_test.grant_as("eve").await;
    assert_eq!(under_test.state().await, "reconnect_required", "somebody else's account is not this one");
    under_test.grant_as(PERSON).await;
    assert_eq!(under_test.state().await, "ready");
    under_test.serves_over_rotations(2).await;
}

struct UnderTest {
    provider: Provider,
    _server: Flowvault,
    api: Api,
    connection: String,
    flow: String,
}

impl UnderTest {
    async fn start() -> Self {
        let launch = Launch::new();
        let provider = Provider::start(launch.beside("provider.log")).await;
        let server = launch.reaching([(PROVIDER, provider.url.clone())]).start().await;
        let api = server.api();
        register(&api).await;
        let made = api.post(CONNECTIONS, &json!({"app_id": "OAUTH2", "name": "at the provider"})).await.expect(201);
        let connection = made.json()["id"].as_str().expect("id").to_owned();
        let ask = action("ask", "OAUTH2", "SEND_REQUEST", json!({"connection_id": connection, "path": "/me"}));
        let tell = json!({"status": "{{actions.ask.status}}", "account": "{{actions.ask.body.account}}"});
        let flow = api.save_flow(json!([ask, return_json(tell)])).await;
        Self { provider, _server: server, api, connection, flow }
    }

    /// What the connection says of itself.
    async fn state(&self) -> String {
        let status = self.api.get(&format!("{CONNECTIONS}/{}/status", self.connection)).await.expect(200).json();
        status["state"].as_str().expect("state").to_owned()
    }

    /// A person goes to the provider, signs in, agrees and comes back.
    async fn grant_as(&self, person: &str) {
        let path = format!("{CONNECTIONS}/{}/authorization", self.connection);
        let address = self.api.post(&path, &json!({})).await.expect(200).json();
        let address = address["authorization_url"].as_str().expect("an address");
        // The address is a public one; here it is served on this machine.
        let address = address.replacen(PROVIDER, &self.provider.url, 1);
        let mut browser = Command::new("node");
        browser.args(["consent.mjs", &address, person]).current_dir(folder()).stdout(Stdio::piped());
        let browser = browser.stderr(Stdio::piped()).spawn().expect("node runs");
        let output = tokio::task::spawn_blocking(|| browser.wait_with_output()).await.expect("no panic");
        let output = output.expect("it ends");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        assert!(said.contains("/oauth/callback"), "the browser did not come back: {said}");
    }

    /// Calls the API through the connection until the refresh token was rotated so often; every call is served.
    async fn serves_over_rotations(&self, rotations: u64) {
        let refreshed = async || self.tell("/test/seen").await["refreshes"].as_u64().expect("a number");
        let before = refreshed().await;
        // Each token is renewed when half its life is over.
        let limit = Duration::from_secs(LIFE * rotations) + PATIENCE;
        within(limit, "the refresh token to be rotated", async || {
            let run = self.api.run(&self.flow, json!({})).await;
            assert_eq!((run.status.as_str(), &run.output), ("COMPLETED", &json!({"status": 200, "account": PERSON})));
            tokio::time::sleep(Duration::from_millis(200)).await;
            (refreshed().await >= before + rotations).then_some(())
        })
        .await;
    }

    /// What a path at the provider answers.
    async fn tell(&self, path: &str) -> Value {
        let asked = self.api.at(&self.provider.url);
        // Not an answer of ours: nothing describes it.
        let answer = asked.request(Method::GET, path).send().await.expect("the provider answers");
        serde_json::from_str(&answer.text().await.expect("text")).expect("JSON")
    }
}

async fn register(api: &Api) {
    let client = json!({
        "client_id": "flowvault", "client_secret": "a-secret-of-flowvault-at-the-provider", "scopes": ["openid", "email"],
        "params": {
            "authorize_url": format!("{PROVIDER}/auth"), "token_url": format!("{PROVIDER}/token"),
            "base_url": format!("{PROVIDER}/api"), "userinfo_url": format!("{PROVIDER}/me"),
        },
    });
    let request = api.request(Method::PUT, "/api/v2/flows/vault/oauth-clients/OAUTH2");
    let request = request.bearer_auth(api.token().await).header(CONTENT_TYPE, "application/json");
    let answer = api.send(request.body(client.to_string())).await;
    assert!((200..300).contains(&answer.status), "{} {}", answer.status, answer.text);
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/oidc")
}

/// The running provider. Dropping it ends it.
struct Provider {
    child: Child,
    url: String,
}

impl Provider {
    async fn start(log: PathBuf) -> Self {
        let folder = folder();
        assert!(folder.join("node_modules/oidc-provider").exists(), "run `make sdk` first: it installs the provider");
        let output = File::create(&log).expect("a file for the output");
        let mut node = Command::new("node");
        node.arg("provider.mjs").current_dir(folder).env("FLOWVAULT_OIDC_LIFE", LIFE.to_string());
        let errors = output.try_clone().expect("a second handle");
        let child = node.stdout(output).stderr(errors).spawn().expect("node runs");
        let mut provider = Self { child, url: String::new() };
        provider.url = within(PATIENCE, "the provider to listen", async || {
            let said = fs::read_to_string(&log).expect("the log");
            let (_, rest) = said.split_once("listening on ")?;
            Some(rest.split_once('\n')?.0.to_owned())
        })
        .await;
        provider
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        // Best effort: it may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
