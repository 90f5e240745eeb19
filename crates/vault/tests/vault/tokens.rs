//! Tokens: fetched once, stored before use, replaced when refused.

use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};
use tokio::{sync::Semaphore, task::JoinSet};

use crate::{
    house::{House, auth0, call, client_credentials, outage, refusal, token},
    service::Reply,
};

/// Longer than a failed renewal ever waits for another try.
const AFTER_ANY_PAUSE: Duration = Duration::from_mins(15);

#[tokio::test]
async fn the_token_endpoint_gets_what_the_setup_says_and_the_action_its_token() {
    let house = House::open().await;
    let id = house.token_connection().await;
    house.send(&id, "/api").await.unwrap();
    let asked = &house.service.requests("/token")[0];
    assert_eq!((asked.method.as_str(), asked.target.as_str()), ("POST", "/token/oauth"));
    assert_eq!(asked.header("content-type"), Some("application/x-www-form-urlencoded"));
    let mut sent: Vec<_> = asked.body.split('&').collect();
    sent.sort_unstable();
    assert_eq!(
        sent,
        [
            "audience=https%3A%2F%2Fapi",
            "client_id=Fui-client-p2g",
            "client_secret=client-secret-1",
            "grant_type=client_credentials",
        ]
    );
    assert_eq!(house.signatures(), ["Bearer access-1"]);
}

#[tokio::test]
async fn a_hundred_callers_at_once_fetch_one_token() {
    let house = Arc::new(House::open().await);
    let id = house.token_connection().await;
    house.service.on("/token", |count, _| token(&format!("access-{count}"), 3600).after(Duration::from_millis(30)));
    let mut callers = JoinSet::new();
    for _ in 0..100 {
        let (house, id) = (Arc::clone(&house), id.clone());
        callers.spawn(async move { house.send(&id, "/api").await.unwrap() });
    }
    assert_eq!(callers.join_all().await.len(), 100);
    assert_eq!(house.service.count("/token"), 1);
    assert!(house.signatures().iter().all(|signature| signature == "Bearer access-1"));
}

#[tokio::test]
async fn a_hundred_callers_share_one_failure() {
    let house = Arc::new(House::open().await);
    let id = house.token_connection().await;
    house.service.on("/token", |_, _| Reply::json(503, &json!({ "error": "busy" })).after(Duration::from_millis(50)));
    let mut callers = JoinSet::new();
    for _ in 0..100 {
        let (house, id) = (Arc::clone(&house), id.clone());
        callers.spawn(async move { outage(house.send(&id, "/api").await) });
    }
    for failed in callers.join_all().await {
        assert_eq!(failed, ("the token endpoint answered 503: busy".to_owned(), Some(503), false));
    }
    // Whoever began to wait after it had failed tries again: a handful at most, not a hundred.
    assert!(house.service.count("/token") <= 5, "{}", house.service.count("/token"));
}

#[tokio::test]
async fn a_token_is_in_the_database_before_anyone_uses_it() {
    let house = House::open().await;
    let id = house.token_connection().await;
    let gate = Arc::new(Semaphore::new(0));
    let held = Arc::clone(&gate);
    house.service.on("/api", move |_, _| Reply::text(200, "{}").behind(&held));
    let stored_in_time = async {
        house.service.reached("/api", 1).await;
        let row = house.store.credential(&house.tenant, &id).await.unwrap().unwrap();
        gate.add_permits(1);
        (row.tokens.is_some(), row.generation)
    };
    let (sent, stored) = tokio::join!(house.send(&id, "/api"), stored_in_time);
    sent.unwrap();
    assert_eq!(stored, (true, 2));
}

#[tokio::test]
async fn a_restart_finds_the_token_again() {
    let house = House::open().await;
    let id = house.token_connection().await;
    house.send(&id, "/api").await.unwrap();
    let second = house.second_vault().await;
    let params = json!({ "url": house.service.url("/api") });
    call(&second, &house.tenant, &id, "HTTP.SEND_REQUEST", params).await.unwrap();
    assert_eq!((house.service.count("/token"), house.signatures().len()), (1, 2));
}

