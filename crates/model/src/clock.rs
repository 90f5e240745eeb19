//! Where the present comes from: the system in production, a hand-set moment in tests.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use crate::UnixMillis;

/// Tells the time. Cheap to clone; every clone of a fixed clock shows the same moment.
#[derive(Clone)]
pub struct Clock(Source);

#[derive(Clone)]
enum Source {
    System,
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's wall clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still until [`Clock::advance`] moves it.
    pub fn fixed(at: UnixMillis) -> Self {
        Self(Source::Fixed(Arc::new(AtomicI64::new(at.0))))
    }

    /// The present moment.
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system for the time")]
    pub fn now(&self) -> UnixMillis {
        match &self.0 {
            Source::System => UnixMillis(jiff::Timestamp::now().as_millisecond()),
            Source::Fixed(at) => UnixMillis(at.load(Ordering::SeqCst)),
        }
    }

    /// Moves a fixed clock forward; the system's clock is not ours to move and ignores it.
    pub fn advance(&self, span: Duration) {
        if let Source::Fixed(at) = &self.0 {
            at.store(self.now().plus(span).0, Ordering::SeqCst);
        }
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "clock at {}", self.now())
    }
}
