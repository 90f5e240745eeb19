//! What every request handler can reach.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use flow::Engine;
use model::{Actor, AuditLine, Clock, Rng};
use store::{Store, StoredSigningKey};
use url::Url;
use vault::{Tasks, Vault};

use crate::{
    access::{Gate, Sessions, SigningKey},
    api::{CatalogText, RequestFigures},
    config::{Settings, Tls},
    rate_limit::RateLimiter,
    rooms::Rooms,
};

/// Where the private half of a signing key is stored: what it is sealed for.
const KEYS: &str = "signing_keys";
const PRIVATE: &str = "private_key";

/// The state of the API. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub store: Store,
    pub vault: Arc<Vault>,
    pub engine: Arc<Engine>,
    pub gate: Arc<Gate>,
    pub sessions: Arc<Sessions>,
    pub catalog_text: CatalogText,
    pub limiter: Arc<RateLimiter>,
    /// What was asked of this process.
    pub requests: Arc<RequestFigures>,
    pub tasks: Tasks,
    /// Where clients reach us; `None` trusts each request's host.
    pub public_url: Option<Url>,
    /// Whether we serve TLS ourselves.
    pub is_tls: bool,
    pub clock: Clock,
    pub rng: Rng,
}

impl App {
    /// Furnishes the API on opened rooms; makes the signing key at the first start.
    ///
    /// # Errors
    /// The signing key cannot be read or made.
    pub async fn new(rooms: Rooms, settings: &Settings) -> Result<Self> {
        let key = signing_key(&rooms).await?;
        let sessions = rooms.sessions(settings);
        let Rooms { store, vault, clock, rng } = rooms;
        Ok(Self {
            engine: Arc::new(Engine::new(Arc::clone(&vault), store.clone(), clock.clone(), rng.clone())),
            gate: Arc::new(Gate::new(store.clone(), clock.clone(), key)),
            sessions: Arc::new(sessions),
            catalog_text: CatalogText::default(),
            limiter: Arc::new(RateLimiter::new(settings.allowance, clock.clone())),
            requests: Arc::default(),
            tasks: vault.tasks().clone(),
            public_url: settings.public_url.clone(),
            is_tls: settings.tls != Tls::Off,
            store,
            vault,
            clock,
            rng,
        })
    }
}

/// The newest signing key, after making one if there is none.
async fn signing_key(rooms: &Rooms) -> Result<SigningKey> {
    if let Some(key) = stored_signing_key(rooms).await? {
        return Ok(key);
    }
    make_signing_key(rooms).await?;
    // Read back, because another process at its own first start may have been faster.
    stored_signing_key(rooms).await?.context("the signing key is gone")
}

async fn stored_signing_key(rooms: &Rooms) -> Result<Option<SigningKey>> {
    let keys = rooms.store.signing_keys().await.context("could not read the signing key")?;
    let Some(newest) = keys.into_iter().next() else { return Ok(None) };
    let opened = rooms.vault.open_system(KEYS, PRIVATE, &newest.id, &newest.private_key).await;
    SigningKey::from_pkcs8(&opened.context("could not open the signing key")?).map(Some)
}

async fn make_signing_key(rooms: &Rooms) -> Result<()> {
    let private = SigningKey::generate()?;
    let key = SigningKey::from_pkcs8(&private)?;
    let sealed = rooms.vault.seal_system(KEYS, PRIVATE, key.id(), &private).await;
    let stored = StoredSigningKey {
        id: key.id().to_owned(),
        private_key: sealed.context("could not seal the signing key")?,
        public_jwk: serde_json::to_string(key.public()).context("could not write the signing key")?,
        created_at: rooms.clock.now(),
    };
    let line = AuditLine::new(&rooms.rng, Actor::System, "signing_key.create", key.id());
    rooms.store.add_signing_key_if_none(&stored, line).await.context("could not store the signing key")?;
    Ok(())
}
