//! The two databases behind one SQL text.

use std::{str::FromStr, time::Duration};

use sqlx::{
    PgPool, SqlitePool,
    migrate::{MigrateError, Migrator},
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::Error;

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// How long a SQLite writer of one process waits for that of another: the command line beside the server.
const BUSY: Duration = Duration::from_secs(10);
/// How long a caller waits for a connection to the database before it is told that the database is away.
const ACQUIRE: Duration = Duration::from_secs(5);
/// Readers beside the one SQLite writer, and connections to PostgreSQL.
const CONNECTIONS: u32 = 16;

/// Where the data is.
#[derive(Clone)]
pub(crate) enum Db {
    /// One file. All writing goes through one connection, so that writers queue instead of failing.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
    },
    Postgres(PgPool),
}

/// Runs the same code against whichever database there is: `read` outside, `write` inside a transaction.
macro_rules! on_db {
    ($store:expr, read $pool:ident => $body:expr) => {
        match &$store.db {
            Db::Sqlite { read: $pool, .. } => $body,
            Db::Postgres($pool) => $body,
        }
    };
    ($store:expr, write $change:ident => $body:expr) => {
        match &$store.db {
            // IMMEDIATE: a transaction that reads first and then wants to write would fail under another writer.
            Db::Sqlite { write, .. } => {
                let mut $change = write.begin_with("BEGIN IMMEDIATE").await?;
                let done = $body;
                $change.commit().await?;
                done
            }
            Db::Postgres(pool) => {
                let mut $change = pool.begin_with("BEGIN").await?;
                let done = $body;
                $change.commit().await?;
                done
            }
        }
    };
    // A change together with the audit line that tells of it. The code gives `Some` when it changed something.
    ($store:expr, audit($tenant:expr, $line:expr) $change:ident => $body:expr) => {
        on_db!($store, write $change => {
            let done = $body;
            if done.is_some() {
                let insert = sqlx::query(crate::audit::INSERT).bind($tenant.as_str()).bind($line.id.as_str());
                let insert = insert.bind($store.clock.now().0).bind($line.actor.label());
                insert.bind($line.action).bind(&$line.target).execute(&mut *$change).await?;
            }
            done
        })
    };
}
pub(crate) use on_db;

impl Db {
    /// Opens the database a URL names and brings its schema up to date.
    pub(crate) async fn open(url: &str) -> Result<Self, Error> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Self::open_postgres(url).await
        } else if url.starts_with("sqlite:") {
            Self::open_sqlite(url).await
        } else {
            Err(Error::BadUrl("a database URL begins with sqlite: or postgres://".to_owned()))
        }
    }

    async fn open_sqlite(url: &str) -> Result<Self, Error> {
        let options = SqliteConnectOptions::from_str(url)
            .map_err(|error| Error::BadUrl(error.to_string()))?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .auto_vacuum(SqliteAutoVacuum::Incremental)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            // A deleted secret is overwritten, and sorting never spills into a file.
            .pragma("secure_delete", "ON")
            .pragma("temp_store", "MEMORY");
        let write =
            SqlitePoolOptions::new().max_connections(1).acquire_timeout(BUSY).connect_with(options.clone()).await?;
        MIGRATIONS.run(&write).await.map_err(schema)?;
        let read = SqlitePoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(ACQUIRE);
        let read = read.connect_with(options.pragma("query_only", "ON")).await?;
        Ok(Self::Sqlite { read, write })
    }

    async fn open_postgres(url: &str) -> Result<Self, Error> {
        let options = PgConnectOptions::from_str(url).map_err(|error| Error::BadUrl(error.to_string()))?;
        let options = options.application_name("flowvault");
        let pool =
            PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(ACQUIRE).connect_with(options).await?;
        // The migrator holds an advisory lock, so of several nodes that start at once one migrates.
        MIGRATIONS.run(&pool).await.map_err(schema)?;
        Ok(Self::Postgres(pool))
    }
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
