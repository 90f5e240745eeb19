//! Events on their way to tenants: who sends which, how often, and when it is given up. At least once: a node that ends
//! between an answer and the note of it leaves the event to be sent again, under the same id.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use model::{Rng, TenantId, UnixMillis};
use store::DueEvent;

use super::sending::{ANSWER_WITHIN, Delivery};
use crate::{Error, Vault};

/// Events looked up at once.
const BATCH: u32 = 200;
/// Messages to one tenant that a node sends at once, so that a slow endpoint holds up nobody but its owner.
const AT_ONCE: usize = 4;
/// Messages that a node sends at once in all.
const AT_ONCE_IN_ALL: usize = 64;
/// Longer than an endpoint may take to answer, so that nobody else sends the same meanwhile.
const TAKEN_FOR: Duration = ANSWER_WITHIN.saturating_mul(4);
/// The first and the longest pause between two tries; each is three times the one before.
const PAUSES: (Duration, Duration) = (Duration::from_secs(5), Duration::from_hours(12));
/// How long an event is tried for.
const TRIED_FOR: Duration = Duration::from_hours(72);
/// How long events are kept, however they ended.
const KEPT_FOR: Duration = Duration::from_hours(30 * 24);
/// How often the old ones are forgotten.
const FORGOTTEN_EVERY: Duration = Duration::from_hours(1);
/// By this an endpoint says that it is gone for good.
const GONE: u16 = 410;

/// What this node is sending.
#[derive(Default)]
pub(crate) struct Deliveries {
    under_way: Mutex<HashMap<TenantId, usize>>,
    forgotten_at: AtomicI64,
}

/// Whether one more message may be sent.
enum Place {
    Free(Taken),
    /// Not to this tenant.
    TenantBusy,
    /// To nobody.
    AllBusy,
}

/// One message's place, given back when it is dropped.
struct Taken {
    deliveries: Arc<Deliveries>,
    tenant: TenantId,
}

impl Deliveries {
    fn place(self: &Arc<Self>, tenant: &TenantId) -> Place {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        if under_way.values().sum::<usize>() >= AT_ONCE_IN_ALL {
            return Place::AllBusy;
        }
        let own = under_way.entry(tenant.clone()).or_default();
        if *own >= AT_ONCE {
            return Place::TenantBusy;
        }
        *own += 1;
        Place::Free(Taken { deliveries: Arc::clone(self), tenant: tenant.clone() })
    }

    /// Whether it is time to forget old events; says so once.
    fn forgets_at(&self, now: UnixMillis) -> bool {
        let last = self.forgotten_at.load(Ordering::Relaxed);
        let is_due = now.since(UnixMillis(last)) >= FORGOTTEN_EVERY;
        is_due && self.forgotten_at.compare_exchange(last, now.0, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        let mut under_way = self.deliveries.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = under_way.get_mut(&self.tenant) {
            *own -= 1;
            if *own == 0 {
                under_way.remove(&self.tenant);
            }
        }
    }
}

impl Vault {
    /// Begins to send every event whose time has come, and says how many that are. What is begun ends by itself:
    /// [`crate::Tasks::finished`] waits for it.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn deliver_events(&self) -> Result<usize, Error> {
        let now = self.clock.now();
        if self.deliveries.forgets_at(now) {
            self.store.forget_events(now.minus(KEPT_FOR)).await?;
        }
        let (mut begun, mut last) = (0, None::<DueEvent>);
        loop {
            let due = self.store.due_events(now, last.as_ref(), BATCH).await?;
            let is_all = due.len() < BATCH as usize;
            for event in due {
                match self.deliveries.place(&event.tenant) {
                    Place::Free(taken) => begun += usize::from(self.begin_delivery(&event, now, taken).await?),
                    Place::TenantBusy => {}
                    Place::AllBusy => return Ok(begun),
                }
                last = Some(event);
            }
            if is_all {
                return Ok(begun);
            }
        }
    }

    /// Begins to send one event, unless another node was faster.
    async fn begin_delivery(&self, event: &DueEvent, now: UnixMillis, taken: Taken) -> Result<bool, Error> {
        if !self.store.take_event(event, now.plus(TAKEN_FOR)).await? {
            return Ok(false);
        }
        let (vault, event) = (self.clone(), event.clone());
        self.tasks.start(async move {
            let _taken = taken;
            if let Err(error) = vault.deliver(&event).await {
                tracing::warn!(event = %event.id, %error, "an event was not delivered: it will be tried again");
            }
        });
        Ok(true)
    }

