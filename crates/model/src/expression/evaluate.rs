//! From expressions to values, twice at once: the real value, and what a record may show of it.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::{Clock, Rng};

use super::{Expression, MASK, Part, Path, Template, Tree, functions::Arguments, path::walk, text::as_text};

/// Approximate bytes one rendering may produce. Nested `merge` and `replaceAll` grow exponentially; a person's
/// largest honest message stays far below.
pub(super) const MAX_BYTES: usize = 16 << 20;
/// What a JSON value weighs besides its text.
pub(super) const VALUE_BYTES: usize = 32;

/// What names mean.
pub trait Scope {
    /// The value of a root name; `None` where it is undefined.
    fn root(&self, name: &str) -> Option<&Value>;

    /// Whether the value at `path` must not be seen in records.
    fn hides(&self, _path: &Path) -> bool {
        false
    }

    /// What `functions.now()` asks.
    fn clock(&self) -> &Clock;

    /// What `functions.random()` and `functions.uuid()` ask.
    fn rng(&self) -> &Rng;
}

/// A template's value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rendered {
    /// The real one; `None` when it is undefined.
    pub value: Option<Value>,
    /// What a record may show; only present where it differs from the real one.
    pub shown: Option<Value>,
    /// The real values behind every mask, so that a record can be rid of them elsewhere too.
    pub masked: Vec<Value>,
    /// The value outgrew the limit and was cut to undefined somewhere: what is left must not be used.
    pub overflowed: bool,
}

/// A value and, where it differs, what may be seen of it.
pub(super) struct Both {
    value: Option<Value>,
    shown: Option<Value>,
}

/// One evaluation on its way.
pub(super) struct Evaluation<'v> {
    scope: &'v dyn Scope,
    /// Whether the expression being evaluated touched something hidden.
    tainted: bool,
    masked: Vec<Value>,
    bytes_left: usize,
    overflowed: bool,
}

impl<'v> Evaluation<'v> {
    pub(super) fn new(scope: &'v dyn Scope) -> Self {
        Self { scope, tainted: false, masked: Vec::new(), bytes_left: MAX_BYTES, overflowed: false }
    }

    pub(super) fn finish(self, both: Both) -> Rendered {
        Rendered { value: both.value, shown: both.shown, masked: self.masked, overflowed: self.overflowed }
    }

    pub(super) fn tree(&mut self, tree: &'v Tree) -> Both {
        match tree {
            Tree::Constant(value) => Both { value: self.own(Cow::Borrowed(value)), shown: None },
            Tree::Template(template) => self.template(template),
            Tree::Array(items) => self.items(items),
            Tree::Object(members) => self.members(members),
        }
    }

    fn items(&mut self, items: &'v [Tree]) -> Both {
        let rendered: Vec<Both> = items.iter().map(|item| self.tree(item)).collect();
        let differs = rendered.iter().any(|item| item.shown.is_some());
        let shown = differs.then(|| rendered.iter().map(|item| item.seen().unwrap_or(Value::Null)).collect());
        let value = rendered.into_iter().map(|item| item.value.unwrap_or(Value::Null)).collect();
        Both { value: Some(value), shown }
    }

    fn members(&mut self, members: &'v [(String, Tree)]) -> Both {
        let rendered: Vec<(&String, Both)> = members.iter().map(|(key, member)| (key, self.tree(member))).collect();
        let differs = rendered.iter().any(|(_, member)| member.shown.is_some());
        let shown = differs.then(|| object(rendered.iter().map(|(key, member)| (*key, member.seen()))));
        Both { value: Some(object(rendered.into_iter().map(|(key, member)| (key, member.value)))), shown }
    }

    pub(super) fn template(&mut self, template: &'v Template) -> Both {
        match template.parts() {
            [Part::Literal(text)] => Both { value: Some(Value::String(text.clone())), shown: None },
            [Part::Expression(expression)] => self.whole(expression),
            parts => self.mixed(parts),
        }
    }

    fn whole(&mut self, expression: &'v Expression) -> Both {
        let (value, hidden) = self.watched(expression);
        let value = value.and_then(|value| self.own(value));
        match &value {
            Some(real) if hidden => self.masked.push(real.clone()),
            _ => return Both { value, shown: None },
        }
        Both { value, shown: Some(Value::String(MASK.to_owned())) }
    }

    fn mixed(&mut self, parts: &'v [Part]) -> Both {
        let mut text = String::new();
        // Begins to differ at the first hidden part.
        let mut shown: Option<String> = None;
        for part in parts {
            let (piece, hidden) = self.piece(part);
            if hidden {
                shown.get_or_insert_with(|| text.clone()).push_str(MASK);
                self.masked.push(Value::String(piece.clone().into_owned()));
            } else if let Some(shown) = &mut shown {
                shown.push_str(&piece);
            }
            if self.spend(piece.len()) {
                text.push_str(&piece);
            }
        }
        Both { value: Some(Value::String(text)), shown: shown.map(Value::String) }
    }

