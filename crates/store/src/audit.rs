//! Who did what, when. `on_db!` writes each line inside the transaction of the change it tells of.

use model::{Page, TenantId, UnixMillis};
use sqlx::FromRow;

use crate::{Db, Result, Store, on_db};

/// One line of the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    pub id: String,
    pub at: UnixMillis,
    /// `client:…`, `cli`, `system`.
    pub actor: String,
    /// `connection.create`
    pub action: String,
    /// The id of what it was done to.
    pub target: String,
}

#[derive(FromRow)]
struct Row {
    id: String,
    at: i64,
    actor: String,
    action: String,
    target: String,
}

pub(crate) const INSERT: &str =
    "INSERT INTO audit (tenant_id, id, at, actor, action, target) VALUES ($1, $2, $3, $4, $5, $6)";

impl Store {
    /// A page of the audit log, newest first.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn audit_lines(&self, tenant: &TenantId, page: Page) -> Result<Vec<AuditEntry>> {
        const LIST: &str = "SELECT id, at, actor, action, target FROM audit
            WHERE tenant_id = $1 ORDER BY at DESC, id DESC LIMIT $2 OFFSET $3";
        let rows: Vec<Row> = on_db!(self, read pool => {
            let list = sqlx::query_as(LIST).bind(tenant.as_str()).bind(i64::from(page.limit));
            list.bind(i64::from(page.start)).fetch_all(pool).await?
        });
        Ok(rows.into_iter().map(entry).collect())
    }
}

fn entry(row: Row) -> AuditEntry {
    let Row { id, at, actor, action, target } = row;
    AuditEntry { id, at: UnixMillis(at), actor, action, target }
}
