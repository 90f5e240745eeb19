//! People on their way to a service's page and back. Who comes back is known only by the state they carry, which is
//! how the tenant is found out.

use model::{AuditLine, ConnectionId, TenantId, UnixMillis};
use seal::Sealed;
use sqlx::FromRow;

use crate::{Db, Result, Store, on_db};

/// One such journey.
#[derive(Clone, Debug)]
pub struct Authorization {
    /// SHA-256 of the state.
    pub state_hash: Vec<u8>,
    pub tenant: TenantId,
    pub connection: ConnectionId,
    /// Who began it, as the audit log names them.
    pub actor: String,
    /// The PKCE verifier.
    pub verifier: Sealed,
    /// What was asked for, parted by spaces.
    pub scopes: String,
    /// Where the service sends them back to: the exchange must name it again.
    pub redirect_uri: String,
    /// Whether another account than the present one is fine.
    pub another_account: bool,
    /// The session of the browser that may come back; `None` when a program asked for the address.
    pub session_hash: Option<Vec<u8>>,
    pub created_at: UnixMillis,
}

#[derive(FromRow)]
struct Row {
    state_hash: Vec<u8>,
    tenant_id: String,
    connection_id: String,
    actor: String,
    verifier: Vec<u8>,
    scopes: String,
    redirect_uri: String,
    another_account: i64,
    session_hash: Option<Vec<u8>>,
    created_at: i64,
}

const INSERT: &str = "INSERT INTO authorizations (tenant_id, state_hash, connection_id, actor, verifier, scopes,
        redirect_uri, another_account, session_hash, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const FORGET_OLD: &str = "DELETE FROM authorizations WHERE created_at <= $1";
const TAKE: &str = "DELETE FROM authorizations WHERE state_hash = $1 AND created_at > $2
    RETURNING state_hash, tenant_id, connection_id, actor, verifier, scopes, redirect_uri, another_account,
        session_hash, created_at";

impl Store {
    /// Notes that a person sets out, and forgets everyone who did so before `forget_before`.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn begin_authorization(
        &self,
        new: &Authorization,
        forget_before: UnixMillis,
        line: AuditLine,
    ) -> Result<()> {
        on_db!(self, audit(new.tenant, line) change => {
            sqlx::query(FORGET_OLD).bind(forget_before.0).execute(&mut *change).await?;
            let insert = sqlx::query(INSERT).bind(new.tenant.as_str()).bind(&new.state_hash);
            let insert = insert.bind(new.connection.as_str()).bind(&new.actor).bind(new.verifier.as_bytes());
            let insert = insert.bind(&new.scopes).bind(&new.redirect_uri).bind(i64::from(new.another_account));
            let insert = insert.bind(&new.session_hash).bind(new.created_at.0);
            Some(insert.execute(&mut *change).await?.rows_affected())
        });
        Ok(())
    }

    /// Whoever set out after `since` with this state, once: the second to ask gets `None`.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn take_authorization(&self, state_hash: &[u8], since: UnixMillis) -> Result<Option<Authorization>> {
        let row: Option<Row> = on_db!(self, write change => {
            sqlx::query_as(TAKE).bind(state_hash).bind(since.0).fetch_optional(&mut *change).await?
        });
        Ok(row.map(authorization))
    }
}

fn authorization(row: Row) -> Authorization {
    Authorization {
        state_hash: row.state_hash,
        tenant: TenantId::from_stored(row.tenant_id),
        connection: ConnectionId::from_stored(row.connection_id),
        actor: row.actor,
        verifier: Sealed::from_stored(row.verifier),
        scopes: row.scopes,
        redirect_uri: row.redirect_uri,
        another_account: row.another_account != 0,
        session_hash: row.session_hash,
        created_at: UnixMillis(row.created_at),
    }
}