    fn piece(&mut self, part: &'v Part) -> (Cow<'v, str>, bool) {
        match part {
            Part::Literal(literal) => (Cow::Borrowed(literal), false),
            Part::Expression(expression) => match self.watched(expression) {
                (None, _) => (Cow::Borrowed(""), false),
                (Some(Cow::Borrowed(value)), hidden) => (as_text(value), hidden),
                (Some(Cow::Owned(value)), hidden) => (Cow::Owned(as_text(&value).into_owned()), hidden),
            },
        }
    }

    /// The value, and whether reading it touched anything hidden.
    fn watched(&mut self, expression: &'v Expression) -> (Option<Cow<'v, Value>>, bool) {
        self.tainted = false;
        let value = self.expression(expression);
        (value, self.tainted)
    }

    fn expression(&mut self, expression: &'v Expression) -> Option<Cow<'v, Value>> {
        match expression {
            Expression::Path(path) => self.path(path),
            Expression::Literal(value) => Some(Cow::Borrowed(value)),
            Expression::Undefined => None,
            Expression::Array(items) => self.array(items),
            Expression::Object(members) => self.object(members),
            Expression::Call { function, arguments } => {
                let values = arguments.iter().map(|argument| self.expression(argument)).collect();
                self.call(function, values)
            }
            Expression::Member { of, segments } => match self.expression(of)? {
                Cow::Borrowed(value) => walk(value, segments).map(Cow::Borrowed),
                Cow::Owned(value) => walk(&value, segments).cloned().map(Cow::Owned),
            },
            Expression::Fallback(alternatives) => self.fallback(alternatives),
        }
    }

    fn path(&mut self, path: &'v Path) -> Option<Cow<'v, Value>> {
        let value = walk(self.scope.root(path.root())?, path.segments.get(1..)?)?;
        self.tainted |= self.scope.hides(path);
        Some(Cow::Borrowed(value))
    }

    fn array(&mut self, items: &'v [Expression]) -> Option<Cow<'v, Value>> {
        let mut array = Vec::with_capacity(items.len());
        for item in items {
            let value = self.expression(item);
            array.push(value.and_then(|value| self.own(value)).unwrap_or(Value::Null));
        }
        Some(Cow::Owned(Value::Array(array)))
    }

    fn object(&mut self, members: &'v [(String, Expression)]) -> Option<Cow<'v, Value>> {
        let mut map = Map::with_capacity(members.len());
        for (key, member) in members {
            let value = self.expression(member);
            if let Some(value) = value.and_then(|value| self.own(value)) {
                map.insert(key.clone(), value);
            }
        }
        Some(Cow::Owned(Value::Object(map)))
    }

    fn call(&mut self, function: &super::Function, values: Vec<Option<Cow<'v, Value>>>) -> Option<Cow<'v, Value>> {
        if function.masks() {
            self.tainted = true;
            self.masked.extend(values.iter().take(1).flatten().map(|value| value.as_ref().clone()));
        }
        let mut arguments = Arguments::new(values, self.scope.clock(), self.scope.rng());
        let value = function.run(&mut arguments);
        self.overflowed |= arguments.overflowed;
        match value? {
            Cow::Owned(made) => self.spend(weight(&made)).then_some(Cow::Owned(made)),
            borrowed => Some(borrowed),
        }
    }

    fn fallback(&mut self, alternatives: &'v [Expression]) -> Option<Cow<'v, Value>> {
        let mut last = None;
        for alternative in alternatives {
            last = self.expression(alternative);
            if last.as_deref().is_some_and(|value| !value.is_null()) {
                break;
            }
        }
        last
    }

    /// Copies what is borrowed, if it still fits.
    fn own(&mut self, value: Cow<'v, Value>) -> Option<Value> {
        match value {
            Cow::Owned(value) => Some(value),
            Cow::Borrowed(value) => self.spend(weight(value)).then(|| value.clone()),
        }
    }

    fn spend(&mut self, bytes: usize) -> bool {
        match self.bytes_left.checked_sub(bytes) {
            Some(left) => self.bytes_left = left,
            None => self.overflowed = true,
        }
        !self.overflowed
    }
}

impl Both {
    fn seen(&self) -> Option<Value> {
        self.shown.as_ref().or(self.value.as_ref()).cloned()
    }
}

fn object<'k>(members: impl Iterator<Item = (&'k String, Option<Value>)>) -> Value {
    Value::Object(members.filter_map(|(key, value)| Some((key.clone(), value?))).collect())
}

/// Approximate bytes in memory.
fn weight(value: &Value) -> usize {
    VALUE_BYTES
        + match value {
            Value::String(text) => text.len(),
            Value::Array(items) => items.iter().map(weight).sum(),
            Value::Object(members) => members.iter().map(|(key, member)| key.len() + weight(member)).sum(),
            _ => 0,
        }
}
