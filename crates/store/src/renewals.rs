//! Keeping tokens fresh: who renews which now, what is about to be spent, and how it went. Not audited: renewals
//! happen by themselves and by the thousand; what became of them is in the connection's status.

use std::time::Duration;

use model::{ConnectionId, Renewal, RenewalFailure, Spent, TenantId, UnixMillis};
use sqlx::FromRow;

use crate::{Db, Error, NewEvent, Result, SealedCredential, Store, credentials, events, on_db};

/// The right to renew one connection's token for a while.
#[derive(Clone, Copy, Debug)]
pub struct Lease<'a> {
    /// Who asks: a name of this process, for people who look.
    pub owner: &'a str,
    /// How long others keep away, on the database's clock.
    pub length: Duration,
}

/// What was read under the lease.
#[derive(Clone, Debug)]
pub struct Claimed {
    pub credential: SealedCredential,
    /// As it was before this lease: also what an earlier one left behind.
    pub renewal: Renewal,
    /// The lease's number: whatever is written under it names it.
    pub number: i64,
}

/// What is done with a lease, decided while nobody else can take it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Keep it, and note in the journal that a request spends what has this hash.
    Spend { hash: [u8; 32] },
    /// Give it back, to be looked at then.
    Leave { refresh_at: Option<UnixMillis> },
}

/// What came of asking for a lease.
#[derive(Clone, Debug)]
pub enum Claim {
    /// The lease was ours, and is still if the decision was to spend.
    Taken(Box<Claimed>, Decision),
    /// Somebody else has it.
    Busy,
    /// There is no such connection.
    Gone,
}

/// How a renewal failed.
#[derive(Clone, Debug)]
pub struct FailedRenewal<'a> {
    /// The lease it was tried under.
    pub number: i64,
    pub failure: model::FailureClass,
    /// The service's words, scrubbed.
    pub said: &'a str,
    /// When to try again without being asked.
    pub refresh_at: Option<UnixMillis>,
    /// Whether the refresh token may have been spent: the journal then stays as it is.
    pub may_be_spent: bool,
    /// To be told, if this is news.
    pub event: Option<&'a NewEvent>,
}

/// A connection whose time has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueRenewal {
    pub tenant: TenantId,
    pub connection: ConnectionId,
    /// The integration's id.
    pub app_id: String,
    pub refresh_at: UnixMillis,
}

#[derive(FromRow)]
struct Row {
    refresh_at: Option<i64>,
    expires_at: Option<i64>,
    lease_until: i64,
    lease_number: i64,
    spent_generation: Option<i64>,
    spent_number: Option<i64>,
    spent_at: Option<i64>,
    spent_hash: Option<Vec<u8>>,
    failure: Option<String>,
    said: Option<String>,
    failed_at: Option<i64>,
    failures: i64,
    scopes: Option<String>,
    account: Option<String>,
}

#[derive(FromRow)]
struct DueRow {
    tenant_id: String,
    connection_id: String,
    app_id: String,
    refresh_at: i64,
}

const CLAIM: &str = "INSERT INTO renewals (tenant_id, connection_id, lease_owner, lease_until, lease_number)
    SELECT tenant_id, id, $3, $4, 1 FROM connections WHERE tenant_id = $1 AND id = $2
    ON CONFLICT (tenant_id, connection_id) DO UPDATE
    SET lease_owner = $3, lease_until = $4, lease_number = renewals.lease_number + 1
    WHERE renewals.lease_until <= $5
    RETURNING refresh_at, expires_at, lease_until, lease_number, spent_generation, spent_number, spent_at, spent_hash,
        failure, said, failed_at, failures, scopes, account";
// The first time counts: services measure the life of a used refresh token from its first use.
const SPEND: &str = "UPDATE renewals SET spent_generation = $4, spent_number = $3, spent_hash = $6,
        spent_at = CASE WHEN spent_generation = $4 THEN spent_at ELSE $5 END
    WHERE tenant_id = $1 AND connection_id = $2 AND lease_number = $3";
const LEAVE: &str = "UPDATE renewals SET lease_owner = NULL, lease_until = 0, refresh_at = $4
    WHERE tenant_id = $1 AND connection_id = $2 AND lease_number = $3";
