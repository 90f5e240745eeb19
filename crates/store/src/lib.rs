//! The database: SQL lives here and nowhere else.
//!
//! One SQL text serves SQLite and PostgreSQL. Every finder takes the tenant first; every change takes the audit line
//! that tells of it and writes both in one transaction.

mod audit;
mod authorizations;
mod clients;
mod connections;
mod credentials;
mod db;
mod error;
mod events;
mod executions;
mod flow_connections;
mod flows;
mod keys;
mod memberships;
mod oauth_clients;
mod opening;
mod people;
mod postgres;
mod renewals;
mod sessions;
mod signing_keys;
mod sqlite;
mod tenants;
mod throttles;

use model::{Clock, TenantId};

pub use audit::{AuditCursor, AuditEntry, AuditFilter};
pub use authorizations::Authorization;
pub use connections::{Granted, NewConnection, Reconnect};
pub use credentials::{Grant, NewTokens, SealedCredential};
pub use error::Error;
pub use events::{DueEvent, Event, EventEndpoint, NewEvent};
pub use executions::Cursor;
pub use flow_connections::FlowName;
pub use flows::FlowChange;
pub use keys::StoredKey;
pub use oauth_clients::{NewOauthClient, OauthClient};
pub use people::FirstPerson;
pub use renewals::{Claim, Claimed, Decision, DueRenewal, FailedRenewal, Lease};
pub use signing_keys::StoredSigningKey;
pub use throttles::Attempt;

use db::{Db, on_db};

/// Whatever a store method returns.
pub(crate) type Result<T> = std::result::Result<T, Error>;

/// The owner of what belongs to the installation itself. It has keys and audit lines, and is no tenant.
pub fn system() -> TenantId {
    TenantId::from_stored("system".to_owned())
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    db: Db,
    clock: Clock,
}

impl Store {
    /// Opens the database a URL names (`sqlite:path`, `postgres://…`) and brings its schema up to date.
    ///
    /// # Errors
    /// [`Error::BadUrl`], [`Error::Schema`] for a database of another release, [`Error::Unavailable`].
    pub async fn open(url: &str, clock: Clock) -> Result<Self> {
        Ok(Self { db: Db::open(url).await?, clock })
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when there is none.
    pub async fn ping(&self) -> Result<()> {
        on_db!(self, read pool => sqlx::query("SELECT 1").execute(pool).await?.rows_affected());
        Ok(())
    }

    /// Waits for what is being written and lets go of the database.
    pub async fn close(&self) {
        match &self.db {
            Db::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }
}
