//! A tenant's registration at a service, opened.

use model::TenantId;
use seal::Place;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::{Error, Vault};

/// A registration with its secret.
pub(crate) struct OpenedClient {
    pub(crate) client_id: String,
    pub(crate) secret: Zeroizing<String>,
    /// Asked for beside those that the integration's file names.
    pub(crate) scopes: Vec<String>,
    /// What the integration's file reads as `client.params`.
    pub(crate) params: Value,
}

/// Where the secret of a registration is sealed.
pub(crate) fn secret_place<'a>(tenant: &'a TenantId, app_id: &'a str) -> Place<'a> {
    Place { table: "oauth_clients", column: "secret", tenant: tenant.as_str(), row: app_id }
}

impl Vault {
    /// The tenant's registration at a service; `None` when nobody registered.
    pub(crate) async fn opened_client(&self, tenant: &TenantId, app_id: &str) -> Result<Option<OpenedClient>, Error> {
        let Some(stored) = self.store.oauth_client(tenant, app_id).await? else { return Ok(None) };
        let bytes = self.keys.ring(tenant).await?.open(secret_place(tenant, app_id), &stored.secret)?;
        let secret = std::str::from_utf8(&bytes).map_err(|_| damaged("secret"))?;
        let params = serde_json::from_str(&stored.params).map_err(|_| damaged("params"))?;
        Ok(Some(OpenedClient {
            client_id: stored.client_id,
            secret: Zeroizing::new(secret.to_owned()),
            scopes: stored.scopes.split_whitespace().map(str::to_owned).collect(),
            params,
        }))
    }
}

fn damaged(what: &str) -> Error {
    Error::Broken(anyhow::anyhow!("the {what} of an OAuth client does not read"))
}
