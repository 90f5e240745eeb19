//! Flows. Their actions are kept as the text that came in.

use std::collections::BTreeSet;

use model::{AuditLine, ConnectionId, Flow, FlowId, Page, TenantId, UnixMillis, named_connections};
use sqlx::FromRow;

use crate::{Db, Result, Store, flow_connections, on_db};

/// What to change about a flow.
#[derive(Clone, Debug, Default)]
pub struct FlowChange {
    pub name: Option<String>,
    /// `Some(None)` takes all actions away.
    pub actions: Option<Option<String>>,
}

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
    actions: Option<String>,
    created_at: i64,
    updated_at: i64,
    executed_at: Option<i64>,
}

impl Store {
    /// Stores a new flow.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn create_flow(&self, tenant: &TenantId, flow: &Flow, line: AuditLine) -> Result<()> {
        const INSERT: &str = "INSERT INTO flows (tenant_id, id, name, actions, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6)";
        let named = named(flow.actions.as_deref());
        on_db!(self, audit(tenant, line) change => {
            let insert = sqlx::query(INSERT).bind(tenant.as_str()).bind(flow.id.as_str()).bind(&flow.name);
            let insert = insert.bind(&flow.actions).bind(flow.created_at.0).bind(flow.updated_at.0);
            let inserted = insert.execute(&mut *change).await?.rows_affected();
            for connection in &named {
                let name = sqlx::query(flow_connections::INSERT).bind(tenant.as_str()).bind(flow.id.as_str());
                name.bind(connection.as_str()).execute(&mut *change).await?;
            }
            Some(inserted)
        });
        Ok(())
    }

    /// One flow.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn flow(&self, tenant: &TenantId, id: &FlowId) -> Result<Option<Flow>> {
        const ONE: &str = "SELECT id, name, actions, created_at, updated_at, executed_at
            FROM flows WHERE tenant_id = $1 AND id = $2";
        let row: Option<Row> = on_db!(self, read pool => {
            sqlx::query_as(ONE).bind(tenant.as_str()).bind(id.as_str()).fetch_optional(pool).await?
        });
        Ok(row.map(flow))
    }

    /// A page of a tenant's flows without their actions, newest first.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn flows(&self, tenant: &TenantId, page: Page) -> Result<Vec<Flow>> {
        // Lists never show actions, and a page of large flows would be read for nothing.
        const LIST: &str = "SELECT id, name, NULL AS actions, created_at, updated_at, executed_at
            FROM flows WHERE tenant_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3";
        let rows: Vec<Row> = on_db!(self, read pool => {
            let list = sqlx::query_as(LIST).bind(tenant.as_str()).bind(i64::from(page.limit));
            list.bind(i64::from(page.start)).fetch_all(pool).await?
        });
        Ok(rows.into_iter().map(flow).collect())
    }

    /// How many flows a tenant has.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn count_flows(&self, tenant: &TenantId) -> Result<i64> {
        const COUNT: &str = "SELECT COUNT(*) FROM flows WHERE tenant_id = $1";
        Ok(on_db!(self, read pool => sqlx::query_scalar(COUNT).bind(tenant.as_str()).fetch_one(pool).await?))
    }

    /// Changes a flow; `None` when the tenant has none of this id.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn update_flow(
        &self,
        tenant: &TenantId,
        id: &FlowId,
        new: FlowChange,
        line: AuditLine,
    ) -> Result<Option<Flow>> {
        // `updated_at` moves strictly, so that it can tell two versions of a flow apart.
        const UPDATE: &str = "UPDATE flows
            SET name = COALESCE($3, name), actions = CASE WHEN $4 THEN $5 ELSE actions END,
                updated_at = CASE WHEN updated_at >= $6 THEN updated_at + 1 ELSE $6 END
            WHERE tenant_id = $1 AND id = $2
            RETURNING id, name, actions, created_at, updated_at, executed_at";
        let named = new.actions.as_ref().map(|actions| named(actions.as_deref()));
        let row: Option<Row> = on_db!(self, audit(tenant, line) change => {
            let update = sqlx::query_as(UPDATE).bind(tenant.as_str()).bind(id.as_str()).bind(&new.name);
            let update = update.bind(new.actions.is_some()).bind(new.actions.as_ref().and_then(Option::as_ref));
            let row = update.bind(self.clock.now().0).fetch_optional(&mut *change).await?;
            if let (Some(_), Some(named)) = (&row, &named) {
                let clear = sqlx::query(flow_connections::DELETE).bind(tenant.as_str()).bind(id.as_str());
                clear.execute(&mut *change).await?;
                for connection in named {
                    let name = sqlx::query(flow_connections::INSERT).bind(tenant.as_str()).bind(id.as_str());
                    name.bind(connection.as_str()).execute(&mut *change).await?;
                }
            }
            row
        });
        Ok(row.map(flow))
    }

    /// Deletes a flow and its executions; `false` when the tenant has none of this id.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn delete_flow(&self, tenant: &TenantId, id: &FlowId, line: AuditLine) -> Result<bool> {
        const DELETE: &str = "DELETE FROM flows WHERE tenant_id = $1 AND id = $2";
        let deleted = on_db!(self, audit(tenant, line) change => {
            let delete = sqlx::query(DELETE).bind(tenant.as_str()).bind(id.as_str());
            (delete.execute(&mut *change).await?.rows_affected() > 0).then_some(())
        });
        Ok(deleted.is_some())
    }
}

fn named(actions: Option<&str>) -> BTreeSet<ConnectionId> {
    actions.map(named_connections).unwrap_or_default()
}

fn flow(row: Row) -> Flow {
    Flow {
        id: FlowId::from_stored(row.id),
        name: row.name,
        actions: row.actions,
        created_at: UnixMillis(row.created_at),
        updated_at: UnixMillis(row.updated_at),
        executed_at: row.executed_at.map(UnixMillis),
    }
}
