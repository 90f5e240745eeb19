//! What the fleet is made of: a catalogue file for each policy, and connections made the way any program makes them.

use std::{fs, path::Path};

use reqwest::{Method, header::CONTENT_TYPE};
use serde_json::{Value, json};

use crate::{
    api::Api,
    plan::{POLICIES, Policy, REUSE_WINDOW},
};

pub(crate) const CONNECTIONS: &str = "/api/v2/flows/vault/connections";

/// The shortest life of an access token, in seconds: what the catalogue says of those whose answer does not tell.
pub(crate) const SHORTEST_LIFE: i64 = 4;

/// Where the integrations' files say that the token endpoint is, and where the API.
pub(crate) const SERVICE: [&str; 2] = ["https://login.torture.example.com", "https://api.torture.example.com"];

/// Writes an integration for each policy.
pub(crate) fn write_catalogue(folder: &Path) {
    fs::create_dir(folder).expect("writable");
    for policy in POLICIES {
        let text = integration(policy.app_id(), policy.name(), window(policy));
        fs::write(folder.join(format!("{}.toml", policy.app_id().to_lowercase())), text).expect("writable");
    }
}

fn window(policy: Policy) -> String {
    match policy {
        Policy::Rotating => format!("reuse_window = {}", REUSE_WINDOW.as_secs() - 30),
        Policy::Reusable | Policy::SingleUse => String::new(),
    }
}

fn integration(app_id: &str, refresh: &str, window: String) -> String {
    let [login, api] = SERVICE;
    format!(
        r#"
id      = "{app_id}"
name    = "Torture, {refresh}"
summary = "Grants whose refresh tokens are {refresh}"
hosts   = ["login.torture.example.com", "api.torture.example.com"]
base    = "{api}"

[setup.OAUTH_CODE]
label   = "An account of the torture"
implied = true
open    = true

[setup.OAUTH_CODE.field]
code = {{ label = "Authorization code", secret = true }}

[setup.OAUTH_CODE.oauth]
authorize   = "{login}/authorize"
token       = "{login}/token"
client_auth = "body"
refresh     = "{refresh}"
{window}
expires_in  = {{ when_missing = {SHORTEST_LIFE} }}

[setup.OAUTH_CODE.sign]
bearer = "{{{{token.access_token}}}}"

[action.CALL]
label = "Call the service"

[[action.CALL.request]]
get = "/call"

[action.CALL.response]
success = [200]
output  = "{{{{response.body}}}}"
error   = {{ code = "refused", message = "refused" }}
retry   = "idempotent"
"#
    )
}

/// Registers an OAuth client for each integration.
pub(crate) async fn register_clients(api: &Api) {
    for policy in POLICIES {
        let path = format!("/api/v2/flows/vault/oauth-clients/{}", policy.app_id());
        let client = json!({"client_id": "torture-client", "client_secret": "torture-client-secret"});
        let request = api.request(Method::PUT, &path).bearer_auth(api.token().await);
        let request = request.header(CONTENT_TYPE, "application/json").body(client.to_string());
        let answer = api.send(request).await;
        assert!((200..300).contains(&answer.status), "{} {}", answer.status, answer.text);
    }
}

/// Makes a connection with a code.
pub(crate) async fn connect(api: &Api, policy: Policy, code: &str) -> String {
    api.connect(policy.app_id(), setup(code)).await
}

/// The setup that exchanges a code.
pub(crate) fn setup(code: &str) -> Value {
    json!({"type": "OAUTH_CODE", "code": code})
}

/// The actions of a flow that calls the service once with a connection.
pub(crate) fn actions(policy: Policy, connection: &str) -> Value {
    let params = json!({"connection_id": connection});
    json!([{"id": "call", "type": policy.app_id(), "action": "CALL", "params": params}])
}
