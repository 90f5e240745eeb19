//! Every operation of the description, and a house with something to find behind each of them.

use serde_json::Value;

use crate::house::{Answer, House};

/// The name of everything in the furnished tenant. No text of ours contains it.
pub(crate) const MARK: &str = "theirs-7c1e";

/// One operation of the document.
pub(crate) struct Operation {
    pub(crate) method: String,
    pub(crate) path: String,
    /// A token needs one of these.
    pub(crate) scopes: Vec<String>,
    /// Whether a session will do.
    pub(crate) takes_session: bool,
    pub(crate) is_open: bool,
}

impl Operation {
    /// Whether its path names something that belongs to a tenant.
    pub(crate) fn names_something(&self) -> bool {
        let by_integration = ["/catalog/", "/oauth-clients/"];
        self.path.contains("id}") && !by_integration.iter().any(|part| self.path.contains(part))
    }

    /// Whether it decides about a tenant as a whole.
    pub(crate) fn is_for_owners(&self) -> bool {
        self.scopes == ["manage:settings"]
    }

    /// A body it takes.
    pub(crate) fn body(&self) -> Option<&'static str> {
        let last = self.path.rsplit('/').next().unwrap_or_default();
        match (self.method.as_str(), last) {
            ("POST", "connections") => Some(r#"{"app_id":"HTTP","name":"mine"}"#),
            ("POST", "check") if self.names_something() => Some("{}"),
            ("POST", "check") => Some(r#"{"app_id":"HTTP","setup":{"type":"BEARER","token":"t"}}"#),
            ("POST", "executions" | "authorization") => Some("{}"),
            ("PUT", "events") => Some(r#"{"url":"http://127.0.0.1:9/"}"#),
            ("PUT", _) if self.path.contains("/oauth-clients/") => Some(r#"{"client_id":"mine","client_secret":"s"}"#),
            ("POST" | "PATCH", _) => Some(r#"{"name":"mine"}"#),
            _ => None,
        }
    }
}

pub(crate) fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_str(&server::api::openapi::document()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let pairs = paths.iter().flat_map(|(path, item)| item.as_object().unwrap().iter().map(move |each| (path, each)));
    pairs
        .map(|(path, (method, operation))| {
            let security = operation["security"].as_array().unwrap_or_else(|| panic!("{method} {path}: no security"));
            let scopes = security.iter().filter_map(|each| each["token"].as_array()).flatten();
            Operation {
                method: method.to_uppercase(),
                path: path.clone(),
                scopes: scopes.map(|scope| scope.as_str().unwrap().to_owned()).collect(),
                takes_session: security.iter().any(|each| each.get("session").is_some()),
                is_open: security.iter().all(|each| each.as_object().unwrap().is_empty()),
            }
        })
        .collect()
}

/// The default tenant with a flow, an execution of it, an OAuth client and a connection that could be granted to it.
pub(crate) struct Furnished {
    pub(crate) house: House,
    pub(crate) token: String,
    pub(crate) flow: String,
    execution: String,
    connection: String,
}

pub(crate) async fn furnished() -> Furnished {
    let house = House::new().await;
    let token = house.token("all").await;
    let make = async |path: &str, body: String| {
        let made = house.post(path, &token, &body).await;
        assert!(made.status.is_success(), "{}", made.text);
        made.json()["id"].as_str().unwrap().to_owned()
    };
    let flow = make("/api/v2/flows", format!(r#"{{"name":"{MARK}"}}"#)).await;
    let execution = make(&format!("/api/v2/flows/{flow}/executions"), "{}".to_owned()).await;
    let client = format!(r#"{{"client_id":"{MARK}","client_secret":"{MARK}"}}"#);
    house.send("PUT", "/api/v2/flows/vault/oauth-clients/HUBSPOT", Some(&token), Some(&client)).await.expect(200);
    let connection = format!(r#"{{"app_id":"HUBSPOT","name":"{MARK}"}}"#);
    let connection = make("/api/v2/flows/vault/connections", connection).await;
    Furnished { execution, connection, flow, token, house }
}

impl Furnished {
    pub(crate) fn path(&self, operation: &Operation) -> String {
        let id = if operation.path.contains("/connections/") { &self.connection } else { &self.flow };
        let path = operation.path.replace("{id}", id).replace("{flow_id}", &self.flow);
        path.replace("{execution_id}", &self.execution).replace("{app_id}", "HUBSPOT")
    }

    pub(crate) async fn call(&self, operation: &Operation, token: Option<&str>) -> Answer {
        self.house.send(&operation.method, &self.path(operation), token, operation.body()).await
    }
}
