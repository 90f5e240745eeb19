//! Vault connections. What they hold is sealed before it comes here; every write of it compares generations.

use model::{AuditLine, Connection, ConnectionId, Page, TenantId, UnixMillis};
use seal::Sealed;
use sqlx::FromRow;

use crate::{Db, Grant, NewEvent, Result, Store, credentials::REPLACE_GRANT, events, on_db};

/// A connection to be stored; without a setup it is empty.
#[derive(Clone, Debug)]
pub struct NewConnection {
    pub connection: Connection,
    pub setup: Option<Sealed>,
    pub setup_type: Option<String>,
    pub granted: Option<Granted>,
}

/// Tokens that came together with a setup, because a person has just granted them.
#[derive(Clone, Debug)]
pub struct Granted {
    pub tokens: Sealed,
    pub grant: Grant,
}

/// A new setup for a connection, and a new name if there is one.
#[derive(Clone, Debug)]
pub struct Reconnect {
    pub name: Option<String>,
    pub account_name: Option<String>,
    pub setup: Sealed,
    pub setup_type: String,
    /// Without any, the tokens there were are forgotten.
    pub granted: Option<Granted>,
    /// To be told, if this is news.
    pub event: Option<NewEvent>,
}

#[derive(FromRow)]
struct Row {
    id: String,
    app_id: String,
    name: String,
    account_name: Option<String>,
    setup_type: Option<String>,
    created_at: i64,
    updated_at: i64,
    refreshed_at: Option<i64>,
}

