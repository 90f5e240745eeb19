//! Every operation of the description refuses whoever it should. The test walks the document, so that none is forgotten.

use axum::{body::Body, http::Request};
use model::{Actor, AuditLine};
use serde_json::{Value, json};
use server::access::Scope;

use crate::house::{Answer, House};

/// All that may be called without a token.
const OPEN: [&str; 4] = ["/health/live", "/health/ready", "/oauth/token", "/.well-known/jwks.json"];

/// One operation of the document.
struct Operation {
    method: String,
    path: String,
    scopes: Vec<String>,
    is_open: bool,
}

fn operations() -> Vec<Operation> {
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
                is_open: security.iter().all(|each| each.get("token").is_none()),
            }
        })
        .collect()
}

/// The default tenant with a flow, an execution of it, and a connection.
struct Furnished {
    house: House,
    token: String,
    flow: String,
    execution: String,
    connection: String,
}

async fn furnished() -> Furnished {
    let house = House::new().await;
    let token = house.token("all").await;
    let flow = house.post("/api/v2/flows", &token, r#"{"name":"theirs"}"#).await.expect(201)["id"].clone();
    let flow = flow.as_str().unwrap().to_owned();
    let ran = house.post(&format!("/api/v2/flows/{flow}/executions"), &token, "{}").await.expect(200);
    let made = house.post("/api/v2/flows/vault/connections", &token, r#"{"app_id":"HTTP","name":"theirs"}"#).await;
    let text = |value: &Value| value["id"].as_str().unwrap().to_owned();
    Furnished { execution: text(&ran), connection: text(&made.expect(201)), house, token, flow }
}

impl Furnished {
    fn path(&self, operation: &Operation) -> String {
        let id = if operation.path.contains("/connections/") { &self.connection } else { &self.flow };
        let path = operation.path.replace("{id}", id).replace("{flow_id}", &self.flow);
        path.replace("{execution_id}", &self.execution)
    }

    async fn call(&self, operation: &Operation, token: Option<&str>) -> Answer {
        let body = match (operation.method.as_str(), operation.path.ends_with("/connections")) {
            ("POST", true) => Some(r#"{"app_id":"HTTP","name":"mine"}"#),
            ("POST", false) if operation.path.ends_with("/executions") => Some("{}"),
            ("POST" | "PATCH", _) => Some(r#"{"name":"mine"}"#),
            _ => None,
        };
        self.house.send(&operation.method, &self.path(operation), token, body).await
    }
}

#[test]
fn nothing_is_open_but_what_has_to_be() {
    let open: Vec<_> = operations().into_iter().filter(|each| each.is_open).map(|each| each.path).collect();
    assert_eq!(open, OPEN);
}

#[tokio::test]
async fn every_operation_refuses_who_shows_no_token() {
    let furnished = furnished().await;
    for operation in operations().iter().filter(|each| !each.is_open) {
        let refused = furnished.call(operation, None).await;
        let body = refused.expect(401);
        assert_eq!(body["message"], "Missing authentication", "{} {}", operation.method, operation.path);
        furnished.call(operation, Some("not-a-token")).await.expect(401);
    }
}

#[tokio::test]
async fn every_operation_refuses_a_token_without_its_scope() {
    let furnished = furnished().await;
    for operation in operations().iter().filter(|each| !each.scopes.is_empty()) {
        let others =
            Scope::ALL.map(Scope::as_str).into_iter().filter(|scope| !operation.scopes.iter().any(|own| own == scope));
        let token = furnished.house.token(&others.collect::<Vec<_>>().join(" ")).await;
        let refused = furnished.call(operation, Some(&token)).await.expect(403);
        let message = format!("Insufficient scope, expected any of: {}", operation.scopes.join(" "));
        let expected =
            json!({"statusCode": 403, "error": "Forbidden", "message": message, "errorCode": "insufficient_scope"});
        assert_eq!(refused, expected, "{} {}", operation.method, operation.path);
    }
}

#[tokio::test]
async fn every_operation_hides_what_is_another_tenants() {
    let furnished = furnished().await;
    furnished.house.make_tenant("other").await;
    let token = furnished.house.token_of("other", "all").await;
    for operation in operations().iter().filter(|each| !each.scopes.is_empty()) {
        let answer = furnished.call(operation, Some(&token)).await;
        match (operation.method.as_str(), operation.path.contains('{')) {
            (_, true) => assert_eq!(answer.status, 404, "{} {}", operation.method, operation.path),
            ("GET", false) => assert!(!answer.text.contains("theirs"), "{}: {}", operation.path, answer.text),
            _ => drop(answer.expect(201)),
        }
    }
    let flow = furnished.house.get(&format!("/api/v2/flows/{}", furnished.flow), &furnished.token).await.expect(200);
    assert_eq!(flow["name"], "theirs");
}

#[tokio::test]
async fn a_token_ends_with_its_day_and_within_a_second_of_its_client() {
    let house = House::new().await;
    let (id, secret) = house.client("all").await;
    let token = house.token_for(&id, &secret).await;
    house.get("/api/v2/flows", &token).await.expect(200);
    let client = house.rooms.store.client_for_login(&id).await.unwrap().unwrap();
    let line = AuditLine::new(&house.rooms.rng, Actor::Cli, "client.delete", &id);
    assert!(house.rooms.store.delete_client(&client.tenant, &id, line).await.unwrap());
    house.wait(1000);
    assert_eq!(house.get("/api/v2/flows", &token).await.expect(401)["message"], "Invalid token");

    let token = house.token("all").await;
    house.get("/api/v2/flows", &token).await.expect(200);
    house.wait(86_400_000);
    let refused = house.get("/api/v2/flows", &token).await.expect(401);
    assert_eq!(refused["message"], "Expired token received for JSON Web Token validation.");
}

#[tokio::test]
async fn another_scheme_than_bearer_is_a_bad_header() {
    let house = House::new().await;
    let request = Request::get("/api/v2/flows").header("authorization", "Basic Yzpz").body(Body::empty()).unwrap();
    let refused = house.call(request).await.expect(400);
    assert_eq!(refused["message"], "Bad HTTP authentication header format");
}
