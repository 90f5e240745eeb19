//! Opening, migrating, closing.

use std::path::Path;

use model::Clock;
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use store::{Error, Store};

use crate::database::{Database, START, on_both, on_sqlite};

/// What opening a URL answers instead of a store.
pub(crate) async fn failure(url: &str) -> Error {
    Store::open(url, Clock::fixed(START)).await.err().expect("it is refused")
}

/// Does to the database what another release would have done.
pub(crate) async fn tamper(database: &Database, sql: &'static str) {
    if let Some(path) = database.url.strip_prefix("sqlite:") {
        let mut connection = SqliteConnection::connect(path).await.expect("the file opens");
        sqlx::raw_sql(sql).execute(&mut connection).await.expect("the change is possible");
        connection.close().await.expect("a connection closes");
    } else {
        let mut connection = PgConnection::connect(&database.url).await.expect("the database opens");
        sqlx::raw_sql(sql).execute(&mut connection).await.expect("the change is possible");
        connection.close().await.expect("a connection closes");
    }
}

async fn refusal(database: &Database) -> String {
    match Store::open(&database.url, Clock::fixed(START)).await {
        Err(error @ Error::Schema(_)) => error.to_string(),
        Err(error) => panic!("another error: {error}"),
        Ok(_) => panic!("it was opened"),
    }
}

#[tokio::test]
async fn what_was_stored_is_there_after_opening_again() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let again = Store::open(&database.url, Clock::fixed(START)).await.unwrap();
        assert!(again.tenant(&acme).await.unwrap().is_some());
        again.close().await;
    })
    .await;
}

#[tokio::test]
async fn an_open_database_answers_and_a_closed_one_is_unavailable() {
    on_both(async |database| {
        database.store.ping().await.unwrap();
        database.store.close().await;
        let refused = database.store.ping().await;
        assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
    })
    .await;
}

#[tokio::test]
async fn a_database_of_a_newer_release_is_refused_by_name() {
    on_both(async |database| {
        tamper(
            database,
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             SELECT 9999, 'future', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
        )
        .await;
        let refusal = refusal(database).await;
        assert!(refusal.contains("newer Flowvault") && refusal.contains("9999"), "{refusal}");
    })
    .await;
}

#[tokio::test]
async fn a_database_made_by_an_altered_migration_is_refused() {
    on_both(async |database| {
        database.tenant("acme").await;
        tamper(database, "UPDATE _sqlx_migrations SET checksum = (SELECT wrapped FROM keys)").await;
        let refusal = refusal(database).await;
        assert!(refusal.contains("migration 1 differs"), "{refusal}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn processes_that_start_at_once_migrate_once() {
    on_sqlite(async |_| {
        for _ in 0..10 {
            let folder = tempfile::tempdir().unwrap();
            open_at_once(&format!("sqlite:{}", folder.path().join("new.db").display())).await;
        }
    })
    .await;
    crate::database::on_empty_postgres(open_at_once).await;
}

async fn open_at_once(url: &str) {
    let mut opening = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let url = url.to_owned();
        opening.spawn(async move { Store::open(&url, Clock::fixed(START)).await });
    }
    for opened in opening.join_all().await {
        let store = opened.expect("each of them opens");
        assert_eq!(store.tenants().await.expect("the tables are there"), []);
        store.close().await;
    }
}

#[tokio::test]
async fn a_url_that_names_no_database_is_refused_before_anything_is_made() {
    for url in [
        "",
        "flowvault.db",
        "mysql://localhost/x",
        "sqlite:",
        "sqlite://",
        "sqlite::memory:",
        "sqlite:a?mode=rwc",
        "sqlite:file:a",
    ] {
        let refused = failure(url).await;
        assert!(matches!(refused, Error::BadUrl(_)), "{url}: {refused:?}");
    }
    assert!(!Path::new("a?mode=rwc").exists() && !Path::new("file:a").exists());
}
