//! XML as JSON and back.
//!
//! An element with nothing but text is that text. Any other is an object: its attributes under `$`, its text under
//! `_`, and each child under its name, several of one name as a list. What an object cannot tell is lost: the order of
//! children of different names, comments, and where text stands between children.

mod characters;
mod reading;
#[cfg(test)]
mod tests;
mod writing;

pub(super) use reading::parse;
pub(super) use writing::serialize;

/// Most bytes of XML, in and out. As JSON it may take twenty times as much memory.
const MAX_BYTES: usize = 2 << 20;

/// Most elements inside each other. With lists between, JSON gets twice as deep, and readers stop at 128.
const MAX_DEPTH: usize = 50;

/// Where the attributes of an element are.
const ATTRIBUTES: &str = "$";

/// Where the text of an element is, if it has attributes or children too.
const TEXT: &str = "_";

/// XML knows only these as blank.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| matches!(c, ' ' | '\t' | '\r' | '\n'))
}
