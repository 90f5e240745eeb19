//! Renewals that no caller asked for: whatever is due, in the order it became due, without any service's slowness
//! keeping the connections of others waiting.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use model::UnixMillis;
use store::DueRenewal;
use tokio::sync::Semaphore;

use super::{deciding::Want, flight::Flight};
use crate::{Error, Vault, cache::Slot};

/// Connections looked up at once.
const BATCH: u32 = 500;
/// Lookups of one pass. What lies behind is looked at by the next, so that a pass over very many takes no longer.
const LOOKUPS: usize = 10;
/// Renewals of one integration that run at once on a node.
const AT_ONCE: usize = 32;
/// Renewals of one integration that wait for their turn on a node. The rest stays in the database.
const IN_LINE: usize = 512;

/// The doors to the token endpoints, by integration, and how far the last pass came.
#[derive(Default)]
pub(crate) struct Endpoints {
    doors: Mutex<HashMap<String, Arc<Door>>>,
    came_to: Mutex<Option<DueRenewal>>,
}

/// How many may go to one token endpoint, and how many may stand in line.
struct Door {
    turns: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

impl Endpoints {
    fn door(&self, app_id: &str) -> Arc<Door> {
        let mut doors = self.doors.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(door) = doors.get(app_id) {
            return Arc::clone(door);
        }
        let door = Door { turns: Arc::new(Semaphore::new(AT_ONCE)), places: Arc::new(Semaphore::new(IN_LINE)) };
        Arc::clone(doors.entry(app_id.to_owned()).or_insert(Arc::new(door)))
    }

    fn came_to(&self) -> MutexGuard<'_, Option<DueRenewal>> {
        self.came_to.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether there may be more behind.
fn is_full(due: &[DueRenewal]) -> bool {
    due.len() == BATCH as usize
}

/// The place behind which there may be more.
fn more_after(due: Vec<DueRenewal>) -> Option<DueRenewal> {
    if is_full(&due) { due.into_iter().next_back() } else { None }
}

impl Vault {
    /// Begins to renew the tokens that are due, those longest due first, and says how many that are. What is begun ends
    /// by itself: [`crate::Tasks::finished`] waits for it.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn renew_due(&self) -> Result<usize, Error> {
        let now = self.clock.now();
        let first = self.store.due_renewals(now, None, BATCH).await?;
        let mut begun = self.begin_all(&first, now);
        let came_to = self.endpoints.came_to().take();
        let mut last = came_to.filter(|_| is_full(&first)).or_else(|| more_after(first));
        for _ in 1..LOOKUPS {
            if last.is_none() {
                break;
            }
            let due = self.store.due_renewals(now, last.as_ref(), BATCH).await?;
            begun += self.begin_all(&due, now);
            last = more_after(due);
        }
        *self.endpoints.came_to() = last;
        Ok(begun)
    }

    fn begin_all(&self, due: &[DueRenewal], now: UnixMillis) -> usize {
        due.iter().filter(|due| self.begin_due(due, now)).count()
    }

    /// Begins one renewal, unless it has begun already or too many stand in line before it.
    fn begin_due(&self, due: &DueRenewal, now: UnixMillis) -> bool {
        let door = self.endpoints.door(&due.app_id);
        if door.places.available_permits() == 0 {
            return false;
        }
        let slot = self.cache.slot(&due.tenant, &due.connection);
        if slot.is_renewing() || !slot.memory().stand_in_line() {
            return false;
        }
        let Ok(place) = Arc::clone(&door.places).try_acquire_owned() else {
            slot.memory().leave_line();
            return false;
        };
        let (vault, was_held) = (self.clone(), slot.is_held());
        tracing::trace!(connection = %due.connection, late = ?now.since(due.refresh_at), "due");
        self.tasks.start(async move {
            // Never closed.
            let _turn = door.turns.acquire().await;
            drop(vault.join_or_begin(&slot, Want::Scheduled).landed().await);
            // Nobody has asked for it, so that keeping it would only fill the memory.
            if !was_held {
                slot.let_go();
            }
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
