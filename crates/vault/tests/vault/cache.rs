//! Credentials in memory: as old as their promise allows, and nobody else's.

use std::time::{Duration, Instant};

use model::Actor;
use serde_json::json;
use vault::Change;

use crate::house::{House, bearer, call, client_credentials, refusal, token};

#[tokio::test]
async fn a_change_by_another_process_is_noticed_within_a_second() {
    let house = House::open().await;
    let other = house.second_vault().await;
    let (changed, deleted) =
        (house.connect("HTTP", bearer("first-token")).await, house.connect("HTTP", bearer("third-token")).await);
    for id in [&changed, &deleted] {
        house.send(id, "/api").await.unwrap();
    }
    let change = Change { name: None, setup: Some(bearer("second-token")) };
    other.update_connection(&house.tenant, Actor::Cli, &changed, change).await.unwrap().unwrap();
    assert!(other.delete_connection(&house.tenant, Actor::Cli, &deleted).await.unwrap());
    let since = Instant::now();
    tokio::time::sleep(Duration::from_millis(1010)).await;
    house.send(&changed, "/api").await.unwrap();
    assert_eq!(house.signatures().last().unwrap(), "Bearer second-token", "after {:?}", since.elapsed());
    refusal(house.send(&deleted, "/api").await);
}

#[tokio::test]
async fn a_token_of_another_process_is_used_instead_of_fetching_one() {
    let house = House::open().await;
    let id = house.token_connection().await;
    let other = house.second_vault().await;
    let params = json!({ "url": house.service.url("/api") });
    house.send(&id, "/api").await.unwrap();
    house.clock.advance(Duration::from_secs(3500));
    call(&other, &house.tenant, &id, "HTTP.SEND_REQUEST", params).await.unwrap();
    house.send(&id, "/api").await.unwrap();
    assert_eq!(house.signatures(), ["Bearer access-1", "Bearer access-2", "Bearer access-2"]);
}

#[tokio::test]
async fn another_tenants_id_yields_nothing_even_when_it_is_in_memory() {
    let house = House::open().await;
    let id = house.connect("HTTP", bearer("first-token")).await;
    house.send(&id, "/api").await.unwrap();
    let other = house.vault.create_tenant("other", Actor::Cli).await.unwrap().id;
    let params = json!({ "url": house.service.url("/api") });
    let (message, _) = refusal(call(&house.vault, &other, &id, "HTTP.SEND_REQUEST", params).await);
    assert_eq!(message, "the connection does not exist");
    assert_eq!(house.vault.check_connection(&other, &id).await.unwrap(), None);
    let change = Change { name: Some("mine".to_owned()), setup: Some(bearer("thiefs-token")) };
    assert!(house.vault.update_connection(&other, Actor::Cli, &id, change).await.unwrap().is_none());
    assert!(!house.vault.delete_connection(&other, Actor::Cli, &id).await.unwrap());
    house.send(&id, "/api").await.unwrap();
    assert_eq!(house.signatures(), ["Bearer first-token"; 2]);
}

#[tokio::test]
async fn another_kind_of_setup_takes_the_place_of_a_token() {
    let house = House::open().await;
    let id = house.token_connection().await;
    house.send(&id, "/api").await.unwrap();
    house.reconnect(&id, bearer("typed-token")).await;
    house.send(&id, "/api").await.unwrap();
    house.service.on("/token", |_, _| token("access-new", 3600));
    house.reconnect(&id, client_credentials("client-secret-2")).await;
    house.send(&id, "/api").await.unwrap();
    assert_eq!(house.signatures(), ["Bearer access-1", "Bearer typed-token", "Bearer access-new"]);
}
