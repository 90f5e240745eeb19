//! `/api/v2/flows/vault/connections`

use serde_json::{Value, json};

use crate::house::House;

const PATH: &str = "/api/v2/flows/vault/connections";
const BEARER: &str = r#"{"app_id":"HTTP","name":"test-vault-connection","setup":{"token":"my-token","type":"BEARER"}}"#;
const EMPTY: &str = r#"{"app_id":"HTTP","name":"test-v-connection"}"#;

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn path(connection: &Value) -> String {
    format!("{PATH}/{}", connection["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_ready_connection_looks_as_recorded() {
    let house = House::new().await;
    let token = house.token("all").await;
    let answer = house.post(PATH, &token, BEARER).await;
    let made = answer.expect(201);
    let id = made["id"].clone();
    let expected = json!({
        "id": id, "app_id": "HTTP", "name": "test-vault-connection", "account_name": "Bearer my-***ken", "ready": true,
        "created_at": "2024-09-12T12:52:15.805Z", "updated_at": "2024-09-12T12:52:15.805Z",
        "fingerprint": "44078f05a47efb23da187165f5aada25"
    });
    assert_eq!(answer.text, expected.to_string());
    assert_eq!(house.get(&path(&made), &token).await.text, expected.to_string());
}

#[tokio::test]
async fn an_empty_connection_says_null_when_written_and_nothing_when_read() {
    let house = House::new().await;
    let token = house.token("all").await;
    let made = house.post(PATH, &token, EMPTY).await.expect(201);
    let written = ["id", "app_id", "name", "ready", "created_at", "updated_at", "refreshed_at", "fingerprint"];
    assert_eq!(keys(&made), written);
    assert_eq!((&made["ready"], &made["refreshed_at"]), (&json!(false), &Value::Null));

    let read = house.get(&path(&made), &token).await.expect(200);
    assert_eq!(keys(&read), ["id", "app_id", "name", "ready", "created_at", "updated_at", "fingerprint"]);
    let listed = house.get(PATH, &token).await.expect(200);
    assert_eq!(keys(&listed[0]), ["id", "name", "app_id", "ready", "created_at", "updated_at", "fingerprint"]);

    house.wait(1);
    let renamed = house.patch(&path(&made), &token, r#"{"name":"updated"}"#).await.expect(200);
    assert_eq!(keys(&renamed), written);
    assert_eq!(renamed["created_at"], made["created_at"]);
    assert_ne!(renamed["updated_at"], made["updated_at"]);
    assert_ne!(renamed["fingerprint"], made["fingerprint"]);
}

#[tokio::test]
async fn two_changes_in_one_millisecond_have_two_fingerprints() {
    let house = House::new().await;
    let token = house.token("all").await;
    let made = house.post(PATH, &token, EMPTY).await.expect(201);
    let first = house.patch(&path(&made), &token, r#"{"name":"b"}"#).await.expect(200);
    let second = house.patch(&path(&made), &token, r#"{"name":"c"}"#).await.expect(200);
    assert_ne!(made["fingerprint"], first["fingerprint"]);
    assert_ne!(first["fingerprint"], second["fingerprint"]);
}

#[tokio::test]
async fn a_reconnect_makes_an_empty_connection_ready() {
    let house = House::new().await;
    let token = house.token("all").await;
    let made = house.post(PATH, &token, EMPTY).await.expect(201);
    let setup = r#"{"setup":{"type":"BASIC_AUTH","username":"Basil-Username","password":"p"}}"#;
    let ready = house.patch(&path(&made), &token, setup).await.expect(200);
    assert_eq!((&ready["ready"], &ready["account_name"]), (&json!(true), &json!("Basic Bas***ame")));
    assert!(ready.get("refreshed_at").is_none());
}

#[tokio::test]
async fn no_answer_contains_any_of_the_setup() {
    let house = House::new().await;
    let token = house.token("all").await;
    let secret = "canary-7c1e9a-secret";
    let body = format!(r#"{{"app_id":"HTTP","name":"a","setup":{{"type":"BEARER","token":"{secret}"}}}}"#);
    let made = house.post(PATH, &token, &body).await;
    let one = path(&made.expect(201));
    let wrong = format!(r#"{{"setup":{{"type":"API_KEY","name":"n","value":"{secret}","in":"{secret}"}}}}"#);
    let answers = [
        made,
        house.get(&one, &token).await,
        house.get(PATH, &token).await,
        house.patch(&one, &token, r#"{"name":"b"}"#).await,
        house.patch(&one, &token, &format!(r#"{{"setup":{{"type":"BEARER","token":["{secret}"]}}}}"#)).await,
        house.patch(&one, &token, &wrong).await,
    ];
    for answer in &answers {
        assert!(!answer.text.contains("setup\":"), "{}", answer.text);
    }
    // The last one quotes the value of `in`, which is no secret member, as the contract's validator does.
    for answer in &answers[..5] {
        assert!(!answer.text.contains(secret), "{}", answer.text);
    }
}

#[tokio::test]
async fn what_the_contract_refuses_is_refused() {
    let house = House::new().await;
    let token = house.token("all").await;
    for body in [
        r#"{"app_id":"NOPE","name":"a"}"#,
        r#"{"app_id":"HTTP","name":"a","ready":true}"#,
        r#"{"app_id":"HTTP","name":"a","environment":"production"}"#,
        r#"{"app_id":"HTTP","name":"a","setup":{}}"#,
        r#"{"app_id":"HTTP","name":"a","setup":null}"#,
        r#"{"app_id":"HTTP","name":"a","setup":{"type":"BEARER"}}"#,
        r#"{"app_id":"HTTP","name":"a","setup":{"type":"BEARER","token":"t","x":1}}"#,
        r#"{"app_id":"HTTP","name":""}"#,
        r#"{"app_id":"HTTP","name":"a\u0000b"}"#,
    ] {
        let refused = house.post(PATH, &token, body).await.expect(400);
        assert_eq!(refused["errorCode"], "invalid_body", "{body}");
    }
    let made = house.post(PATH, &token, EMPTY).await.expect(201);
    for body in [r#"{"app_id":"HTTP"}"#, r#"{"setup":{"type":"API_KEY","account_id":"a","api_key":"b"}}"#] {
        house.patch(&path(&made), &token, body).await.expect(400);
    }
}

#[tokio::test]
async fn a_deleted_connection_is_gone() {
    let house = House::new().await;
    let token = house.token("all").await;
    let one = path(&house.post(PATH, &token, EMPTY).await.expect(201));
    house.delete(&one, &token).await.expect(204);
    let gone = json!({"statusCode": 404, "error": "Not Found", "message": "Connection not found"});
    assert_eq!(house.delete(&one, &token).await.expect(404), gone);
    assert_eq!(house.get(&one, &token).await.expect(404), gone);
    assert_eq!(house.patch(&one, &token, r#"{"name":"b"}"#).await.expect(404), gone);
}

#[tokio::test]
async fn a_counted_list_has_the_recorded_order_of_keys() {
    let house = House::new().await;
    let token = house.token("all").await;
    house.post(PATH, &token, BEARER).await.expect(201);
    let counted = house.get(&format!("{PATH}?include_totals=true"), &token).await.expect(200);
    assert_eq!(keys(&counted), ["limit", "start", "total", "connections"]);
    assert_eq!((&counted["limit"], &counted["start"], &counted["total"]), (&json!(50), &json!(0), &json!(1)));
}

#[tokio::test]
async fn a_connection_knows_the_flows_that_use_it() {
    let house = House::new().await;
    let token = house.token("all").await;
    let made = house.post(PATH, &token, BEARER).await.expect(201);
    let usage = format!("{}/usage", path(&made));
    assert_eq!(house.get(&usage, &token).await.expect(200), json!({"flows": []}));
    let send = json!({"id": "a_1", "type": "HTTP", "action": "SEND_REQUEST",
        "params": {"connection_id": made["id"], "method": "GET", "url": "https://example.com"}});
    let test = json!({"operator": "EQ", "operands": ["1", "1"]});
    let branch =
        json!({"id": "b_1", "type": "FLOW", "action": "BOOLEAN_CONDITION", "params": {"if": test, "then": [send]}});
    let flow = json!({"name": "uses it", "actions": [branch]}).to_string();
    let flow = house.post("/api/v2/flows", &token, &flow).await.expect(201);
    let expected = json!({"flows": [{"id": flow["id"], "name": "uses it"}]});
    assert_eq!(house.get(&usage, &token).await.expect(200), expected);
    let flow = format!("/api/v2/flows/{}", flow["id"].as_str().unwrap());
    house.patch(&flow, &token, r#"{"actions":[]}"#).await.expect(200);
    assert_eq!(house.get(&usage, &token).await.expect(200), json!({"flows": []}));
    house.get(&format!("{PATH}/ac_nothing/usage"), &token).await.expect(404);
}

#[tokio::test]
async fn credentials_are_checked_before_and_after_they_are_saved() {
    let house = House::new().await;
    let token = house.token("all").await;
    let check = format!("{PATH}/check");
    let unsaved = r#"{"app_id":"HTTP","setup":{"type":"BEARER","token":"canary-7c1e"}}"#;
    // No request would prove a bearer token.
    assert_eq!(house.post(&check, &token, unsaved).await.expect(200), json!({"result": "unchecked"}));
    let wrong = house.post(&check, &token, r#"{"app_id":"HTTP","setup":{"type":"BEARER","tokn":"canary-7c1e"}}"#).await;
    assert_eq!(wrong.expect(400)["errorCode"], "invalid_body");
    assert!(!wrong.text.contains("canary-7c1e"), "{}", wrong.text);
    house.post(&check, &token, r#"{"app_id":"NOPE","setup":{"type":"X"}}"#).await.expect(400);

    let made = house.post(PATH, &token, BEARER).await.expect(201);
    let saved = house.post(&format!("{}/check", path(&made)), &token, "{}").await.expect(200);
    assert_eq!(saved, json!({"result": "unchecked"}));
    let empty = house.post(PATH, &token, EMPTY).await.expect(201);
    let empty = house.post(&format!("{}/check", path(&empty)), &token, "{}").await.expect(200);
    assert_eq!(empty["result"], "refused");
    assert!(empty["message"].is_string());
    house.post(&format!("{PATH}/ac_nothing/check"), &token, "{}").await.expect(404);
}
