//! `/api/v2/flowvault/session`: signing in and out, how long it lasts, and who may use the cookie.

use axum::body::Body;
use model::Role;
use serde_json::{Value, json};

use crate::{
    browser::{Browser, ORIGIN, PASSWORD, SESSION, make_owner, make_person, try_to_sign_in},
    house::House,
};

const FLOWS: &str = "/api/v2/flows";
const HOUR: u64 = 3600 * 1000;

async fn house() -> House {
    let house = House::new().await;
    make_owner(&house, "ada@example.com").await;
    house
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_other_sites_and_plain_connections() {
    let house = house().await;
    let answer = try_to_sign_in(&house, "Ada@example.com ", PASSWORD).await;
    let line = answer.header("set-cookie");
    let (pair, attributes) = line.split_once("; ").unwrap();
    assert_eq!(attributes, "Path=/; Max-Age=604800; HttpOnly; Secure; SameSite=Strict");
    let token = pair.strip_prefix("__Host-flowvault=").unwrap();
    assert_eq!(token.len(), 43, "256 bits in base64");
    assert!(!answer.text.contains(token));
    let other = try_to_sign_in(&house, "ada@example.com", PASSWORD).await;
    assert!(!other.header("set-cookie").contains(token));
}

#[tokio::test]
async fn a_session_tells_who_one_is_and_what_one_may_do() {
    let house = house().await;
    house.make_tenant("other").await;
    make_person(&house, "eve@example.com", Role::Viewer, "other").await;
    let mut browser = Browser::open(&house, "eve@example.com", "other").await;
    browser.tenant = None;
    let session = browser.get(SESSION).await.expect(200);
    let other = house.rooms.tenant("other").await.unwrap().id;
    let expected = json!({
        "email": "eve@example.com", "role": "viewer",
        "tenants": [{"id": other.as_str(), "name": "other", "role": "viewer"}],
        "scopes": ["read:flows", "read:flows_vault_connections", "read:flows_executions", "read:audit"],
        "expires_at": "2024-09-13T00:52:15.805Z"
    });
    assert_eq!(session, expected);
    let owner = Browser::open(&house, "ada@example.com", "default").await.get(SESSION).await.expect(200);
    assert!(owner["scopes"].as_array().unwrap().contains(&json!("create:tenants")));
}

#[tokio::test]
async fn with_a_tenant_named_the_session_tells_the_role_there() {
    let house = house().await;
    house.make_tenant("other").await;
    make_person(&house, "eve@example.com", Role::Viewer, "other").await;
    let person = house.rooms.store.person_for_login("eve@example.com").await.unwrap().unwrap().0;
    let line = model::AuditLine::new(&house.rooms.rng, model::Actor::Cli, "member.put", "x");
    let default = house.rooms.tenant("default").await.unwrap().id;
    house.rooms.store.put_member(&default, &person.id, Role::Editor, line).await.unwrap();
    let mut browser = Browser::open(&house, "eve@example.com", "other").await;
    for (tenant, role) in [(Some("other"), "viewer"), (Some("default"), "editor"), (None, "editor")] {
        browser.tenant = tenant.map(str::to_owned);
        assert_eq!(browser.get(SESSION).await.expect(200)["role"], role, "{tenant:?}");
    }
    browser.tenant = Some("nowhere".to_owned());
    browser.get(SESSION).await.expect(404);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_email_get_the_same_answer() {
    let house = house().await;
    let wrong = try_to_sign_in(&house, "ada@example.com", "wrong").await;
    let unknown = try_to_sign_in(&house, "nobody@example.com", PASSWORD).await;
    let nonsense = try_to_sign_in(&house, "nobody", PASSWORD).await;
    assert_eq!(wrong.expect(401)["message"], "Wrong e-mail or password");
    assert_eq!((&wrong.text, &wrong.text), (&unknown.text, &nonsense.text));
    assert!(wrong.headers.get("set-cookie").is_none());
}

#[tokio::test]
async fn signing_out_ends_the_session_and_takes_the_cookie_away() {
    let house = house().await;
    let browser = Browser::open(&house, "ada@example.com", "default").await;
    let answer = browser.send("DELETE", SESSION, None).await;
    assert_eq!(answer.status, 204);
    assert!(answer.header("set-cookie").starts_with("__Host-flowvault=; Path=/; Max-Age=0;"));
    assert_eq!(browser.get(SESSION).await.expect(401)["message"], "The session has ended");
    browser.get(FLOWS).await.expect(401);
}

#[tokio::test]
async fn a_session_nobody_uses_ends_after_twelve_hours() {
    let house = house().await;
    let browser = Browser::open(&house, "ada@example.com", "default").await;
    for _ in 0..3 {
        house.wait(12 * HOUR - 1);
        browser.get(FLOWS).await.expect(200);
    }
    house.wait(12 * HOUR);
    browser.get(FLOWS).await.expect(401);
}

#[tokio::test]
async fn every_session_ends_after_a_week() {
    let house = house().await;
    let browser = Browser::open(&house, "ada@example.com", "default").await;
    for _ in 0..27 {
        house.wait(6 * HOUR);
        browser.get(FLOWS).await.expect(200);
    }
    let last = browser.get(SESSION).await.expect(200);
    assert_eq!(last["expires_at"], "2024-09-19T12:52:15.805Z");
    house.wait(6 * HOUR);
    browser.get(FLOWS).await.expect(401);
}

#[tokio::test]
async fn after_five_tries_even_the_right_password_has_to_wait() {
    let house = house().await;
    for _ in 0..5 {
        try_to_sign_in(&house, "ada@example.com", "wrong").await.expect(401);
    }
    let refused = try_to_sign_in(&house, "ADA@example.com", PASSWORD).await;
    assert_eq!(refused.expect(429)["errorCode"], "too_many_attempts");
    assert_eq!(refused.header("retry-after"), "15");
    house.wait(15_000);
    try_to_sign_in(&house, "ada@example.com", "wrong").await.expect(401);
    let refused = try_to_sign_in(&house, "ada@example.com", PASSWORD).await;
    refused.expect(429);
    assert_eq!(refused.header("retry-after"), "30", "longer each time");
    house.wait(30_000);
    try_to_sign_in(&house, "ada@example.com", PASSWORD).await.expect(200);
    try_to_sign_in(&house, "ada@example.com", "wrong").await.expect(401);
    try_to_sign_in(&house, "ada@example.com", PASSWORD).await.expect(200);
}

#[tokio::test]
async fn tries_at_an_unknown_email_are_throttled_all_the_same() {
    let house = house().await;
    for _ in 0..5 {
        try_to_sign_in(&house, "nobody@example.com", "wrong").await.expect(401);
    }
    try_to_sign_in(&house, "nobody@example.com", "wrong").await.expect(429);
    try_to_sign_in(&house, "ada@example.com", PASSWORD).await.expect(200);
}

/// What the server says to a cookie that comes with these headers.
async fn posted(browser: &Browser<'_>, headers: &[(&str, &str)]) -> (u16, Value) {
    let mut request = browser.bare("POST", FLOWS);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = browser.house.call(request.body(Body::from(r#"{"name":"a"}"#)).unwrap()).await;
    (answer.status.as_u16(), answer.json()["errorCode"].clone())
}

#[tokio::test]
async fn only_our_own_pages_change_anything_with_the_cookie() {
    let house = house().await;
    let browser = Browser::open(&house, "ada@example.com", "default").await;
    let tenant = ("x-flowvault-tenant", "default");
    let cross = (403, json!("cross_origin"));
    assert_eq!(posted(&browser, &[tenant]).await, cross);
    assert_eq!(posted(&browser, &[tenant, ("origin", "http://evil.example")]).await, cross);
    assert_eq!(posted(&browser, &[tenant, ("origin", "null")]).await, cross);
    assert_eq!(posted(&browser, &[tenant, ("origin", ORIGIN), ("sec-fetch-site", "cross-site")]).await, cross);
    assert_eq!(posted(&browser, &[tenant, ("sec-fetch-site", "same-site")]).await, cross);
    assert_eq!(posted(&browser, &[("origin", ORIGIN)]).await, (400, json!("missing_tenant")));
    assert_eq!(posted(&browser, &[tenant, ("origin", ORIGIN)]).await.0, 201);
    assert_eq!(posted(&browser, &[tenant, ("sec-fetch-site", "same-origin")]).await.0, 201);
}

#[tokio::test]
async fn another_site_can_neither_sign_out_nor_sign_in_nor_read() {
    let house = house().await;
    let browser = Browser::open(&house, "ada@example.com", "default").await;
    let foreign = |method, path| browser.bare(method, path).header("origin", "http://evil.example");
    house.call(foreign("DELETE", SESSION).body(Body::empty()).unwrap()).await.expect(403);
    let body = json!({"email": "ada@example.com", "password": PASSWORD}).to_string();
    house.call(foreign("POST", SESSION).body(Body::from(body)).unwrap()).await.expect(403);
    // A page of another site cannot set the header; without it there is nothing to read.
    house.call(foreign("GET", FLOWS).body(Body::empty()).unwrap()).await.expect(400);
    browser.get(SESSION).await.expect(200);
}

#[tokio::test]
async fn a_token_wins_over_a_cookie() {
    let house = house().await;
    let browser = Browser::open(&house, "ada@example.com", "default").await;
    let token = house.token("read:flows").await;
    let request = browser.bare("POST", FLOWS).header("authorization", format!("Bearer {token}"));
    house.call(request.body(Body::from(r#"{"name":"a"}"#)).unwrap()).await.expect(403);
    let request = browser.bare("GET", FLOWS).header("authorization", "Bearer nonsense");
    house.call(request.body(Body::empty()).unwrap()).await.expect(401);
}

#[tokio::test]
async fn what_a_person_does_is_told_with_their_name() {
    let house = house().await;
    let browser = Browser::open(&house, "ada@example.com", "default").await;
    browser.post(FLOWS, r#"{"name":"a"}"#).await.expect(201);
    let person = house.rooms.store.person_for_login("ada@example.com").await.unwrap().unwrap().0;
    let tenant = house.rooms.tenant("default").await.unwrap().id;
    // The clock stands still here, so the lines have no order among themselves.
    let lines = house.rooms.store.audit_lines(&tenant, &store::AuditFilter::default(), None, 10).await.unwrap();
    let line = lines.iter().find(|line| line.action == "flow.create").unwrap();
    assert_eq!(line.actor, format!("person:{}", person.id));
}

#[tokio::test]
async fn no_answer_contains_a_password_its_hash_or_the_hash_of_a_token() {
    let house = house().await;
    let browser = Browser::open(&house, "ada@example.com", "default").await;
    let (_, hash) = house.rooms.store.person_for_login("ada@example.com").await.unwrap().unwrap();
    let answers = [
        try_to_sign_in(&house, "ada@example.com", PASSWORD).await,
        browser.get(SESSION).await,
        browser.get("/api/v2/flowvault/tenants").await,
        browser.post("/api/v2/flowvault/tenants", r#"{"name":"new"}"#).await,
        browser.send("DELETE", SESSION, None).await,
    ];
    for answer in answers {
        for secret in [PASSWORD, hash.as_phc(), "argon2", "token_hash"] {
            assert!(!answer.text.contains(secret), "{}", answer.text);
        }
    }
}
