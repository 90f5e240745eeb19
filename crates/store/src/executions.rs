//! Runs of flows, as they are recorded.

use std::str::FromStr;

use model::{AuditLine, Execution, ExecutionId, FlowId, Page, Status, TenantId, UnixMillis};
use sqlx::FromRow;

use crate::{Db, Error, Result, Store, on_db};

/// A place between two executions of a list, newest first: what comes after it is older.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub created_at: UnixMillis,
    pub id: ExecutionId,
}

#[derive(FromRow)]
struct Row {
    id: String,
    flow_id: String,
    trace_id: String,
    status: String,
    debug: String,
    created_at: i64,
    updated_at: i64,
    started_at: Option<i64>,
    ended_at: Option<i64>,
}

impl Store {
    /// Records a run and when its flow last ran; `false` when the flow is gone.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn insert_execution(&self, tenant: &TenantId, run: &Execution) -> Result<bool> {
        const INSERT: &str = "INSERT INTO executions
                (tenant_id, flow_id, id, trace_id, status, debug, created_at, updated_at, started_at, ended_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        // Runs may be recorded in another order than they began.
        const FLOW_RAN: &str = "UPDATE flows SET executed_at = CASE WHEN executed_at > $3 THEN executed_at ELSE $3 END
            WHERE tenant_id = $1 AND id = $2";
        let recorded = on_db!(self, write change => {
            // First, because it keeps the flow from being deleted until its run is recorded.
            let ran = sqlx::query(FLOW_RAN).bind(tenant.as_str()).bind(run.flow.as_str());
            let ran = ran.bind(run.started_at.unwrap_or(run.created_at).0).execute(&mut *change).await?;
            let has_flow = ran.rows_affected() > 0;
            if has_flow {
                let insert = sqlx::query(INSERT).bind(tenant.as_str()).bind(run.flow.as_str()).bind(run.id.as_str());
                let insert = insert.bind(&run.trace_id).bind(run.status.as_str()).bind(&run.debug);
                let insert = insert.bind(run.created_at.0).bind(run.updated_at.0);
                let insert = insert.bind(run.started_at.map(|at| at.0)).bind(run.ended_at.map(|at| at.0));
                insert.execute(&mut *change).await?;
            }
            has_flow
        });
        Ok(recorded)
    }

    /// One run, with what happened inside.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn execution(&self, tenant: &TenantId, flow: &FlowId, id: &ExecutionId) -> Result<Option<Execution>> {
        const ONE: &str = "SELECT id, flow_id, trace_id, status, debug, created_at, updated_at, started_at, ended_at
            FROM executions WHERE tenant_id = $1 AND flow_id = $2 AND id = $3";
        let row: Option<Row> = on_db!(self, read pool => {
            let one = sqlx::query_as(ONE).bind(tenant.as_str()).bind(flow.as_str());
            one.bind(id.as_str()).fetch_optional(pool).await?
        });
        row.map(execution).transpose()
    }

    /// A page of a flow's runs without what happened inside, newest first.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn executions(&self, tenant: &TenantId, flow: &FlowId, page: Page) -> Result<Vec<Execution>> {
        // Lists never show what happened inside, and a page of records would be read for nothing.
        const LIST: &str =
            "SELECT id, flow_id, trace_id, status, '' AS debug, created_at, updated_at, started_at, ended_at
            FROM executions WHERE tenant_id = $1 AND flow_id = $2 ORDER BY created_at DESC, id DESC LIMIT $3 OFFSET $4";
        let rows: Vec<Row> = on_db!(self, read pool => {
            let list = sqlx::query_as(LIST).bind(tenant.as_str()).bind(flow.as_str());
            list.bind(i64::from(page.limit)).bind(i64::from(page.start)).fetch_all(pool).await?
        });
        rows.into_iter().map(execution).collect()
    }

    /// The next `take` runs older than the cursor, or the newest ones.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn executions_after(
        &self,
        tenant: &TenantId,
        flow: &FlowId,
        cursor: Option<&Cursor>,
        take: u32,
    ) -> Result<Vec<Execution>> {
        const LIST_AFTER: &str =
            "SELECT id, flow_id, trace_id, status, '' AS debug, created_at, updated_at, started_at, ended_at
            FROM executions WHERE tenant_id = $1 AND flow_id = $2 AND (created_at, id) < ($3, $4)
            ORDER BY created_at DESC, id DESC LIMIT $5";
        let Some(cursor) = cursor else {
            return self.executions(tenant, flow, Page { start: 0, limit: take }).await;
        };
        let rows: Vec<Row> = on_db!(self, read pool => {
            let list = sqlx::query_as(LIST_AFTER).bind(tenant.as_str()).bind(flow.as_str());
            let list = list.bind(cursor.created_at.0).bind(cursor.id.as_str());
            list.bind(i64::from(take)).fetch_all(pool).await?
        });
        rows.into_iter().map(execution).collect()
    }

    /// How many runs of a flow are recorded.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn count_executions(&self, tenant: &TenantId, flow: &FlowId) -> Result<i64> {
        const COUNT: &str = "SELECT COUNT(*) FROM executions WHERE tenant_id = $1 AND flow_id = $2";
        Ok(on_db!(self, read pool => {
            sqlx::query_scalar(COUNT).bind(tenant.as_str()).bind(flow.as_str()).fetch_one(pool).await?
        }))
    }

    /// Deletes the record of a run; `false` when there is none.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn delete_execution(
        &self,
        tenant: &TenantId,
        flow: &FlowId,
        id: &ExecutionId,
        line: AuditLine,
    ) -> Result<bool> {
        const DELETE: &str = "DELETE FROM executions WHERE tenant_id = $1 AND flow_id = $2 AND id = $3";
        let deleted = on_db!(self, audit(tenant, line) change => {
            let delete = sqlx::query(DELETE).bind(tenant.as_str()).bind(flow.as_str()).bind(id.as_str());
            (delete.execute(&mut *change).await?.rows_affected() > 0).then_some(())
        });
        Ok(deleted.is_some())
    }
}

fn execution(row: Row) -> Result<Execution> {
    let status = Status::from_str(&row.status).map_err(|error| Error::Broken(sqlx::Error::Decode(error.into())))?;
    Ok(Execution {
        id: ExecutionId::from_stored(row.id),
        flow: FlowId::from_stored(row.flow_id),
        trace_id: row.trace_id,
        status,
        debug: row.debug,
        created_at: UnixMillis(row.created_at),
        updated_at: UnixMillis(row.updated_at),
        started_at: row.started_at.map(UnixMillis),
        ended_at: row.ended_at.map(UnixMillis),
    })
}
