//! What connections hold, sealed. Every write of it compares generations.

use model::{ConnectionId, TenantId, UnixMillis};
use seal::Sealed;
use sqlx::FromRow;

use crate::{Db, NewEvent, Result, Store, events, on_db};

/// What a connection holds.
#[derive(Clone, Debug)]
pub struct SealedCredential {
    pub app_id: String,
    pub setup_type: Option<String>,
    pub setup: Option<Sealed>,
    pub tokens: Option<Sealed>,
    /// Grows with every change of the setup or the tokens.
    pub generation: i64,
}

/// What the rest of the house may know of a grant, beside the sealed tokens themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grant {
    /// When the access token ends; `None` when nobody said.
    pub expires_at: Option<UnixMillis>,
    /// When to renew it without being asked.
    pub refresh_at: Option<UnixMillis>,
    /// The scopes granted, parted by spaces, where the service said so.
    pub scopes: Option<String>,
    /// The account at the service; `None` where nothing new is known.
    pub account: Option<String>,
}

/// Tokens just received.
#[derive(Clone, Copy, Debug)]
pub struct NewTokens<'a> {
    /// The generation of the setup and tokens they were fetched with.
    pub generation: i64,
    /// The lease they were fetched under.
    pub number: i64,
    pub tokens: &'a Sealed,
    /// When they came, if they replace older ones.
    pub refreshed_at: Option<UnixMillis>,
    pub grant: &'a Grant,
    /// To be told, if this is news.
    pub event: Option<&'a NewEvent>,
}

#[derive(FromRow)]
pub(crate) struct Row {
    app_id: String,
    setup_type: Option<String>,
    setup: Option<Vec<u8>>,
    tokens: Option<Vec<u8>>,
    generation: i64,
}

pub(crate) const ONE: &str = "SELECT app_id, setup_type, setup, tokens, generation
    FROM connections WHERE tenant_id = $1 AND id = $2";
// Whoever lost the lease may still store what came, as long as nobody else began to spend the same refresh token.
const SAVE: &str = "UPDATE connections
    SET tokens = $4, generation = generation + 1, refreshed_at = COALESCE($5, refreshed_at)
    WHERE tenant_id = $1 AND id = $2 AND generation = $3
        AND EXISTS (SELECT 1 FROM renewals WHERE tenant_id = $1 AND connection_id = $2 AND spent_number = $6)";
const CLEAR: &str = "UPDATE renewals
    SET refresh_at = $4, expires_at = $5, scopes = COALESCE($6, scopes), account = COALESCE($7, account),
        spent_generation = NULL, spent_number = NULL, spent_at = NULL, spent_hash = NULL,
        failure = NULL, said = NULL, failed_at = NULL, failures = 0,
        lease_owner = CASE WHEN lease_number = $3 THEN NULL ELSE lease_owner END,
        lease_until = CASE WHEN lease_number = $3 THEN 0 ELSE lease_until END
    WHERE tenant_id = $1 AND connection_id = $2 AND spent_number = $3";

/// A connection was given another setup: whatever was known of the grant before is void, and whoever renews it now
/// will find that out.
pub(crate) const REPLACE_GRANT: &str = "INSERT INTO renewals
        (tenant_id, connection_id, refresh_at, expires_at, scopes, account, lease_number)
    VALUES ($1, $2, $3, $4, $5, $6, 1)
    ON CONFLICT (tenant_id, connection_id) DO UPDATE
    SET refresh_at = $3, expires_at = $4, scopes = $5, account = $6,
        spent_generation = NULL, spent_number = NULL, spent_at = NULL, spent_hash = NULL,
        failure = NULL, said = NULL, failed_at = NULL, failures = 0,
        lease_owner = NULL, lease_until = 0, lease_number = renewals.lease_number + 1";

impl Store {
    /// What a connection holds.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn credential(&self, tenant: &TenantId, id: &ConnectionId) -> Result<Option<SealedCredential>> {
        let row: Option<Row> = on_db!(self, read pool => {
            sqlx::query_as(ONE).bind(tenant.as_str()).bind(id.as_str()).fetch_optional(pool).await?
        });
        Ok(row.map(SealedCredential::from))
    }

    /// Stores tokens if the connection is still at the generation they were fetched for, which then grows by
    /// one, and clears the journal; `false` when it moved on. Leaves `updated_at` alone: a renewal is no change to
    /// whoever manages the connection.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn save_tokens(&self, tenant: &TenantId, id: &ConnectionId, new: NewTokens<'_>) -> Result<bool> {
        let NewTokens { generation, number, tokens, refreshed_at, grant, event } = new;
        let saved = on_db!(self, write change => {
            let save = sqlx::query(SAVE).bind(tenant.as_str()).bind(id.as_str()).bind(generation);
            let save = save.bind(tokens.as_bytes()).bind(refreshed_at.map(|at| at.0)).bind(number);
            let saved = save.execute(&mut *change).await?.rows_affected() > 0;
            if saved {
                let clear = sqlx::query(CLEAR).bind(tenant.as_str()).bind(id.as_str()).bind(number);
                let clear = clear.bind(grant.refresh_at.map(|at| at.0)).bind(grant.expires_at.map(|at| at.0));
                clear.bind(&grant.scopes).bind(&grant.account).execute(&mut *change).await?;
            }
            if let Some(event) = event.filter(|_| saved) {
                let tell = sqlx::query(events::INSERT).bind(tenant.as_str()).bind(event.id.as_str()).bind(event.kind);
                let tell = tell.bind(event.connection.as_str()).bind(&event.payload).bind(event.at.0);
                tell.execute(&mut *change).await?;
            }
            saved
        });
        Ok(saved)
    }
}

impl From<Row> for SealedCredential {
    fn from(row: Row) -> Self {
        Self {
            app_id: row.app_id,
            setup_type: row.setup_type,
            setup: row.setup.map(Sealed::from_stored),
            tokens: row.tokens.map(Sealed::from_stored),
            generation: row.generation,
        }
    }
}
