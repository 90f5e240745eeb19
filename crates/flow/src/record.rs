//! What an execution keeps of a run, with everything masked already gone.

use std::collections::HashSet;

use model::{UnixMillis, expression::MASK};
use serde_json::{Map, Value, json};
use vault::scrub::{SHORTEST, Scrubber};

use crate::{ending::Ending, failure::Failure, program::Action, weight::weight};

/// Approximate bytes of one record. What comes after is left out and said so.
const MAX_BYTES: usize = 8 << 20;

/// Bytes of masked texts we search the record for. Beyond that nothing of the record is shown at all: a search that
/// takes seconds, or one that leaves something out, would both be worse.
const MAX_SECRET_BYTES: usize = 1 << 20;

/// A record being written.
pub(crate) struct Record {
    input: Value,
    entries: Vec<Entry>,
    /// Every masked text long enough to be recognised.
    secrets: HashSet<String>,
    secret_bytes: usize,
    bytes_left: usize,
}

/// One action that began.
struct Entry {
    id: String,
    alias: Option<String>,
    integration: String,
    name: String,
    input: Value,
    output: Value,
    error: Value,
    status: Option<u16>,
    started_at: UnixMillis,
    ended_at: UnixMillis,
}

impl Record {
    /// `input` is what the run began with, variables covered already.
    pub(crate) fn new(input: Value) -> Self {
        let (entries, secrets) = (Vec::new(), HashSet::new());
        let mut record = Self { input: Value::Null, entries, secrets, secret_bytes: 0, bytes_left: MAX_BYTES };
        record.input = record.fitting(input);
        record
    }

    /// An action begins.
    pub(crate) fn begin(&mut self, action: &Action, at: UnixMillis) {
        self.entries.push(Entry {
            id: action.id.clone(),
            alias: action.alias.clone(),
            integration: action.integration.clone(),
            name: action.name.clone(),
            input: Value::Null,
            output: Value::Null,
            error: Value::Null,
            status: None,
            started_at: at,
            ended_at: at,
        });
    }

    /// What the action that began last is done with.
    pub(crate) fn input(&mut self, shown: Value) {
        let input = self.fitting(shown);
        self.last(|entry| entry.input = input);
    }

    /// What the action that began last gave.
    pub(crate) fn output(&mut self, shown: Value, status: Option<u16>, at: UnixMillis) {
        let output = self.fitting(shown);
        self.last(|entry| (entry.output, entry.status, entry.ended_at) = (output, status, at));
    }

    /// Why the action that began last did not work.
    pub(crate) fn failure(&mut self, failure: &Failure, at: UnixMillis) {
        let error = self.fitting(failure.to_json());
        self.last(|entry| (entry.error, entry.status, entry.ended_at) = (error, failure.status, at));
    }

    /// Every text in `value` is to be found nowhere in the record.
    pub(crate) fn hide(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.hide_text(text),
            Value::Number(number) => self.hide_text(&number.to_string()),
            Value::Array(items) => items.iter().for_each(|item| self.hide(item)),
            Value::Object(members) => members.values().for_each(|member| self.hide(member)),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn hide_text(&mut self, text: &str) {
        let searchable = text != MASK && text.len() >= SHORTEST;
        if searchable && self.secret_bytes <= MAX_SECRET_BYTES && !self.secrets.contains(text) {
            self.secret_bytes += text.len();
            self.secrets.insert(text.to_owned());
        }
    }

    fn last(&mut self, change: impl FnOnce(&mut Entry)) {
        if let Some(entry) = self.entries.last_mut() {
            change(entry);
        }
    }

    fn fitting(&mut self, value: Value) -> Value {
        let bytes = weight(&value);
        match self.bytes_left.checked_sub(bytes) {
            Some(left) => {
                self.bytes_left = left;
                value
            }
            None => Value::from(format!("(about {bytes} bytes, too large to record)")),
        }
    }

    /// The `debug` object of the execution. The error of the ending is cleaned in place, since callers see it too.
    pub(crate) fn finish(mut self, ending: &mut Ending) -> Value {
        let shown = ending.shown_output.take().or_else(|| ending.output.clone());
        let output = self.fitting(shown.unwrap_or(Value::Null));
        let mut error = ending.error.take().unwrap_or(Value::Null);
        let tracing: Vec<Value> = self.entries.drain(..).map(Entry::into_json).collect();
        let input = self.input.take();
        // Assembled by hand, here and below: `json!` would copy every value.
        let mut debug = Value::Object(Map::new());
        debug["input"] = input;
        debug["output"] = output;
        debug["error"] = Value::Null;
        debug["tracing"] = Value::Array(tracing);
        self.clean(&mut debug, &mut error);
        debug["error"] = error.clone();
        ending.error = Some(error).filter(|error| !error.is_null());
        debug
    }

    fn clean(&self, debug: &mut Value, error: &mut Value) {
        if self.secret_bytes > MAX_SECRET_BYTES {
            exposed(debug, error, &|part| *part = Value::from(MASK));
        } else if !self.secrets.is_empty() {
            let scrubber = Scrubber::new(self.secrets.iter().map(String::as_str));
            exposed(debug, error, &|part| scrubber.json(part));
        }
    }
}

/// Everywhere a masked text may have got to. Ids, labels and codes are the author's and our words: they stay readable.
fn exposed(debug: &mut Value, error: &mut Value, change: &dyn Fn(&mut Value)) {
    let parts = |object: &mut Value, keys: [&str; 2]| {
        for key in keys {
            object.get_mut(key).filter(|part| !part.is_null()).into_iter().for_each(change);
        }
    };
    for entry in debug["tracing"].as_array_mut().into_iter().flatten() {
        parts(entry, ["input", "output"]);
        parts(&mut entry["error"], ["message", "details"]);
    }
    parts(debug, ["input", "output"]);
    parts(error, ["message", "details"]);
}

impl Entry {
    fn into_json(self) -> Value {
        let mut entry = json!({ "id": self.id, "alias": self.alias, "type": self.integration, "action": self.name });
        entry["input"] = self.input;
        entry["output"] = self.output;
        entry["error"] = self.error;
        if let Some(status) = self.status {
            entry["status"] = json!(status);
        }
        entry["started_at"] = json!(self.started_at);
        let duration = self.ended_at.since(self.started_at);
        entry["duration_ms"] = json!(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX));
        entry
    }
}
