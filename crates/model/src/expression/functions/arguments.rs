//! What a function is called with, read the way JavaScript would read it.

use std::borrow::Cow;

use serde_json::Value;

use crate::{Clock, Rng};

use super::super::{evaluate::MAX_BYTES, text::as_text};
use super::number::to_number;

/// The evaluated arguments of one call.
pub(in super::super) struct Arguments<'v> {
    values: Vec<Option<Cow<'v, Value>>>,
    pub(super) clock: &'v Clock,
    pub(super) rng: &'v Rng,
    /// Set by a function that refused to make something huge.
    pub(in super::super) overflowed: bool,
}

impl<'v> Arguments<'v> {
    pub(in super::super) fn new(values: Vec<Option<Cow<'v, Value>>>, clock: &'v Clock, rng: &'v Rng) -> Self {
        Self { values, clock, rng, overflowed: false }
    }

    pub(super) fn count(&self) -> usize {
        self.values.len()
    }

    /// The argument, unless it is missing or undefined.
    pub(super) fn get(&self, position: usize) -> Option<&Value> {
        self.values.get(position)?.as_deref()
    }

    /// The argument itself, to be returned or taken apart.
    pub(super) fn take(&mut self, position: usize) -> Option<Cow<'v, Value>> {
        self.values.get_mut(position)?.take()
    }

    /// Strings, and what prints as one word: numbers and booleans.
    pub(super) fn text(&self, position: usize) -> Option<Cow<'_, str>> {
        self.get(position).and_then(word)
    }

    /// A whole number as `slice` and its like read it: fractions are cut off, what is no number is 0.
    /// `None` when the argument is missing, so that each function applies its own default.
    pub(super) fn integer(&self, position: usize) -> Option<i64> {
        let number = to_number(self.get(position)?).unwrap_or(0.0);
        // The cast saturates, which is what an index beyond every end needs.
        #[expect(clippy::cast_possible_truncation, reason = "fractions are meant to be cut off")]
        Some(number.trunc() as i64)
    }

    /// Whether a result of `bytes` may be made.
    pub(super) fn allows(&mut self, bytes: usize) -> bool {
        self.overflowed |= bytes > MAX_BYTES;
        !self.overflowed
    }
}

/// Strings, numbers and booleans as text; nothing for the rest.
pub(super) fn word(value: &Value) -> Option<Cow<'_, str>> {
    matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_)).then(|| as_text(value))
}
