//! `POST …/connections/{id}/authorization` and `GET /oauth/callback`, as far as they go without a service; the whole way
//! is walked in the black-box tests.

use std::collections::HashMap;

use axum::{body::Body, http::Request};
use model::Role;
use serde_json::{Value, json};
use url::Url;

use crate::{
    browser::{Browser, make_person},
    house::{Answer, House},
};

const CONNECTIONS: &str = "/api/v2/flows/vault/connections";
const CLIENT: &str = "/api/v2/flows/vault/oauth-clients/HUBSPOT";

/// A house with an OAuth client for HubSpot, a token, and an empty connection's id.
async fn prepared() -> (House, String, String) {
    let house = House::new().await;
    let token = house.token("all").await;
    let client = r#"{"client_id":"b2f0c1","client_secret":"s","scopes":["crm.lists.read"]}"#;
    house.send("PUT", CLIENT, Some(&token), Some(client)).await.expect(200);
    let made = house.post(CONNECTIONS, &token, r#"{"app_id":"HUBSPOT","name":"contacts"}"#).await.expect(201);
    let id = made["id"].as_str().unwrap().to_owned();
    (house, token, id)
}

fn begin(id: &str) -> String {
    format!("{CONNECTIONS}/{id}/authorization")
}

/// The page's address without its query, and the query.
fn page(answer: &Answer) -> (String, HashMap<String, String>) {
    let url = Url::parse(answer.expect(200)["authorization_url"].as_str().unwrap()).unwrap();
    let query = url.query_pairs().into_owned().collect();
    (url[..url::Position::AfterPath].to_owned(), query)
}

/// What a browser with these headers is told.
async fn come_back(house: &House, query: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::get(format!("/oauth/callback?{query}")).header("host", "localhost:8080");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    house.call(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn the_page_is_asked_for_what_the_flows_the_client_and_the_caller_need() {
    let (house, token, id) = prepared().await;
    let upsert = json!({"id": "a_1", "type": "HUBSPOT", "action": "UPSERT_CONTACT",
        "params": {"connection_id": id, "email": "a@example.com"}});
    let flow = json!({"name": "writes", "actions": [upsert]}).to_string();
    house.post("/api/v2/flows", &token, &flow).await.expect(201);
    let (address, query) = page(&house.post(&begin(&id), &token, r#"{"scopes":["tickets"]}"#).await);
    assert_eq!(address, "https://app.hubspot.com/oauth/authorize");
    let mut scopes: Vec<_> = query["scope"].split(' ').collect();
    scopes.sort_unstable();
    assert_eq!(scopes, ["crm.lists.read", "crm.objects.contacts.write", "oauth", "tickets"]);
    assert_eq!(query["redirect_uri"], "http://localhost:8080/oauth/callback");
    assert_eq!((query["client_id"].as_str(), query["response_type"].as_str()), ("b2f0c1", "code"));
    assert_eq!(query["code_challenge_method"], "S256");
}

#[tokio::test]
async fn what_cannot_begin_is_refused_in_words() {
    let (house, token, id) = prepared().await;
    for body in [r#"{"scope":"a"}"#, r#"{"scopes":["a b"]}"#, r#"{"scopes":[""]}"#, r#"{"another_account":"yes"}"#] {
        let refused = house.post(&begin(&id), &token, body).await.expect(400);
        assert_eq!(refused["errorCode"], "invalid_body", "{body}");
    }
    let gone = house.post(&begin("ac_nothing"), &token, "{}").await.expect(404);
    assert_eq!(gone["message"], "Connection not found");
    let twilio = house.post(CONNECTIONS, &token, r#"{"app_id":"TWILIO","name":"sms"}"#).await.expect(201);
    let refused = house.post(&begin(twilio["id"].as_str().unwrap()), &token, "{}").await.expect(400);
    assert!(refused["message"].as_str().unwrap().contains("not granted in a browser"), "{refused}");
    house.delete(CLIENT, &token).await.expect(204);
    let refused = house.post(&begin(&id), &token, "{}").await.expect(400);
    assert!(refused["message"].as_str().unwrap().contains("no OAuth client is registered for HUBSPOT"), "{refused}");
}

#[tokio::test]
async fn a_state_is_good_once_for_ten_minutes() {
    let (house, token, id) = prepared().await;
    let state = async || page(&house.post(&begin(&id), &token, "{}").await).1.remove("state").unwrap();
    let first = state().await;
    let declined = format!("state={first}&error=access_denied&error_description=not+today");
    let answer = come_back(&house, &declined, &[]).await;
    assert_eq!(answer.status, 400);
    assert!(answer.text.contains("Access was not granted") && answer.text.contains("not today"), "{}", answer.text);
    let late = state().await;
    house.wait(600_000);
    for query in [declined, format!("state={late}&code=c"), "state=forged&code=c".to_owned(), "code=c".to_owned()] {
        let answer = come_back(&house, &query, &[]).await;
        assert_eq!(answer.status, 400, "{query}");
        assert!(answer.text.contains("This link is no longer good"), "{query}: {}", answer.text);
    }
}

#[tokio::test]
async fn the_page_holds_nothing_of_the_query_and_is_kept_nowhere() {
    let house = House::new().await;
    let answer = come_back(&house, "state=canary-state&code=canary-code", &[]).await;
    assert!(!answer.text.contains("canary"), "{}", answer.text);
    assert!(!format!("{:?}", answer.headers).contains("canary"), "{:?}", answer.headers);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(answer.header("x-frame-options"), "DENY");
    assert!(answer.header("content-security-policy").starts_with("default-src 'none'; style-src 'nonce-"));
}

#[tokio::test]
async fn a_browser_that_holds_its_cookie_back_is_sent_round_once() {
    let (house, token, id) = prepared().await;
    let state = page(&house.post(&begin(&id), &token, "{}").await).1.remove("state").unwrap();
    let query = format!("state={state}&error=access_denied&scope=a&scope=b");
    let answer = come_back(&house, &query, &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(answer.status, 200);
    let (_, here) = answer.text.split_once("content=\"0;url=?").unwrap();
    let here = here.split('"').next().unwrap().replace("&amp;", "&");
    // Nothing has happened yet, and whatever the browser says the second time, it does now.
    let answer = come_back(&house, &here, &[("sec-fetch-site", "cross-site")]).await;
    assert!(answer.text.contains("Access was not granted"), "{}", answer.text);
}

#[tokio::test]
async fn who_set_out_from_a_session_comes_back_in_it_or_not_at_all() {
    let (house, _, id) = prepared().await;
    make_person(&house, "eve@example.com", Role::Editor, "default").await;
    make_person(&house, "ada@example.com", Role::Editor, "default").await;
    let eve = Browser::open(&house, "eve@example.com", "default").await;
    let ada = Browser::open(&house, "ada@example.com", "default").await;
    let declined = async || {
        let state = page(&eve.post(&begin(&id), "{}").await).1.remove("state").unwrap();
        format!("state={state}&error=access_denied")
    };
    for headers in [&[][..], &[("cookie", ada.cookie.as_str())], &[("cookie", "__Host-flowvault=guess")]] {
        let answer = come_back(&house, &declined().await, headers).await;
        assert!(answer.text.contains("This link is no longer good"), "{headers:?}: {}", answer.text);
    }
    let own = [("cookie", eve.cookie.as_str()), ("sec-fetch-site", "cross-site")];
    let answer = come_back(&house, &declined().await, &own).await;
    assert!(answer.text.contains("Access was not granted"), "{}", answer.text);
    eve.send("DELETE", crate::browser::SESSION, None).await.expect(204);
}

#[tokio::test]
async fn a_code_without_a_registered_client_is_refused_with_what_to_do() {
    let house = House::new().await;
    let token = house.token("all").await;
    let setup = json!({"type": "OAUTH_CODE", "code": "canary-code"});
    let body = json!({"app_id": "HUBSPOT", "name": "contacts", "setup": setup}).to_string();
    let answer = house.post(CONNECTIONS, &token, &body).await;
    let refused: Value = answer.expect(400);
    assert!(refused["message"].as_str().unwrap().contains("no OAuth client is registered for HUBSPOT"), "{refused}");
    assert!(!answer.text.contains("canary-code"), "{}", answer.text);
    assert_eq!(house.get(CONNECTIONS, &token).await.text, "[]");
}

#[tokio::test]
async fn a_program_that_only_looks_at_the_link_does_not_use_it_up() {
    let (house, token, id) = prepared().await;
    let (_, query) = page(&house.post(&begin(&id), &token, "{}").await);
    let back = format!("state={}&error=access_denied", query["state"]);
    let look = Request::head(format!("/oauth/callback?{back}")).header("host", "localhost:8080");
    assert_eq!(house.call(look.body(Body::empty()).unwrap()).await.status, 405);
    let told = come_back(&house, &back, &[]).await;
    assert!(told.text.contains("access_denied"), "{}", told.text);
}
