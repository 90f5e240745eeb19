//! The door of one node's token endpoint. Requests can be stopped at each step on their way, and counted there.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::watch;

/// Where requests for a token are stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Nowhere.
    Nowhere,
    /// Connected, but nothing is read.
    Unread,
    /// Read, and nothing done yet.
    Received,
    /// The refresh token is rotated, and the answer is kept back.
    Rotated,
}

/// The door.
pub(crate) struct Gate {
    stop: watch::Sender<Stop>,
    stopped: AtomicUsize,
}

impl Gate {
    pub(crate) fn open() -> Self {
        Self { stop: watch::Sender::new(Stop::Nowhere), stopped: AtomicUsize::new(0) }
    }

    /// From now on requests are stopped there; those that stood elsewhere go on.
    pub(crate) fn set(&self, stop: Stop) {
        self.stopped.store(0, Ordering::SeqCst);
        self.stop.send_replace(stop);
    }

    /// How many have been stopped since the last change.
    pub(crate) fn stopped(&self) -> usize {
        self.stopped.load(Ordering::SeqCst)
    }

    /// Passes this step at once, or when the door is set otherwise. Says whether it had to wait.
    pub(crate) async fn pass(&self, step: Stop) -> bool {
        let mut stop = self.stop.subscribe();
        if *stop.borrow_and_update() != step {
            return false;
        }
        self.stopped.fetch_add(1, Ordering::SeqCst);
        // The sender lives as long as we do.
        let _ = stop.wait_for(|now| *now != step).await;
        true
    }
}
