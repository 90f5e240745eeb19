//! The database behind the cluster, watched and troubled: triggers keep every entry that the journal ever held, locks
//! keep writers out, and PostgreSQL's sessions are cut.

use std::time::Duration;

use sqlx::{
    Connection as _, Executor as _, PgConnection, PgPool, SqliteConnection, SqlitePool,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions},
};

use crate::process::Launch;

/// An entry of the journal, written before a request that spends a refresh token.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Entry {
    /// SHA-256 of the refresh token.
    pub(crate) hash: Vec<u8>,
    /// 1 when the entry before it was about the same refresh token and had not been cleared.
    pub(crate) stood: i64,
    /// The failure that stood in the row.
    pub(crate) failure: Option<String>,
    /// Milliseconds of the database's clock.
    pub(crate) at: i64,
}

/// A change of what a connection holds.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Stored {
    pub(crate) connection_id: String,
    pub(crate) at: i64,
}

const ON_SQLITE: &str = "
    CREATE TABLE torture_entries (hash BLOB NOT NULL, stood BIGINT NOT NULL, failure TEXT, at BIGINT NOT NULL);
    CREATE TABLE torture_stored (connection_id TEXT NOT NULL, at BIGINT NOT NULL);
    CREATE TRIGGER torture_entry AFTER UPDATE ON renewals
        WHEN NEW.spent_number IS NOT NULL AND OLD.spent_number IS NOT NEW.spent_number
        BEGIN INSERT INTO torture_entries VALUES (NEW.spent_hash, OLD.spent_hash IS NEW.spent_hash, OLD.failure,
            CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)); END;
    CREATE TRIGGER torture_store AFTER UPDATE ON connections WHEN OLD.generation <> NEW.generation
        BEGIN INSERT INTO torture_stored VALUES (NEW.id,
            CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)); END;";
const ON_POSTGRES: &str = "
    CREATE TABLE torture_entries (hash BYTEA NOT NULL, stood BIGINT NOT NULL, failure TEXT, at BIGINT NOT NULL);
    CREATE TABLE torture_stored (connection_id TEXT NOT NULL, at BIGINT NOT NULL);
    CREATE FUNCTION torture_entry() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO torture_entries VALUES (NEW.spent_hash,
            CASE WHEN OLD.spent_hash IS NOT DISTINCT FROM NEW.spent_hash THEN 1 ELSE 0 END, OLD.failure,
            CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT));
        RETURN NULL; END $$;
    CREATE FUNCTION torture_store() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO torture_stored VALUES (NEW.id, CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT));
        RETURN NULL; END $$;
    CREATE TRIGGER torture_entry AFTER UPDATE ON renewals FOR EACH ROW
        WHEN (NEW.spent_number IS NOT NULL AND OLD.spent_number IS DISTINCT FROM NEW.spent_number)
        EXECUTE FUNCTION torture_entry();
    CREATE TRIGGER torture_store AFTER UPDATE ON connections FOR EACH ROW
        WHEN (OLD.generation <> NEW.generation) EXECUTE FUNCTION torture_store();";

const ENTRIES: &str = "SELECT hash, stood, failure, at FROM torture_entries ORDER BY at";
const STORED: &str = "SELECT connection_id, at FROM torture_stored ORDER BY at";
const GENERATION_ON_SQLITE: &str = "SELECT generation FROM connections WHERE id = ?";
const GENERATION_ON_POSTGRES: &str = "SELECT generation FROM connections WHERE id = $1";

/// The database, from the side.
pub(crate) enum Journal {
    Sqlite { pool: SqlitePool, options: Box<SqliteConnectOptions> },
    Postgres { pool: PgPool, url: String },
}

