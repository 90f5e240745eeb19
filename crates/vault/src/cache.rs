//! Opened credentials, kept while the row they came from is unchanged.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
    time::{Duration, Instant},
};

use model::{ConnectionId, TenantId};

use tokio::sync::watch;

use crate::{
    credential::Credential,
    refresh::{Flight, Landed, Memory},
};

/// How long a credential is used without looking at its row again: the promise of how late a change made by
/// another process may be noticed.
const TRUSTED: Duration = Duration::from_secs(1);
/// Slots kept at most per tenant. Past that, those nobody is using are dropped and opened again when needed.
const CAPACITY: usize = 10_000;

/// One connection's place in the cache.
pub(crate) struct Slot {
    pub(crate) tenant: TenantId,
    pub(crate) id: ConnectionId,
    held: RwLock<Option<Held>>,
    /// The last renewal of its token, so that one process asks once.
    flight: Mutex<Option<Flight>>,
    memory: Mutex<Memory>,
}

#[derive(Clone)]
struct Held {
    credential: Arc<Credential>,
    seen_at: Instant,
}

impl Slot {
    fn new(tenant: &TenantId, id: &ConnectionId) -> Self {
        Self {
            tenant: tenant.clone(),
            id: id.clone(),
            held: RwLock::default(),
            flight: Mutex::default(),
            memory: Mutex::default(),
        }
    }

    /// Whether a credential is kept.
    pub(crate) fn is_held(&self) -> bool {
        self.held.read().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Keeps no credential: whoever needs it next opens it again.
    pub(crate) fn let_go(&self) {
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Whether its token is being renewed by this process.
    pub(crate) fn is_renewing(&self) -> bool {
        let flight = self.flight.lock().unwrap_or_else(PoisonError::into_inner);
        flight.as_ref().is_some_and(Flight::is_under_way)
    }

    /// The renewal under way, or the one that `begin` begins.
    pub(crate) fn join_or_begin(&self, begin: impl FnOnce(watch::Sender<Option<Landed>>)) -> Flight {
        let mut flight = self.flight.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(flight) = flight.as_ref().filter(|flight| flight.is_under_way()) {
            return flight.clone();
        }
        let (begun, landing) = Flight::begin();
        begin(landing);
        flight.insert(begun).clone()
    }

    /// What is remembered of its last renewals.
    pub(crate) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The credential, if its row was looked at within the last second.
    pub(crate) fn trusted(&self) -> Option<Arc<Credential>> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().filter(|held| held.seen_at.elapsed() < TRUSTED).map(|held| Arc::clone(&held.credential))
    }

    /// The credential, if it was opened from this generation of the row, which was just read.
    pub(crate) fn confirm(&self, generation: i64) -> Option<Arc<Credential>> {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        let current = held.as_mut().filter(|held| held.credential.generation == generation)?;
        current.seen_at = Instant::now();
        Some(Arc::clone(&current.credential))
    }

    /// Keeps a credential that was just opened, unless a newer one is there already.
    pub(crate) fn keep(&self, credential: Arc<Credential>) -> Arc<Credential> {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        if held.as_ref().is_none_or(|held| held.credential.generation <= credential.generation) {
            *held = Some(Held { credential: Arc::clone(&credential), seen_at: Instant::now() });
        }
        credential
    }
}

/// All slots. Tenants are apart, so that nobody's questions can disturb another's answers.
#[derive(Default)]
pub(crate) struct Cache(RwLock<HashMap<TenantId, Slots>>);

type Slots = HashMap<ConnectionId, Arc<Slot>>;

impl Cache {
    /// The slot of a connection.
    pub(crate) fn slot(&self, tenant: &TenantId, id: &ConnectionId) -> Arc<Slot> {
        let slots = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let known = slots.get(tenant).and_then(|slots| slots.get(id)).map(Arc::clone);
        drop(slots);
        known.unwrap_or_else(|| self.add(tenant, id))
    }