    async fn deliver(&self, event: &DueEvent) -> Result<(), Error> {
        let delivery = match self.send_message(&event.tenant, &event.id, &event.payload).await {
            // Damaged, or sealed for another place: no reason to try every minute.
            Err(Error::Broken(cause)) => {
                tracing::error!(event = %event.id, cause = format!("{cause:#}"), "an event cannot be signed");
                Delivery::failed("the message cannot be signed")
            }
            sent => sent?,
        };
        let said = delivery.said.as_str();
        if delivery.is_delivered {
            self.store.event_delivered(&event.tenant, &event.id, said).await?;
            return Ok(());
        }
        let attempt = event.attempts + 1;
        let next_at = next_at(event, &delivery, self.clock.now(), &self.rng);
        tracing::info!(event = %event.id, attempt, said, is_given_up = next_at.is_none(), "an event was not taken");
        self.store.event_failed(&event.tenant, &event.id, (attempt, said), next_at).await?;
        Ok(())
    }
}

/// When to try again; `None` to give up.
fn next_at(event: &DueEvent, delivery: &Delivery, now: UnixMillis, rng: &Rng) -> Option<UnixMillis> {
    if delivery.status == Some(GONE) {
        return None;
    }
    let (first, longest) = PAUSES;
    let tripled = u32::try_from(event.attempts.clamp(0, 12)).unwrap_or(0);
    let pause = first.saturating_mul(3_u32.pow(tripled)).min(longest);
    // Up to a fifth more, so that what failed together does not come back together.
    let chance = f64::from(u32::from_le_bytes(rng.bytes())) / f64::from(u32::MAX);
    let next = now.plus(pause + pause.mul_f64(0.2 * chance));
    (next <= event.created_at.plus(TRIED_FOR)).then_some(next)
}

#[cfg(test)]
mod tests {
    use model::EventId;

    use super::*;

    fn event(attempts: i64) -> DueEvent {
        let id = || "x".to_owned();
        DueEvent {
            tenant: TenantId::from_stored(id()),
            id: EventId::from_stored(id()),
            payload: String::new(),
            created_at: UnixMillis(0),
            next_at: UnixMillis(0),
            attempts,
        }
    }

    #[test]
    fn tries_are_further_and_further_apart_for_three_days() {
        let (mut now, mut tries, mut last) = (UnixMillis(0), 0, Duration::ZERO);
        while let Some(next) = next_at(&event(tries), &Delivery::failed("away"), now, &Rng::seeded(7)) {
            let pause = next.since(now);
            assert!(pause >= last && pause <= Duration::from_hours(15), "{tries}: {pause:?}");
            (now, last, tries) = (next, pause, tries + 1);
        }
        assert!(now.since(UnixMillis(0)) > Duration::from_hours(48), "{now}");
        assert!((10..20).contains(&tries), "{tries}");
    }

    #[test]
    fn an_endpoint_that_is_gone_is_not_asked_again() {
        let gone = Delivery { is_delivered: false, status: Some(GONE), said: String::new() };
        assert_eq!(next_at(&event(0), &gone, UnixMillis(0), &Rng::seeded(1)), None);
    }

    #[test]
    fn one_tenant_does_not_take_every_place() {
        let deliveries = Arc::new(Deliveries::default());
        let tenant = |name: usize| TenantId::from_stored(name.to_string());
        let mut taken = Vec::new();
        while let Place::Free(place) = deliveries.place(&tenant(0)) {
            taken.push(place);
        }
        assert_eq!(taken.len(), AT_ONCE);
        assert!(matches!(deliveries.place(&tenant(0)), Place::TenantBusy));
        for name in 1.. {
            match deliveries.place(&tenant(name)) {
                Place::Free(place) => taken.push(place),
                _ => break,
            }
        }
        assert!(matches!(deliveries.place(&tenant(1000)), Place::AllBusy));
        assert_eq!(taken.len(), AT_ONCE_IN_ALL);
        drop(taken);
        assert!(matches!(deliveries.place(&tenant(0)), Place::Free(_)));
    }
}
