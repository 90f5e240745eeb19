//! What templates can name during a run: `fields`, `context`, `vars`, and `actions` with their outputs.

use std::collections::HashSet;

use model::{
    Clock, Rng,
    expression::{MASK, Path, Scope, Segment},
};
use serde_json::{Map, Value, json};

use crate::weight::weight;

/// Approximate bytes of outputs and variables one run may make. Honest runs stay far below; variables that double
/// with every action do not.
const MAX_BYTES: usize = 64 << 20;

/// What a run begins with. Each is a JSON object; anything else is taken as it is and has no members.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// What the visitor entered: `{{fields.*}}`.
    pub fields: Value,
    /// Who and where: `{{context.*}}`.
    pub context: Value,
    /// Shared variables, never shown in records: `{{vars.*}}`.
    pub vars: Value,
}

/// The values of a run, growing with every action.
pub(crate) struct State {
    roots: Map<String, Value>,
    /// Ids of actions whose outputs must not be seen.
    masked: HashSet<String>,
    bytes_left: usize,
    clock: Clock,
    rng: Rng,
}

/// The run holds more than it may.
#[derive(Debug, PartialEq)]
pub(crate) struct TooMuch;

impl State {
    pub(crate) fn new(input: Input, clock: Clock, rng: Rng) -> Self {
        let mut roots = Map::new();
        roots.insert("fields".to_owned(), input.fields);
        roots.insert("context".to_owned(), input.context);
        roots.insert("vars".to_owned(), input.vars);
        roots.insert("actions".to_owned(), json!({}));
        Self { roots, masked: HashSet::new(), bytes_left: MAX_BYTES, clock, rng }
    }

    /// Remembers what an action gave.
    pub(crate) fn set_output(&mut self, id: &str, output: Value, masked: bool) -> Result<(), TooMuch> {
        self.spend(weight(&output))?;
        if masked {
            self.masked.insert(id.to_owned());
        }
        self.roots["actions"][id] = output;
        Ok(())
    }

    /// Adds variables to those that are there; `undefined` names ones that lose their value.
    pub(crate) fn store_vars<'n>(
        &mut self,
        vars: Map<String, Value>,
        undefined: impl Iterator<Item = &'n str>,
    ) -> Result<(), TooMuch> {
        self.spend(vars.iter().map(|(name, value)| name.len() + weight(value)).sum())?;
        if !self.roots["vars"].is_object() {
            self.roots["vars"] = json!({});
        }
        if let Value::Object(known) = &mut self.roots["vars"] {
            undefined.for_each(|name| drop(known.remove(name)));
            known.extend(vars);
        }
        Ok(())
    }

    fn spend(&mut self, bytes: usize) -> Result<(), TooMuch> {
        self.bytes_left = self.bytes_left.checked_sub(bytes).ok_or(TooMuch)?;
        Ok(())
    }
}

impl Scope for State {
    fn root(&self, name: &str) -> Option<&Value> {
        self.roots.get(name)
    }

    fn hides(&self, path: &Path) -> bool {
        match (path.root(), path.segments.get(1)) {
            ("vars", _) => true,
            ("actions", None) => !self.masked.is_empty(),
            ("actions", Some(Segment::Name(id))) => self.masked.contains(id),
            ("actions", Some(Segment::Index(id))) => self.masked.contains(&id.to_string()),
            _ => false,
        }
    }

    fn clock(&self) -> &Clock {
        &self.clock
    }

    fn rng(&self) -> &Rng {
        &self.rng
    }
}

/// The same object with every value covered; names of variables are no secrets.
pub(crate) fn covered(vars: &Value) -> Value {
    match vars {
        Value::Object(members) => members.keys().map(|name| (name.clone(), Value::from(MASK))).collect(),
        Value::Null => Value::Null,
        _ => Value::from(MASK),
    }
}
