//! Opens what every command works on: the database, the root key, the catalogue, the vault.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use model::{Actor, Clock, Rng, Tenant};
use store::Store;
use vault::{Parts, Vault, http};

use crate::{
    access::Sessions,
    catalog_files,
    config::Settings,
    root_key::{self, make_private_folder},
};

/// The tenant that is there from the first start.
pub const DEFAULT_TENANT: &str = "default";

/// The opened rooms of the house.
#[derive(Clone)]
pub struct Rooms {
    pub store: Store,
    pub vault: Arc<Vault>,
    pub clock: Clock,
    pub rng: Rng,
}

/// The usual reason is a container without certificates.
const NO_HTTP_CLIENT: &str = "could not set up the outgoing HTTP client: if this system has no CA certificates, \
    install ca-certificates or name a file of them in SSL_CERT_FILE";

impl Rooms {
    /// Opens everything the settings name; makes the root key and the default tenant at the first start.
    ///
    /// # Errors
    /// Whatever cannot be opened, in words for the person at the terminal.
    pub async fn open(settings: &Settings, clock: Clock, rng: Rng) -> Result<Self> {
        make_private_folder(&settings.data_dir)?;
        let catalog = Arc::new(catalog_files::load(settings.catalog.as_deref())?);
        let http = http::Client::new(outbound(settings)?).context(NO_HTTP_CLIENT)?;
        let store = Store::open(&settings.database_url, clock.clone()).await.context("could not open the database")?;
        let in_use = store.root_key_ids().await.context("could not read the database")?;
        let root_key = root_key::find(&settings.root_key, &in_use, &rng)?;
        let parts = Parts { store: store.clone(), catalog, root_key, http, clock: clock.clone(), rng: rng.clone() };
        let vault = Arc::new(Vault::open(parts).await.context("could not open the vault")?);
        let rooms = Self { store, vault, clock, rng };
        rooms.make_default_tenant().await?;
        Ok(rooms)
    }

    /// The tenant with this name.
    ///
    /// # Errors
    /// There is none.
    pub async fn tenant(&self, name: &str) -> Result<Tenant> {
        let tenant = self.store.tenant_by_name(name).await.context("could not read the database")?;
        tenant.with_context(|| format!("there is no tenant {name:?}: `flowvault tenant create {name}` makes one"))
    }

    /// The people of this house.
    pub fn sessions(&self, settings: &Settings) -> Sessions {
        let (store, clock, rng) = (self.store.clone(), self.clock.clone(), self.rng.clone());
        Sessions::new(store, clock, rng, settings.public_url.clone())
    }

    async fn make_default_tenant(&self) -> Result<()> {
        if self.store.tenant_by_name(DEFAULT_TENANT).await.context("could not read the database")?.is_some() {
            return Ok(());
        }
        match self.vault.create_tenant(DEFAULT_TENANT, Actor::System).await {
            // Another process, at its own first start, was faster.
            Ok(_) | Err(vault::Error::Taken(_)) => Ok(()),
            Err(error) => Err(error).context("could not make the default tenant"),
        }
    }
}

fn outbound(settings: &Settings) -> Result<http::Outbound> {
    let rewrite = serde_json::to_string(&settings.outbound_rewrite).context("outbound_rewrite")?;
    Ok(http::Outbound::parse(&settings.outbound_allow.join(","), &rewrite)?)
}
