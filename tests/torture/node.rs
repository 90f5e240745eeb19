//! One server of the cluster: killed, started again, paused, and what of that happened when.

use std::{
    process::Command,
    sync::{Mutex, MutexGuard, PoisonError},
};

use model::{Clock, UnixMillis};

use crate::process::{Flowvault, Launch};

/// What was done to a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    Killed,
    Paused,
    Resumed,
}

/// Something that was done to a process.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event {
    pub(crate) at: UnixMillis,
    pub(crate) deed: Deed,
}

/// A place in the cluster, with or without a process in it.
pub(crate) struct Node {
    launch: Launch,
    process: Mutex<Option<Flowvault>>,
    events: Mutex<Vec<Event>>,
    most_memory: Mutex<u64>,
}

impl Node {
    pub(crate) fn of(process: Flowvault) -> Self {
        let launch = process.launch.clone();
        Self { launch, process: Mutex::new(Some(process)), events: Mutex::default(), most_memory: Mutex::default() }
    }

    /// Where it serves; `None` while it is dead or paused.
    pub(crate) fn url(&self) -> Option<String> {
        if self.events().last().is_some_and(|last| last.deed == Deed::Paused) {
            return None;
        }
        self.process().as_ref().map(|process| process.url().to_owned())
    }

    /// Ends the process as a power cut would.
    pub(crate) fn kill(&self) {
        self.note_memory();
        let process = self.process().take().expect("it runs");
        // Noted before it happens: what arrives afterwards was asked before.
        self.note(Deed::Killed);
        process.kill();
    }

    /// Ends the process in good order.
    pub(crate) async fn stop(&self) {
        let process = self.process().take().expect("it runs");
        process.stop().await;
    }

    /// Starts it again over what is there.
    pub(crate) async fn revive(&self) {
        let process = self.launch.start().await;
        *self.process() = Some(process);
    }

    /// Stops the process where it stands.
    pub(crate) fn pause(&self) {
        self.note(Deed::Paused);
        self.signal("-STOP");
    }

    /// Lets it go on.
    pub(crate) fn resume(&self) {
        self.signal("-CONT");
        self.note(Deed::Resumed);
    }

    /// What was done to it, in order.
    pub(crate) fn events(&self) -> Vec<Event> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The most memory it has used at the moments when somebody looked, in KiB.
    pub(crate) fn most_memory(&self) -> u64 {
        *self.most_memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks how much memory it uses.
    pub(crate) fn note_memory(&self) {
        let Some(pid) = self.process().as_ref().map(Flowvault::pid) else { return };
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let used = resident.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0);
        let mut most = self.most_memory.lock().unwrap_or_else(PoisonError::into_inner);
        *most = used.max(*most);
    }

    fn signal(&self, signal: &str) {
        let pid = self.process().as_ref().expect("it runs").pid().to_string();
        let sent = Command::new("kill").args([signal, &pid]).status().expect("kill runs");
        assert!(sent.success(), "the process is gone");
    }

    fn note(&self, deed: Deed) {
        let at = Clock::system().now();
        self.events.lock().unwrap_or_else(PoisonError::into_inner).push(Event { at, deed });
    }

    fn process(&self) -> MutexGuard<'_, Option<Flowvault>> {
        self.process.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