/// A lock that keeps writers out while it is held.
pub(crate) enum Lock {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Journal {
    /// Opens the database that a server has made, and begins to keep its journal.
    pub(crate) async fn open(launch: &Launch) -> Self {
        if let Some(url) = launch.database().url() {
            let pool = PgPool::connect(url).await.expect("the database is there");
            sqlx::raw_sql(ON_POSTGRES).execute(&pool).await.expect("triggers");
            return Self::Postgres { pool, url: url.to_owned() };
        }
        let options = SqliteConnectOptions::new().filename(launch.data_dir().join("flowvault.db"));
        let options = options.busy_timeout(Duration::from_secs(20));
        let pool = SqlitePoolOptions::new().max_connections(2).connect_with(options.clone()).await;
        let pool = pool.expect("the database is there");
        sqlx::raw_sql(ON_SQLITE).execute(&pool).await.expect("triggers");
        Self::Sqlite { pool, options: Box::new(options) }
    }

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres { .. })
    }

    /// Every entry there ever was, in the order they were written.
    pub(crate) async fn entries(&self) -> Vec<Entry> {
        match self {
            Self::Sqlite { pool, .. } => sqlx::query_as(ENTRIES).fetch_all(pool).await.expect("a table of ours"),
            Self::Postgres { pool, .. } => sqlx::query_as(ENTRIES).fetch_all(pool).await.expect("a table of ours"),
        }
    }

    /// Every change of what connections hold, in order.
    pub(crate) async fn stored(&self) -> Vec<Stored> {
        match self {
            Self::Sqlite { pool, .. } => sqlx::query_as(STORED).fetch_all(pool).await.expect("a table of ours"),
            Self::Postgres { pool, .. } => sqlx::query_as(STORED).fetch_all(pool).await.expect("a table of ours"),
        }
    }

    /// How often what a connection holds has changed.
    pub(crate) async fn generation(&self, connection: &str) -> i64 {
        let read = match self {
            Self::Sqlite { pool, .. } => {
                sqlx::query_scalar(GENERATION_ON_SQLITE).bind(connection).fetch_one(pool).await
            }
            Self::Postgres { pool, .. } => {
                sqlx::query_scalar(GENERATION_ON_POSTGRES).bind(connection).fetch_one(pool).await
            }
        };
        read.expect("the connection is there")
    }

    /// Keeps everybody from changing connections: the write lock on SQLite, the rows' locks on PostgreSQL.
    pub(crate) async fn lock(&self) -> Lock {
        match self {
            Self::Sqlite { options, .. } => {
                let mut connection = SqliteConnection::connect_with(options).await.expect("the database is there");
                connection.execute("BEGIN IMMEDIATE").await.expect("the lock");
                Lock::Sqlite(connection)
            }
            Self::Postgres { url, .. } => {
                let mut connection = PgConnection::connect(url).await.expect("the database is there");
                // Not FOR UPDATE, which would also keep others from reading the rows for a foreign key.
                connection.execute("BEGIN; SELECT id FROM connections FOR NO KEY UPDATE").await.expect("the locks");
                Lock::Postgres(connection)
            }
        }
    }

    /// How many sessions of the servers wait for a lock right now; on SQLite nobody can tell.
    pub(crate) async fn waiting(&self) -> Option<i64> {
        let Self::Postgres { pool, .. } = self else { return None };
        let waiting = "SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'flowvault' AND wait_event_type = 'Lock'";
        sqlx::query_scalar(waiting).fetch_one(pool).await.ok()
    }

    /// Cuts every session of the servers; SQLite has none.
    pub(crate) async fn cut_sessions(&self) {
        let Self::Postgres { pool, .. } = self else { return };
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'flowvault'";
        pool.execute(cut).await.expect("we may");
    }
}

impl Lock {
    /// Lets writers in again.
    pub(crate) async fn release(self) {
        let released = match self {
            Self::Sqlite(mut connection) => connection.execute("ROLLBACK").await.map(drop),
            Self::Postgres(mut connection) => connection.execute("ROLLBACK").await.map(drop),
        };
        released.expect("the lock was ours");
    }
}
