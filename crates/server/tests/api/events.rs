//! `/api/v2/flowvault/settings/events` and `/api/v2/flowvault/events`

use model::{FailureClass, Role};
use serde_json::{Value, json};
use server::{config::Options, rooms::DEFAULT_TENANT};
use store::{Claim, Decision, FailedRenewal, Lease};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use vault::{About, News};

use crate::{
    browser::{Browser, make_person},
    house::House,
};

const SETTINGS: &str = "/api/v2/flowvault/settings/events";
const TEST: &str = "/api/v2/flowvault/settings/events/test";
const EVENTS: &str = "/api/v2/flowvault/events";
const URL: &str = "https://acme.example/flowvault?key=k-4711";

async fn put(house: &House, token: &str, body: &Value) -> crate::house::Answer {
    house.send("PUT", SETTINGS, Some(token), Some(&body.to_string())).await
}

/// A connection turns out to be revoked; its id.
async fn happen(house: &House, token: &str) -> String {
    let body = r#"{"app_id":"HTTP","name":"Ours","setup":{"type":"BEARER","token":"secret-of-acme"}}"#;
    let made = house.post("/api/v2/flows/vault/connections", token, body).await.expect(201);
    let tenant = house.rooms.tenant(DEFAULT_TENANT).await.unwrap().id;
    let id = model::ConnectionId::parse(made["id"].as_str().unwrap()).unwrap();
    let about = About { tenant: &tenant, connection: &id, app_id: "HTTP", name: Some("Ours") };
    let event = house.rooms.vault.event(about, News::ReconnectRequired { reason: "revoked" });
    let lease = Lease { owner: "test", length: std::time::Duration::from_mins(1) };
    let spend = |_: &_| Decision::Spend { hash: [0; 32] };
    let Claim::Taken(claimed, _) = house.rooms.store.claim_renewal(&tenant, &id, lease, spend).await.unwrap() else {
        panic!("somebody has the lease")
    };
    let failed = FailedRenewal {
        number: claimed.number,
        failure: FailureClass::Reconnect,
        said: "revoked",
        refresh_at: None,
        may_be_spent: false,
        event: Some(&event),
    };
    assert!(house.rooms.store.fail_renewal(&tenant, &id, failed).await.unwrap());
    id.as_str().to_owned()
}

#[tokio::test]
async fn a_secret_is_returned_when_it_is_made_and_by_no_other_call() {
    let house = House::new().await;
    let token = house.token("manage:settings").await;
    assert_eq!(house.get(SETTINGS, &token).await.expect(200), json!({"url": null, "created_at": null}));
    let made = put(&house, &token, &json!({ "url": URL })).await.expect(200);
    assert_eq!((&made["url"], &made["created_at"]), (&json!(URL), &json!("2024-09-12T12:52:15.805Z")));
    let first = made["secret"].as_str().unwrap();
    assert!(first.starts_with("whsec_") && first.len() > 40);
    assert!(put(&house, &token, &json!({ "url": URL })).await.expect(200).get("secret").is_none());
    let rotated = put(&house, &token, &json!({ "url": URL, "rotate_secret": true })).await.expect(200);
    assert_ne!(rotated["secret"], first);
    let shown = house.get(SETTINGS, &token).await.expect(200);
    assert_eq!(shown, json!({"url": URL, "created_at": "2024-09-12T12:52:15.805Z"}));
    house.delete(SETTINGS, &token).await.expect(204);
    house.delete(SETTINGS, &token).await.expect(204);
    assert_eq!(house.get(SETTINGS, &token).await.expect(200)["url"], Value::Null);
}

#[tokio::test]
async fn an_address_that_is_no_place_for_messages_is_refused_with_the_rule() {
    let house = House::new().await;
    let token = house.token("manage:settings").await;
    for url in ["http://acme.example/", "acme.example", "ftp://acme.example/", ""] {
        let refused = put(&house, &token, &json!({ "url": url })).await.expect(400);
        assert!(refused["message"].as_str().unwrap().contains("on property url"), "{refused}");
    }
    for body in
        [json!({}), json!({"url": 5}), json!({"url": URL, "secret": "mine"}), json!({"url": URL, "rotate_secret": 1})]
    {
        put(&house, &token, &body).await.expect(400);
    }
    assert_eq!(house.get(SETTINGS, &token).await.expect(200)["url"], Value::Null);
}

