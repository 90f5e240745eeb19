//! Which flows name which connections. Written by the flows' own methods, in the transaction of each change.

use model::{ConnectionId, FlowId, TenantId};
use sqlx::FromRow;

use crate::{Db, Result, Store, on_db};

/// A flow that names a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowName {
    pub id: FlowId,
    pub name: String,
}

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
}

pub(crate) const INSERT: &str = "INSERT INTO flow_connections (tenant_id, flow_id, connection_id) VALUES ($1, $2, $3)";
pub(crate) const DELETE: &str = "DELETE FROM flow_connections WHERE tenant_id = $1 AND flow_id = $2";
const USING: &str = "SELECT f.id, f.name FROM flow_connections u
    JOIN flows f ON f.tenant_id = u.tenant_id AND f.id = u.flow_id
    WHERE u.tenant_id = $1 AND u.connection_id = $2 ORDER BY f.name, f.id";

impl Store {
    /// The flows that name a connection anywhere in their actions, by name.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn flows_using(&self, tenant: &TenantId, connection: &ConnectionId) -> Result<Vec<FlowName>> {
        let rows: Vec<Row> = on_db!(self, read pool => {
            sqlx::query_as(USING).bind(tenant.as_str()).bind(connection.as_str()).fetch_all(pool).await?
        });
        Ok(rows.into_iter().map(|row| FlowName { id: FlowId::from_stored(row.id), name: row.name }).collect())
    }
}
