//! What connections hold, sealed. Every write of it compares generations.

use model::{AuditLine, ConnectionId, TenantId, UnixMillis};
use seal::Sealed;
use sqlx::FromRow;

use crate::{Db, Result, Store, on_db};

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

/// Tokens just received.
#[derive(Clone, Copy, Debug)]
pub struct NewTokens<'a> {
    /// The generation of the setup and tokens they were fetched with.
    pub generation: i64,
    pub tokens: &'a Sealed,
    /// When they came, if they replace older ones.
    pub refreshed_at: Option<UnixMillis>,
}

#[derive(FromRow)]
struct Row {
    app_id: String,
    setup_type: Option<String>,
    setup: Option<Vec<u8>>,
    tokens: Option<Vec<u8>>,
    generation: i64,
}

impl Store {
    /// What a connection holds.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn credential(&self, tenant: &TenantId, id: &ConnectionId) -> Result<Option<SealedCredential>> {
        const CREDENTIAL: &str = "SELECT app_id, setup_type, setup, tokens, generation
            FROM connections WHERE tenant_id = $1 AND id = $2";
        let row: Option<Row> = on_db!(self, read pool => {
            sqlx::query_as(CREDENTIAL).bind(tenant.as_str()).bind(id.as_str()).fetch_optional(pool).await?
        });
        Ok(row.map(credential))
    }

    /// Stores tokens if the connection is still at the generation they were fetched for, which then grows by
    /// one; `false` when it moved on. Leaves `updated_at` alone: a renewal is no change to whoever manages the connection.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn save_tokens(
        &self,
        tenant: &TenantId,
        id: &ConnectionId,
        new: NewTokens<'_>,
        line: AuditLine,
    ) -> Result<bool> {
        const SAVE_TOKENS: &str = "UPDATE connections
            SET tokens = $4, generation = generation + 1, refreshed_at = COALESCE($5, refreshed_at)
            WHERE tenant_id = $1 AND id = $2 AND generation = $3";
        let saved = on_db!(self, audit(tenant, line) change => {
            let update = sqlx::query(SAVE_TOKENS).bind(tenant.as_str()).bind(id.as_str()).bind(new.generation);
            let update = update.bind(new.tokens.as_bytes()).bind(new.refreshed_at.map(|at| at.0));
            (update.execute(&mut *change).await?.rows_affected() > 0).then_some(())
        });
        Ok(saved.is_some())
    }
}

fn credential(row: Row) -> SealedCredential {
    SealedCredential {
        app_id: row.app_id,
        setup_type: row.setup_type,
        setup: row.setup.map(Sealed::from_stored),
        tokens: row.tokens.map(Sealed::from_stored),
        generation: row.generation,
    }
}