const FAIL: &str = "UPDATE renewals
    SET failure = $4, said = $5, failed_at = $6, failures = failures + 1, refresh_at = $7,
        spent_generation = CASE WHEN $8 = 1 THEN spent_generation END,
        spent_at = CASE WHEN $8 = 1 THEN spent_at END,
        spent_hash = CASE WHEN $8 = 1 THEN spent_hash END,
        spent_number = CASE WHEN $8 = 1 THEN spent_number END,
        lease_owner = CASE WHEN lease_number = $3 THEN NULL ELSE lease_owner END,
        lease_until = CASE WHEN lease_number = $3 THEN 0 ELSE lease_until END
    WHERE tenant_id = $1 AND connection_id = $2 AND spent_number = $3";
const ONE: &str = "SELECT refresh_at, expires_at, lease_until, lease_number, spent_generation, spent_number, spent_at,
        spent_hash, failure, said, failed_at, failures, scopes, account
    FROM renewals WHERE tenant_id = $1 AND connection_id = $2";
const DUE: &str = "SELECT r.tenant_id, r.connection_id, c.app_id, r.refresh_at
    FROM renewals r JOIN connections c ON c.tenant_id = r.tenant_id AND c.id = r.connection_id
    WHERE r.refresh_at <= $1 AND (r.refresh_at, r.tenant_id, r.connection_id) > ($2, $3, $4) AND r.lease_until <= $5
    ORDER BY r.refresh_at, r.tenant_id, r.connection_id LIMIT $6";

