//! Connections, as everyone may see them.

use std::time::Duration;

use model::{Connection, ConnectionId, Page, TenantId, UnixMillis};
use store::{NewConnection, Reconnect};

use crate::database::{ALL, Database, START, on_both, sealed};

/// A connection with a setup, made but not stored.
pub(crate) fn ready(database: &Database) -> NewConnection {
    let now = database.clock.now();
    NewConnection {
        connection: Connection {
            id: ConnectionId::new(&database.rng),
            app_id: "HTTP".to_owned(),
            name: "my service".to_owned(),
            account_name: Some("Bearer my-***ken".to_owned()),
            ready: true,
            created_at: now,
            updated_at: now,
            refreshed_at: None,
        },
        setup: Some(sealed("setup")),
        setup_type: Some("BEARER".to_owned()),
        granted: None,
    }
}

/// A connection without a setup, made but not stored.
fn empty(database: &Database) -> NewConnection {
    let new = ready(database);
    let connection = Connection { ready: false, account_name: None, ..new.connection };
    NewConnection { connection, setup: None, setup_type: None, granted: None }
}

/// Another setup.
pub(crate) fn reconnect(name: Option<&str>) -> Reconnect {
    Reconnect {
        name: name.map(str::to_owned),
        account_name: Some("user:***".to_owned()),
        setup: sealed("new setup"),
        setup_type: "BASIC_AUTH".to_owned(),
        event: None,
        granted: None,
    }
}

/// Stores a connection.
pub(crate) async fn create(database: &Database, tenant: &TenantId, new: NewConnection) -> Connection {
    let line = database.line("connection.create");
    database.store.create_connection(tenant, new, line).await.expect("the id is new")
}

#[tokio::test]
async fn a_connection_comes_back_as_it_was_made() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        for new in [ready(database), empty(database)] {
            let expected = new.connection.clone();
            let made = create(database, &acme, new).await;
            assert_eq!(made, expected);
            assert_eq!(database.store.connection(&acme, &made.id).await.unwrap(), Some(expected));
        }
        assert_eq!(database.told(&acme, "connection.create").await, 2);
    })
    .await;
}

#[tokio::test]
async fn connections_are_listed_newest_first_and_in_pages() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let mut made = Vec::new();
        for _ in 0..5 {
            made.insert(0, create(database, &acme, ready(database)).await.id);
            database.clock.advance(Duration::from_millis(1));
        }
        let page = async |start, limit| -> Vec<ConnectionId> {
            let page = database.store.connections(&acme, Page { start, limit }).await.unwrap();
            page.into_iter().map(|connection| connection.id).collect()
        };
        assert_eq!(page(0, 2).await, made[0..2]);
        assert_eq!(page(2, 2).await, made[2..4]);
        assert_eq!(page(4, 2).await, made[4..]);
        assert_eq!(page(6, 2).await, []);
        assert_eq!(database.store.count_connections(&acme).await.unwrap(), 5);
    })
    .await;
}

#[tokio::test]
async fn pages_of_connections_made_in_the_same_millisecond_neither_repeat_nor_skip() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let mut made = Vec::new();
        for _ in 0..7 {
            made.push(create(database, &acme, ready(database)).await.id.as_str().to_owned());
        }
        let mut listed = Vec::new();
        for start in 0..7 {
            let page = database.store.connections(&acme, Page { start, limit: 1 }).await.unwrap();
            listed.extend(page.into_iter().map(|connection| connection.id.as_str().to_owned()));
        }
        made.sort();
        listed.sort();
        assert_eq!(listed, made);
    })
    .await;
}

#[tokio::test]
async fn a_rename_changes_the_name_and_moves_the_time() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let before = create(database, &acme, ready(database)).await;
        database.clock.advance(Duration::from_secs(1));
        let line = database.line("connection.update");
        let renamed = database.store.rename_connection(&acme, &before.id, "other", line).await.unwrap();
        let updated_at = UnixMillis(START.0 + 1000);
        let expected = Connection { name: "other".to_owned(), updated_at, ..before.clone() };
        assert_eq!(renamed.as_ref(), Some(&expected));
        assert_eq!(database.store.connection(&acme, &before.id).await.unwrap(), Some(expected));
        assert_eq!(database.told(&acme, "connection.update").await, 1);
    })
    .await;
}

