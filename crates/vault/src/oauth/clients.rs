//! Registrations of OAuth clients as people manage them. The secret goes in and never comes out.

use catalog::{
    Integration, Oauth, Setup,
    schema::{Moment, Segment, Violation},
};
use model::{Actor, AuditLine, TenantId, UnixMillis};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::client::secret_place;
use crate::{Error, Vault};

/// A registration, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OauthClient {
    /// The integration it is for.
    pub app_id: String,
    pub client_id: String,
    /// Asked for beside those that the integration's file names.
    pub scopes: Vec<String>,
    /// What the integration's file reads as `client.params`.
    pub params: Map<String, Value>,
    /// What the service said when it refused the client itself, and when; `None` while it takes it.
    pub refused: Option<(String, UnixMillis)>,
    pub created_at: UnixMillis,
    pub updated_at: UnixMillis,
}

/// A registration as it is entered.
pub struct NewOauthClient {
    pub client_id: String,
    /// Empty for a public client, which only a service with PKCE can have.
    pub client_secret: Zeroizing<String>,
    pub scopes: Vec<String>,
    pub params: Map<String, Value>,
}

impl Vault {
    /// Registers an OAuth client for an integration, in place of the one there was.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the integration is unknown or nobody can grant connections to it in a browser, and when
    /// something is missing or does not fit the integration.
    pub async fn put_oauth_client(
        &self,
        tenant: &TenantId,
        actor: Actor,
        app_id: &str,
        new: NewOauthClient,
    ) -> Result<OauthClient, Error> {
        let (_, _, oauth) = self.grantable(app_id)?;
        let found = faults(oauth, &new);
        if !found.is_empty() {
            return Err(Error::Invalid(found));
        }
        let ring = self.keys.ring(tenant).await?;
        let secret = ring.seal(&self.rng, secret_place(tenant, app_id), new.client_secret.as_bytes())?;
        let line = AuditLine::new(&self.rng, actor, "oauth_client.put", app_id);
        let row = store::NewOauthClient {
            app_id,
            client_id: &new.client_id,
            secret: &secret,
            scopes: &new.scopes.join(" "),
            params: &Value::Object(new.params).to_string(),
        };
        client(self.store.put_oauth_client(tenant, row, line).await?)
    }

    /// The tenant's registration for an integration, if there is one.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn oauth_client(&self, tenant: &TenantId, app_id: &str) -> Result<Option<OauthClient>, Error> {
        self.store.oauth_client(tenant, app_id).await?.map(client).transpose()
    }

    /// All registrations of a tenant, by integration.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn oauth_clients(&self, tenant: &TenantId) -> Result<Vec<OauthClient>, Error> {
        self.store.oauth_clients(tenant).await?.into_iter().map(client).collect()
    }

    /// Deletes a registration; `false` when there is none. Connections that were granted to it can no longer be
    /// renewed.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn delete_oauth_client(&self, tenant: &TenantId, actor: Actor, app_id: &str) -> Result<bool, Error> {
        let line = AuditLine::new(&self.rng, actor, "oauth_client.delete", app_id);
        Ok(self.store.delete_oauth_client(tenant, app_id, line).await?)
    }

    /// The way in which a person grants connections to an integration in their browser.
    pub(crate) fn grantable(&self, app_id: &str) -> Result<(&Integration, &Setup, &Oauth), Error> {
        let integration = self.connectable(app_id)?;
        let granted = integration.setups.values().find_map(|setup| Some((setup, setup.oauth.as_ref()?)));
        let (setup, oauth) = granted.ok_or_else(|| {
            let path = vec![Segment::Name("app_id".to_owned())];
            Error::Invalid(vec![Violation::other(path, "Connections to this app are not granted in a browser")])
        })?;
        Ok((integration, setup, oauth))
    }
}

fn faults(oauth: &Oauth, new: &NewOauthClient) -> Vec<Violation> {
    let at = |name: &str| vec![Segment::Name(name.to_owned())];
    let mut found = Vec::new();
    if new.client_id.is_empty() {
        found.push(Violation::other(at("client_id"), "The client id must not be empty"));
    }
    if new.client_secret.is_empty() && !oauth.pkce {
        found.push(Violation::other(at("client_secret"), "This service knows no clients without a secret"));
    }
    let is_scope = |scope: &String| !scope.is_empty() && !scope.contains(|c: char| c.is_whitespace() || c.is_control());
    if !new.scopes.iter().all(is_scope) {
        found.push(Violation::other(at("scopes"), "A scope is one word"));
    }
    let params = oauth.client.validate(&Value::Object(new.params.clone()), Moment::Setup);
    found.extend(params.into_iter().map(|violation| violation.under(&at("params"))));
    found
}

fn client(row: store::OauthClient) -> Result<OauthClient, Error> {
    let params = serde_json::from_str(&row.params);
    let params = params.map_err(|_| Error::Broken(anyhow::anyhow!("the params of an OAuth client do not read")))?;
    Ok(OauthClient {
        app_id: row.app_id,
        client_id: row.client_id,
        scopes: row.scopes.split_whitespace().map(str::to_owned).collect(),
        params,
        refused: row.refused,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}
