//! The keys that sign our own access tokens: the installation's, not a tenant's.

use model::{AuditLine, UnixMillis};
use seal::Sealed;
use sqlx::FromRow;

use crate::{Db, Result, Store, on_db, system};

/// A signing key: its private half sealed, its public half for everyone.
#[derive(Clone, Debug)]
pub struct StoredSigningKey {
    /// The `kid` in a token's header.
    pub id: String,
    pub private_key: Sealed,
    /// A JSON Web Key.
    pub public_jwk: String,
    pub created_at: UnixMillis,
}

#[derive(FromRow)]
struct Row {
    id: String,
    private_key: Vec<u8>,
    public_jwk: String,
    created_at: i64,
}

impl Store {
    /// All signing keys, the newest first: it signs, the others still verify.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn signing_keys(&self) -> Result<Vec<StoredSigningKey>> {
        const LIST: &str =
            "SELECT id, private_key, public_jwk, created_at FROM signing_keys ORDER BY created_at DESC, id DESC";
        let rows: Vec<Row> = on_db!(self, read pool => sqlx::query_as(LIST).fetch_all(pool).await?);
        Ok(rows.into_iter().map(stored).collect())
    }

    /// Adds the first signing key; `false` when there is one already, which is then the one to use.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn add_signing_key_if_none(&self, key: &StoredSigningKey, line: AuditLine) -> Result<bool> {
        // An index allows one active key. `WHERE NOT EXISTS` would not do: on PostgreSQL two nodes that start at once do not
        // see each other's row.
        const INSERT: &str = "INSERT INTO signing_keys (id, private_key, public_jwk, created_at)
            VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
        let owner = system();
        let added = on_db!(self, audit(owner, line) change => {
            let insert = sqlx::query(INSERT).bind(&key.id).bind(key.private_key.as_bytes()).bind(&key.public_jwk);
            let inserted = insert.bind(key.created_at.0).execute(&mut *change).await?;
            (inserted.rows_affected() > 0).then_some(())
        });
        Ok(added.is_some())
    }
}

fn stored(row: Row) -> StoredSigningKey {
    StoredSigningKey {
        id: row.id,
        private_key: Sealed::from_stored(row.private_key),
        public_jwk: row.public_jwk,
        created_at: UnixMillis(row.created_at),
    }
}
