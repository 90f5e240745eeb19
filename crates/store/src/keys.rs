//! Tenants' sealing keys, as the root key wrapped them.

use std::fmt;

use model::{AuditLine, KeyId, TenantId, UnixMillis};
use sqlx::FromRow;

use crate::{Db, Result, Store, on_db};

/// A sealing key nobody can use without the root key.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredKey {
    pub id: KeyId,
    /// The fingerprint of the root key that wrapped it.
    pub root_key_id: String,
    pub wrapped: Vec<u8>,
    pub created_at: UnixMillis,
    /// Since when it only opens and no longer seals.
    pub retired_at: Option<UnixMillis>,
}

#[derive(FromRow)]
struct Row {
    id: String,
    root_key_id: String,
    wrapped: Vec<u8>,
    created_at: i64,
    retired_at: Option<i64>,
}

/// An owner has one active key, which an index of the table sees to.
pub(crate) const INSERT: &str = "INSERT INTO keys (tenant_id, id, root_key_id, wrapped, created_at)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";

impl Store {
    /// Gives a tenant, or [`crate::system`], its first key; `false` when it has an active one already, which is then
    /// the one to use: another node was faster.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn add_key(&self, tenant: &TenantId, key: &StoredKey, line: AuditLine) -> Result<bool> {
        let added = on_db!(self, audit(tenant, line) change => {
            let insert = sqlx::query(INSERT).bind(tenant.as_str()).bind(key.id.as_str());
            let insert = insert.bind(&key.root_key_id).bind(&key.wrapped).bind(key.created_at.0);
            (insert.execute(&mut *change).await?.rows_affected() > 0).then_some(())
        });
        Ok(added.is_some())
    }

    /// A tenant's keys, the one that seals first.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn keys(&self, tenant: &TenantId) -> Result<Vec<StoredKey>> {
        // Active first: what is not retired sorts before what is, on both databases.
        const LIST: &str = "SELECT id, root_key_id, wrapped, created_at, retired_at FROM keys WHERE tenant_id = $1
            ORDER BY COALESCE(retired_at, 9223372036854775807) DESC, created_at DESC, id";
        let rows: Vec<Row> =
            on_db!(self, read pool => sqlx::query_as(LIST).bind(tenant.as_str()).fetch_all(pool).await?);
        Ok(rows.into_iter().map(stored).collect())
    }

    /// The fingerprints of all root keys that are needed to open what is here. Empty in a new database.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn root_key_ids(&self) -> Result<Vec<String>> {
        const ROOTS: &str = "SELECT DISTINCT root_key_id FROM keys ORDER BY root_key_id";
        Ok(on_db!(self, read pool => sqlx::query_scalar(ROOTS).fetch_all(pool).await?))
    }
}

fn stored(row: Row) -> StoredKey {
    StoredKey {
        id: KeyId::from_stored(row.id),
        root_key_id: row.root_key_id,
        wrapped: row.wrapped,
        created_at: UnixMillis(row.created_at),
        retired_at: row.retired_at.map(UnixMillis),
    }
}

impl fmt::Debug for StoredKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[key {} under root key {}]", self.id, self.root_key_id)
    }
}
