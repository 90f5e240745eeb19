//! What connections hold, and the generations that guard it.

use std::time::Duration;

use model::{ConnectionId, TenantId, UnixMillis};
use seal::Sealed;
use store::{Claimed, Grant, NewConnection, NewTokens, SealedCredential};

use crate::{
    connections::{create, ready, reconnect},
    database::{Database, START, on_both, sealed},
    renewals::{claim, tokens},
};

pub(crate) async fn credential(database: &Database, tenant: &TenantId, id: &ConnectionId) -> SealedCredential {
    database.store.credential(tenant, id).await.expect("it can be read").expect("it is there")
}

/// Stores tokens under a lease.
pub(crate) async fn save(
    database: &Database,
    tenant: &TenantId,
    id: &ConnectionId,
    claimed: &Claimed,
    new: &Sealed,
) -> bool {
    let grant = Grant::default();
    database.store.save_tokens(tenant, id, tokens(claimed, new, &grant)).await.expect("it can be written")
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
        let claimed = claim(database, &acme, &made.id).await;
        assert!(database.store.credential(&other, &made.id).await.unwrap().is_none());
        assert!(!save(database, &other, &made.id, &claimed, &sealed("theirs")).await);
        assert_eq!(credential(database, &acme, &made.id).await.tokens, None);
    })
    .await;
}

#[tokio::test]
async fn tokens_are_kept_beside_the_setup_and_told_to_nobody() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let made = create(database, &acme, ready(database)).await;
        let before = claim(database, &acme, &made.id).await;
        let told = database.audit(&acme).await.len();
        assert!(save(database, &acme, &made.id, &before, &sealed("tokens")).await);
        let after = credential(database, &acme, &made.id).await;
        assert_eq!((after.tokens, after.setup), (Some(sealed("tokens")), before.credential.setup));
        assert_eq!(after.generation, before.credential.generation + 1);
        assert_eq!(database.audit(&acme).await.len(), told, "renewals come by the thousand");
    })
    .await;
}

#[tokio::test]
async fn tokens_of_a_stale_generation_are_refused() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let made = create(database, &acme, ready(database)).await;
        let stale = claim(database, &acme, &made.id).await;
        assert!(save(database, &acme, &made.id, &stale, &sealed("first")).await);
        assert!(!save(database, &acme, &made.id, &stale, &sealed("second")).await, "its journal is closed");
        let next = claim(database, &acme, &made.id).await;
        let stale = Claimed { credential: stale.credential, ..next };
        assert!(!save(database, &acme, &made.id, &stale, &sealed("third")).await, "the tokens moved on");
        assert_eq!(credential(database, &acme, &made.id).await.tokens, Some(sealed("first")));
    })
    .await;
}

#[tokio::test]
async fn of_tokens_stored_at_the_same_time_one_set_is_kept() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let made = create(database, &acme, ready(database)).await;
        let seen = claim(database, &acme, &made.id).await;
        let save = async |text: &str| save(database, &acme, &made.id, &seen, &sealed(text)).await;
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
        let (new, grant) = (sealed("tokens"), Grant::default());
        let claimed = claim(database, &acme, &made.id).await;
        let dated = NewTokens { refreshed_at: renewed_at, ..tokens(&claimed, &new, &grant) };
        assert!(database.store.save_tokens(&acme, &made.id, dated).await.unwrap());
        let claimed = claim(database, &acme, &made.id).await;
        assert!(save(database, &acme, &made.id, &claimed, &new).await);
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
        let (new, grant) = (sealed("tokens"), Grant::default());
        let claimed = claim(database, &acme, &made.id).await;
        let dated = NewTokens { refreshed_at: Some(START), ..tokens(&claimed, &new, &grant) };
        assert!(database.store.save_tokens(&acme, &made.id, dated).await.unwrap());
        let claimed = claim(database, &acme, &made.id).await;
        let line = database.line("connection.update");
        let after = database.store.reconnect_connection(&acme, &made.id, reconnect(None), line).await.unwrap().unwrap();
        let held = credential(database, &acme, &made.id).await;
        assert_eq!((held.setup, held.setup_type.as_deref()), (Some(sealed("new setup")), Some("BASIC_AUTH")));
        assert_eq!((held.tokens, after.refreshed_at), (None, None));
        assert_eq!(held.generation, claimed.credential.generation + 1);
        assert!(!save(database, &acme, &made.id, &claimed, &new).await, "they belong to the old setup");
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
