//! How often somebody tried lately.

use std::time::Duration;

use model::UnixMillis;
use store::Attempt;

use crate::database::{Database, on_both};

/// Two attempts are free, the next ones are followed by a second each.
async fn attempt(database: &Database, subject: &[u8]) -> Option<UnixMillis> {
    let now = database.clock.now();
    let attempt = Attempt { subject, now, forget_before: now.minus(Duration::from_mins(1)) };
    let block = |attempts| if attempts < 3 { now } else { now.plus(Duration::from_secs(1)) };
    database.store.count_attempt(attempt, block).await.expect("it can be counted")
}

#[tokio::test]
async fn after_the_free_attempts_the_subject_is_blocked_for_a_while() {
    on_both(async |database| {
        for _ in 0..3 {
            assert_eq!(attempt(database, b"a").await, None);
        }
        let end = database.clock.now().plus(Duration::from_secs(1));
        assert_eq!(attempt(database, b"a").await, Some(end));
        assert_eq!(attempt(database, b"b").await, None, "somebody else");
        database.clock.advance(Duration::from_secs(1));
        assert_eq!(attempt(database, b"a").await, None);
        assert!(attempt(database, b"a").await.is_some());
    })
    .await;
}

#[tokio::test]
async fn a_quiet_while_makes_a_fresh_start() {
    on_both(async |database| {
        for _ in 0..3 {
            attempt(database, b"a").await;
        }
        database.clock.advance(Duration::from_mins(1));
        for _ in 0..3 {
            assert_eq!(attempt(database, b"a").await, None);
        }
    })
    .await;
}

#[tokio::test]
async fn a_good_attempt_does_not_count() {
    on_both(async |database| {
        for _ in 0..5 {
            assert_eq!(attempt(database, b"a").await, None);
            database.store.forgive_attempt(b"a").await.unwrap();
        }
        database.store.forgive_attempt(b"nobody").await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn attempts_can_be_forgotten() {
    on_both(async |database| {
        for _ in 0..4 {
            attempt(database, b"a").await;
        }
        assert!(attempt(database, b"a").await.is_some());
        let long_ago = database.clock.now().minus(Duration::from_mins(1));
        database.store.forget_attempts(b"a", long_ago).await.unwrap();
        assert_eq!(attempt(database, b"a").await, None);
    })
    .await;
}

#[tokio::test]
async fn of_many_at_once_no_more_get_through_than_one_after_the_other() {
    on_both(async |database| {
        let one = || attempt(database, b"a");
        let all = [tokio::join!(one(), one(), one(), one()), tokio::join!(one(), one(), one(), one())];
        let answers = all.into_iter().flat_map(|(a, b, c, d)| [a, b, c, d]);
        assert_eq!(answers.filter(Option::is_none).count(), 3);
    })
    .await;
}
