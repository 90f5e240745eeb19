//! What the names in a catalogue file stand for while one request is built and its answer is read.

use model::{
    Clock, Rng,
    expression::{Scope, Template, as_text},
};
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

impl Names<'_> {
    /// As JavaScript sees it: undefined, null, false, 0 and the empty text are not.
    pub(crate) fn is_truthy(&self, template: &Template) -> bool {
        match template.evaluate(self).value {
            None | Some(Value::Null | Value::Bool(false)) => false,
            Some(Value::String(text)) => !text.is_empty(),
            Some(Value::Number(number)) => number.as_f64() != Some(0.0),
            Some(_) => true,
        }
    }

    /// What a template says; `None` when that is nothing.
    pub(crate) fn text(&self, template: &Template) -> Option<String> {
        let value = template.evaluate(self).value.filter(|value| !value.is_null())?;
        Some(as_text(&value).into_owned()).filter(|text| !text.is_empty())
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
