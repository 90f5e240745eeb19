//! What the token endpoint does wrong, and when: chosen by a seed, so that a run can be repeated.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use model::Rng;

/// How a family of refresh tokens behaves at the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Policy {
    /// The refresh token stays as it is.
    Reusable,
    /// Each refresh brings another one; the old one works for [`REUSE_WINDOW`] more, while no successor was used.
    Rotating,
    /// Each refresh brings another one; using the old one again revokes all of them.
    SingleUse,
}

/// All there are.
pub(crate) const POLICIES: [Policy; 3] = [Policy::Reusable, Policy::Rotating, Policy::SingleUse];

/// How long the service forgives that a rotated refresh token is used again. The catalogue promises half a minute less.
pub(crate) const REUSE_WINDOW: Duration = Duration::from_secs(330);

impl Policy {
    /// As the catalogue and the table call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Reusable => "reusable",
            Self::Rotating => "rotating",
            Self::SingleUse => "single_use",
        }
    }

    /// The integration whose grants behave so.
    pub(crate) fn app_id(self) -> &'static str {
        match self {
            Self::Reusable => "TORTURE_REUSABLE",
            Self::Rotating => "TORTURE_ROTATING",
            Self::SingleUse => "TORTURE_SINGLE_USE",
        }
    }
}

/// What goes wrong with one request for a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// The answer comes late, but it comes.
    Slow,
    /// The connection is closed and nothing was done.
    DroppedBefore,
    /// Everything was done, and the connection is closed without an answer.
    DroppedAfter,
    /// Everything was done, and no answer comes for longer than anyone waits.
    HangingAfter,
    /// 503, and nothing was done.
    ErrorBefore,
    /// Everything was done, and then it answers 500.
    ErrorAfter,
    /// 429 with `Retry-After`.
    TooMany,
    /// Everything was done, and the answer is 200 with something unreadable.
    Garbage,
    /// An answer without a `refresh_token`: the old one stays good.
    NoRefreshToken,
    /// An answer without `expires_in`.
    NoExpiresIn,
    /// The person at the service has withdrawn the grant.
    Withdrawn,
}

impl Fault {
    /// Whether the service rotates and its answer never arrives.
    pub(crate) fn loses_answer(self) -> bool {
        matches!(self, Self::DroppedAfter | Self::HangingAfter | Self::ErrorAfter | Self::Garbage)
    }

    /// As the table calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Slow => "slow",
            Self::DroppedBefore => "dropped before reading",
            Self::DroppedAfter => "dropped after rotating",
            Self::HangingAfter => "hanging after rotating",
            Self::ErrorBefore => "503 before rotating",
            Self::ErrorAfter => "500 after rotating",
            Self::TooMany => "429 with Retry-After",
            Self::Garbage => "200 with garbage",
            Self::NoRefreshToken => "answer without refresh_token",
            Self::NoExpiresIn => "answer without expires_in",
            Self::Withdrawn => "grant withdrawn at the service",
        }
    }
}

/// How often each happens in ten thousand requests.
const WEIGHTS: [(Fault, u32); 11] = [
    (Fault::Slow, 400),
    (Fault::DroppedBefore, 100),
    (Fault::DroppedAfter, 80),
    (Fault::HangingAfter, 20),
    (Fault::ErrorBefore, 100),
    (Fault::ErrorAfter, 60),
    (Fault::TooMany, 60),
    (Fault::Garbage, 60),
    (Fault::NoRefreshToken, 200),
    (Fault::NoExpiresIn, 200),
    (Fault::Withdrawn, 15),
];
const OF: u32 = 10_000;

/// Decides what goes wrong.
pub(crate) struct Plan {
    rng: Rng,
    /// How many times as often as [`WEIGHTS`] says.
    intensity: u32,
    is_on: AtomicBool,
}

impl Plan {
    /// One in which nothing goes wrong yet.
    pub(crate) fn new(seed: u64, intensity: u32) -> Self {
        Self { rng: Rng::seeded(seed), intensity, is_on: AtomicBool::new(false) }
    }

    /// Lets things go wrong, or stops that.
    pub(crate) fn turn(&self, on: bool) {
        self.is_on.store(on, Ordering::SeqCst);
    }

    /// What goes wrong with a request with which something may. That is not so with a second try of the same refresh
    /// token: what is promised of a reuse window is that one lost answer does no harm.
    pub(crate) fn fault(&self, may_fail: bool) -> Option<Fault> {
        if !self.is_on.load(Ordering::SeqCst) || !may_fail {
            return None;
        }
        let mut drawn = self.below(OF);
        WEIGHTS.into_iter().find_map(|(fault, weight)| {
            let hit = drawn < weight * self.intensity;
            drawn = drawn.saturating_sub(weight * self.intensity);
            hit.then_some(fault)
        })
    }

    /// A number below `end`.
    pub(crate) fn below(&self, end: u32) -> u32 {
        u32::from_le_bytes(self.rng.bytes()) % end
    }
}