#[tokio::test]
async fn changes_within_one_millisecond_have_different_times() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let made = create(database, &acme, ready(database)).await;
        let line = || database.line("connection.update");
        let renamed = database.store.rename_connection(&acme, &made.id, "a", line()).await.unwrap().unwrap();
        let again = database.store.rename_connection(&acme, &made.id, "a", line()).await.unwrap().unwrap();
        let new = reconnect(None);
        let reconnected = database.store.reconnect_connection(&acme, &made.id, new, line()).await.unwrap().unwrap();
        let times = [made.updated_at, renamed.updated_at, again.updated_at, reconnected.updated_at];
        assert_eq!(times.map(|time| time.0 - START.0), [0, 1, 2, 3]);
    })
    .await;
}

#[tokio::test]
async fn a_reconnect_makes_an_empty_connection_ready_and_keeps_its_name() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let before = create(database, &acme, empty(database)).await;
        let line = database.line("connection.update");
        let after =
            database.store.reconnect_connection(&acme, &before.id, reconnect(None), line).await.unwrap().unwrap();
        assert!(after.ready);
        assert_eq!((&after.name, after.account_name.as_deref()), (&before.name, Some("user:***")));
        assert_eq!(database.store.connection(&acme, &before.id).await.unwrap(), Some(after));
        assert_eq!(database.told(&acme, "connection.update").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_reconnect_may_bring_a_name() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let before = create(database, &acme, ready(database)).await;
        let (new, line) = (reconnect(Some("renamed")), database.line("connection.update"));
        let after = database.store.reconnect_connection(&acme, &before.id, new, line).await.unwrap().unwrap();
        assert_eq!(after.name, "renamed");
    })
    .await;
}

#[tokio::test]
async fn a_deleted_connection_is_gone() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let made = create(database, &acme, ready(database)).await;
        assert!(database.store.delete_connection(&acme, &made.id, database.line("connection.delete")).await.unwrap());
        assert!(!database.store.delete_connection(&acme, &made.id, database.line("connection.delete")).await.unwrap());
        assert_eq!(database.store.connection(&acme, &made.id).await.unwrap(), None);
        assert_eq!(database.store.count_connections(&acme).await.unwrap(), 0);
        assert_eq!(database.told(&acme, "connection.delete").await, 1);
    })
    .await;
}

#[tokio::test]
async fn another_tenant_neither_sees_nor_changes_a_connection() {
    on_both(async |database| {
        let (acme, other) = (database.tenant("acme").await, database.tenant("other").await);
        let made = create(database, &acme, ready(database)).await;
        let (store, line) = (&database.store, || database.line("theft"));
        assert_eq!(store.connection(&other, &made.id).await.unwrap(), None);
        assert_eq!(store.connections(&other, ALL).await.unwrap(), []);
        assert_eq!(store.count_connections(&other).await.unwrap(), 0);
        assert_eq!(store.rename_connection(&other, &made.id, "theirs", line()).await.unwrap(), None);
        assert_eq!(store.reconnect_connection(&other, &made.id, reconnect(None), line()).await.unwrap(), None);
        assert!(!store.delete_connection(&other, &made.id, line()).await.unwrap());
        assert_eq!(store.connection(&acme, &made.id).await.unwrap(), Some(made));
        assert_eq!((database.told(&acme, "theft").await, database.told(&other, "theft").await), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn a_connection_of_a_tenant_that_does_not_exist_is_refused() {
    on_both(async |database| {
        let nobody = TenantId::new(&database.rng);
        let line = database.line("connection.create");
        database.store.create_connection(&nobody, ready(database), line).await.unwrap_err();
        assert_eq!(database.told(&nobody, "connection.create").await, 0);
    })
    .await;
}
