//! What is done to servers and to their database: killed at each step of a renewal, paused for longer than a lease,
//! locked out, cut off. Nothing inside the product helps with it: a step is reached by holding up what the step waits
//! for.

use std::time::{Duration, Instant};

use tokio::time::sleep;

use crate::{
    fleet::Fleet,
    gate::Stop,
    within::{PATIENCE, within},
};

/// Where in a renewal a process is killed, in the order of the steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The journal is written, and the service has read nothing.
    Journalled,
    /// The service has the request, and rotates only after the death of whoever sent it.
    Received,
    /// The service has rotated, and no answer has left it.
    Rotated,
    /// The answer has left the service, and the database does not take it.
    Answered,
    /// The database holds the new token.
    Stored,
    /// Wherever it happens to be.
    AnyTime,
}

pub(crate) const STEPS: [Step; 6] =
    [Step::Journalled, Step::Received, Step::Rotated, Step::Answered, Step::Stored, Step::AnyTime];

impl Step {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Journalled => "1 journalled, request not read",
            Self::Received => "2 request received, not answered",
            Self::Rotated => "3 rotated, not answered",
            Self::Answered => "4 answered, not stored",
            Self::Stored => "5 stored, not published",
            Self::AnyTime => "at any time",
        }
    }
}

/// How long a new token may take to be stored when nothing is in its way; afterwards the process is killed anyway.
const STORED_WITHIN: Duration = Duration::from_secs(2);
/// Long enough for an answer to come from the socket to the database's door.
const ARRIVED_AFTER: Duration = Duration::from_millis(150);

impl Fleet {
    /// Kills a node at a step, and starts it again.
    pub(crate) async fn kill_at(&self, node: usize, step: Step) {
        match step {
            Step::Journalled => self.kill_where_stopped(node, Stop::Unread).await,
            Step::Received => self.kill_where_stopped(node, Stop::Received).await,
            Step::Rotated => self.kill_where_stopped(node, Stop::Rotated).await,
            Step::Answered => self.kill_before_storing(node).await,
            Step::Stored => self.kill_after_storing(node).await,
            Step::AnyTime => {
                sleep(Duration::from_millis(u64::from(self.endpoint.service.plan.below(400)))).await;
                self.nodes[node].kill();
            }
        }
        self.nodes[node].revive().await;
    }

    async fn kill_where_stopped(&self, node: usize, stop: Stop) {
        self.stop_one(node, stop).await;
        self.nodes[node].kill();
        self.endpoint.gate(node).set(Stop::Nowhere);
    }

    async fn kill_before_storing(&self, node: usize) {
        self.stop_one(node, Stop::Rotated).await;
        let from = self.endpoint.service.truth.now();
        let lock = self.journal.lock().await;
        self.endpoint.gate(node).set(Stop::Nowhere);
        let deadline = Instant::now() + STORED_WITHIN;
        while self.journal.waiting().await == Some(0) && Instant::now() < deadline {}
        sleep(ARRIVED_AFTER).await;
        self.nodes[node].kill();
        lock.release().await;
        self.note_lock(from);
    }

    async fn kill_after_storing(&self, node: usize) {
        self.stop_one(node, Stop::Rotated).await;
        let truth = &self.endpoint.service.truth;
        let asked = truth.newest_issued(node);
        let connection = asked.map(|asked| &self.connections[truth.family(asked.family).connection].id);
        let deadline = Instant::now() + STORED_WITHIN;
        if let Some(connection) = connection {
            let before = self.journal.generation(connection).await;
            self.endpoint.gate(node).set(Stop::Nowhere);
            while self.journal.generation(connection).await == before && Instant::now() < deadline {}
        }
        self.nodes[node].kill();
        self.endpoint.gate(node).set(Stop::Nowhere);
    }

    /// Pauses a node in the middle of a renewal.
    pub(crate) async fn pause(&self, node: usize, span: Duration) {
        self.stop_one(node, Stop::Rotated).await;
        self.nodes[node].pause();
        self.endpoint.gate(node).set(Stop::Nowhere);
        sleep(span).await;
        self.nodes[node].resume();
    }

    /// Keeps every server from changing connections for a while.
    pub(crate) async fn lock_out(&self, span: Duration) {
        let from = self.endpoint.service.truth.now();
        let lock = self.journal.lock().await;
        sleep(span).await;
        lock.release().await;
        self.note_lock(from);
    }

    /// Waits until a request for a token stands at a step.
    async fn stop_one(&self, node: usize, stop: Stop) {
        let gate = self.endpoint.gate(node);
        gate.set(stop);
        let what = format!("node {node} to ask for a token, to be stopped at {stop:?}");
        within(PATIENCE, &what, async || (gate.stopped() > 0).then_some(())).await;
    }
}
