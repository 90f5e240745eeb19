//! What is remembered of the last requests for a connection's token, so that many callers do not each repeat what just
//! failed for one of them.

use std::time::{Duration, Instant};

use model::UnixMillis;

use crate::failure::Failure;

/// How long a token that is due, but still good, is used without trying again after a renewal failed. Renewals begin
/// at least half of a token's life before its end, so there is time for several.
const RENEW_AGAIN_AFTER: Duration = Duration::from_secs(10);
/// How long a service may go on refusing a token that came in place of a refused one before it gets another. Some
/// services answer 401 to what is merely not allowed, and no new token will help against that.
const REPLACE_AGAIN_AFTER: Duration = Duration::from_secs(30);

/// The last attempts of one connection.
#[derive(Default)]
pub(crate) struct Attempts {
    failed: Option<Failed>,
    replaced_at: Option<UnixMillis>,
}

struct Failed {
    /// The generation of the row whose setup was used.
    generation: i64,
    at: UnixMillis,
    /// The same moment, for comparing with others of this process whatever happens to the clock.
    ended: Instant,
    failure: Failure,
}

impl Attempts {
    pub(crate) fn note_failure(&mut self, generation: i64, at: UnixMillis, failure: Failure) {
        self.failed = Some(Failed { generation, at, ended: Instant::now(), failure });
    }

    /// Why the attempt that was under way since `waiting_since` failed: whoever waited for it shares its failure
    /// instead of repeating it, or a queue at a slow service would take many times as long as its slowest answer.
    pub(crate) fn failure_since(&self, waiting_since: Instant, generation: i64) -> Option<Failure> {
        let failed = self.failed.as_ref().filter(|failed| failed.generation == generation)?;
        (failed.ended >= waiting_since).then(|| failed.failure.clone())
    }

    /// Whether a renewal failed so lately that a token which is still good is used as it is.
    pub(crate) fn just_failed(&self, generation: i64, now: UnixMillis) -> bool {
        let failed = self.failed.as_ref().filter(|failed| failed.generation == generation);
        failed.is_some_and(|failed| now.since(failed.at) < RENEW_AGAIN_AFTER)
    }

    pub(crate) fn note_replacement(&mut self, at: UnixMillis) {
        self.replaced_at = Some(at);
    }

    /// Whether a refused token was replaced so lately that another one would be refused as well.
    pub(crate) fn just_replaced(&self, now: UnixMillis) -> bool {
        self.replaced_at.is_some_and(|at| now.since(at) < REPLACE_AGAIN_AFTER)
    }
}
