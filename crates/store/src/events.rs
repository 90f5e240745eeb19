//! What tenants want to hear of: written in the transaction of what happened, told afterwards. Not audited: events come
//! by themselves; who told us where to send them is.

use model::{AuditLine, ConnectionId, EventId, Page, TenantId, UnixMillis};
use seal::Sealed;
use sqlx::FromRow;

use crate::{Db, Result, Store, on_db};

/// Something that happened to a connection. Stored only where the tenant has an endpoint to tell it to.
#[derive(Clone, Debug)]
pub struct NewEvent {
    pub id: EventId,
    /// `connection.reconnect_required`
    pub kind: &'static str,
    pub connection: ConnectionId,
    /// JSON, without secrets.
    pub payload: String,
    pub at: UnixMillis,
}

/// Where a tenant hears of its events.
#[derive(Clone, Debug)]
pub struct EventEndpoint {
    pub url: String,
    /// What its messages are signed with.
    pub secret: Sealed,
    pub created_at: UnixMillis,
}

/// An event whose time to be sent has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueEvent {
    pub tenant: TenantId,
    pub id: EventId,
    /// The body as it is signed and sent.
    pub payload: String,
    pub created_at: UnixMillis,
    /// What whoever takes it has to know.
    pub next_at: UnixMillis,
    /// How often it was sent before.
    pub attempts: i64,
}

/// An event with how far it got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub id: EventId,
    pub kind: String,
    pub connection: ConnectionId,
    pub payload: String,
    pub created_at: UnixMillis,
    /// When it is sent next; `None` once it was delivered or given up.
    pub next_at: Option<UnixMillis>,
    pub attempts: i64,
    pub delivered_at: Option<UnixMillis>,
    /// What came of the last try.
    pub said: Option<String>,
}

#[derive(FromRow)]
struct EndpointRow {
    url: String,
    secret: Vec<u8>,
    created_at: i64,
}

#[derive(FromRow)]
struct DueRow {
    tenant_id: String,
    id: String,
    payload: String,
    created_at: i64,
    next_at: i64,
    attempts: i64,
}

#[derive(FromRow)]
struct Row {
    id: String,
    kind: String,
    connection_id: String,
    payload: String,
    created_at: i64,
    next_at: Option<i64>,
    attempts: i64,
    delivered_at: Option<i64>,
    said: Option<String>,
}

/// Stores an event for a tenant that has an endpoint.
pub(crate) const INSERT: &str = "INSERT INTO events (tenant_id, id, kind, connection_id, payload, created_at, next_at)
    SELECT tenant_id, $2, $3, $4, $5, $6, $6 FROM event_endpoints WHERE tenant_id = $1";

const PUT: &str = "INSERT INTO event_endpoints (tenant_id, url, secret, created_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (tenant_id) DO UPDATE
    SET url = $2, secret = CASE WHEN $5 = 1 THEN $3 ELSE event_endpoints.secret END
    RETURNING url, secret, created_at";
const ONE: &str = "SELECT url, secret, created_at FROM event_endpoints WHERE tenant_id = $1";
const DELETE: &str = "DELETE FROM event_endpoints WHERE tenant_id = $1";
const GIVE_UP_ALL: &str = "UPDATE events SET next_at = NULL WHERE tenant_id = $1 AND next_at IS NOT NULL";

const DUE: &str = "SELECT tenant_id, id, payload, created_at, next_at, attempts FROM events
    WHERE next_at <= $1 AND (next_at, tenant_id, id) > ($2, $3, $4)
    ORDER BY next_at, tenant_id, id LIMIT $5";
// The attempt is counted before it is made, so that one which ends the process is counted too.
const TAKE: &str = "UPDATE events SET next_at = $4, attempts = attempts + 1
    WHERE tenant_id = $1 AND id = $2 AND next_at = $3";
const DELIVERED: &str = "UPDATE events SET delivered_at = $3, next_at = NULL, said = $4
    WHERE tenant_id = $1 AND id = $2 AND delivered_at IS NULL";
const FAILED: &str = "UPDATE events SET next_at = $4, said = $5
    WHERE tenant_id = $1 AND id = $2 AND attempts = $3 AND next_at IS NOT NULL";

const LIST: &str = "SELECT id, kind, connection_id, payload, created_at, next_at, attempts, delivered_at, said
    FROM events WHERE tenant_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3";
const COUNT: &str = "SELECT COUNT(*) FROM events WHERE tenant_id = $1";
const FORGET: &str = "DELETE FROM events WHERE created_at <= $1";

