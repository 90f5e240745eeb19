//! `GET /api/v2/flows/vault/connections/{id}/status`. The rules behind it have a table of their own, beside them.

use std::time::Duration;

use model::{ConnectionId, TenantId};
use serde_json::{Value, json};
use store::{Claim, Decision, Lease};

use crate::house::House;

const PATH: &str = "/api/v2/flows/vault/connections";

async fn status(house: &House, token: &str, connection: &Value) -> Value {
    let path = format!("{PATH}/{}/status", connection["id"].as_str().unwrap());
    house.get(&path, token).await.expect(200)
}

async fn default_tenant(house: &House) -> TenantId {
    house.rooms.tenant("default").await.unwrap().id
}

#[tokio::test]
async fn an_empty_connection_asks_for_credentials_and_says_what_they_must_allow() {
    let house = House::new().await;
    let token = house.token("all").await;
    let made = house.post(PATH, &token, r#"{"app_id":"HUBSPOT","name":"contacts"}"#).await.expect(201);
    let action = json!({"id": "a_1", "type": "HUBSPOT", "action": "GET_CONTACT",
        "params": {"connection_id": made["id"], "email": "a@example.com"}});
    let flow = json!({"name": "reads", "actions": [action]}).to_string();
    house.post("/api/v2/flows", &token, &flow).await.expect(201);
    let expected = json!({
        "state": "empty", "account": null, "last_refresh": null, "next_refresh": null, "expires_at": null,
        "remaining_seconds": null, "failure": null,
        "scopes": {"granted": null, "needed": ["crm.objects.contacts.read"], "missing": []},
        "who_must_act": "an editor: add the credentials", "reason": "No credentials are stored yet"
    });
    assert_eq!(status(&house, &token, &made).await, expected);
}

#[tokio::test]
async fn what_whoever_registered_the_client_asks_for_is_needed_too() {
    let house = House::new().await;
    let token = house.token("all").await;
    let made = house.post(PATH, &token, r#"{"app_id":"HUBSPOT","name":"contacts"}"#).await.expect(201);
    let client = r#"{"client_id":"c","client_secret":"s","scopes":["crm.lists.read"]}"#;
    house.send("PUT", "/api/v2/flows/vault/oauth-clients/HUBSPOT", Some(&token), Some(client)).await.expect(200);
    assert_eq!(status(&house, &token, &made).await["scopes"]["needed"], json!(["crm.lists.read"]));
}

#[tokio::test]
async fn credentials_that_need_no_renewal_are_ready() {
    let house = House::new().await;
    let token = house.token("all").await;
    let body = r#"{"app_id":"HTTP","name":"a","setup":{"type":"BEARER","token":"canary-7c1e"}}"#;
    let made = house.post(PATH, &token, body).await.expect(201);
    let known = status(&house, &token, &made).await;
    assert_eq!(
        (&known["state"], &known["who_must_act"], &known["reason"]),
        (&json!("ready"), &json!("nobody"), &Value::Null)
    );
    assert!(!known.to_string().contains("canary-7c1e"));
}

#[tokio::test]
async fn a_renewal_under_way_is_seen_by_everyone_while_its_lease_lasts() {
    let house = House::new().await;
    let token = house.token("all").await;
    let setup = json!({"type": "OAUTH_CLIENT_CREDENTIALS", "client_id": "c", "client_secret": "s",
        "token_endpoint": "https://auth.example.com/token"});
    let body = json!({"app_id": "HTTP", "name": "a", "setup": setup}).to_string();
    let made = house.post(PATH, &token, &body).await.expect(201);
    let id = ConnectionId::parse(made["id"].as_str().unwrap()).unwrap();
    let lease = Lease { owner: "another node", length: Duration::from_secs(60) };
    let spend = |_: &store::Claimed| Decision::Spend { hash: [7; 32] };
    let claim = house.rooms.store.claim_renewal(&default_tenant(&house).await, &id, lease, spend).await.unwrap();
    assert!(matches!(claim, Claim::Taken(..)));
    assert_eq!(status(&house, &token, &made).await["state"], "refreshing");

    house.wait(61_000);
    let known = status(&house, &token, &made).await;
    assert_eq!((&known["state"], &known["who_must_act"]), (&json!("refresh_failing"), &json!("nobody")));
    assert!(known["reason"].as_str().unwrap().contains("its end was never written down"), "{known}");
}

#[tokio::test]
async fn a_connection_that_is_not_there_has_no_status() {
    let house = House::new().await;
    let token = house.token("all").await;
    let gone = house.get(&format!("{PATH}/ac_nothing/status"), &token).await.expect(404);
    assert_eq!(gone["message"], "Connection not found");
}
