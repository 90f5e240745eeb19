//! What only a SQLite file can get wrong.

use std::path::{Path, PathBuf};

use model::Clock;
use sqlx::{Connection as _, SqliteConnection};
use store::{Error, Store};

use crate::{
    database::{START, on_sqlite},
    opening::failure,
};

#[tokio::test]
async fn a_sqlite_url_may_have_two_slashes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("with space %20.db");
    let store = Store::open(&format!("sqlite://{}", path.display()), Clock::fixed(START)).await.unwrap();
    store.close().await;
    assert!(path.exists());
}

#[tokio::test]
async fn a_sqlite_path_may_be_relative() {
    let folder = tempfile::tempdir().unwrap();
    let up: PathBuf = std::env::current_dir().unwrap().components().skip(1).map(|_| "..").collect();
    let path = up.join(folder.path().join("flowvault.db").strip_prefix("/").unwrap());
    let store = Store::open(&format!("sqlite:{}", path.display()), Clock::fixed(START)).await.unwrap();
    store.close().await;
    assert!(folder.path().join("flowvault.db").exists());
}

#[tokio::test]
async fn a_missing_folder_is_named() {
    let refused = failure("sqlite:/nowhere/flowvault.db").await;
    assert!(matches!(refused, Error::BadUrl(_)), "{refused:?}");
    assert!(refused.to_string().contains("there is no folder /nowhere"), "{refused}");
}

#[tokio::test]
async fn a_folder_is_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    std::fs::create_dir(&inner).unwrap();
    let before = std::fs::metadata(&inner).unwrap().permissions();
    let refused = failure(&format!("sqlite:{}", inner.display())).await;
    assert!(refused.to_string().contains("not a file"), "{refused}");
    assert_eq!(std::fs::metadata(&inner).unwrap().permissions(), before);
}

#[tokio::test]
async fn a_change_that_waits_too_long_for_another_process_is_unavailable() {
    on_sqlite(async |database| {
        let acme = database.tenant("acme").await;
        let mut other = SqliteConnection::connect(database.url.strip_prefix("sqlite:").unwrap()).await.unwrap();
        sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
        let flow = crate::flows::flow(database);
        let refused = database.store.create_flow(&acme, &flow, database.line("flow.create")).await;
        assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
        assert!(database.store.tenant(&acme).await.unwrap().is_some(), "readers do not wait");
        other.close().await.unwrap();
        database.store.create_flow(&acme, &flow, database.line("flow.create")).await.unwrap();
    })
    .await;
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_may_read_a_sqlite_database_and_its_journal() {
    use std::os::unix::fs::PermissionsExt;

    on_sqlite(async |database| {
        database.tenant("acme").await;
        let path = database.url.strip_prefix("sqlite:").unwrap();
        for file in [path.to_owned(), format!("{path}-wal"), format!("{path}-shm")] {
            assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600, "{file}");
        }
    })
    .await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_database_that_others_could_read_is_closed_to_them() {
    use std::os::unix::fs::PermissionsExt;

    on_sqlite(async |database| {
        let path = database.url.strip_prefix("sqlite:").unwrap();
        let files = [path.to_owned(), format!("{path}-wal"), format!("{path}-shm")];
        for file in &files {
            std::fs::set_permissions(file, PermissionsExt::from_mode(0o644)).unwrap();
        }
        Store::open(&database.url, Clock::fixed(START)).await.unwrap().close().await;
        for file in &files {
            assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600, "{file}");
        }
    })
    .await;
}

/// Closing any descriptor of a file drops the locks its process holds on it, and SQLite's with them.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn opening_again_leaves_the_locks_of_the_first_opening_alone() {
    on_sqlite(async |database| {
        let path = database.url.strip_prefix("sqlite:").unwrap();
        let lines_of = |locks: &str, inode: &str| locks.lines().filter(|line| line.contains(inode)).count();
        let inode = format!(":{} ", std::os::unix::fs::MetadataExt::ino(&std::fs::metadata(path).unwrap()));
        database.tenant("acme").await;
        let before = lines_of(&std::fs::read_to_string("/proc/locks").unwrap(), &inode);
        assert!(before > 0, "a reader holds the file");
        let _ = Store::open(&database.url, Clock::fixed(START)).await.unwrap();
        assert!(lines_of(&std::fs::read_to_string("/proc/locks").unwrap(), &inode) >= before);
    })
    .await;
}

#[tokio::test]
async fn a_deleted_secret_is_gone_from_the_sqlite_file() {
    const SECRET: &str = "not-quite-sealed-but-easy-to-find";
    on_sqlite(async |database| {
        let acme = database.tenant("acme").await;
        let new = crate::connections::ready(database);
        let new = store::NewConnection { setup: Some(crate::database::sealed(&SECRET.repeat(4))), ..new };
        let made = crate::connections::create(database, &acme, new).await;
        database.store.delete_connection(&acme, &made.id, database.line("connection.delete")).await.unwrap();
        database.store.close().await;
        let path = database.url.strip_prefix("sqlite:").unwrap();
        let bytes = std::fs::read(path).unwrap();
        assert!(!bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes()));
        assert!(!Path::new(&format!("{path}-wal")).exists(), "closing empties the journal");
    })
    .await;
}
