//! What this process remembers of a connection's last renewals, so that callers do not each ask the database for what
//! it just said.

use std::time::{Duration, Instant};

use model::UnixMillis;

use crate::failure::Failure;

/// How long a failure is taken from memory: after that the row is asked again, where another process or a person may
/// have put things right.
const REMEMBERED: Duration = Duration::from_secs(5);
/// How long a service may go on refusing a token that came in place of a refused one before it gets another. Some
/// services answer 401 to what is merely not allowed, and no new token will help against that.
const REPLACE_AGAIN_AFTER: Duration = Duration::from_secs(30);

/// The last renewals of one connection.
#[derive(Default)]
pub(crate) struct Memory {
    failed: Option<Failed>,
    replaced_at: Option<UnixMillis>,
    is_in_line: bool,
}

struct Failed {
    /// The generation of the row that was tried.
    generation: i64,
    at: Instant,
    again_at: Option<UnixMillis>,
    failure: Failure,
}

impl Memory {
    /// Notes a failure, and when there will be another try.
    pub(crate) fn note_failure(&mut self, generation: i64, again_at: Option<UnixMillis>, failure: Failure) {
        self.failed = Some(Failed { generation, at: Instant::now(), again_at, failure });
    }

    /// Why there is no use in trying now.
    pub(crate) fn standing_failure(&self, generation: i64, now: UnixMillis) -> Option<Failure> {
        let failed = self.failed.as_ref().filter(|failed| failed.generation == generation)?;
        let stands = failed.at.elapsed() < REMEMBERED && failed.again_at.is_none_or(|again| now < again);
        stands.then(|| failed.failure.clone())
    }

    /// Takes the connection's place among those that wait to be renewed; `false` when it stands there already.
    pub(crate) fn stand_in_line(&mut self) -> bool {
        !std::mem::replace(&mut self.is_in_line, true)
    }

    pub(crate) fn leave_line(&mut self) {
        self.is_in_line = false;
    }

    pub(crate) fn note_replacement(&mut self, at: UnixMillis) {
        self.replaced_at = Some(at);
    }

    /// Whether a refused token was replaced so lately that another one would be refused as well.
    pub(crate) fn just_replaced(&self, now: UnixMillis) -> bool {
        self.replaced_at.is_some_and(|at| now.since(at) < REPLACE_AGAIN_AFTER)
    }
}
