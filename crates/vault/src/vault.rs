//! The vault as the rest of the process holds it.

use std::sync::Arc;

use catalog::Catalog;
use model::{Actor, AuditLine, Clock, Rng, Tenant, TenantId};
use seal::{Place, RootKey, Sealed};
use store::Store;
use zeroize::Zeroizing;

use crate::{Error, Metrics, Tasks, cache::Cache, events::Deliveries, http, keys::Keys, refresh::Endpoints};

/// Connections and everything that needs their credentials. Cheap to clone: all clones are one vault.
#[derive(Clone)]
pub struct Vault {
    pub(crate) store: Store,
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) keys: Arc<Keys>,
    pub(crate) cache: Arc<Cache>,
    pub(crate) endpoints: Arc<Endpoints>,
    pub(crate) tasks: Tasks,
    /// What this process calls itself where others see it.
    pub(crate) name: Arc<str>,
    pub(crate) metrics: Metrics,
    pub(crate) deliveries: Arc<Deliveries>,
    pub(crate) http: http::Client,
    pub(crate) clock: Clock,
    pub(crate) rng: Rng,
}

/// What a vault is made of.
pub struct Parts {
    pub store: Store,
    pub catalog: Arc<Catalog>,
    pub root_key: RootKey,
    pub http: http::Client,
    pub clock: Clock,
    pub rng: Rng,
}

impl Vault {
    /// A vault over a store whose keys all open under the root key.
    ///
    /// # Errors
    /// [`Error::WrongRootKey`] when the database was sealed under another root key.
    pub async fn open(parts: Parts) -> Result<Self, Error> {
        let Parts { store, catalog, root_key, http, clock, rng } = parts;
        let keys = Keys::new(root_key, store.clone(), clock.clone(), rng.clone());
        keys.require_root().await?;
        let vault = Self {
            store,
            catalog,
            keys: Arc::new(keys),
            cache: Arc::default(),
            endpoints: Arc::default(),
            tasks: Tasks::default(),
            name: rng.uuid().to_string().into(),
            metrics: Metrics::default(),
            deliveries: Arc::default(),
            http,
            clock,
            rng,
        };
        vault.own_key().await?;
        Ok(vault)
    }

    /// What goes on without whoever began it.
    pub fn tasks(&self) -> &Tasks {
        &self.tasks
    }

    /// What it counts and measures.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// The integrations this vault can reach.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// Makes a tenant together with its first key.
    ///
    /// # Errors
    /// [`Error::Taken`] when the name is in use.
    pub async fn create_tenant(&self, name: &str, actor: Actor) -> Result<Tenant, Error> {
        let tenant = Tenant { id: TenantId::new(&self.rng), name: name.to_owned(), created_at: self.clock.now() };
        let key = self.keys.generate(&tenant.id)?;
        let line = AuditLine::new(&self.rng, actor, "tenant.create", tenant.id.as_str());
        self.store.create_tenant(&tenant, &key, line).await?;
        Ok(tenant)
    }

    /// Seals a secret of the installation itself, such as the key that signs access tokens.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the key cannot be read.
    pub async fn seal_system(
        &self,
        table: &'static str,
        column: &'static str,
        row: &str,
        secret: &[u8],
    ) -> Result<Sealed, Error> {
        let owner = store::system();
        let place = Place { table, column, tenant: owner.as_str(), row };
        Ok(self.keys.ring(&owner).await?.seal(&self.rng, place, secret)?)
    }

    /// Opens what [`Vault::seal_system`] sealed for the same place.
    ///
    /// # Errors
    /// [`Error::Broken`] when the bytes are damaged or belong elsewhere.
    pub async fn open_system(
        &self,
        table: &'static str,
        column: &'static str,
        row: &str,
        sealed: &Sealed,
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        let owner = store::system();
        let place = Place { table, column, tenant: owner.as_str(), row };
        Ok(self.keys.ring(&owner).await?.open(place, sealed)?)
    }

    /// Makes the installation's own key on the first start.
    async fn own_key(&self) -> Result<(), Error> {
        let owner = store::system();
        if self.store.keys(&owner).await?.is_empty() {
            let key = self.keys.generate(&owner)?;
            let line = AuditLine::new(&self.rng, Actor::System, "key.create", key.id.as_str());
            self.store.add_key(&owner, &key, line).await?;
        }
        Ok(())
    }
}
