//! What tenants are told: when it is written, who sends it, and how far it got.

use std::time::Duration;

use model::{Clock, ConnectionId, EventId, FailureClass, Page, TenantId, UnixMillis};
use store::{DueEvent, Event, FailedRenewal, Grant, NewEvent, NewTokens, Store};
use tokio::task::JoinSet;

use crate::{
    connections::{create, ready, reconnect},
    database::{ALL, Database, START, on_both, sealed},
    renewals::{claim, tokens},
};

const URL: &str = "https://acme.example/events";

fn later(seconds: i64) -> UnixMillis {
    UnixMillis(START.0 + 1000 * seconds)
}

async fn listen(database: &Database, tenant: &TenantId) {
    let line = database.line("events.update");
    database.store.put_event_endpoint(tenant, URL, (&sealed("secret"), true), line).await.expect("it can be written");
}

fn event(database: &Database, connection: &ConnectionId) -> NewEvent {
    NewEvent {
        id: EventId::new(&database.rng),
        kind: "connection.recovered",
        connection: connection.clone(),
        payload: r#"{"type":"connection.recovered"}"#.to_owned(),
        at: database.clock.now(),
    }
}

/// Something happens to a new connection of the tenant.
async fn happen(database: &Database, tenant: &TenantId) -> NewEvent {
    let id = create(database, tenant, ready(database)).await.id;
    let (claimed, event) = (claim(database, tenant, &id).await, event(database, &id));
    let (new, grant) = (sealed("tokens"), Grant::default());
    let new = NewTokens { event: Some(&event), ..tokens(&claimed, &new, &grant) };
    assert!(database.store.save_tokens(tenant, &id, new).await.expect("it can be written"));
    event
}

async fn events(database: &Database, tenant: &TenantId) -> Vec<Event> {
    database.store.events(tenant, ALL).await.expect("they can be read")
}

async fn due(database: &Database) -> Vec<DueEvent> {
    database.store.due_events(database.clock.now(), None, 100).await.expect("they can be read")
}

#[tokio::test]
async fn an_endpoint_comes_back_as_it_was_set_and_goes() {
    on_both(async |database| {
        let (acme, other) = (database.tenant("acme").await, database.tenant("other").await);
        listen(database, &acme).await;
        let set = database.store.event_endpoint(&acme).await.unwrap().unwrap();
        assert_eq!((set.url.as_str(), set.secret, set.created_at), (URL, sealed("secret"), START));
        assert!(database.store.event_endpoint(&other).await.unwrap().is_none());
        let line = || database.line("events.delete");
        assert!(!database.store.delete_event_endpoint(&other, line()).await.unwrap());
        assert!(database.store.delete_event_endpoint(&acme, line()).await.unwrap());
        assert!(!database.store.delete_event_endpoint(&acme, line()).await.unwrap());
        assert!(database.store.event_endpoint(&acme).await.unwrap().is_none());
        assert_eq!(database.told(&acme, "events.update").await, 1);
        assert_eq!((database.told(&acme, "events.delete").await, database.told(&other, "events.delete").await), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn another_url_keeps_the_secret_unless_it_is_to_be_replaced() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        listen(database, &acme).await;
        let put = async |replaces| {
            let (new, line) = (sealed("new secret"), database.line("events.update"));
            database.store.put_event_endpoint(&acme, "https://b.example", (&new, replaces), line).await.unwrap()
        };
        let moved = put(false).await;
        assert_eq!((moved.url.as_str(), moved.secret), ("https://b.example", sealed("secret")));
        assert_eq!(put(true).await.secret, sealed("new secret"));
        let set = database.store.event_endpoint(&acme).await.unwrap().unwrap();
        assert_eq!((set.url.as_str(), set.secret), ("https://b.example", sealed("new secret")));
    })
    .await;
}

#[tokio::test]
async fn what_happens_is_noted_for_tenants_that_listen() {
    on_both(async |database| {
        let (acme, other) = (database.tenant("acme").await, database.tenant("other").await);
        listen(database, &acme).await;
        let told = happen(database, &acme).await;
        happen(database, &other).await;
        assert_eq!(events(database, &other).await, []);
        let expected = Event {
            id: told.id,
            kind: told.kind.to_owned(),
            connection: told.connection,
            payload: told.payload,
            created_at: START,
            next_at: Some(START),
            attempts: 0,
            delivered_at: None,
            said: None,
        };
        assert_eq!(events(database, &acme).await, [expected]);
        assert_eq!((database.store.count_events(&acme).await.unwrap(), due(database).await.len()), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn a_failure_is_noted_with_its_event_or_not_at_all() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        listen(database, &acme).await;
        let id = create(database, &acme, ready(database)).await.id;
        let stale = claim(database, &acme, &id).await;
        let line = database.line("connection.update");
        database.store.reconnect_connection(&acme, &id, reconnect(None), line).await.unwrap();
        let current = claim(database, &acme, &id).await;
        for (claimed, is_noted) in [(&stale, false), (&current, true)] {
            let event = event(database, &id);
            let failed = FailedRenewal {
                number: claimed.number,
                failure: FailureClass::Reconnect,
                said: "revoked",
                refresh_at: None,
                may_be_spent: false,
                event: Some(&event),
            };
            assert_eq!(database.store.fail_renewal(&acme, &id, failed).await.unwrap(), is_noted);
            assert_eq!(events(database, &acme).await.len(), usize::from(is_noted));
        }
    })
    .await;
}

#[tokio::test]
async fn tokens_that_are_not_stored_are_not_told_of() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        listen(database, &acme).await;
        let id = create(database, &acme, ready(database)).await.id;
        let (claimed, event) = (claim(database, &acme, &id).await, event(database, &id));
        let line = database.line("connection.update");
        database.store.reconnect_connection(&acme, &id, reconnect(None), line).await.unwrap();
        let (new, grant) = (sealed("tokens"), Grant::default());
        let new = NewTokens { event: Some(&event), ..tokens(&claimed, &new, &grant) };
        assert!(!database.store.save_tokens(&acme, &id, new).await.unwrap());
        assert_eq!(events(database, &acme).await, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_would_send_an_event_one_does() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        listen(database, &acme).await;
        happen(database, &acme).await;
        let other_process = Store::open(&database.url, Clock::fixed(START)).await.unwrap();
        let event = due(database).await.remove(0);
        let mut sending = JoinSet::new();
        for number in 0..20 {
            let store = if number % 2 == 0 { database.store.clone() } else { other_process.clone() };
            let event = event.clone();
            sending.spawn(async move { store.take_event(&event, later(60)).await.unwrap() });
        }
        assert_eq!(sending.join_all().await.into_iter().filter(|taken| *taken).count(), 1);
        assert_eq!(events(database, &acme).await[0].attempts, 1);
        assert_eq!(due(database).await, [], "somebody is at it");
        database.clock.advance(Duration::from_mins(1));
        assert_eq!(due(database).await.len(), 1, "they never came back");
        other_process.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_delivered_event_is_not_sent_again() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        listen(database, &acme).await;
        let id = happen(database, &acme).await.id;
        assert!(database.store.take_event(&due(database).await[0], later(60)).await.unwrap());
        assert!(database.store.event_delivered(&acme, &id, "200").await.unwrap());
        assert!(!database.store.event_delivered(&acme, &id, "200").await.unwrap());
        assert!(!database.store.event_failed(&acme, &id, (1, "late news"), Some(START)).await.unwrap());
        let event = events(database, &acme).await.remove(0);
        assert_eq!((event.delivered_at, event.next_at, event.said.as_deref()), (Some(START), None, Some("200")));
    })
    .await;
}

