//! Who did what, when. `on_db!` writes each line inside the transaction of the change it tells of.

use model::{AuditId, TenantId, UnixMillis};
use sqlx::FromRow;

use crate::{Db, Result, Store, on_db};

/// One line of the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    pub id: AuditId,
    pub at: UnixMillis,
    /// `client:…`, `person:…`, `cli`, `system`.
    pub actor: String,
    /// The client's name or the person's e-mail address, while they are there.
    pub actor_name: Option<String>,
    /// `connection.create`
    pub action: String,
    /// The id of what it was done to.
    pub target: String,
}

/// Which lines of the log are wanted: those for which everything said here holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    pub actor: Option<String>,
    pub action: Option<String>,
    pub target: Option<String>,
    /// Not before this moment.
    pub since: Option<UnixMillis>,
}

/// A place between two lines of the log, newest first: what comes after it is older.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditCursor {
    pub at: UnixMillis,
    pub id: AuditId,
}

#[derive(FromRow)]
struct Row {
    id: String,
    at: i64,
    actor: String,
    actor_name: Option<String>,
    action: String,
    target: String,
}

pub(crate) const INSERT: &str =
    "INSERT INTO audit (tenant_id, id, at, actor, action, target) VALUES ($1, $2, $3, $4, $5, $6)";

// `client:` and `person:` have seven letters; what follows them is an id.
const LIST: &str = "SELECT id, at, actor, action, target,
        COALESCE((SELECT p.email FROM people p WHERE p.id = SUBSTR(actor, 8)),
            (SELECT c.name FROM clients c WHERE c.id = SUBSTR(actor, 8) AND c.tenant_id = $1)) AS actor_name
    FROM audit WHERE tenant_id = $1 AND (at, id) < ($2, $3) AND at >= $4
        AND actor = COALESCE($5, actor) AND action = COALESCE($6, action)
    ORDER BY at DESC, id DESC LIMIT $7";
const LIST_OF_TARGET: &str = "SELECT id, at, actor, action, target,
        COALESCE((SELECT p.email FROM people p WHERE p.id = SUBSTR(actor, 8)),
            (SELECT c.name FROM clients c WHERE c.id = SUBSTR(actor, 8) AND c.tenant_id = $1)) AS actor_name
    FROM audit WHERE tenant_id = $1 AND target = $8 AND (at, id) < ($2, $3) AND at >= $4
        AND actor = COALESCE($5, actor) AND action = COALESCE($6, action)
    ORDER BY at DESC, id DESC LIMIT $7";

impl Store {
    /// The next `take` lines of the log older than the cursor, or the newest ones. Lines of one millisecond have an
    /// order that means nothing and never changes.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn audit_lines(
        &self,
        tenant: &TenantId,
        filter: &AuditFilter,
        cursor: Option<&AuditCursor>,
        take: u32,
    ) -> Result<Vec<AuditEntry>> {
        // Before the end of time there is everything.
        let (at, id) = cursor.map_or((i64::MAX, ""), |cursor| (cursor.at.0, cursor.id.as_str()));
        let since = filter.since.map_or(i64::MIN, |since| since.0);
        let rows: Vec<Row> = on_db!(self, read pool => {
            let list = sqlx::query_as(if filter.target.is_some() { LIST_OF_TARGET } else { LIST });
            let list = list.bind(tenant.as_str()).bind(at).bind(id).bind(since);
            let list = list.bind(&filter.actor).bind(&filter.action).bind(i64::from(take));
            match &filter.target {
                Some(target) => list.bind(target).fetch_all(pool).await?,
                None => list.fetch_all(pool).await?,
            }
        });
        Ok(rows.into_iter().map(entry).collect())
    }
}

fn entry(row: Row) -> AuditEntry {
    let Row { id, at, actor, actor_name, action, target } = row;
    AuditEntry { id: AuditId::from_stored(id), at: UnixMillis(at), actor, actor_name, action, target }
}
