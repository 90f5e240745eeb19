//! Opening a database: what its URL may say, how SQLite is set up, and bringing the schema up to date.

use std::{path::Path, str::FromStr, time::Duration};

use sqlx::{
    migrate::{Migrate, MigrateError, Migrator},
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{Db, Error, Result};

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// How long a SQLite writer of one process waits for that of another: the command line beside the server.
const BUSY: Duration = Duration::from_secs(10);
/// How long a caller waits for a connection to the database before it is told that the database is away.
const ACQUIRE: Duration = Duration::from_secs(5);
/// Readers beside the one SQLite writer, and connections to PostgreSQL.
const CONNECTIONS: u32 = 16;

impl Db {
    /// Opens the database a URL names and brings its schema up to date.
    pub(crate) async fn open(url: &str) -> Result<Self> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Self::open_postgres(url).await
        } else if let Some(path) = url.strip_prefix("sqlite:") {
            Self::open_sqlite(path.strip_prefix("//").unwrap_or(path)).await
        } else {
            Err(Error::BadUrl("a database URL begins with sqlite: or postgres://".to_owned()))
        }
    }

    async fn open_sqlite(path: &str) -> Result<Self> {
        if path.is_empty() || path.starts_with(':') || path.contains('?') {
            return Err(Error::BadUrl("sqlite: is followed by the path of a file and nothing else".to_owned()));
        }
        make_private(Path::new(path)).map_err(|error| Error::BadUrl(format!("{path}: {error}")))?;
        let options = sqlite_options(path);
        let write = SqlitePoolOptions::new().max_connections(1).acquire_timeout(BUSY).test_before_acquire(false);
        let write = write.connect_with(options.clone()).await?;
        // The migrator takes no lock on SQLite: without this, two processes that start at once would both migrate.
        let mut change = write.begin_with("BEGIN IMMEDIATE").await?;
        migrate(&mut *change).await?;
        change.commit().await?;
        let read = SqlitePoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(ACQUIRE);
        let read = read.test_before_acquire(false).connect_with(options.pragma("query_only", "ON")).await?;
        Ok(Self::Sqlite { read, write })
    }

    async fn open_postgres(url: &str) -> Result<Self> {
        let options = PgConnectOptions::from_str(url).map_err(|error| Error::BadUrl(error.to_string()))?;
        let options = options.application_name("flowvault");
        let pool = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(ACQUIRE);
        let pool = pool.connect_with(options).await?;
        // The migrator holds an advisory lock, so of several nodes that start at once one migrates.
        migrate(&mut *pool.acquire().await?).await?;
        Ok(Self::Postgres(pool))
    }
}

fn sqlite_options(path: &str) -> SqliteConnectOptions {
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

/// Only the owner may read the file. SQLite gives the same mode to the journal beside it.
#[cfg(unix)]
fn make_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};

    let file = std::fs::OpenOptions::new().append(true).create(true).mode(0o600).open(path)?;
    let mut permissions = file.metadata()?.permissions();
    if permissions.mode() & 0o077 != 0 {
        permissions.set_mode(0o600);
        file.set_permissions(permissions)?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn make_private(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Not `Migrator::run`: a future that holds it is not `Send`.
async fn migrate(connection: &mut impl Migrate) -> Result<()> {
    MIGRATIONS.run_direct(None, connection, false).await.map_err(schema)
}

fn schema(error: MigrateError) -> Error {
    match error {
        MigrateError::VersionMissing(version) => {
            Error::Schema(format!("it was made by a newer Flowvault: this one does not know migration {version}"))
        }
        MigrateError::VersionMismatch(version) => {
            Error::Schema(format!("migration {version} differs from the one it was made with"))
        }
        MigrateError::Execute(error) => error.into(),
        error => Error::Schema(error.to_string()),
    }
}