#[tokio::test]
async fn a_failed_event_is_tried_again_at_its_time_or_given_up() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        listen(database, &acme).await;
        let id = happen(database, &acme).await.id;
        assert!(database.store.take_event(&due(database).await[0], later(60)).await.unwrap());
        assert!(database.store.event_failed(&acme, &id, (1, "503"), Some(later(5))).await.unwrap());
        assert_eq!(due(database).await, []);
        database.clock.advance(Duration::from_secs(5));
        let again = due(database).await.remove(0);
        assert_eq!((again.attempts, again.next_at), (1, later(5)));
        assert!(database.store.take_event(&again, later(65)).await.unwrap());
        assert!(!database.store.event_failed(&acme, &id, (1, "slow"), None).await.unwrap(), "another attempt counts");
        assert!(database.store.event_failed(&acme, &id, (2, "410"), None).await.unwrap());
        database.clock.advance(Duration::from_hours(1));
        assert_eq!(due(database).await, []);
        let event = events(database, &acme).await.remove(0);
        assert_eq!((event.delivered_at, event.next_at, event.said.as_deref()), (None, None, Some("410")));
    })
    .await;
}

#[tokio::test]
async fn due_events_of_all_tenants_come_longest_due_first() {
    on_both(async |database| {
        let (acme, other) = (database.tenant("acme").await, database.tenant("other").await);
        listen(database, &acme).await;
        listen(database, &other).await;
        let mut told = Vec::new();
        for tenant in [&acme, &other, &acme] {
            told.push((tenant.clone(), happen(database, tenant).await.id));
            database.clock.advance(Duration::from_secs(1));
        }
        let all = due(database).await;
        assert_eq!(all.iter().map(|due| (due.tenant.clone(), due.id.clone())).collect::<Vec<_>>(), told);
        assert_eq!(database.store.due_events(later(1), None, 1).await.unwrap(), all[..1]);
        assert_eq!(
            database.store.due_events(later(1), Some(&all[0]), 9).await.unwrap(),
            all[1..2],
            "not before its time"
        );
    })
    .await;
}

#[tokio::test]
async fn who_stops_listening_is_not_told_of_what_was_waiting() {
    on_both(async |database| {
        let (acme, other) = (database.tenant("acme").await, database.tenant("other").await);
        for tenant in [&acme, &other] {
            listen(database, tenant).await;
            happen(database, tenant).await;
        }
        database.store.delete_event_endpoint(&acme, database.line("events.delete")).await.unwrap();
        let left: Vec<_> = due(database).await.into_iter().map(|due| due.tenant).collect();
        assert_eq!(left, [other]);
        assert_eq!(events(database, &acme).await[0].next_at, None);
    })
    .await;
}

#[tokio::test]
async fn events_are_listed_newest_first_in_pages_and_forgotten_by_age() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        listen(database, &acme).await;
        let mut told = Vec::new();
        for _ in 0..3 {
            told.insert(0, happen(database, &acme).await.id);
            database.clock.advance(Duration::from_secs(1));
        }
        let page = async |start| -> Vec<EventId> {
            let page = database.store.events(&acme, Page { start, limit: 2 }).await.unwrap();
            page.into_iter().map(|event| event.id).collect()
        };
        assert_eq!((page(0).await, page(2).await), (told[..2].to_vec(), told[2..].to_vec()));
        assert_eq!(database.store.forget_events(later(1)).await.unwrap(), 2);
        assert_eq!(page(0).await, told[..1]);
    })
    .await;
}