#[tokio::test]
async fn a_first_token_is_no_renewal_and_moves_no_fingerprint() {
    let house = House::open().await;
    let id = house.token_connection().await;
    let before = house.store.connection(&house.tenant, &id).await.unwrap().unwrap();
    house.clock.advance(Duration::from_secs(5));
    house.send(&id, "/api").await.unwrap();
    assert_eq!(house.store.connection(&house.tenant, &id).await.unwrap().unwrap(), before);
}

#[tokio::test]
async fn a_reconnect_that_overtakes_a_fetch_wins() {
    let house = House::open().await;
    let id = house.token_connection().await;
    let gate = Arc::new(Semaphore::new(0));
    let held = Arc::clone(&gate);
    house.service.on("/token", move |_, request| match request.body.contains("client-secret-1") {
        true => token("token-of-the-old-setup", 3600).behind(&held),
        false => token("token-of-the-new-setup", 3600),
    });
    let reconnect = async {
        house.service.reached("/token", 1).await;
        house.reconnect(&id, client_credentials("client-secret-2")).await;
        // Nobody waits for what is being fetched with a setup that is gone.
        house.send(&id, "/api").await.unwrap();
        gate.add_permits(1);
    };
    let (overtaken, ()) = tokio::join!(house.send(&id, "/api"), reconnect);
    overtaken.unwrap();
    house.send(&id, "/api").await.unwrap();
    assert_eq!(house.signatures(), ["Bearer token-of-the-new-setup"; 3]);
    let row = house.store.credential(&house.tenant, &id).await.unwrap().unwrap();
    assert_eq!(row.generation, 3, "created, reconnected, one token stored");
}

#[tokio::test]
async fn a_fetch_that_was_overtaken_by_nobody_else_fetches_again_with_the_new_setup() {
    let house = House::open().await;
    let id = house.token_connection().await;
    let gate = Arc::new(Semaphore::new(0));
    let held = Arc::clone(&gate);
    house.service.on("/token", move |count, _| match count {
        1 => token("token-of-the-old-setup", 3600).behind(&held),
        _ => token("token-of-the-new-setup", 3600),
    });
    let reconnect = async {
        house.service.reached("/token", 1).await;
        house.reconnect(&id, client_credentials("client-secret-2")).await;
        gate.add_permits(1);
    };
    let (overtaken, ()) = tokio::join!(house.send(&id, "/api"), reconnect);
    overtaken.unwrap();
    assert_eq!(house.signatures(), ["Bearer token-of-the-new-setup"]);
}

#[tokio::test]
async fn a_refused_token_is_replaced_and_a_safe_action_sent_again() {
    let house = House::open().await;
    house.service.on("/auth0/oauth", |count, _| token(&format!("access-{count}"), 3600));
    let id = house.connect("AUTH0", auth0("s")).await;
    house.service.on("/auth0/api", |count, _| match count {
        1 => Reply::json(401, &json!({ "message": "expired" })),
        _ => Reply::json(200, &json!({ "name": "Ada" })),
    });
    let got = house.call(&id, "AUTH0.GET_USER", json!({ "user_id": "auth0|1" })).await.unwrap();
    assert_eq!(got.output, json!({ "name": "Ada" }));
    let signed: Vec<_> = house.service.requests("/auth0/api");
    let signed: Vec<_> = signed.iter().map(|request| request.header("authorization").unwrap()).collect();
    // The first was spent on the check before saving.
    assert_eq!(signed, ["Bearer access-2", "Bearer access-3"]);
    assert!(house.store.connection(&house.tenant, &id).await.unwrap().unwrap().refreshed_at.is_some());
}

