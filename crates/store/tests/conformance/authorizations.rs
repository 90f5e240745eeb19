//! People on their way to a service and back.

use std::time::Duration;

use model::{ConnectionId, TenantId, UnixMillis};
use store::{Authorization, Store};
use tokio::task::JoinSet;

use crate::database::{Database, START, on_both, sealed};

/// Before everything that happens in a test.
const LONG_AGO: UnixMillis = UnixMillis(START.0 - 600_000);

fn authorization(database: &Database, tenant: &TenantId, state_hash: u8) -> Authorization {
    Authorization {
        state_hash: vec![state_hash; 32],
        tenant: tenant.clone(),
        connection: ConnectionId::new(&database.rng),
        actor: "person:per_1".to_owned(),
        verifier: sealed("verifier"),
        scopes: "read write".to_owned(),
        redirect_uri: "https://vault.example/oauth/callback".to_owned(),
        another_account: true,
        session_hash: Some(vec![1, 0, 255]),
        created_at: database.clock.now(),
    }
}

async fn begin(database: &Database, new: &Authorization, forget_before: UnixMillis) {
    let line = database.line("connection.authorize");
    database.store.begin_authorization(new, forget_before, line).await.expect("it can be written");
}

async fn take(store: &Store, state_hash: u8, since: UnixMillis) -> Option<Authorization> {
    store.take_authorization(&[state_hash; 32], since).await.expect("it can be written")
}

#[tokio::test]
async fn who_comes_back_is_known_by_their_state_alone() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let new = authorization(database, &acme, 1);
        let by_program =
            Authorization { session_hash: None, another_account: false, ..authorization(database, &acme, 2) };
        begin(database, &new, LONG_AGO).await;
        begin(database, &by_program, LONG_AGO).await;
        let back = take(&database.store, 1, LONG_AGO).await.unwrap();
        assert_eq!((&back.tenant, &back.connection, &back.actor), (&acme, &new.connection, &new.actor));
        assert_eq!((back.state_hash, back.verifier, back.scopes), (new.state_hash, new.verifier, new.scopes));
        assert_eq!((back.redirect_uri, back.created_at), (new.redirect_uri, START));
        assert_eq!((back.another_account, back.session_hash), (true, Some(vec![1, 0, 255])));
        let back = take(&database.store, 2, LONG_AGO).await.unwrap();
        assert_eq!((back.another_account, back.session_hash), (false, None));
        assert_eq!(database.told(&acme, "connection.authorize").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_come_back_with_one_state_one_gets_in() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        begin(database, &authorization(database, &acme, 1), LONG_AGO).await;
        let mut coming = JoinSet::new();
        for _ in 0..10 {
            let store = database.store.clone();
            coming.spawn(async move { take(&store, 1, LONG_AGO).await.is_some() });
        }
        assert_eq!(coming.join_all().await.into_iter().filter(|taken| *taken).count(), 1);
        assert!(take(&database.store, 1, LONG_AGO).await.is_none());
    })
    .await;
}

#[tokio::test]
async fn an_unknown_state_lets_nobody_in() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        begin(database, &authorization(database, &acme, 1), LONG_AGO).await;
        assert!(take(&database.store, 2, LONG_AGO).await.is_none());
        assert!(take(&database.store, 1, LONG_AGO).await.is_some(), "and takes nobody's place");
    })
    .await;
}

#[tokio::test]
async fn who_comes_back_too_late_is_not_let_in() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        begin(database, &authorization(database, &acme, 1), LONG_AGO).await;
        assert!(take(&database.store, 1, START).await.is_none());
        assert!(take(&database.store, 1, UnixMillis(START.0 - 1)).await.is_some());
    })
    .await;
}

#[tokio::test]
async fn who_never_came_back_is_forgotten_when_another_sets_out() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        begin(database, &authorization(database, &acme, 1), LONG_AGO).await;
        database.clock.advance(Duration::from_secs(1));
        begin(database, &authorization(database, &acme, 2), START).await;
        assert!(take(&database.store, 1, LONG_AGO).await.is_none());
        assert!(take(&database.store, 2, LONG_AGO).await.is_some());
    })
    .await;
}

#[tokio::test]
async fn nobody_sets_out_twice_with_one_state_nor_for_a_tenant_that_is_not_there() {
    on_both(async |database| {
        let (acme, nobody) = (database.tenant("acme").await, TenantId::new(&database.rng));
        let new = authorization(database, &acme, 1);
        begin(database, &new, LONG_AGO).await;
        let lost = authorization(database, &nobody, 2);
        for refused in [&new, &lost] {
            let line = database.line("connection.authorize");
            database.store.begin_authorization(refused, LONG_AGO, line).await.unwrap_err();
        }
        assert_eq!(database.told(&acme, "connection.authorize").await, 1);
        assert_eq!(database.told(&nobody, "connection.authorize").await, 0);
    })
    .await;
}
