//! Functions about lists, and about strings where JavaScript treats them alike.

use std::borrow::Cow;

use serde_json::Value;

use super::{
    Answer, Arguments, Function,
    arguments::word,
    owned,
    text::{clamp, utf16_length, utf16_slice},
};

pub(super) const TABLE: &[Function] = &[
    Function::new("toArray", to_array),
    Function::new("length", length),
    Function::new("slice", slice),
    Function::new("includes", |arguments| owned(find(arguments)?.is_some())),
    Function::new("indexOf", |arguments| owned(find(arguments)?.map_or(Value::from(-1), Value::from))),
    Function::new("merge", merge),
];

fn to_array<'v>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    match arguments.take(0)? {
        value if value.is_array() => Some(value),
        value => owned(vec![value.into_owned()]),
    }
}

fn length<'v>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    match arguments.get(0)? {
        Value::String(text) => owned(utf16_length(text)),
        Value::Array(items) => owned(items.len()),
        _ => None,
    }
}

fn slice<'v>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    let length = match arguments.get(0)? {
        Value::String(text) => utf16_length(text),
        Value::Array(items) => items.len(),
        _ => return None,
    };
    let start = from_either_end(arguments.integer(1).unwrap_or(0), length);
    let end = arguments.integer(2).map_or(length, |end| from_either_end(end, length)).max(start);
    match arguments.get(0)? {
        Value::String(text) => owned(utf16_slice(text, start, end)),
        Value::Array(items) => owned(items[start..end].to_vec()),
        _ => None,
    }
}

/// A position; negative ones count from the end.
fn from_either_end(at: i64, length: usize) -> usize {
    if at >= 0 {
        clamp(at, length)
    } else {
        length.saturating_sub(usize::try_from(at.unsigned_abs()).unwrap_or(length))
    }
}

/// Where the item is: `None` when there is nothing to search in, `Some(None)` when it is not there.
fn find(arguments: &Arguments<'_>) -> Option<Option<usize>> {
    let from = arguments.integer(2).unwrap_or(0);
    match (arguments.get(0)?, arguments.get(1)) {
        (Value::String(text), item) => Some(find_text(text, &word(item?)?, clamp(from, utf16_length(text)))),
        (Value::Array(items), Some(item)) => {
            let start = from_either_end(from, items.len());
            Some(items[start..].iter().position(|candidate| same(candidate, item)).map(|at| start + at))
        }
        (Value::Array(_), None) => Some(None),
        _ => None,
    }
}

fn find_text(text: &str, item: &str, start: usize) -> Option<usize> {
    let skipped = byte_offset(text, start);
    let at = skipped + text[skipped..].find(item)?;
    Some(utf16_length(&text[..at]))
}

/// The byte where code unit `units` begins.
fn byte_offset(text: &str, units: usize) -> usize {
    let mut seen = 0;
    let offset = text.char_indices().find(|(_, c)| {
        let reached = seen >= units;
        seen += c.len_utf16();
        reached
    });
    offset.map_or(text.len(), |(offset, _)| offset)
}

/// Equal in type and content; 1 and 1.0 are the same number.
pub(super) fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left == right || left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            let matches = |(key, left): (&String, &Value)| right.get(key).is_some_and(|right| same(left, right));
            left.len() == right.len() && left.iter().all(matches)
        }
        _ => left == right,
    }
}

/// By type of the first: lists and strings are joined, members of the second object win. Nothing changes nothing.
fn merge<'v>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    let base = arguments.take(0)?;
    let Some(other) = arguments.take(1) else { return Some(base) };
    match (base.into_owned(), other.into_owned()) {
        (Value::Array(mut items), Value::Array(more)) => {
            items.extend(more);
            owned(items)
        }
        (Value::Array(mut items), one) => {
            items.push(one);
            owned(items)
        }
        (Value::Object(mut members), Value::Object(more)) => {
            members.extend(more);
            Some(Cow::Owned(Value::Object(members)))
        }
        (Value::String(text), other) => owned(text + &word(&other)?),
        _ => None,
    }
}
