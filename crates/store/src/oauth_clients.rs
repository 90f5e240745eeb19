//! Tenants' own registrations at services, for connections that a person grants in their browser.

use model::{AuditLine, TenantId, UnixMillis};
use seal::Sealed;
use sqlx::FromRow;

use crate::{Db, Result, Store, on_db};

/// A registration.
#[derive(Clone, Debug)]
pub struct OauthClient {
    /// The integration's id.
    pub app_id: String,
    pub client_id: String,
    pub secret: Sealed,
    /// Asked for beside those that the integration's file names, parted by spaces.
    pub scopes: String,
    /// What the integration's file reads as `client.params`: a JSON object.
    pub params: String,
    /// What the token endpoint said when it refused the client itself, and when.
    pub refused: Option<(String, UnixMillis)>,
    pub created_at: UnixMillis,
    pub updated_at: UnixMillis,
}

/// A registration to be stored.
#[derive(Clone, Copy, Debug)]
pub struct NewOauthClient<'a> {
    pub app_id: &'a str,
    pub client_id: &'a str,
    pub secret: &'a Sealed,
    pub scopes: &'a str,
    pub params: &'a str,
}

#[derive(FromRow)]
struct Row {
    app_id: String,
    client_id: String,
    secret: Vec<u8>,
    scopes: String,
    params: String,
    said: Option<String>,
    failed_at: Option<i64>,
    created_at: i64,
    updated_at: i64,
}

const PUT: &str = "INSERT INTO oauth_clients
        (tenant_id, app_id, client_id, secret, scopes, params, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
    ON CONFLICT (tenant_id, app_id) DO UPDATE
    SET client_id = $3, secret = $4, scopes = $5, params = $6, said = NULL, failed_at = NULL, updated_at = $7
    RETURNING app_id, client_id, secret, scopes, params, said, failed_at, created_at, updated_at";
// Whatever the old registration was refused for, the new one is tried at once.
const WAKE: &str = "UPDATE renewals SET refresh_at = $3 WHERE tenant_id = $1 AND failure = 'misconfigured'
    AND connection_id IN (SELECT id FROM connections WHERE tenant_id = $1 AND app_id = $2)";
const ONE: &str = "SELECT app_id, client_id, secret, scopes, params, said, failed_at, created_at, updated_at
    FROM oauth_clients WHERE tenant_id = $1 AND app_id = $2";
const LIST: &str = "SELECT app_id, client_id, secret, scopes, params, said, failed_at, created_at, updated_at
    FROM oauth_clients WHERE tenant_id = $1 ORDER BY app_id";
const DELETE: &str = "DELETE FROM oauth_clients WHERE tenant_id = $1 AND app_id = $2";
const REFUSED: &str = "UPDATE oauth_clients SET said = $3, failed_at = $4
    WHERE tenant_id = $1 AND app_id = $2 AND failed_at IS NULL";
const ACCEPTED: &str = "UPDATE oauth_clients SET said = NULL, failed_at = NULL
    WHERE tenant_id = $1 AND app_id = $2 AND failed_at IS NOT NULL";

impl Store {
    /// Stores a tenant's registration at a service in place of the one there was.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn put_oauth_client(
        &self,
        tenant: &TenantId,
        new: NewOauthClient<'_>,
        line: AuditLine,
    ) -> Result<OauthClient> {
        let row: Option<Row> = on_db!(self, audit(tenant, line) change => {
            let put = sqlx::query_as(PUT).bind(tenant.as_str()).bind(new.app_id).bind(new.client_id);
            let put = put.bind(new.secret.as_bytes()).bind(new.scopes).bind(new.params);
            let row = put.bind(self.clock.now().0).fetch_one(&mut *change).await?;
            let wake = sqlx::query(WAKE).bind(tenant.as_str()).bind(new.app_id).bind(self.clock.now().0);
            wake.execute(&mut *change).await?;
            Some(row)
        });
        Ok(client(row.expect("fetch_one gives a row or an error")))
    }

    /// A tenant's registration at a service.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn oauth_client(&self, tenant: &TenantId, app_id: &str) -> Result<Option<OauthClient>> {
        let row: Option<Row> = on_db!(self, read pool => {
            sqlx::query_as(ONE).bind(tenant.as_str()).bind(app_id).fetch_optional(pool).await?
        });
        Ok(row.map(client))
    }

    /// All registrations of a tenant, by integration.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn oauth_clients(&self, tenant: &TenantId) -> Result<Vec<OauthClient>> {
        let rows: Vec<Row> =
            on_db!(self, read pool => sqlx::query_as(LIST).bind(tenant.as_str()).fetch_all(pool).await?);
        Ok(rows.into_iter().map(client).collect())
    }

    /// Deletes a registration; `false` when there is none.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn delete_oauth_client(&self, tenant: &TenantId, app_id: &str, line: AuditLine) -> Result<bool> {
        let deleted = on_db!(self, audit(tenant, line) change => {
            let delete = sqlx::query(DELETE).bind(tenant.as_str()).bind(app_id);
            (delete.execute(&mut *change).await?.rows_affected() > 0).then_some(())
        });
        Ok(deleted.is_some())
    }

    /// Notes that a service refuses the registration itself, or takes it again with `None`. The first refusal stays:
    /// it is one incident, however many connections meet it. `true` when this is news.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn note_oauth_client(&self, tenant: &TenantId, app_id: &str, said: Option<&str>) -> Result<bool> {
        let now = self.clock.now().0;
        let changed = on_db!(self, write change => {
            let note = match said {
                Some(said) => sqlx::query(REFUSED).bind(tenant.as_str()).bind(app_id).bind(said).bind(now),
                None => sqlx::query(ACCEPTED).bind(tenant.as_str()).bind(app_id),
            };
            note.execute(&mut *change).await?.rows_affected()
        });
        Ok(changed > 0)
    }
}

fn client(row: Row) -> OauthClient {
    OauthClient {
        app_id: row.app_id,
        client_id: row.client_id,
        secret: Sealed::from_stored(row.secret),
        scopes: row.scopes,
        params: row.params,
        refused: row.failed_at.map(|at| (row.said.unwrap_or_default(), UnixMillis(at))),
        created_at: UnixMillis(row.created_at),
        updated_at: UnixMillis(row.updated_at),
    }
}
