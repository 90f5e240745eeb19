//! `/api/v2/flowvault/setup`

use model::Actor;
use serde_json::{Value, json};

use crate::{
    browser::{Browser, PASSWORD, cookie},
    house::{Answer, House},
};

const SETUP: &str = "/api/v2/flowvault/setup";

async fn link(house: &House) -> String {
    let ticket = house.sessions.new_setup_link(Actor::System).await.unwrap();
    ticket.expect("nobody is there yet").reveal().to_owned()
}

async fn set_up(house: &House, token: &str, email: &str, password: &str) -> Answer {
    let body = json!({"token": token, "email": email, "password": password}).to_string();
    house.send("POST", SETUP, None, Some(&body)).await
}

async fn is_needed(house: &House) -> Value {
    house.send("GET", SETUP, None, None).await.expect(200)
}

#[tokio::test]
async fn the_link_makes_the_first_person_the_owner_of_everything_and_signs_them_in() {
    let house = House::new().await;
    house.make_tenant("other").await;
    assert_eq!(is_needed(&house).await, json!({"needed": true}));
    let answer = set_up(&house, &link(&house).await, "Ada@Example.com", PASSWORD).await;
    let session = answer.expect(201);
    assert_eq!((&session["email"], &session["role"]), (&json!("ada@example.com"), &json!("owner")));
    let tenants: Vec<_> = session["tenants"].as_array().unwrap().iter().map(|tenant| tenant["name"].clone()).collect();
    assert_eq!(tenants, ["default", "other"]);
    assert_eq!(is_needed(&house).await, json!({"needed": false}));

    let browser = Browser { house: &house, cookie: cookie(&answer), tenant: Some("other".to_owned()) };
    browser.get("/api/v2/flows").await.expect(200);
    Browser::open(&house, "ada@example.com", "default").await.get("/api/v2/flows").await.expect(200);
}

#[tokio::test]
async fn a_link_works_once_and_no_other_link_after_it() {
    let house = House::new().await;
    let (one, other) = (link(&house).await, link(&house).await);
    set_up(&house, &one, "ada@example.com", PASSWORD).await.expect(201);
    for used in [&one, &other] {
        let refused = set_up(&house, used, "eve@example.com", PASSWORD).await.expect(403);
        assert_eq!(refused["message"], "This set-up link is wrong, used or too old");
    }
    assert!(house.sessions.new_setup_link(Actor::Cli).await.unwrap().is_none());
}

#[tokio::test]
async fn a_wrong_or_old_link_lets_nobody_in() {
    let house = House::new().await;
    let good = link(&house).await;
    set_up(&house, "guess", "eve@example.com", PASSWORD).await.expect(403);
    house.wait(24 * 3600 * 1000);
    set_up(&house, &good, "ada@example.com", PASSWORD).await.expect(403);
    assert_eq!(is_needed(&house).await, json!({"needed": true}));
}

#[tokio::test]
async fn a_password_has_at_least_twelve_characters_and_is_never_repeated() {
    let house = House::new().await;
    let good = link(&house).await;
    let refused = set_up(&house, &good, "ada@example.com", "canary-7c1").await;
    refused.expect(400);
    assert!(!refused.text.contains("canary-7c1"), "{}", refused.text);
    let refused = set_up(&house, &good, "ada", PASSWORD).await.expect(400);
    assert_eq!(refused["errorCode"], "invalid_body");
    set_up(&house, &good, "ada@example.com", PASSWORD).await.expect(201);
}

#[tokio::test]
async fn a_page_of_another_site_sets_nothing_up() {
    let house = House::new().await;
    let body = json!({"token": link(&house).await, "email": "eve@example.com", "password": PASSWORD}).to_string();
    let request = axum::http::Request::post(SETUP).header("host", "localhost:8080");
    let request = request.header("origin", "http://evil.example").body(axum::body::Body::from(body)).unwrap();
    house.call(request).await.expect(403);
    assert_eq!(is_needed(&house).await, json!({"needed": true}));
}
