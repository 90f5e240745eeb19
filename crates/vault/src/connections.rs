//! Connections as people manage them: create, rename, reconnect, delete. What they type is checked against the
//! integration's file and sealed before it goes anywhere.

use catalog::{Integration, Setup, schema::Violation};
use model::{Actor, AuditLine, Connection, ConnectionId, TenantId, UnixMillis};
use seal::{Place, Sealed};
use serde_json::Value;
use store::{Granted, NewConnection as NewRow, Reconnect};

use crate::{CheckResult, Error, Vault, names::Names, oauth::Offered, secret_json::SecretJson};

/// Where a setup is sealed.
pub(crate) fn setup_place<'a>(tenant: &'a TenantId, id: &'a ConnectionId) -> Place<'a> {
    Place { table: "connections", column: "setup", tenant: tenant.as_str(), row: id.as_str() }
}

/// Where a token is sealed: apart from the setup, so that a renewal does not touch it.
pub(crate) fn tokens_place<'a>(tenant: &'a TenantId, id: &'a ConnectionId) -> Place<'a> {
    Place { table: "connections", column: "tokens", tenant: tenant.as_str(), row: id.as_str() }
}

/// A connection to be made; without a setup it is empty.
pub struct NewConnection {
    pub app_id: String,
    pub name: String,
    pub setup: Option<Value>,
}

/// What to change about a connection.
#[derive(Default)]
pub struct Change {
    pub name: Option<String>,
    /// Replaces the whole setup.
    pub setup: Option<Value>,
}

/// A setup that passed all checks, sealed.
pub(crate) struct Accepted {
    pub(crate) setup_type: String,
    pub(crate) account_name: Option<String>,
    pub(crate) sealed: Sealed,
    /// The tokens that came with it, where a person granted them.
    pub(crate) granted: Option<Granted>,
}

impl Vault {
    /// Makes a connection.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the integration is unknown or the setup does not fit it, [`Error::Refused`] when the
    /// service itself refuses a setup that must work before it is saved.
    pub async fn create_connection(
        &self,
        tenant: &TenantId,
        actor: Actor,
        new: NewConnection,
    ) -> Result<Connection, Error> {
        let (vault, tenant) = (self.clone(), tenant.clone());
        // A caller that gives up must not take a grant along that a service has given already.
        let made = self.tasks.see_through(async move { vault.create(&tenant, actor, new).await });
        made.await.map_err(|panic| Error::Broken(panic.into()))?
    }

    async fn create(&self, tenant: &TenantId, actor: Actor, new: NewConnection) -> Result<Connection, Error> {
        let id = ConnectionId::new(&self.rng);
        let integration = self.connectable(&new.app_id)?;
        let accepted = match new.setup {
            Some(setup) => Some(self.accept(tenant, &id, integration, setup).await?),
            None => None,
        };
        let row = new_row(id, &new.app_id, new.name, self.clock.now(), accepted);
        let line = AuditLine::new(&self.rng, actor, "connection.create", row.connection.id.as_str());
        Ok(self.store.create_connection(tenant, row, line).await?)
    }

    /// Renames a connection, gives it another setup, or both; `None` when there is no such connection.
    ///
    /// # Errors
    /// As [`Vault::create_connection`].
    pub async fn update_connection(
        &self,
        tenant: &TenantId,
        actor: Actor,
        id: &ConnectionId,
        change: Change,
    ) -> Result<Option<Connection>, Error> {
        let (vault, tenant, id) = (self.clone(), tenant.clone(), id.clone());
        let made = self.tasks.see_through(async move { vault.update(&tenant, actor, &id, change).await });
        made.await.map_err(|panic| Error::Broken(panic.into()))?
    }

    async fn update(
        &self,
        tenant: &TenantId,
        actor: Actor,
        id: &ConnectionId,
        change: Change,
    ) -> Result<Option<Connection>, Error> {
        let Some(current) = self.store.connection(tenant, id).await? else { return Ok(None) };
        let Some(setup) = change.setup else {
            let Some(name) = change.name else { return Ok(Some(current)) };
            let line = AuditLine::new(&self.rng, actor, "connection.rename", id.as_str());
            return Ok(self.store.rename_connection(tenant, id, &name, line).await?);
        };
        let integration = self.connectable(&current.app_id)?;
        if let Some(offered) = Offered::read(integration, &setup)? {
            let accepted = self.accept_other(tenant, &current, (integration, &offered)).await?;
            return self.reconnect(tenant, actor, id, (change.name, accepted)).await;
        }
        let accepted = self.accept(tenant, id, integration, setup).await?;
        self.reconnect(tenant, actor, id, (change.name, accepted)).await
    }

