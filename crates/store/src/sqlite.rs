//! Opening a SQLite file, and keeping it to its owner.

use std::{
    ffi::OsString,
    fs,
    io::{Error as IoError, ErrorKind, Result as IoResult},
    path::Path,
    time::Duration,
};

use sqlx::{
    SqlitePool,
    sqlite::{SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::time::sleep;

use crate::{
    Db, Error, Result,
    opening::{CONNECTIONS, migrate},
};

/// How long a writer of one process waits for that of another: the command line beside the server.
const BUSY: Duration = Duration::from_secs(10);
/// The pause before another try to open a file that another process is just making.
const AGAIN: Duration = Duration::from_millis(20);
/// How long a reader waits for one of the connections.
const ACQUIRE: Duration = Duration::from_secs(10);

/// Opens the file and brings its schema up to date.
pub(crate) async fn open(path: &str) -> Result<Db> {
    // SQLite would understand more (`:memory:`, `file:…?…`), under names that are then not the file's.
    if path.is_empty() || path.starts_with(':') || path.starts_with("file:") || path.contains('?') {
        return Err(Error::BadUrl("sqlite: is followed by the path of a file and nothing else".to_owned()));
    }
    make_private(Path::new(path)).map_err(|error| Error::BadUrl(format!("{path}: {error}")))?;
    let options = options(path);
    let write = open_writer(&options).await?;
    // The migrator takes no lock on SQLite: without this, two processes that start at once would both migrate.
    let mut change = write.begin_with("BEGIN IMMEDIATE").await?;
    migrate(&mut *change).await?;
    change.commit().await?;
    let read = SqlitePoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(ACQUIRE);
    let read = read.test_before_acquire(false).connect_with(options.pragma("query_only", "ON")).await?;
    Ok(Db::Sqlite { read, write })
}

/// Opens the one connection that writes. SQLite waits for other writers, but not while two processes switch a new file to
/// its write-ahead log: one of them is told at once that the file is busy.
async fn open_writer(options: &SqliteConnectOptions) -> Result<SqlitePool> {
    let mut tries = 0..BUSY.as_millis() / AGAIN.as_millis();
    loop {
        let pool = SqlitePoolOptions::new().max_connections(1).acquire_timeout(BUSY).test_before_acquire(false);
        match pool.connect_with(options.clone()).await {
            Err(error) if is_busy(&error) && tries.next().is_some() => sleep(AGAIN).await,
            opened => return Ok(opened?),
        }
    }
}

fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| code & 0xff == 5)
}

fn options(path: &str) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .auto_vacuum(SqliteAutoVacuum::Incremental)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        // A deleted secret is overwritten, and sorting never spills into a file.
        .pragma("secure_delete", "ON")
        .pragma("temp_store", "MEMORY")
}

/// Only the owner may read the file and the journals beside it. SQLite makes new journals with the file's own mode.
fn make_private(path: &Path) -> IoResult<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        return Err(IoError::new(ErrorKind::NotFound, format!("there is no folder {}", folder.display())));
    }
    // A file that is there must not be opened: closing it again would drop the locks SQLite holds on it in this process.
    match create(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        done => return done,
    }
    if !fs::metadata(path)?.is_file() {
        return Err(IoError::new(ErrorKind::InvalidInput, "it is not a file"));
    }
    close_to_others(path)?;
    for ending in ["-wal", "-shm"] {
        let mut journal = OsString::from(path);
        journal.push(ending);
        match close_to_others(Path::new(&journal)) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            done => done?,
        }
    }
    Ok(())
}

#[cfg(unix)]
fn create(path: &Path) -> IoResult<()> {
    use std::os::unix::fs::OpenOptionsExt;

    fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map(drop)
}

#[cfg(unix)]
fn close_to_others(path: &Path) -> IoResult<()> {
    use std::os::unix::fs::PermissionsExt;

    let mut permissions = fs::metadata(path)?.permissions();
    if permissions.mode() & 0o077 != 0 {
        permissions.set_mode(0o600);
        fs::set_permissions(path, permissions)?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn create(path: &Path) -> IoResult<()> {
    fs::OpenOptions::new().write(true).create_new(true).open(path).map(drop)
}

#[cfg(not(unix))]
fn close_to_others(path: &Path) -> IoResult<()> {
    fs::metadata(path).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn pragma(pool: &SqlitePool, question: &'static str) -> i64 {
        sqlx::query_scalar(question).fetch_one(pool).await.expect("SQLite knows its pragmas")
    }

    #[tokio::test]
    async fn every_connection_works_by_the_settings() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("flowvault.db");
        let Db::Sqlite { read, write } = open(path.to_str().unwrap()).await.unwrap() else { unreachable!("SQLite") };
        for pool in [&read, &write] {
            assert_eq!(pragma(pool, "PRAGMA secure_delete").await, 1);
            assert_eq!(pragma(pool, "PRAGMA foreign_keys").await, 1);
            assert_eq!(pragma(pool, "PRAGMA synchronous").await, 2, "FULL");
            assert_eq!(pragma(pool, "PRAGMA temp_store").await, 2, "MEMORY");
            assert_eq!(pragma(pool, "PRAGMA auto_vacuum").await, 2, "INCREMENTAL");
            assert_eq!(pragma(pool, "PRAGMA busy_timeout").await, 10_000);
            let journal: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(pool).await.unwrap();
            assert_eq!(journal, "wal");
        }
        assert_eq!((pragma(&read, "PRAGMA query_only").await, pragma(&write, "PRAGMA query_only").await), (1, 0));
    }
}
