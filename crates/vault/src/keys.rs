//! Tenants' sealing keys: made with the tenant, unwrapped once, kept in memory.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use model::{Clock, KeyId, Rng, TenantId};
use seal::{KeyRing, Place, RootKey, TenantKey, WrappedKey};
use store::{Store, StoredKey};

use crate::Error;

/// Opens and makes tenant keys under the one root key.
pub(crate) struct Keys {
    root: RootKey,
    store: Store,
    clock: Clock,
    rng: Rng,
    rings: RwLock<HashMap<TenantId, Arc<KeyRing>>>,
}

impl Keys {
    pub(crate) fn new(root: RootKey, store: Store, clock: Clock, rng: Rng) -> Self {
        Self { root, store, clock, rng, rings: RwLock::default() }
    }

    /// Refuses to go on when the database holds keys that this root key does not open.
    pub(crate) async fn require_root(&self) -> Result<(), Error> {
        let stored = self.store.root_key_ids().await?;
        match stored.into_iter().find(|id| id != self.root.id()) {
            Some(needed) => Err(Error::WrongRootKey { needed, given: self.root.id().to_owned() }),
            None => Ok(()),
        }
    }

    /// A new key for `tenant`, wrapped and ready to be stored.
    pub(crate) fn generate(&self, tenant: &TenantId) -> Result<StoredKey, Error> {
        let key = TenantKey::generate(&self.rng);
        let wrapped = self.root.wrap(&self.rng, place(tenant, key.id()), &key)?;
        Ok(StoredKey {
            id: key.id().clone(),
            root_key_id: self.root.id().to_owned(),
            wrapped: wrapped.as_bytes().to_vec(),
            created_at: self.clock.now(),
            retired_at: None,
        })
    }

    /// The tenant's keys, opened.
    pub(crate) async fn ring(&self, tenant: &TenantId) -> Result<Arc<KeyRing>, Error> {
        if let Some(ring) = self.rings.read().unwrap_or_else(PoisonError::into_inner).get(tenant) {
            return Ok(Arc::clone(ring));
        }
        let ring = Arc::new(self.open(tenant, self.store.keys(tenant).await?)?);
        let mut rings = self.rings.write().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(rings.entry(tenant.clone()).or_insert(ring)))
    }

    fn open(&self, tenant: &TenantId, stored: Vec<StoredKey>) -> Result<KeyRing, Error> {
        let mut keys = stored
            .into_iter()
            .map(|key| self.root.unwrap(place(tenant, &key.id), &WrappedKey::from_stored(key.wrapped)))
            .collect::<Result<Vec<_>, _>>()?
            .into_iter();
        let active = keys.next().ok_or_else(|| Error::Broken(anyhow::anyhow!("tenant {tenant} has no key")))?;
        Ok(KeyRing::new(active, keys.collect()))
    }
}

/// Where a tenant's key is stored: it opens there and nowhere else.
fn place<'a>(tenant: &'a TenantId, key: &'a KeyId) -> Place<'a> {
    Place { table: "keys", column: "wrapped", tenant: tenant.as_str(), row: key.as_str() }
}
