//! What a renewal that failed means, and when to try again.

use std::time::Duration;

use model::{FailureClass, Rng, UnixMillis};

use crate::{failure::Failure, oauth::TokenFailure};

/// The first and the longest pause between two tries while a service is away.
const LATER: (Duration, Duration) = (Duration::from_secs(1), Duration::from_mins(1));
/// The longest pause that a service may ask for itself.
const ASKED_AT_MOST: Duration = Duration::from_hours(1);
/// The first and the longest pause while a person has to put something right.
const MISCONFIGURED: (Duration, Duration) = (Duration::from_secs(10), Duration::from_mins(10));

/// A renewal that failed.
#[derive(Clone, Debug)]
pub(crate) struct Trouble {
    pub(crate) class: FailureClass,
    /// What callers are told.
    pub(crate) failure: Failure,
    /// Whether the service may have taken the refresh token.
    pub(crate) may_be_spent: bool,
    /// When the service itself wants to be asked again.
    pub(crate) retry_after: Option<Duration>,
    /// Whether it refuses the OAuth client, which many connections share.
    pub(crate) blames_client: bool,
}

impl Trouble {
    /// A failure of what asks with nothing that could be spent.
    pub(crate) fn of_setup(failure: Failure) -> Self {
        let class = match failure {
            Failure::Outage { .. } => FailureClass::Later,
            Failure::Refused { .. } => FailureClass::Misconfigured,
        };
        Self { class, failure, may_be_spent: false, retry_after: None, blames_client: false }
    }

    /// Nothing was asked, and only a person can help.
    pub(crate) fn reconnect(said: impl Into<String>) -> Self {
        let failure = Failure::refused(said);
        let class = FailureClass::Reconnect;
        Self { class, failure, may_be_spent: false, retry_after: None, blames_client: false }
    }

    /// Nothing was asked, because our side is not set up for it.
    pub(crate) fn misconfigured(said: impl Into<String>) -> Self {
        Self { class: FailureClass::Misconfigured, ..Self::reconnect(said) }
    }

    /// Nothing was asked, for a reason that passes.
    pub(crate) fn later(said: impl Into<String>) -> Self {
        Self::of_setup(Failure::not_sent(said))
    }

    /// When to try again, after `times` failures in a row.
    pub(crate) fn again_at(&self, times: i64, now: UnixMillis, rng: &Rng) -> Option<UnixMillis> {
        let asked = self.retry_after.unwrap_or_default().min(ASKED_AT_MOST);
        pause(self.class, times).map(|pause| now.plus(spread(pause.max(asked), rng)))
    }
}

/// How long to wait after `times` failures in a row; `None` when there is no use in trying again.
pub(crate) fn pause(class: FailureClass, times: i64) -> Option<Duration> {
    let (first, most) = match class {
        FailureClass::Reconnect => return None,
        FailureClass::Misconfigured => MISCONFIGURED,
        FailureClass::Later | FailureClass::Indeterminate => LATER,
    };
    let doublings = u32::try_from(times.clamp(1, 16) - 1).unwrap_or(0);
    Some(first.saturating_mul(1 << doublings).min(most))
}

/// The span and up to a fifth more, so that what failed together does not come back together.
fn spread(span: Duration, rng: &Rng) -> Duration {
    span + span.mul_f64(0.2 * f64::from(u32::from_le_bytes(rng.bytes())) / f64::from(u32::MAX))
}

impl From<TokenFailure> for Trouble {
    fn from(failure: TokenFailure) -> Self {
        match failure {
            TokenFailure::NotSent(said) => Self::later(said),
            TokenFailure::Later { said, status, retry_after } => {
                let failure = Failure::Outage { message: said, status: Some(status), may_have_acted: false };
                Self { retry_after, ..Self::of_setup(failure) }
            }
            TokenFailure::Unclear { said, status } => {
                let failure = Failure::Outage { message: said, status, may_have_acted: false };
                Self { class: FailureClass::Indeterminate, may_be_spent: true, ..Self::of_setup(failure) }
            }
            TokenFailure::InvalidGrant(said) => {
                Self::reconnect(format!("the service no longer accepts this connection's grant: {said}"))
            }
            TokenFailure::Client(said) => Self {
                blames_client: true,
                ..Self::misconfigured(format!("the service refuses the OAuth client: {said}"))
            },
            TokenFailure::Ours(said) => Self::misconfigured(said),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pause(trouble: &Trouble, times: i64) -> Duration {
        trouble.again_at(times, UnixMillis(0), &Rng::seeded(1)).expect("there is another try").since(UnixMillis(0))
    }

    #[test]
    fn pauses_grow_to_a_minute_while_a_service_is_away() {
        let away = Trouble::later("away");
        assert!(pause(&away, 1) < Duration::from_millis(1201));
        assert!(pause(&away, 4) >= Duration::from_secs(8));
        for times in [7, 100, i64::MAX] {
            assert!((60_000..=72_000).contains(&pause(&away, times).as_millis()), "{times}");
        }
    }

    #[test]
    fn a_service_that_says_when_is_not_asked_sooner_but_within_an_hour() {
        let busy = |seconds| Trouble { retry_after: Some(Duration::from_secs(seconds)), ..Trouble::later("busy") };
        assert!(pause(&busy(90), 1) >= Duration::from_secs(90));
        assert!(pause(&busy(1_000_000), 1) <= Duration::from_secs(4320));
    }

    #[test]
    fn a_dead_grant_is_not_tried_again() {
        assert_eq!(Trouble::reconnect("gone").again_at(1, UnixMillis(0), &Rng::seeded(1)), None);
    }
}
