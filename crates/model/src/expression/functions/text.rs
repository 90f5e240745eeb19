//! Functions that make text from text. Positions count UTF-16 code units, as in JavaScript.

use std::{borrow::Cow, fmt::Write};

use serde_json::Value;

use super::super::{evaluate::VALUE_BYTES, text::as_text};
use super::{Answer, Arguments, Function, owned};

pub(super) const TABLE: &[Function] = &[
    Function::new("toString", to_string),
    Function::new("toLowerCase", |arguments| owned(arguments.text(0)?.to_lowercase())),
    Function::new("toUpperCase", |arguments| owned(arguments.text(0)?.to_uppercase())),
    Function::new("mask", |arguments| arguments.take(0)),
    Function::new("substring", substring),
    Function::new("replace", replace),
    Function::new("replaceAll", replace_all),
    Function::new("split", split),
    Function::new("encodeURIComponent", encode_uri_component),
];

fn to_string<'v>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    match arguments.take(0)? {
        value if value.is_string() => Some(value),
        value if value.is_null() => owned("null"),
        value => owned(as_text(&value).into_owned()),
    }
}

fn substring<'v>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    let text = arguments.text(0)?;
    let length = utf16_length(&text);
    let position = |value: Option<i64>, default| value.map_or(default, |at| clamp(at, length));
    let (start, end) = (position(arguments.integer(1), 0), position(arguments.integer(2), length));
    owned(utf16_slice(&text, start.min(end), start.max(end)))
}

/// A position from the beginning: negative ones are the beginning, too large ones the end.
pub(super) fn clamp(at: i64, length: usize) -> usize {
    usize::try_from(at).map_or(0, |at| at.min(length))
}

/// How JavaScript counts a string's length.
pub(super) fn utf16_length(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.encode_utf16().count() }
}

/// The code units from `start` to `end`; half of a pair becomes U+FFFD.
pub(super) fn utf16_slice(text: &str, start: usize, end: usize) -> String {
    if text.is_ascii() {
        return text[start..end].to_owned();
    }
    let units: Vec<u16> = text.encode_utf16().skip(start).take(end - start).collect();
    String::from_utf16_lossy(&units)
}

fn replace<'v>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    replace_up_to(arguments, 1)
}

fn replace_all<'v>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    replace_up_to(arguments, usize::MAX)
}

/// The pattern is plain text, never a regular expression; `$` patterns in the replacement count.
fn replace_up_to<'v>(arguments: &mut Arguments<'v>, times: usize) -> Answer<'v> {
    let (text, pattern, replacement) =
        (arguments.text(0)?.into_owned(), arguments.text(1)?.into_owned(), arguments.text(2)?.into_owned());
    let plain = !replacement.contains('$');
    let matches = text.match_indices(&pattern).take(times);
    // Every `$` pattern can copy the whole text; without one the size is known.
    let growth = if plain { replacement.len() } else { replacement.len().saturating_mul(text.len() + 1) };
    let bytes = text.len().saturating_add(matches.clone().count().saturating_mul(growth));
    if !arguments.allows(bytes) {
        return None;
    }
    let (mut replaced, mut done) = (String::with_capacity(text.len()), 0);
    for (at, found) in matches {
        replaced.push_str(&text[done..at]);
        done = at + found.len();
        expand(&mut replaced, &replacement, &text, at..done);
    }
    replaced.push_str(&text[done..]);
    owned(replaced)
}

/// ECMA-262, GetSubstitution for a plain pattern: `$$`, `$&`, `` $` `` and `$'`.
fn expand(into: &mut String, replacement: &str, text: &str, found: std::ops::Range<usize>) {
    let mut rest = replacement;
    while let Some(dollar) = rest.find('$') {
        into.push_str(&rest[..dollar]);
        let piece = match rest.as_bytes().get(dollar + 1) {
            Some(b'$') => "$",
            Some(b'&') => &text[found.clone()],
            Some(b'`') => &text[..found.start],
            Some(b'\'') => &text[found.end..],
            _ => {
                into.push('$');
                rest = &rest[dollar + 1..];
                continue;
            }
        };
        into.push_str(piece);
        rest = &rest[dollar + 2..];
    }
    into.push_str(rest);
}

fn split<'v>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    let text = arguments.text(0)?.into_owned();
    let limit = arguments.integer(2).map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let Some(separator) = arguments.text(1).map(Cow::into_owned) else {
        return owned(vec![text].into_iter().take(limit).collect::<Vec<_>>());
    };
    if separator.is_empty() {
        let pieces = text.chars().take(limit).map(|c| Value::from(c.to_string()));
        return arguments.allows(text.len().min(limit) * VALUE_BYTES).then(|| Cow::Owned(pieces.collect()));
    }
    let pieces = text.split(&separator).take(limit);
    let bytes = text.len() + pieces.clone().count() * VALUE_BYTES;
    arguments.allows(bytes).then(|| Cow::Owned(pieces.map(Value::from).collect()))
}

fn encode_uri_component<'v>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    let text = arguments.text(0)?;
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => encoded.push(char::from(byte)),
            b'-' | b'_' | b'.' | b'!' | b'~' | b'*' | b'\'' | b'(' | b')' => encoded.push(char::from(byte)),
            _ => write!(encoded, "%{byte:02X}").expect("a string takes everything"),
        }
    }
    owned(encoded)
}
