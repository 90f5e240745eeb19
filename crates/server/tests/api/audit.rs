//! `/api/v2/flowvault/audit`

use model::Role;
use serde_json::{Value, json};

use crate::{
    browser::{Browser, make_person},
    house::House,
};

const AUDIT: &str = "/api/v2/flowvault/audit";
const FLOWS: &str = "/api/v2/flows";
const CONNECTIONS: &str = "/api/v2/flows/vault/connections";

fn actions(list: &Value) -> Vec<&str> {
    list["lines"].as_array().unwrap().iter().map(|line| line["action"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn what_was_done_is_listed_newest_first_with_who_did_it() {
    let house = House::new().await;
    house.wait(10);
    let (client, secret) = house.client("all").await;
    let token = house.token_for(&client, &secret).await;
    house.wait(10);
    let flow = house.post(FLOWS, &token, r#"{"name":"a"}"#).await.expect(201);
    let list = house.get(AUDIT, &token).await.expect(200);
    assert_eq!(actions(&list), ["flow.create", "client.create", "tenant.create"]);
    assert!(list.get("next").is_none());
    let newest = &list["lines"][0];
    assert!(newest["id"].as_str().unwrap().starts_with("aud_"));
    assert_eq!((&newest["actor"], &newest["actor_name"]), (&json!(format!("client:{client}")), &json!("test")));
    assert_eq!((&newest["target"], &newest["at"]), (&flow["id"], &json!("2024-09-12T12:52:15.825Z")));
    assert_eq!(list["lines"][1]["actor"], "cli");
    assert!(list["lines"][1].get("actor_name").is_none());
}

#[tokio::test]
async fn a_person_is_called_by_their_address() {
    let house = House::new().await;
    make_person(&house, "eve@example.com", Role::Editor, "default").await;
    let browser = Browser::open(&house, "eve@example.com", "default").await;
    browser.post(FLOWS, r#"{"name":"a"}"#).await.expect(201);
    let list = browser.get(&format!("{AUDIT}?action=flow.create")).await.expect(200);
    assert_eq!(list["lines"][0]["actor_name"], "eve@example.com");
}

#[tokio::test]
async fn a_walk_through_the_parts_meets_every_line_once() {
    let house = House::new().await;
    let token = house.token("all").await;
    for _ in 0..5 {
        house.post(FLOWS, &token, r#"{"name":"a"}"#).await.expect(201);
    }
    let whole = house.get(AUDIT, &token).await.expect(200);
    let (mut walked, mut path) = (Vec::new(), format!("{AUDIT}?take=2"));
    loop {
        let part = house.get(&path, &token).await.expect(200);
        walked.extend(part["lines"].as_array().unwrap().clone());
        let Some(next) = part.get("next").and_then(Value::as_str) else { break };
        path = format!("{AUDIT}?take=2&from={next}");
    }
    assert_eq!(walked.len(), 7);
    assert_eq!(whole["lines"], Value::Array(walked));
}

#[tokio::test]
async fn lines_are_found_by_who_did_what_to_what_and_since_when() {
    let house = House::new().await;
    let (client, secret) = house.client("all").await;
    let token = house.token_for(&client, &secret).await;
    house.wait(1000);
    let flow = house.post(FLOWS, &token, r#"{"name":"a"}"#).await.expect(201)["id"].as_str().unwrap().to_owned();
    house.wait(1000);
    house.patch(&format!("{FLOWS}/{flow}"), &token, r#"{"name":"b"}"#).await.expect(200);
    let found = async |query: &str| house.get(&format!("{AUDIT}?{query}"), &token).await.expect(200);
    assert_eq!(actions(&found(&format!("target={flow}")).await), ["flow.update", "flow.create"]);
    assert_eq!(actions(&found(&format!("actor=client:{client}&action=flow.create")).await), ["flow.create"]);
    assert_eq!(actions(&found("since=2024-09-12T12:52:17.805Z").await), ["flow.update"]);
    assert_eq!(actions(&found("since=2024-09-12T14:52:16.805%2B02:00").await), ["flow.update", "flow.create"]);
    assert_eq!(actions(&found("target=a%00b").await), [""; 0]);
}

#[tokio::test]
async fn a_query_that_makes_no_sense_is_refused_by_name() {
    let house = House::new().await;
    let token = house.token("read:audit").await;
    for (query, name) in
        [("since=yesterday", "since"), ("take=0", "take"), ("from=garbage", "from"), ("page=1", "page")]
    {
        let refused = house.get(&format!("{AUDIT}?{query}"), &token).await.expect(400);
        assert_eq!(refused["errorCode"], "invalid_query_string");
        assert!(refused["message"].as_str().unwrap().contains(name), "{refused}");
    }
    let long = format!("{AUDIT}?actor={}", "x".repeat(101));
    house.get(&long, &token).await.expect(400);
}

#[tokio::test]
async fn one_tenant_reads_nothing_of_another_and_cannot_use_its_checkpoints() {
    let house = House::new().await;
    house.make_tenant("other").await;
    let (ours, theirs) = (house.token("all").await, house.token_of("other", "all").await);
    for _ in 0..2 {
        house.post(FLOWS, &ours, r#"{"name":"a"}"#).await.expect(201);
    }
    assert_eq!(actions(&house.get(&format!("{AUDIT}?action=flow.create"), &theirs).await.expect(200)), [""; 0]);
    let part = house.get(&format!("{AUDIT}?take=1"), &ours).await.expect(200);
    let next = format!("{AUDIT}?from={}", part["next"].as_str().unwrap());
    house.get(&next, &ours).await.expect(200);
    house.get(&next, &theirs).await.expect(400);
}

#[tokio::test]
async fn no_secret_reaches_the_log() {
    let house = House::new().await;
    let (_, secret) = house.client("all").await;
    let token = house.token("all").await;
    let body = r#"{"app_id":"HTTP","name":"a","setup":{"type":"BEARER","token":"tell-nobody-7c1e"}}"#;
    let made = house.post(CONNECTIONS, &token, body).await.expect(201);
    house.delete(&format!("{CONNECTIONS}/{}", made["id"].as_str().unwrap()), &token).await.expect(204);
    let list = house.get(AUDIT, &token).await;
    assert!(actions(&list.json()).contains(&"connection.delete"));
    assert!(!list.text.contains("tell-nobody-7c1e") && !list.text.contains(&secret) && !list.text.contains(&token));
}
