//! Opening a database: what its URL may say, and bringing the schema up to date. What each engine wants of that is in
//! `sqlite` and `postgres`.

use sqlx::migrate::{Migrate, MigrateError, Migrator};

use crate::{Db, Error, Result, postgres, sqlite};

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// Readers beside the one SQLite writer, and connections to PostgreSQL.
pub(crate) const CONNECTIONS: u32 = 16;

impl Db {
    /// Opens the database a URL names and brings its schema up to date.
    pub(crate) async fn open(url: &str) -> Result<Self> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            postgres::open(url).await
        } else if let Some(path) = url.strip_prefix("sqlite:") {
            sqlite::open(path.strip_prefix("//").unwrap_or(path)).await
        } else {
            Err(Error::BadUrl("a database URL begins with sqlite: or postgres://".to_owned()))
        }
    }
}

/// Not `Migrator::run`: a future that holds it is not `Send`.
pub(crate) async fn migrate(connection: &mut impl Migrate) -> Result<()> {
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