impl Store {
    /// Stores a new connection.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn create_connection(
        &self,
        tenant: &TenantId,
        new: NewConnection,
        line: AuditLine,
    ) -> Result<Connection> {
        const INSERT: &str = "INSERT INTO connections
                (tenant_id, id, app_id, name, account_name, setup_type, setup, tokens, generation, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10)";
        let NewConnection { connection, setup, setup_type, granted } = new;
        let (tokens, grant) = parts(granted);
        on_db!(self, audit(tenant, line) change => {
            let insert = sqlx::query(INSERT).bind(tenant.as_str()).bind(connection.id.as_str());
            let insert = insert.bind(&connection.app_id).bind(&connection.name).bind(&connection.account_name);
            let insert = insert.bind(&setup_type).bind(setup.as_ref().map(Sealed::as_bytes));
            let insert = insert.bind(tokens.as_ref().map(Sealed::as_bytes));
            let insert = insert.bind(connection.created_at.0).bind(connection.updated_at.0);
            let made = insert.execute(&mut *change).await?.rows_affected();
            if let Some(grant) = &grant {
                let replace = sqlx::query(REPLACE_GRANT).bind(tenant.as_str()).bind(connection.id.as_str());
                let replace = replace.bind(grant.refresh_at.map(|at| at.0)).bind(grant.expires_at.map(|at| at.0));
                replace.bind(&grant.scopes).bind(&grant.account).execute(&mut *change).await?;
            }
            Some(made)
        });
        Ok(connection)
    }

    /// One connection, as everyone may see it.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn connection(&self, tenant: &TenantId, id: &ConnectionId) -> Result<Option<Connection>> {
        const ONE: &str = "SELECT id, app_id, name, account_name, setup_type, created_at, updated_at, refreshed_at
            FROM connections WHERE tenant_id = $1 AND id = $2";
        let row: Option<Row> = on_db!(self, read pool => {
            sqlx::query_as(ONE).bind(tenant.as_str()).bind(id.as_str()).fetch_optional(pool).await?
        });
        Ok(row.map(connection))
    }

    /// A page of a tenant's connections, newest first.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn connections(&self, tenant: &TenantId, page: Page) -> Result<Vec<Connection>> {
        const LIST: &str = "SELECT id, app_id, name, account_name, setup_type, created_at, updated_at, refreshed_at
            FROM connections WHERE tenant_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3";
        let rows: Vec<Row> = on_db!(self, read pool => {
            let list = sqlx::query_as(LIST).bind(tenant.as_str()).bind(i64::from(page.limit));
            list.bind(i64::from(page.start)).fetch_all(pool).await?
        });
        Ok(rows.into_iter().map(connection).collect())
    }

    /// How many connections a tenant has.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn count_connections(&self, tenant: &TenantId) -> Result<i64> {
        const COUNT: &str = "SELECT COUNT(*) FROM connections WHERE tenant_id = $1";
        Ok(on_db!(self, read pool => sqlx::query_scalar(COUNT).bind(tenant.as_str()).fetch_one(pool).await?))
    }

    /// Gives a connection another name; `None` when the tenant has none of this id.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn rename_connection(
        &self,
        tenant: &TenantId,
        id: &ConnectionId,
        name: &str,
        line: AuditLine,
    ) -> Result<Option<Connection>> {
        // `updated_at` moves strictly, so that two changes within a millisecond have different fingerprints.
        const RENAME: &str = "UPDATE connections
            SET name = $3, updated_at = CASE WHEN updated_at >= $4 THEN updated_at + 1 ELSE $4 END
            WHERE tenant_id = $1 AND id = $2
            RETURNING id, app_id, name, account_name, setup_type, created_at, updated_at, refreshed_at";
        let row: Option<Row> = on_db!(self, audit(tenant, line) change => {
            let update = sqlx::query_as(RENAME).bind(tenant.as_str()).bind(id.as_str()).bind(name);
            update.bind(self.clock.now().0).fetch_optional(&mut *change).await?
        });
        Ok(row.map(connection))
    }

    /// Replaces a connection's setup and its tokens; `None` when the tenant has none of this id.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn reconnect_connection(
        &self,
        tenant: &TenantId,
        id: &ConnectionId,
        new: Reconnect,
        line: AuditLine,
    ) -> Result<Option<Connection>> {
        const RECONNECT: &str = "UPDATE connections
            SET name = COALESCE($3, name), account_name = $4, setup_type = $5, setup = $6, tokens = $8,
                refreshed_at = NULL, generation = generation + 1,
                updated_at = CASE WHEN updated_at >= $7 THEN updated_at + 1 ELSE $7 END
            WHERE tenant_id = $1 AND id = $2
            RETURNING id, app_id, name, account_name, setup_type, created_at, updated_at, refreshed_at";
        let (tokens, grant) = parts(new.granted);
        let grant = grant.unwrap_or_default();
        let row: Option<Row> = on_db!(self, audit(tenant, line) change => {
            let update = sqlx::query_as(RECONNECT).bind(tenant.as_str()).bind(id.as_str()).bind(&new.name);
            let update = update.bind(&new.account_name).bind(&new.setup_type).bind(new.setup.as_bytes());
            let update = update.bind(self.clock.now().0).bind(tokens.as_ref().map(Sealed::as_bytes));
            let row: Option<Row> = update.fetch_optional(&mut *change).await?;
            if row.is_some() {
                let replace = sqlx::query(REPLACE_GRANT).bind(tenant.as_str()).bind(id.as_str());
                let replace = replace.bind(grant.refresh_at.map(|at| at.0)).bind(grant.expires_at.map(|at| at.0));
                replace.bind(&grant.scopes).bind(&grant.account).execute(&mut *change).await?;
            }
            if let Some(event) = new.event.as_ref().filter(|_| row.is_some()) {
                let tell = sqlx::query(events::INSERT).bind(tenant.as_str()).bind(event.id.as_str()).bind(event.kind);
                let tell = tell.bind(event.connection.as_str()).bind(&event.payload).bind(event.at.0);
                tell.execute(&mut *change).await?;
            }
            row
        });
        Ok(row.map(connection))
    }

    /// Deletes a connection; `false` when the tenant has none of this id.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn delete_connection(&self, tenant: &TenantId, id: &ConnectionId, line: AuditLine) -> Result<bool> {
        const DELETE: &str = "DELETE FROM connections WHERE tenant_id = $1 AND id = $2";
        let deleted = on_db!(self, audit(tenant, line) change => {
            let delete = sqlx::query(DELETE).bind(tenant.as_str()).bind(id.as_str());
            (delete.execute(&mut *change).await?.rows_affected() > 0).then_some(())
        });
        Ok(deleted.is_some())
    }
}

fn parts(granted: Option<Granted>) -> (Option<Sealed>, Option<Grant>) {
    granted.map(|granted| (granted.tokens, granted.grant)).unzip()
}

fn connection(row: Row) -> Connection {
    Connection {
        id: ConnectionId::from_stored(row.id),
        app_id: row.app_id,
        name: row.name,
        account_name: row.account_name,
        ready: row.setup_type.is_some(),
        created_at: UnixMillis(row.created_at),
        updated_at: UnixMillis(row.updated_at),
        refreshed_at: row.refreshed_at.map(UnixMillis),
    }
}
