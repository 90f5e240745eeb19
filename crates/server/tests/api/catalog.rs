//! `/api/v2/flows/catalog`

use axum::{body::Body, http::Request};
use serde_json::Value;

use crate::house::House;

const CATALOG: &str = "/api/v2/flows/catalog";

#[tokio::test]
async fn the_catalogue_lists_every_integration_whole() {
    let house = House::new().await;
    let token = house.token("read:flows").await;
    let list = house.get(CATALOG, &token).await.expect(200);
    let twilio = list["integrations"].as_array().unwrap().iter().find(|each| each["app_id"] == "TWILIO").unwrap();
    assert_eq!(house.get(&format!("{CATALOG}/TWILIO"), &token).await.expect(200), *twilio);
    let keys: Vec<_> = twilio.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = ["app_id", "name", "summary", "docs", "logo", "connectable", "setups", "actions"];
    assert!(expected.iter().all(|key| keys.contains(key)), "{keys:?}");
    assert!(twilio["setups"][0]["schema"]["properties"].is_object());
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let house = House::new().await;
    let token = house.token("all").await;
    let gone = house.get(&format!("{CATALOG}/NOPE"), &token).await.expect(404);
    assert_eq!(gone["message"], "Integration not found");
}

#[tokio::test]
async fn either_right_to_read_will_do() {
    let house = House::new().await;
    for scope in ["read:flows", "read:flows_vault_connections"] {
        house.get(CATALOG, &house.token(scope).await).await.expect(200);
    }
    let refused = house.get(CATALOG, &house.token("read:flows_executions").await).await.expect(403);
    let message = "Insufficient scope, expected any of: read:flows,read:flows_vault_connections";
    assert_eq!(refused["message"], message);
}

#[tokio::test]
async fn who_has_it_already_is_told_so() {
    let house = House::new().await;
    let token = house.token("all").await;
    let first = house.get(CATALOG, &token).await;
    assert_eq!(first.header("cache-control"), "private, no-cache");
    let request = Request::get(CATALOG).header("authorization", format!("Bearer {token}"));
    let request = request.header("if-none-match", first.header("etag")).body(Body::empty()).unwrap();
    let again = house.call(request).await;
    assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""));
    assert_ne!(first.json(), Value::Null);
}