    /// Forgets a connection whose credential changed or went away. Whoever still holds its slot, and keeps there
    /// what was read before the change, keeps it where nobody else will look; nor does anyone wait for a token that
    /// is being fetched with the old setup.
    pub(crate) fn forget(&self, tenant: &TenantId, id: &ConnectionId) {
        let mut tenants = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(slots) = tenants.get_mut(tenant) {
            slots.remove(id);
            if slots.is_empty() {
                tenants.remove(tenant);
            }
        }
    }

    fn add(&self, tenant: &TenantId, id: &ConnectionId) -> Arc<Slot> {
        let mut tenants = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let slots = tenants.entry(tenant.clone()).or_default();
        if slots.len() >= CAPACITY {
            slots.retain(|_, slot| Arc::strong_count(slot) > 1);
        }
        Arc::clone(slots.entry(id.clone()).or_insert_with(|| Arc::new(Slot::new(tenant, id))))
    }
}

#[cfg(test)]
mod tests {
    use catalog::Catalog;
    use model::{Clock, Rng, UnixMillis};
    use serde_json::json;

    use super::*;
    use crate::{credential::Opened, secret_json::SecretJson};

    fn credential(generation: i64) -> Arc<Credential> {
        let setup = SecretJson::new(json!({ "type": "BEARER", "token": "t" }));
        let opened = Opened { setup_type: "BEARER".to_owned(), setup, token: None, generation };
        let (catalog, clock) = (Catalog::builtin(), Clock::fixed(UnixMillis(0)));
        Arc::new(Credential::new(catalog.integration("HTTP").unwrap(), opened, &clock, &Rng::seeded(1)))
    }

    fn ids() -> (TenantId, ConnectionId) {
        let rng = Rng::seeded(1);
        (TenantId::new(&rng), ConnectionId::new(&rng))
    }

    #[test]
    fn what_is_kept_after_forgetting_is_seen_by_nobody_else() {
        let (cache, (tenant, id)) = (Cache::default(), ids());
        let slow_reader = cache.slot(&tenant, &id);
        cache.forget(&tenant, &id);
        slow_reader.keep(credential(1));
        let slot = cache.slot(&tenant, &id);
        assert!(slot.trusted().is_none() && slot.confirm(1).is_none());
    }

    #[test]
    fn an_older_credential_never_takes_the_place_of_a_newer_one() {
        let (cache, (tenant, id)) = (Cache::default(), ids());
        let slot = cache.slot(&tenant, &id);
        slot.keep(credential(2));
        slot.keep(credential(1));
        assert_eq!(slot.trusted().unwrap().generation, 2);
        assert!(slot.confirm(1).is_none() && slot.confirm(2).is_some());
    }

    #[test]
    fn tenants_with_the_same_id_have_slots_of_their_own() {
        let (cache, (tenant, id)) = (Cache::default(), ids());
        let other = TenantId::new(&Rng::seeded(2));
        cache.slot(&tenant, &id).keep(credential(1));
        cache.forget(&other, &id);
        assert!(cache.slot(&other, &id).trusted().is_none());
        assert!(cache.slot(&tenant, &id).trusted().is_some());
    }

    #[test]
    fn what_is_forgotten_leaves_nothing_behind() {
        let (cache, (tenant, id)) = (Cache::default(), ids());
        cache.slot(&tenant, &id);
        cache.forget(&tenant, &id);
        assert!(cache.0.read().unwrap().is_empty());
    }

    #[test]
    fn a_full_cache_lets_go_of_what_nobody_uses() {
        let (cache, (tenant, id), rng) = (Cache::default(), ids(), Rng::seeded(3));
        let used = cache.slot(&tenant, &id);
        for _ in 0..CAPACITY {
            cache.slot(&tenant, &ConnectionId::new(&rng));
        }
        assert_eq!(cache.0.read().unwrap()[&tenant].len(), 2);
        assert!(Arc::ptr_eq(&used, &cache.slot(&tenant, &id)));
    }
}