#[tokio::test]
async fn a_refused_token_is_replaced_but_an_unsafe_action_not_sent_again() {
    let house = House::open().await;
    house.service.on("/auth0/oauth", |count, _| token(&format!("access-{count}"), 3600));
    let id = house.connect("AUTH0", auth0("s")).await;
    house.service.always("/auth0/api", 401, json!({ "message": "expired" }));
    let create = || house.call(&id, "AUTH0.CREATE_USER", json!({ "payload": {} }));
    assert_eq!(refusal(create().await), ("expired".to_owned(), Some(401)));
    assert_eq!(house.service.count("/auth0/api"), 1);
    house.service.always("/auth0/api", 201, json!({}));
    create().await.unwrap();
    assert_eq!(house.service.requests("/auth0/api")[1].header("authorization"), Some("Bearer access-3"));
}

#[tokio::test]
async fn a_service_that_refuses_every_token_does_not_get_one_for_every_call() {
    let house = House::open().await;
    let id = house.token_connection().await;
    house.service.always("/api", 401, json!({ "message": "you may not" }));
    for _ in 0..20 {
        assert_eq!(house.send(&id, "/api").await.unwrap().status, Some(401));
    }
    assert_eq!(house.service.count("/token"), 2);
    house.clock.advance(Duration::from_secs(31));
    house.send(&id, "/api").await.unwrap();
    assert_eq!(house.service.count("/token"), 3);
}

#[tokio::test]
async fn answers_that_are_no_token_are_clear_errors() {
    let house = House::open().await;
    let id = house.token_connection().await;
    let told = |status: u16, body: Value| (status, body.to_string());
    let cases = [
        (
            told(400, json!({ "error": "invalid_client", "error_description": "No such client" })),
            "the token endpoint answered 400: No such client",
        ),
        (told(401, json!({ "error": "invalid_client" })), "the token endpoint answered 401: invalid_client"),
        (
            told(200, json!({ "token_type": "Bearer" })),
            "the token endpoint answered without an access_token: no reason given",
        ),
        (
            told(200, json!({ "error": "bad_verification_code" })),
            "the token endpoint answered without an access_token: bad_verification_code",
        ),
        ((200, "<html>".to_owned()), "the token endpoint answered without an access_token: no reason given"),
        ((200, String::new()), "the token endpoint answered without an access_token: no reason given"),
        (told(302, json!({})), "the token endpoint answered 302: no reason given"),
    ];
    for ((status, body), message) in cases {
        house.service.on("/token", move |_, _| Reply::with_header(status, "location", "/api/stolen", &body));
        assert_eq!(refusal(house.send(&id, "/api").await), (message.to_owned(), Some(status)));
        house.clock.advance(AFTER_ANY_PAUSE);
    }
    assert_eq!(house.service.count("/api"), 0);
}

#[tokio::test]
async fn a_token_endpoint_that_is_away_or_slow_is_an_outage_that_changed_nothing() {
    let house = House::open().await;
    let id = house.token_connection().await;
    house.service.on("/token", |_, _| Reply::nothing());
    let (message, status, may_have_acted) = outage(house.send(&id, "/api").await);
    assert!(message.starts_with("the service gave no usable answer"), "{message}");
    assert_eq!((status, may_have_acted), (None, false));
    house.clock.advance(AFTER_ANY_PAUSE);
    house.service.on("/token", |_, _| token("late", 60).after(Duration::from_secs(5)));
    assert_eq!(
        outage(house.send(&id, "/api").await),
        ("the service gave no usable answer: it took longer than 2s".to_owned(), None, false)
    );
    house.clock.advance(AFTER_ANY_PAUSE);
    house.service.always("/token", 429, json!({ "error": "slow down" }));
    assert_eq!(
        outage(house.send(&id, "/api").await),
        ("the token endpoint answered 429: slow down".to_owned(), Some(429), false)
    );
    assert_eq!(house.service.count("/api"), 0);
}
