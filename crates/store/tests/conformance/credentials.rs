//! What connections hold, and the generations that guard it.

use std::time::Duration;

use model::{ConnectionId, TenantId, UnixMillis};
use seal::Sealed;
use store::{NewConnection, NewTokens, SealedCredential};

use crate::{
    connections::{create, ready, reconnect},
    database::{Database, START, on_both, sealed},
};

async fn credential(database: &Database, tenant: &TenantId, id: &ConnectionId) -> SealedCredential {
    database.store.credential(tenant, id).await.expect("it can be read").expect("it is there")
}

async fn save(database: &Database, tenant: &TenantId, id: &ConnectionId, generation: i64, tokens: &Sealed) -> bool {
    let new = NewTokens { generation, tokens, refreshed_at: None };
    database.store.save_tokens(tenant, id, new, database.line("connection.tokens")).await.expect("it can be written")
}

#[tokio::test]
async fn a_sealed_setup_comes_back_byte_for_byte() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let every_byte = Sealed::from_stored((0..=255).collect());
        let new = NewConnection { setup: Some(every_byte.clone()), ..ready(database) };
        let made = create(database, &acme, new).await;
        let held = credential(database, &acme, &made.id).await;
        assert_eq!((held.app_id.as_str(), held.setup_type.as_deref()), ("HTTP", Some("BEARER")));
        assert_eq!((held.setup, held.tokens), (Some(every_byte), None));
    })
    .await;
}

#[tokio::test]
async fn an_empty_connection_holds_nothing() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let made = create(database, &acme, NewConnection { setup: None, setup_type: None, ..ready(database) }).await;
        let held = credential(database, &acme, &made.id).await;
        assert_eq!((held.setup_type, held.setup, held.tokens), (None, None, None));
    })
    .await;
}

#[tokio::test]
async fn another_tenant_reaches_no_credential() {
    on_both(async |database| {
        let (acme, other) = (database.tenant("acme").await, database.tenant("other").await);
        let made = create(database, &acme, ready(database)).await;
        let generation = credential(database, &acme, &made.id).await.generation;
        assert!(database.store.credential(&other, &made.id).await.unwrap().is_none());
        assert!(!save(database, &other, &made.id, generation, &sealed("theirs")).await);
        assert_eq!(credential(database, &acme, &made.id).await.tokens, None);
        let told = (database.told(&acme, "connection.tokens").await, database.told(&other, "connection.tokens").await);
        assert_eq!(told, (0, 0));
    })
    .await;
}

#[tokio::test]
async fn tokens_are_kept_beside_the_setup() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let made = create(database, &acme, ready(database)).await;
        let before = credential(database, &acme, &made.id).await;
        assert!(save(database, &acme, &made.id, before.generation, &sealed("tokens")).await);
        let after = credential(database, &acme, &made.id).await;
        assert_eq!((after.tokens, after.setup), (Some(sealed("tokens")), before.setup));
        assert_eq!(after.generation, before.generation + 1);
        assert_eq!(database.told(&acme, "connection.tokens").await, 1);
    })
    .await;
}

#[tokio::test]
async fn tokens_of_a_stale_generation_are_refused() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let made = create(database, &acme, ready(database)).await;
        let stale = credential(database, &acme, &made.id).await.generation;
        assert!(save(database, &acme, &made.id, stale, &sealed("first")).await);
        assert!(!save(database, &acme, &made.id, stale, &sealed("second")).await);
        assert_eq!(credential(database, &acme, &made.id).await.tokens, Some(sealed("first")));
        assert_eq!(database.told(&acme, "connection.tokens").await, 1);
    })
    .await;
}

#[tokio::test]
async fn of_tokens_fetched_at_the_same_time_one_set_is_kept() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let made = create(database, &acme, ready(database)).await;
        let seen = credential(database, &acme, &made.id).await.generation;
        let save = async |text: &str| save(database, &acme, &made.id, seen, &sealed(text)).await;
        let saved: [bool; 4] = tokio::join!(save("0"), save("1"), save("2"), save("3")).into();
        let winner = saved.iter().position(|saved| *saved).unwrap();
        assert_eq!(saved.iter().filter(|saved| **saved).count(), 1);
        assert_eq!(credential(database, &acme, &made.id).await.tokens, Some(sealed(&winner.to_string())));
    })
    .await;
}

#[tokio::test]
async fn a_renewal_is_dated_and_is_no_change_of_the_connection() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let made = create(database, &acme, ready(database)).await;
        database.clock.advance(Duration::from_secs(1));
        let renewed_at = Some(UnixMillis(START.0 + 900));
        let tokens = sealed("tokens");
        let generation = credential(database, &acme, &made.id).await.generation;
        let new = NewTokens { generation, tokens: &tokens, refreshed_at: renewed_at };
        assert!(database.store.save_tokens(&acme, &made.id, new, database.line("connection.tokens")).await.unwrap());
        assert!(save(database, &acme, &made.id, generation + 1, &tokens).await);
        let after = database.store.connection(&acme, &made.id).await.unwrap().unwrap();
        assert_eq!((after.refreshed_at, after.updated_at), (renewed_at, made.updated_at));
    })
    .await;
}

#[tokio::test]
async fn a_reconnect_replaces_the_setup_and_forgets_the_tokens() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let made = create(database, &acme, ready(database)).await;
        let tokens = sealed("tokens");
        let generation = credential(database, &acme, &made.id).await.generation;
        let new = NewTokens { generation, tokens: &tokens, refreshed_at: Some(START) };
        assert!(database.store.save_tokens(&acme, &made.id, new, database.line("connection.tokens")).await.unwrap());
        let line = database.line("connection.update");
        let after = database.store.reconnect_connection(&acme, &made.id, reconnect(None), line).await.unwrap().unwrap();
        let held = credential(database, &acme, &made.id).await;
        assert_eq!((held.setup, held.setup_type.as_deref()), (Some(sealed("new setup")), Some("BASIC_AUTH")));
        assert_eq!((held.tokens, after.refreshed_at), (None, None));
        assert_eq!(held.generation, generation + 2);
        assert!(!save(database, &acme, &made.id, generation + 1, &tokens).await, "they belong to the old setup");
    })
    .await;
}

#[tokio::test]
async fn a_rename_does_not_touch_the_credential() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let made = create(database, &acme, ready(database)).await;
        let before = credential(database, &acme, &made.id).await;
        let line = database.line("connection.update");
        database.store.rename_connection(&acme, &made.id, "other", line).await.unwrap();
        let after = credential(database, &acme, &made.id).await;
        assert_eq!((after.generation, after.setup), (before.generation, before.setup));
    })
    .await;
}
