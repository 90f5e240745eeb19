//! Whose data it is.

use model::{AuditLine, Tenant, TenantId, UnixMillis};
use sqlx::FromRow;

use crate::{Db, Result, Store, StoredKey, keys, on_db};

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
    created_at: i64,
}

impl Store {
    /// Makes a tenant together with its first sealing key.
    ///
    /// # Errors
    /// [`crate::Error::Conflict`] when the name is in use.
    pub async fn create_tenant(&self, tenant: &Tenant, key: &StoredKey, line: AuditLine) -> Result<()> {
        const INSERT: &str = "INSERT INTO tenants (id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        let made = on_db!(self, audit(tenant.id, line) change => {
            let insert = sqlx::query(INSERT).bind(tenant.id.as_str()).bind(&tenant.name).bind(tenant.created_at.0);
            if insert.execute(&mut *change).await?.rows_affected() == 0 {
                None
            } else {
                let insert = sqlx::query(keys::INSERT).bind(tenant.id.as_str()).bind(key.id.as_str());
                let insert = insert.bind(&key.root_key_id).bind(&key.wrapped).bind(key.created_at.0);
                Some(insert.execute(&mut *change).await?.rows_affected())
            }
        });
        made.map(drop).ok_or(crate::Error::Conflict("a tenant of this name"))
    }

    /// The tenant of this name.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn tenant_by_name(&self, name: &str) -> Result<Option<Tenant>> {
        const BY_NAME: &str = "SELECT id, name, created_at FROM tenants WHERE name = $1";
        let row: Option<Row> =
            on_db!(self, read pool => sqlx::query_as(BY_NAME).bind(name).fetch_optional(pool).await?);
        Ok(row.map(tenant))
    }

    /// The tenant of this id.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn tenant(&self, id: &TenantId) -> Result<Option<Tenant>> {
        const BY_ID: &str = "SELECT id, name, created_at FROM tenants WHERE id = $1";
        let row: Option<Row> =
            on_db!(self, read pool => sqlx::query_as(BY_ID).bind(id.as_str()).fetch_optional(pool).await?);
        Ok(row.map(tenant))
    }

    /// Every tenant, by name.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn tenants(&self) -> Result<Vec<Tenant>> {
        const ALL: &str = "SELECT id, name, created_at FROM tenants ORDER BY name";
        let rows: Vec<Row> = on_db!(self, read pool => sqlx::query_as(ALL).fetch_all(pool).await?);
        Ok(rows.into_iter().map(tenant).collect())
    }
}

fn tenant(row: Row) -> Tenant {
    Tenant { id: TenantId::from_stored(row.id), name: row.name, created_at: UnixMillis(row.created_at) }
}