impl Store {
    /// Takes the lease of a connection's renewal if nobody has it, reads what the connection holds, and writes down
    /// what `decide` says: all of it, or nothing.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn claim_renewal(
        &self,
        tenant: &TenantId,
        id: &ConnectionId,
        lease: Lease<'_>,
        decide: impl FnOnce(&Claimed) -> Decision + Send,
    ) -> Result<Claim> {
        match self.claim_of_present(tenant, id, lease, decide).await {
            // Deleted after the claim had seen it.
            Err(Error::Broken(sqlx::Error::Database(cause))) if cause.is_foreign_key_violation() => Ok(Claim::Gone),
            claim => claim,
        }
    }

    async fn claim_of_present(
        &self,
        tenant: &TenantId,
        id: &ConnectionId,
        lease: Lease<'_>,
        decide: impl FnOnce(&Claimed) -> Decision + Send,
    ) -> Result<Claim> {
        // Read before the transaction: a lease ends rather a little early, and nobody else's is taken too early.
        let now = self.lease_clock().await?;
        let claim = on_db!(self, write change => {
            let claim = sqlx::query_as(CLAIM).bind(tenant.as_str()).bind(id.as_str()).bind(lease.owner);
            let claim = claim.bind(now.plus(lease.length).0).bind(now.0);
            let row: Option<Row> = claim.fetch_optional(&mut *change).await?;
            let held = sqlx::query_as(credentials::ONE).bind(tenant.as_str()).bind(id.as_str());
            let held: Option<credentials::Row> = held.fetch_optional(&mut *change).await?;
            match (row, held) {
                (_, None) => Claim::Gone,
                (None, Some(_)) => Claim::Busy,
                (Some(row), Some(held)) => {
                    let number = row.lease_number;
                    let claimed = Claimed { credential: held.into(), renewal: renewal(row, false)?, number };
                    let decision = decide(&claimed);
                    match &decision {
                        Decision::Spend { hash } => {
                            let spend = sqlx::query(SPEND).bind(tenant.as_str()).bind(id.as_str()).bind(number);
                            let spend = spend.bind(claimed.credential.generation).bind(self.clock.now().0);
                            spend.bind(hash.as_slice()).execute(&mut *change).await?;
                        }
                        Decision::Leave { refresh_at } => {
                            let leave = sqlx::query(LEAVE).bind(tenant.as_str()).bind(id.as_str()).bind(number);
                            leave.bind(refresh_at.map(|at| at.0)).execute(&mut *change).await?;
                        }
                    }
                    Claim::Taken(Box::new(claimed), decision)
                }
            }
        });
        Ok(claim)
    }

    /// Notes that a renewal failed and gives its lease back; `false` when others have moved on since.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn fail_renewal(&self, tenant: &TenantId, id: &ConnectionId, failed: FailedRenewal<'_>) -> Result<bool> {
        let FailedRenewal { number, failure, said, refresh_at, may_be_spent, event } = failed;
        let noted = on_db!(self, write change => {
            let fail = sqlx::query(FAIL).bind(tenant.as_str()).bind(id.as_str()).bind(number);
            let fail = fail.bind(failure.as_str()).bind(said).bind(self.clock.now().0);
            let fail = fail.bind(refresh_at.map(|at| at.0)).bind(i64::from(may_be_spent));
            let noted = fail.execute(&mut *change).await?.rows_affected() > 0;
            if let Some(event) = event.filter(|_| noted) {
                let tell = sqlx::query(events::INSERT).bind(tenant.as_str()).bind(event.id.as_str()).bind(event.kind);
                let tell = tell.bind(event.connection.as_str()).bind(&event.payload).bind(event.at.0);
                tell.execute(&mut *change).await?;
            }
            noted
        });
        Ok(noted)
    }

    /// What is known of renewing a connection's token; `None` when it holds none.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn renewal(&self, tenant: &TenantId, id: &ConnectionId) -> Result<Option<Renewal>> {
        let now = self.lease_clock().await?;
        let row: Option<Row> = on_db!(self, read pool => {
            sqlx::query_as(ONE).bind(tenant.as_str()).bind(id.as_str()).fetch_optional(pool).await?
        });
        row.map(|row| {
            let is_leased = row.lease_until > now.0;
            renewal(row, is_leased)
        })
        .transpose()
    }

    /// The next `limit` connections of all tenants whose time has come and that nobody renews right now, those
    /// longest due first; after `after` where the list goes on.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn due_renewals(
        &self,
        now: UnixMillis,
        after: Option<&DueRenewal>,
        limit: u32,
    ) -> Result<Vec<DueRenewal>> {
        let leased_until = self.lease_clock().await?;
        let (since, tenant, connection) = match after {
            Some(last) => (last.refresh_at.0, last.tenant.as_str(), last.connection.as_str()),
            None => (i64::MIN, "", ""),
        };
        let rows: Vec<DueRow> = on_db!(self, read pool => {
            let due = sqlx::query_as(DUE).bind(now.0).bind(since).bind(tenant).bind(connection);
            due.bind(leased_until.0).bind(i64::from(limit)).fetch_all(pool).await?
        });
        Ok(rows.into_iter().map(due).collect())
    }

    /// The clock leases run on: the one that all who share the database see.
    async fn lease_clock(&self) -> Result<UnixMillis> {
        let Db::Postgres(pool) = &self.db else { return Ok(self.clock.now()) };
        let now = sqlx::query_scalar("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)");
        Ok(UnixMillis(now.fetch_one(pool).await?))
    }
}

fn renewal(row: Row, is_leased: bool) -> Result<Renewal> {
    let spent = match (row.spent_generation, row.spent_number, row.spent_at, row.spent_hash) {
        (Some(generation), Some(number), Some(at), Some(hash)) => {
            Some(Spent { generation, number, at: UnixMillis(at), hash })
        }
        _ => None,
    };
    let failure = match (row.failure, row.failed_at) {
        (Some(class), Some(at)) => Some(RenewalFailure {
            class: class.parse().map_err(|error| Error::Broken(sqlx::Error::Decode(Box::new(error))))?,
            said: row.said.unwrap_or_default(),
            at: UnixMillis(at),
            times: row.failures,
        }),
        _ => None,
    };
    Ok(Renewal {
        refresh_at: row.refresh_at.map(UnixMillis),
        expires_at: row.expires_at.map(UnixMillis),
        is_leased,
        spent,
        failure,
        scopes: row.scopes,
        account: row.account,
    })
}

fn due(row: DueRow) -> DueRenewal {
    DueRenewal {
        tenant: TenantId::from_stored(row.tenant_id),
        connection: ConnectionId::from_stored(row.connection_id),
        app_id: row.app_id,
        refresh_at: UnixMillis(row.refresh_at),
    }
}
