//! Renewals that no caller asked for: whatever is due, in the order it became due, without any service's slowness
//! keeping the connections of others waiting.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use model::UnixMillis;
use store::DueRenewal;
use tokio::sync::Semaphore;

use super::{deciding::Want, flight::Flight};
use crate::{Error, Vault, cache::Slot};

/// Connections looked up at once.
const BATCH: u32 = 500;
/// Renewals of one integration that run at once on a node.
const AT_ONCE: usize = 32;
/// Renewals of one integration that wait for their turn on a node. The rest stays in the database.
const IN_LINE: usize = 512;

/// The doors to the token endpoints, by integration.
#[derive(Default)]
pub(crate) struct Endpoints(Mutex<HashMap<String, Arc<Door>>>);

/// How many may go to one token endpoint, and how many may stand in line.
struct Door {
    turns: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

impl Endpoints {
    fn door(&self, app_id: &str) -> Arc<Door> {
        let mut doors = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(door) = doors.get(app_id) {
            return Arc::clone(door);
        }
        let door = Door { turns: Arc::new(Semaphore::new(AT_ONCE)), places: Arc::new(Semaphore::new(IN_LINE)) };
        Arc::clone(doors.entry(app_id.to_owned()).or_insert(Arc::new(door)))
    }
}

impl Vault {
    /// Begins to renew every token that is due, and says how many that are. What is begun ends by itself:
    /// [`crate::Tasks::finished`] waits for it.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn renew_due(&self) -> Result<usize, Error> {
        let now = self.clock.now();
        let (mut begun, mut last) = (0, None::<DueRenewal>);
        loop {
            let due = self.store.due_renewals(now, last.as_ref(), BATCH).await?;
            begun += due.iter().filter(|due| self.begin_due(due, now)).count();
            if due.len() < BATCH as usize {
                return Ok(begun);
            }
            last = due.into_iter().next_back();
        }
    }

    /// Begins one renewal, unless it has begun already or too many stand in line before it.
    fn begin_due(&self, due: &DueRenewal, now: UnixMillis) -> bool {
        let slot = self.cache.slot(&due.tenant, &due.connection);
        let door = self.endpoints.door(&due.app_id);
        if slot.is_renewing() || !slot.memory().stand_in_line() {
            return false;
        }
        let Ok(place) = Arc::clone(&door.places).try_acquire_owned() else {
            slot.memory().leave_line();
            return false;
        };
        let vault = self.clone();
        tracing::trace!(connection = %due.connection, late = ?now.since(due.refresh_at), "due");
        self.tasks.start(async move {
            // Never closed.
            let _turn = door.turns.acquire().await;
            drop(vault.join_or_begin(&slot, Want::Scheduled).landed().await);
            slot.memory().leave_line();
            drop(place);
        });
        true
    }

    /// The renewal under way, or a new one in a task of its own.
    pub(super) fn join_or_begin(&self, slot: &Arc<Slot>, want: Want) -> Flight {
        slot.join_or_begin(|landing| {
            let (vault, slot) = (self.clone(), Arc::clone(slot));
            self.tasks.start(async move {
                let landed = vault.attempt(&slot, want).await;
                // Nobody may be waiting any more.
                let _ = landing.send(Some(landed));
            });
        })
    }
}
