//! Who is signed in.

use std::time::Duration;

use model::{PersonId, Session};
use store::system;

use crate::{
    database::{Database, START, on_both},
    people,
};

async fn create(database: &Database, token_hash: &[u8], person: &PersonId) -> Session {
    let now = database.clock.now();
    let session = Session { token_hash: token_hash.to_vec(), person: person.clone(), created_at: now, seen_at: now };
    let dead_before = now.minus(Duration::from_hours(12));
    database.store.create_session(&session, dead_before, database.line("session.create")).await.expect("it is new");
    session
}

#[tokio::test]
async fn a_session_leads_to_its_person() {
    on_both(async |database| {
        let ada = people::create(database, "ada@example.com").await;
        let made = create(database, &[0, 255], &ada.id).await;
        assert_eq!(database.store.session(&[0, 255]).await.unwrap(), Some((made, ada)));
        assert_eq!(database.store.session(&[1]).await.unwrap(), None);
        assert_eq!(database.told(&system(), "session.create").await, 1);
    })
    .await;
}

#[tokio::test]
async fn being_seen_moves_forward_only() {
    on_both(async |database| {
        let ada = people::create(database, "ada@example.com").await;
        create(database, &[1], &ada.id).await;
        let later = START.plus(Duration::from_secs(9));
        database.store.touch_session(&[1], later).await.unwrap();
        database.store.touch_session(&[1], START).await.unwrap();
        let (session, _) = database.store.session(&[1]).await.unwrap().unwrap();
        assert_eq!((session.created_at, session.seen_at), (START, later));
    })
    .await;
}

#[tokio::test]
async fn signing_out_ends_this_session_and_no_other() {
    on_both(async |database| {
        let ada = people::create(database, "ada@example.com").await;
        create(database, &[1], &ada.id).await;
        create(database, &[2], &ada.id).await;
        let delete = async || database.store.delete_session(&[1], database.line("session.delete")).await.unwrap();
        assert!(delete().await);
        assert!(!delete().await);
        assert!(database.store.session(&[1]).await.unwrap().is_none());
        assert!(database.store.session(&[2]).await.unwrap().is_some());
        assert_eq!(database.told(&system(), "session.delete").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_new_session_sweeps_the_forgotten_ones_away() {
    on_both(async |database| {
        let ada = people::create(database, "ada@example.com").await;
        create(database, &[1], &ada.id).await;
        database.clock.advance(Duration::from_hours(6));
        create(database, &[2], &ada.id).await;
        database.clock.advance(Duration::from_hours(6));
        create(database, &[3], &ada.id).await;
        assert!(database.store.session(&[1]).await.unwrap().is_none());
        assert!(database.store.session(&[2]).await.unwrap().is_some());
    })
    .await;
}
