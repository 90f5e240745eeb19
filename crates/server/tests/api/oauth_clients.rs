//! `/api/v2/flows/vault/oauth-clients`

use serde_json::{Value, json};
use server::config::Options;

use crate::house::{Answer, House};

const PATH: &str = "/api/v2/flows/vault/oauth-clients";
const HUBSPOT: &str = "/api/v2/flows/vault/oauth-clients/HUBSPOT";
const BODY: &str = r#"{"client_id":"b2f0c1","client_secret":"canary-5e1f","scopes":["crm.lists.read"]}"#;

async fn put(house: &House, token: &str, path: &str, body: &str) -> Answer {
    house.send("PUT", path, Some(token), Some(body)).await
}

#[tokio::test]
async fn a_registration_is_shown_with_all_but_its_secret() {
    let house = House::new().await;
    let token = house.token("all").await;
    let answer = put(&house, &token, HUBSPOT, BODY).await;
    let expected = json!({
        "app_id": "HUBSPOT", "client_id": "b2f0c1", "scopes": ["crm.lists.read"], "params": {},
        "redirect_uri": "http://localhost:8080/oauth/callback", "refused": null,
        "created_at": "2024-09-12T12:52:15.805Z", "updated_at": "2024-09-12T12:52:15.805Z"
    });
    assert_eq!(answer.expect(200), expected);
    let shown = house.get(HUBSPOT, &token).await;
    assert_eq!(shown.expect(200), expected);
    let listed = house.get(PATH, &token).await;
    assert_eq!(listed.expect(200), json!({"oauth_clients": [expected], "redirect_uri": expected["redirect_uri"]}));
    for answer in [answer, shown, listed] {
        assert!(!answer.text.contains("canary-5e1f"), "{}", answer.text);
    }
}

#[tokio::test]
async fn the_redirect_uri_is_under_the_public_url_where_there_is_one() {
    let public_url = Some("https://vault.example.com".to_owned());
    let house = House::furnished(Options { public_url, ..Options::default() }).await;
    let token = house.token("all").await;
    let made = put(&house, &token, HUBSPOT, BODY).await.expect(200);
    assert_eq!(made["redirect_uri"], "https://vault.example.com/oauth/callback");
}

#[tokio::test]
async fn another_registration_takes_the_place_of_the_first_and_forgets_its_refusal() {
    let house = House::new().await;
    let token = house.token("all").await;
    put(&house, &token, HUBSPOT, BODY).await.expect(200);
    let tenant = house.rooms.tenant("default").await.unwrap().id;
    house.rooms.store.note_oauth_client(&tenant, "HUBSPOT", Some("unknown client")).await.unwrap();
    let refused = house.get(HUBSPOT, &token).await.expect(200);
    assert_eq!(refused["refused"], json!({"said": "unknown client", "at": "2024-09-12T12:52:15.805Z"}));

    house.wait(1000);
    put(&house, &token, HUBSPOT, r#"{"client_id":"other","client_secret":"s"}"#).await.expect(200);
    let shown = house.get(HUBSPOT, &token).await.expect(200);
    assert_eq!((&shown["client_id"], &shown["scopes"], &shown["refused"]), (&json!("other"), &json!([]), &Value::Null));
    assert_eq!(shown["created_at"], "2024-09-12T12:52:15.805Z");
    assert_eq!(shown["updated_at"], "2024-09-12T12:52:16.805Z");
}

#[tokio::test]
async fn a_deleted_registration_is_gone() {
    let house = House::new().await;
    let token = house.token("all").await;
    put(&house, &token, HUBSPOT, BODY).await.expect(200);
    house.delete(HUBSPOT, &token).await.expect(204);
    let gone = json!({"statusCode": 404, "error": "Not Found", "message": "OAuth client not found"});
    assert_eq!(house.delete(HUBSPOT, &token).await.expect(404), gone);
    assert_eq!(house.get(HUBSPOT, &token).await.expect(404), gone);
    // What a service's form wants to know is known before anything is registered.
    let none = json!({"oauth_clients": [], "redirect_uri": "http://localhost:8080/oauth/callback"});
    assert_eq!(house.get(PATH, &token).await.expect(200), none);
    for nothing in ["NOPE", "%00", "a%2Fb"] {
        assert_eq!(house.get(&format!("{PATH}/{nothing}"), &token).await.expect(404), gone, "{nothing}");
    }
}

#[tokio::test]
async fn what_cannot_be_registered_is_refused_in_words() {
    let house = House::new().await;
    let token = house.token("all").await;
    for (body, words) in [
        (r#"{"client_secret":"s"}"#, "Missing required property: client_id"),
        (r#"{"client_id":"c"}"#, "Missing required property: client_secret"),
        (r#"{"client_id":"","client_secret":"s"}"#, "client_id"),
        (r#"{"client_id":"a\u0000b","client_secret":"s"}"#, "client_id"),
        (r#"{"client_id":"c","client_secret":"s","scopes":["a b"]}"#, "scopes"),
        (r#"{"client_id":"c","client_secret":"s","scopes":"a"}"#, "scopes"),
        (r#"{"client_id":"c","client_secret":"s","params":{"colour":"red"}}"#, "colour"),
        (r#"{"client_id":"c","client_secret":"s","tenant":"t"}"#, "Additional properties not allowed: tenant"),
    ] {
        let refused = put(&house, &token, HUBSPOT, body).await.expect(400);
        assert_eq!(refused["errorCode"], "invalid_body", "{body}");
        assert!(refused["message"].as_str().unwrap().contains(words), "{body}: {refused}");
    }
    let refused = put(&house, &token, &format!("{PATH}/TWILIO"), BODY).await.expect(400);
    assert!(refused["message"].as_str().unwrap().contains("not granted in a browser"), "{refused}");
    let unknown = put(&house, &token, &format!("{PATH}/NOPE"), BODY).await.expect(404);
    assert_eq!(unknown["message"], "Integration not found");
}