#[tokio::test]
async fn only_owners_decide_where_messages_go() {
    let house = House::new().await;
    let token = house.token("manage:settings").await;
    put(&house, &token, &json!({ "url": URL })).await.expect(200);
    for (email, role, status) in [
        ("v@example.com", Role::Viewer, 403),
        ("e@example.com", Role::Editor, 403),
        ("o@example.com", Role::Owner, 200),
    ] {
        make_person(&house, email, role, DEFAULT_TENANT).await;
        let browser = Browser::open(&house, email, DEFAULT_TENANT).await;
        let answers = [
            browser.get(SETTINGS).await,
            browser.send("PUT", SETTINGS, Some(r#"{"url":"https://b.example/"}"#)).await,
            browser.send("POST", TEST, None).await,
        ];
        for answer in answers {
            assert_eq!(answer.status, status, "{email}");
            assert!(status == 200 || !answer.text.contains("4711"), "{}", answer.text);
        }
        browser.get(EVENTS).await.expect(200);
    }
}

#[tokio::test]
async fn a_test_message_is_sent_at_once_and_its_outcome_told() {
    let receiver = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", receiver.local_addr().unwrap());
    let house =
        House::furnished(Options { outbound_allow: Some(vec!["127.0.0.0/8".to_owned()]), ..Options::default() }).await;
    let token = house.token("manage:settings").await;
    let nowhere = house.post(TEST, &token, "").await.expect(200);
    assert_eq!(nowhere, json!({"delivered": false, "status": null, "message": "no address is set"}));
    put(&house, &token, &json!({ "url": url })).await.expect(200);
    let answering = async {
        let (mut stream, _) = receiver.accept().await.unwrap();
        let mut head = vec![0; 8192];
        let length = stream.read(&mut head).await.unwrap();
        stream.write_all(b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n").await.unwrap();
        String::from_utf8_lossy(&head[..length]).into_owned()
    };
    let (answer, request) = tokio::join!(house.post(TEST, &token, ""), answering);
    let expected = json!({"delivered": true, "status": 202, "message": "the endpoint answered with status 202"});
    assert_eq!(answer.expect(200), expected);
    assert!(request.starts_with("POST /hook ") && request.contains("webhook-signature: v1,"), "{request}");
}

#[tokio::test]
async fn events_are_listed_with_how_far_they_got() {
    let house = House::new().await;
    let token = house.token("all").await;
    happen(&house, &token).await;
    assert_eq!(house.get(EVENTS, &token).await.expect(200), json!([]), "nobody listened");
    // No message leaves for inside addresses here.
    put(&house, &token, &json!({ "url": "http://127.0.0.1:9/" })).await.expect(200);
    let connection = happen(&house, &token).await;
    let listed = house.get(EVENTS, &token).await;
    let event = &listed.expect(200)[0];
    assert_eq!((&event["type"], &event["delivery"]), (&json!("connection.reconnect_required"), &json!("pending")));
    assert_eq!((&event["connection_id"], &event["attempts"]), (&json!(connection), &json!(0)));
    assert_eq!(event["payload"]["data"]["reason"], "revoked");
    assert!(!listed.text.contains("secret-of-acme"));
    house.rooms.vault.deliver_events().await.unwrap();
    house.rooms.vault.tasks().finished().await;
    let page = house.get(&format!("{EVENTS}?include_totals=true&per_page=1"), &token).await.expect(200);
    assert_eq!((&page["total"], &page["start"], &page["limit"]), (&json!(1), &json!(0), &json!(1)));
    let event = &page["events"][0];
    assert_eq!((&event["attempts"], &event["delivery"]), (&json!(1), &json!("pending")));
    assert!(event["message"].as_str().unwrap().contains("not a public address"), "{event}");
    assert!(event["next_attempt_at"].is_string());
    house.delete(SETTINGS, &token).await.expect(204);
    assert_eq!(house.get(EVENTS, &token).await.expect(200)[0]["delivery"], "given_up");
}

#[tokio::test]
async fn another_tenants_events_are_not_listed() {
    let house = House::new().await;
    let token = house.token("all").await;
    put(&house, &token, &json!({ "url": URL })).await.expect(200);
    happen(&house, &token).await;
    house.make_tenant("other").await;
    let other = house.token_of("other", "all").await;
    assert_eq!(house.get(EVENTS, &other).await.expect(200), json!([]));
    assert_eq!(house.get(SETTINGS, &other).await.expect(200)["url"], Value::Null);
    house.delete(SETTINGS, &other).await.expect(204);
    assert_eq!(house.get(SETTINGS, &token).await.expect(200)["url"], URL);
}
