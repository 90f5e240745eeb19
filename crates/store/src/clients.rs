//! Programs that may ask for access tokens.

use model::{AuditLine, Client, TenantId, UnixMillis};
use sqlx::FromRow;

use crate::{Db, Result, Store, on_db};

#[derive(FromRow)]
struct Row {
    id: String,
    tenant_id: String,
    name: String,
    scopes: String,
    secret_hash: Vec<u8>,
    created_at: i64,
}

impl Store {
    /// Makes a client of `client.tenant`.
    ///
    /// # Errors
    /// [`crate::Error::Conflict`] when the id is in use.
    pub async fn create_client(&self, client: &Client, line: AuditLine) -> Result<()> {
        let made = self.insert_client(client, line).await;
        made.map_err(|error| error.or_conflict("a client of this id"))
    }

    async fn insert_client(&self, client: &Client, line: AuditLine) -> Result<()> {
        const INSERT: &str = "INSERT INTO clients (tenant_id, id, name, scopes, secret_hash, created_at)
            VALUES ($1, $2, $3, $4, $5, $6)";
        let scopes = client.scopes.join(" ");
        on_db!(self, audit(client.tenant, line) change => {
            let insert = sqlx::query(INSERT).bind(client.tenant.as_str()).bind(&client.id).bind(&client.name);
            let insert = insert.bind(&scopes).bind(&client.secret_hash).bind(client.created_at.0);
            Some(insert.execute(&mut *change).await?.rows_affected())
        });
        Ok(())
    }

    /// The client of this id. The one finder without a tenant: it is how the tenant of a caller is found out.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn client_for_login(&self, id: &str) -> Result<Option<Client>> {
        const FOR_LOGIN: &str =
            "SELECT id, tenant_id, name, scopes, secret_hash, created_at FROM clients WHERE id = $1";
        // Anybody may ask, for anything: PostgreSQL would refuse the question as broken text.
        if id.contains('\0') {
            return Ok(None);
        }
        let row: Option<Row> =
            on_db!(self, read pool => sqlx::query_as(FOR_LOGIN).bind(id).fetch_optional(pool).await?);
        Ok(row.map(client))
    }

    /// A tenant's clients, newest first.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn clients(&self, tenant: &TenantId) -> Result<Vec<Client>> {
        const LIST: &str = "SELECT id, tenant_id, name, scopes, secret_hash, created_at FROM clients
            WHERE tenant_id = $1 ORDER BY created_at DESC, id DESC";
        let rows: Vec<Row> =
            on_db!(self, read pool => sqlx::query_as(LIST).bind(tenant.as_str()).fetch_all(pool).await?);
        Ok(rows.into_iter().map(client).collect())
    }

    /// Deletes a client; `false` when the tenant has none of this id.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn delete_client(&self, tenant: &TenantId, id: &str, line: AuditLine) -> Result<bool> {
        const DELETE: &str = "DELETE FROM clients WHERE tenant_id = $1 AND id = $2";
        let deleted = on_db!(self, audit(tenant, line) change => {
            let delete = sqlx::query(DELETE).bind(tenant.as_str()).bind(id);
            (delete.execute(&mut *change).await?.rows_affected() > 0).then_some(())
        });
        Ok(deleted.is_some())
    }
}

fn client(row: Row) -> Client {
    Client {
        id: row.id,
        tenant: TenantId::from_stored(row.tenant_id),
        name: row.name,
        scopes: row.scopes.split_whitespace().map(str::to_owned).collect(),
        secret_hash: row.secret_hash,
        created_at: UnixMillis(row.created_at),
    }
}