    /// Stores an accepted setup, and a new name if there is one, in place of what the connection held; `None` when it
    /// is gone.
    pub(crate) async fn reconnect(
        &self,
        tenant: &TenantId,
        actor: Actor,
        id: &ConnectionId,
        (name, accepted): (Option<String>, Accepted),
    ) -> Result<Option<Connection>, Error> {
        let line = AuditLine::new(&self.rng, actor, "connection.reconnect", id.as_str());
        let Accepted { setup_type, account_name, sealed, granted } = accepted;
        let event = self.news_of_recovery(tenant, id).await?;
        let reconnect = Reconnect { name, account_name, setup: sealed, setup_type, granted, event };
        let updated = self.store.reconnect_connection(tenant, id, reconnect, line).await;
        // Also after an error: the database may have done it and only its answer was lost.
        self.cache.forget(tenant, id);
        Ok(updated?)
    }

    /// Deletes a connection; `false` when there is none.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn delete_connection(&self, tenant: &TenantId, actor: Actor, id: &ConnectionId) -> Result<bool, Error> {
        let line = AuditLine::new(&self.rng, actor, "connection.delete", id.as_str());
        let deleted = self.store.delete_connection(tenant, id, line).await;
        self.cache.forget(tenant, id);
        Ok(deleted?)
    }

    pub(crate) fn connectable(&self, app_id: &str) -> Result<&Integration, Error> {
        let known = self.catalog.integration(app_id).filter(|integration| integration.is_connectable());
        known.ok_or_else(|| Error::Invalid(vec![unknown_integration(app_id)]))
    }

    /// Checks a setup and seals it for the connection `id`.
    async fn accept(
        &self,
        tenant: &TenantId,
        id: &ConnectionId,
        integration: &Integration,
        setup: Value,
    ) -> Result<Accepted, Error> {
        if let Some(offered) = Offered::read(integration, &setup)? {
            return self.accept_offered(tenant, id, (integration, &offered)).await;
        }
        let setup = SecretJson::new(setup);
        let declared = acceptable(integration, setup.value())?;
        let account_name = self.account_name(declared, &setup);
        if declared.check.as_ref().is_some_and(|check| check.required_on_save) {
            self.require_working(integration, declared, &setup).await?;
        }
        let bytes = zeroize::Zeroizing::new(setup.value().to_string().into_bytes());
        let sealed = self.keys.ring(tenant).await?.seal(&self.rng, setup_place(tenant, id), &bytes)?;
        Ok(Accepted { setup_type: declared.type_name.clone(), account_name, sealed, granted: None })
    }

    /// Refuses a setup that the service itself refuses. A service that is away refuses nothing: tools that set up
    /// whole tenants must not stop at somebody else's outage.
    async fn require_working(
        &self,
        integration: &Integration,
        declared: &Setup,
        setup: &SecretJson,
    ) -> Result<(), Error> {
        match self.try_setup(integration, declared, setup).await {
            CheckResult::Refused { said } => Err(Error::Refused { said }),
            _ => Ok(()),
        }
    }

    /// The masked label of a setup, before anyone asked the service for a better one.
    pub(crate) fn account_name(&self, declared: &Setup, setup: &SecretJson) -> Option<String> {
        let names = Names::new(&self.clock, &self.rng).with("setup", setup.value());
        let label = declared.account_name.as_ref()?.evaluate(&names).value?;
        readable(label.as_str()?)
    }
}

/// What people and services call an account, as it may be stored: a database stores no NUL in text.
pub(crate) fn readable(label: &str) -> Option<String> {
    let readable = label.chars().filter(|c| !c.is_control());
    Some(readable.take(ACCOUNT_NAME_MAX).collect()).filter(|label: &String| !label.is_empty())
}

/// The contract's `maxLength` of `account_name`.
const ACCOUNT_NAME_MAX: usize = 150;

fn new_row(id: ConnectionId, app_id: &str, name: String, now: UnixMillis, accepted: Option<Accepted>) -> NewRow {
    let (setup_type, account_name, setup, granted) = match accepted {
        Some(Accepted { setup_type, account_name, sealed, granted }) => {
            (Some(setup_type), account_name, Some(sealed), granted)
        }
        None => (None, None, None, None),
    };
    let connection = Connection {
        id,
        app_id: app_id.to_owned(),
        name,
        account_name,
        ready: setup.is_some(),
        created_at: now,
        updated_at: now,
        refreshed_at: None,
    };
    NewRow { connection, setup, setup_type, granted }
}

/// The setup a value is one of, if it can be tried without being used up.
pub(crate) fn acceptable<'i>(integration: &'i Integration, setup: &Value) -> Result<&'i Setup, Error> {
    let declared = integration.check_setup(setup).map_err(|found| Error::Invalid(at_setup(found)))?;
    if declared.oauth.is_some() {
        let message = "An authorization code cannot be tried: it works once";
        return Err(Error::Invalid(at_setup(vec![Violation::other(Vec::new(), message)])));
    }
    Ok(declared)
}

pub(crate) fn at_setup(found: Vec<Violation>) -> Vec<Violation> {
    let outer = [catalog::schema::Segment::Name("setup".to_owned())];
    found.into_iter().map(|violation| violation.under(&outer)).collect()
}

fn unknown_integration(app_id: &str) -> Violation {
    let path = vec![catalog::schema::Segment::Name("app_id".to_owned())];
    Violation { path, wrong: catalog::schema::Wrong::Choice(app_id.to_owned()), description: None }
}
