//! What the names in a catalogue file stand for while one request is built and its answer is read.

use model::{Clock, Rng, expression::Scope};
use serde_json::Value;

/// `setup`, `token`, `derive`, `params`, `response` and the answers of earlier requests.
#[derive(Clone)]
pub(crate) struct Names<'a> {
    known: Vec<(&'a str, &'a Value)>,
    clock: &'a Clock,
    rng: &'a Rng,
}

impl<'a> Names<'a> {
    pub(crate) fn new(clock: &'a Clock, rng: &'a Rng) -> Self {
        Self { known: Vec::with_capacity(6), clock, rng }
    }

    /// The same names and one more.
    #[must_use]
    pub(crate) fn with(mut self, name: &'a str, value: &'a Value) -> Self {
        self.known.push((name, value));
        self
    }
}

impl Scope for Names<'_> {
    fn root(&self, name: &str) -> Option<&Value> {
        self.known.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    fn clock(&self) -> &Clock {
        self.clock
    }

    fn rng(&self) -> &Rng {
        self.rng
    }
}
