//! Renewing a token before it ends, and what happens while that fails.

use std::{sync::Arc, time::Duration};

use serde_json::json;
use tokio::sync::Semaphore;

use crate::{
    house::{House, outage, refusal, token},
    service::Reply,
};

#[tokio::test]
async fn a_token_is_renewed_within_its_margin_and_not_before() {
    let house = House::open().await;
    let id = house.token_connection().await;
    house.send(&id, "/api").await.unwrap();
    // The margin of an hour is its tenth, five minutes at most.
    house.clock.advance(Duration::from_secs(3600 - 301));
    house.send(&id, "/api").await.unwrap();
    house.clock.advance(Duration::from_secs(1));
    house.send(&id, "/api").await.unwrap();
    assert_eq!(house.signatures(), ["Bearer access-1", "Bearer access-1", "Bearer access-2"]);
    let connection = house.store.connection(&house.tenant, &id).await.unwrap().unwrap();
    assert_eq!(connection.refreshed_at, Some(house.clock.now()));
    assert_eq!(connection.updated_at, connection.created_at);
}

#[tokio::test]
async fn while_renewing_fails_the_old_token_serves_until_it_ends() {
    let house = House::open().await;
    let id = house.token_connection().await;
    house.send(&id, "/api").await.unwrap();
    house.service.always("/token", 503, json!({ "error": "away" }));
    house.clock.advance(Duration::from_secs(3600 - 200));
    house.send(&id, "/api").await.unwrap();
    house.clock.advance(Duration::from_secs(199));
    house.send(&id, "/api").await.unwrap();
    assert_eq!(house.signatures(), ["Bearer access-1"; 3]);
    house.clock.advance(Duration::from_secs(1));
    assert_eq!(
        outage(house.send(&id, "/api").await),
        ("the token endpoint answered 503: away".to_owned(), Some(503), false)
    );
    house.clock.advance(Duration::from_secs(10));
    house.service.always("/token", 400, json!({ "error": "invalid_client" }));
    assert_eq!(refusal(house.send(&id, "/api").await).0, "the token endpoint answered 400: invalid_client");
    assert_eq!(house.service.count("/api"), 3);
}

#[tokio::test]
async fn a_renewal_that_just_failed_is_not_tried_by_every_call() {
    let house = House::open().await;
    let id = house.token_connection().await;
    house.send(&id, "/api").await.unwrap();
    house.service.always("/token", 503, json!({ "error": "away" }));
    house.clock.advance(Duration::from_secs(3600 - 200));
    for _ in 0..10 {
        house.send(&id, "/api").await.unwrap();
    }
    assert_eq!(house.service.count("/token"), 2);
    house.service.on("/token", |_, _| token("access-after", 3600));
    house.clock.advance(Duration::from_secs(10));
    house.send(&id, "/api").await.unwrap();
    assert_eq!(house.signatures().last().unwrap(), "Bearer access-after");
}

#[tokio::test]
async fn nobody_waits_for_a_slow_renewal_while_the_old_token_is_good() {
    let house = House::open().await;
    let id = house.token_connection().await;
    house.send(&id, "/api").await.unwrap();
    let gate = Arc::new(Semaphore::new(0));
    let held = Arc::clone(&gate);
    house.service.on("/token", move |_, _| token("access-after", 3600).behind(&held));
    house.clock.advance(Duration::from_secs(3600 - 200));
    let others = async {
        house.service.reached("/token", 2).await;
        house.send(&id, "/api").await.unwrap();
        gate.add_permits(1);
    };
    let (renewing, ()) = tokio::join!(house.send(&id, "/api"), others);
    renewing.unwrap();
    assert_eq!(house.signatures(), ["Bearer access-1", "Bearer access-1", "Bearer access-after"]);
}

#[tokio::test]
async fn the_life_of_a_token_counts_from_the_question() {
    let house = House::open().await;
    let id = house.token_connection().await;
    let clock = house.clock.clone();
    house.service.on("/token", move |count, _| {
        // The answer takes fifty of the sixty seconds.
        clock.advance(Duration::from_secs(50));
        token(&format!("access-{count}"), 60)
    });
    house.send(&id, "/api").await.unwrap();
    assert_eq!(house.service.count("/token"), 1);
    house.send(&id, "/api").await.unwrap();
    assert_eq!(house.service.count("/token"), 2);
}

#[tokio::test]
async fn a_token_whose_life_nobody_says_lives_as_the_catalogue_says() {
    let house = House::open().await;
    let id = house.token_connection().await;
    house.service.on("/token", |count, _| Reply::json(200, &json!({ "access_token": format!("access-{count}") })));
    house.send(&id, "/api").await.unwrap();
    house.clock.advance(Duration::from_secs(48 * 3600));
    house.send(&id, "/api").await.unwrap();
    assert_eq!(house.signatures(), ["Bearer access-1", "Bearer access-2"]);
}