impl Store {
    /// Sets where a tenant hears of its events. The secret that there was stays unless it is to be replaced.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn put_event_endpoint(
        &self,
        tenant: &TenantId,
        url: &str,
        (secret, replaces): (&Sealed, bool),
        line: AuditLine,
    ) -> Result<EventEndpoint> {
        let row: Option<EndpointRow> = on_db!(self, audit(tenant, line) change => {
            let put = sqlx::query_as(PUT).bind(tenant.as_str()).bind(url).bind(secret.as_bytes());
            Some(put.bind(self.clock.now().0).bind(i64::from(replaces)).fetch_one(&mut *change).await?)
        });
        Ok(endpoint(row.expect("fetch_one gives a row or an error")))
    }

    /// Where a tenant hears of its events.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn event_endpoint(&self, tenant: &TenantId) -> Result<Option<EventEndpoint>> {
        let row: Option<EndpointRow> = on_db!(self, read pool => {
            sqlx::query_as(ONE).bind(tenant.as_str()).fetch_optional(pool).await?
        });
        Ok(row.map(endpoint))
    }

    /// Tells a tenant of nothing any more, not even of what is waiting; `false` when it was told of nothing before.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn delete_event_endpoint(&self, tenant: &TenantId, line: AuditLine) -> Result<bool> {
        let deleted = on_db!(self, audit(tenant, line) change => {
            let deleted = sqlx::query(DELETE).bind(tenant.as_str()).execute(&mut *change).await?.rows_affected() > 0;
            sqlx::query(GIVE_UP_ALL).bind(tenant.as_str()).execute(&mut *change).await?;
            deleted.then_some(())
        });
        Ok(deleted.is_some())
    }

    /// The next `limit` events of all tenants whose time to be sent has come, those longest due first; after `after`
    /// where the list goes on.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn due_events(&self, now: UnixMillis, after: Option<&DueEvent>, limit: u32) -> Result<Vec<DueEvent>> {
        let (since, tenant, id) = match after {
            Some(last) => (last.next_at.0, last.tenant.as_str(), last.id.as_str()),
            None => (i64::MIN, "", ""),
        };
        let rows: Vec<DueRow> = on_db!(self, read pool => {
            let due = sqlx::query_as(DUE).bind(now.0).bind(since).bind(tenant).bind(id);
            due.bind(i64::from(limit)).fetch_all(pool).await?
        });
        Ok(rows.into_iter().map(due).collect())
    }

    /// Takes an event in order to send it, and keeps everyone else from it until then; `false` when somebody else was
    /// faster.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn take_event(&self, due: &DueEvent, until: UnixMillis) -> Result<bool> {
        let taken = on_db!(self, write change => {
            let take = sqlx::query(TAKE).bind(due.tenant.as_str()).bind(due.id.as_str());
            take.bind(due.next_at.0).bind(until.0).execute(&mut *change).await?.rows_affected()
        });
        Ok(taken > 0)
    }

    /// Notes that an event was delivered; `false` when that is known.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn event_delivered(&self, tenant: &TenantId, id: &EventId, said: &str) -> Result<bool> {
        let noted = on_db!(self, write change => {
            let delivered = sqlx::query(DELIVERED).bind(tenant.as_str()).bind(id.as_str());
            delivered.bind(self.clock.now().0).bind(said).execute(&mut *change).await?.rows_affected()
        });
        Ok(noted > 0)
    }

    /// Notes that an attempt to send an event failed, by its number, and when to try again; without that it is given
    /// up. `false` when others have moved on since.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn event_failed(
        &self,
        tenant: &TenantId,
        id: &EventId,
        (attempt, said): (i64, &str),
        next_at: Option<UnixMillis>,
    ) -> Result<bool> {
        let noted = on_db!(self, write change => {
            let failed = sqlx::query(FAILED).bind(tenant.as_str()).bind(id.as_str()).bind(attempt);
            let failed = failed.bind(next_at.map(|at| at.0)).bind(said);
            failed.execute(&mut *change).await?.rows_affected()
        });
        Ok(noted > 0)
    }

    /// A page of a tenant's events, newest first.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn events(&self, tenant: &TenantId, page: Page) -> Result<Vec<Event>> {
        let rows: Vec<Row> = on_db!(self, read pool => {
            let list = sqlx::query_as(LIST).bind(tenant.as_str()).bind(i64::from(page.limit));
            list.bind(i64::from(page.start)).fetch_all(pool).await?
        });
        Ok(rows.into_iter().map(event).collect())
    }

    /// How many events of a tenant are kept.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn count_events(&self, tenant: &TenantId) -> Result<i64> {
        Ok(on_db!(self, read pool => sqlx::query_scalar(COUNT).bind(tenant.as_str()).fetch_one(pool).await?))
    }

    /// Forgets what happened before a moment, and says how much that was.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn forget_events(&self, before: UnixMillis) -> Result<u64> {
        Ok(
            on_db!(self, write change => sqlx::query(FORGET).bind(before.0).execute(&mut *change).await?.rows_affected()),
        )
    }
}

fn endpoint(row: EndpointRow) -> EventEndpoint {
    let EndpointRow { url, secret, created_at } = row;
    EventEndpoint { url, secret: Sealed::from_stored(secret), created_at: UnixMillis(created_at) }
}

fn due(row: DueRow) -> DueEvent {
    DueEvent {
        tenant: TenantId::from_stored(row.tenant_id),
        id: EventId::from_stored(row.id),
        payload: row.payload,
        created_at: UnixMillis(row.created_at),
        next_at: UnixMillis(row.next_at),
        attempts: row.attempts,
    }
}

fn event(row: Row) -> Event {
    Event {
        id: EventId::from_stored(row.id),
        kind: row.kind,
        connection: ConnectionId::from_stored(row.connection_id),
        payload: row.payload,
        created_at: UnixMillis(row.created_at),
        next_at: row.next_at.map(UnixMillis),
        attempts: row.attempts,
        delivered_at: row.delivered_at.map(UnixMillis),
        said: row.said,
    }
}
