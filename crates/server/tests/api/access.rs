//! Every operation of the description refuses whoever it should. The test walks the document, so that none is forgotten.

use axum::{body::Body, http::Request};
use model::{Actor, AuditLine};
use serde_json::json;
use server::access::Scope;

use crate::{
    house::House,
    walk::{MARK, furnished, operations},
};

/// All that may be called without a token or a session: how the process is, how one comes in, and how one comes back.
const OPEN: [&str; 8] = [
    "/health/live",
    "/health/ready",
    "/oauth/token",
    "/.well-known/jwks.json",
    "/oauth/callback",
    "/api/v2/flowvault/setup",
    "/api/v2/flowvault/setup",
    "/api/v2/flowvault/session",
];

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
        let message = format!("Insufficient scope, expected any of: {}", operation.scopes.join(","));
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
        match operation.method.as_str() {
            _ if operation.names_something() => {
                assert_eq!(answer.status, 404, "{} {}", operation.method, operation.path);
            }
            "GET" => assert!(!answer.text.contains(MARK), "{}: {}", operation.path, answer.text),
            _ => assert!(answer.status.is_success(), "{}: {}", operation.path, answer.text),
        }
    }
    let flow = furnished.house.get(&format!("/api/v2/flows/{}", furnished.flow), &furnished.token).await.expect(200);
    assert_eq!(flow["name"], MARK);
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
