//! Takes secrets out of what services answer, in every encoding an answer may echo them.
//!
//! It finds whole secrets, not parts of them, and none under [`SHORTEST`] characters: without those a reply would turn
//! to nonsense.

mod encodings;
mod needles;
#[cfg(test)]
mod tests;
mod views;

use std::{borrow::Cow, fmt, ops::Range};

use model::expression::MASK;
use serde_json::{Map, Value};
use url::Url;

use needles::{Needles, TooMuchWork};
use views::{ESCAPES, View};

/// Secrets with fewer characters are not looked for.
pub const SHORTEST: usize = 8;

/// How many escapings may lie over each other: a JSON text within a JSON text is two.
const DEPTH: u8 = 2;

/// The secrets of one credential, ready to be found. Building costs some microseconds, so keep it with the credential.
pub struct Scrubber {
    needles: Needles,
}

impl Scrubber {
    /// Finds these. Give `user:password` too where a request is signed that way: in base64 it hides more than the
    /// password alone.
    pub fn new<'s>(secrets: impl IntoIterator<Item = &'s str>) -> Self {
        let mut needles = Vec::new();
        for secret in secrets {
            encodings::add_all(secret, &mut needles);
        }
        Self { needles: Needles::new(needles) }
    }

    /// `text` with [`MASK`] in place of every secret. Borrowed when there is none.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.found(text.as_bytes()) {
            Ok(found) if found.is_empty() => Cow::Borrowed(text),
            Ok(found) => Cow::Owned(masked(text, found)),
            // Somebody built a text to keep us busy. It may hold a secret, and nobody needs it.
            Err(TooMuchWork) => Cow::Borrowed(MASK),
        }
    }

    /// The same for every text, key and number inside `value`.
    pub fn json(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Cow::Owned(clean) = self.text(text) {
                    *text = clean;
                }
            }
            Value::Number(number) => {
                if matches!(self.text(&number.to_string()), Cow::Owned(_)) {
                    *value = Value::String(MASK.to_owned());
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.json(item)),
            Value::Object(members) => self.members(members),
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// The same for an object, such as an answer's headers.
    pub fn members(&self, members: &mut Map<String, Value>) {
        members.values_mut().for_each(|value| self.json(value));
        if members.keys().any(|key| matches!(self.text(key), Cow::Owned(_))) {
            *members =
                std::mem::take(members).into_iter().map(|(key, value)| (self.text(&key).into_owned(), value)).collect();
        }
    }

    fn found(&self, text: &[u8]) -> Result<Vec<Range<usize>>, TooMuchWork> {
        let mut found = Vec::new();
        if !self.needles.is_empty() {
            self.search(text, DEPTH, &mut found)?;
        }
        Ok(found)
    }

    /// Searches the text as it is, then as it reads with one kind of escape undone, and so on inwards.
    fn search(&self, text: &[u8], depth: u8, found: &mut Vec<Range<usize>>) -> Result<(), TooMuchWork> {
        self.needles.find(text, found)?;
        if depth == 0 {
            return Ok(());
        }
        for escape in &ESCAPES {
            let Some(view) = View::of(text, escape)? else { continue };
            let mut inside = Vec::new();
            self.search(&view.bytes, depth - 1, &mut inside)?;
            found.extend(inside.into_iter().map(|range| view.origin(range)));
        }
        Ok(())
    }
}

impl fmt::Debug for Scrubber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[scrubber]")
    }
}

/// `text` with one mask for every stretch of overlapping ranges.
fn masked(text: &str, mut found: Vec<Range<usize>>) -> String {
    found.sort_unstable_by_key(|range| range.start);
    let mut clean = String::with_capacity(text.len());
    let mut shown_to = 0;
    for range in found {
        if range.start > shown_to || shown_to == 0 {
            clean.push_str(&text[shown_to..text.floor_char_boundary(range.start)]);
            clean.push_str(MASK);
        }
        shown_to = shown_to.max(text.ceil_char_boundary(range.end));
    }
    clean.push_str(&text[shown_to..]);
    clean
}

/// A URL as it may be shown: only where it leads. Paths and queries are secrets too often.
pub struct Redacted<'u>(pub &'u Url);

impl fmt::Display for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.0.scheme(), self.0.host_str().unwrap_or_default())?;
        if let Some(port) = self.0.port() {
            write!(f, ":{port}")?;
        }
        f.write_str(if self.0.path() == "/" && self.0.query().is_none() { "/" } else { "/…" })
    }
}
