//! What is counted while the storm goes on: calls at the service, and what callers of flows were told.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use model::UnixMillis;

use crate::truth::Judgement;

/// A token that had ended when it arrived.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Late {
    pub(crate) node: usize,
    pub(crate) family: usize,
    pub(crate) at: UnixMillis,
    /// Milliseconds.
    pub(crate) by: i64,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Counted {
    pub(crate) valid: usize,
    pub(crate) revoked: usize,
    pub(crate) unknown: usize,
    pub(crate) late: Vec<Late>,
}

/// Calls of the service's API.
#[derive(Default)]
pub(crate) struct Calls(Mutex<Counted>);

impl Calls {
    pub(crate) fn count(&self, node: usize, at: UnixMillis, judgement: Judgement) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match judgement {
            Judgement::Valid => counted.valid += 1,
            Judgement::Revoked => counted.revoked += 1,
            Judgement::Unknown => counted.unknown += 1,
            Judgement::Late { by, family } => counted.late.push(Late { node, family, at, by }),
        }
    }

    pub(crate) fn counted(&self) -> Counted {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// How often something happened, by its name.
#[derive(Default)]
pub(crate) struct Tally(Mutex<BTreeMap<String, usize>>);

impl Tally {
    pub(crate) fn count(&self, name: impl Into<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(name.into()).or_default() += 1;
    }

    pub(crate) fn all(&self) -> BTreeMap<String, usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
