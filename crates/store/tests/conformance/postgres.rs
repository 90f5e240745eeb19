//! What only a PostgreSQL server can get wrong.

use model::{Tenant, TenantId};
use sqlx::{ConnectOptions as _, Connection as _, PgConnection, postgres::PgConnectOptions};
use store::Error;

use crate::{
    database::{START, on_postgres},
    opening::{failure, tamper},
};

#[tokio::test]
async fn an_absent_server_is_unavailable_and_the_reason_is_told() {
    // Port 9 (discard) has no PostgreSQL on any machine.
    let refused = failure("postgres://nobody@127.0.0.1:9/x").await;
    assert!(matches!(refused, Error::Unavailable(_)), "{refused:?}");
    assert!(refused.to_string().contains("refused"), "{refused}");
}

#[tokio::test]
async fn a_server_that_does_not_know_us_says_so_without_the_password() {
    on_postgres(async |database| {
        let right: PgConnectOptions = database.url.parse().unwrap();
        let stranger = right.clone().username("nobody_of_this_name").password("hunter2").to_url_lossy();
        let elsewhere = right.database("no_such_database").to_url_lossy();
        for (url, named) in [(stranger, "nobody_of_this_name"), (elsewhere, "no_such_database")] {
            let refused = failure(url.as_str()).await;
            assert!(matches!(refused, Error::BadUrl(_)), "{refused:?}");
            let told = format!("{refused} {refused:?}");
            assert!(told.contains(named) && !told.contains("hunter2"), "{told}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_mistyped_url_does_not_tell_its_password() {
    for url in [
        "postgres://flowvault:hunter2@localhost:port/x",
        "postgres://flowvault:hunter2/extra@localhost/x",
        "postgres://flowvault:hunter2@[::1/x",
        "postgres://flowvault:hunter2@localhost/x?sslmode=maybe",
        "mysql://flowvault:hunter2@localhost/x",
    ] {
        let refused = failure(url).await;
        assert!(matches!(refused, Error::BadUrl(_)), "{refused:?}");
        let told = format!("{refused} {refused:?}");
        assert!(!told.contains("hunter2"), "{told}");
    }
}

#[tokio::test]
async fn connections_that_the_server_cut_are_replaced() {
    on_postgres(async |database| {
        let acme = database.tenant("acme").await;
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()";
        tamper(database, cut).await;
        assert!(database.store.tenant(&acme).await.unwrap().is_some());
        database.tenant("other").await;
    })
    .await;
}

#[tokio::test]
async fn a_change_that_waits_too_long_for_a_lock_is_unavailable_and_undone() {
    on_postgres(async |database| {
        let mut other = PgConnection::connect(&database.url).await.unwrap();
        sqlx::raw_sql("BEGIN; LOCK TABLE tenants").execute(&mut other).await.unwrap();
        let tenant = Tenant { id: TenantId::new(&database.rng), name: "acme".to_owned(), created_at: START };
        let line = database.line("tenant.create");
        let refused = database.store.create_tenant(&tenant, &database.key(), line).await;
        assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
        other.close().await.unwrap();
        assert_eq!(database.store.tenant(&tenant.id).await.unwrap(), None);
        assert_eq!(database.told(&tenant.id, "tenant.create").await, 0);
    })
    .await;
}
