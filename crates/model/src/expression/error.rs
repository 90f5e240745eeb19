//! Why a text is not a template, and where.

use std::fmt;

/// The text is not a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// Characters before the mistake, within the string.
    pub at: usize,
    /// JSON pointer to the string within the compiled value; empty for a bare string.
    pub path: String,
    /// What is wrong, in words for the author.
    pub message: String,
}

impl ParseError {
    /// A mistake in a bare string.
    pub(super) fn new(at: usize, message: impl Into<String>) -> Self {
        Self { at, path: String::new(), message: message.into() }
    }

    /// The same mistake, seen from one level further out.
    pub(super) fn below(mut self, key: &str) -> Self {
        let escaped = key.replace('~', "~0").replace('/', "~1");
        self.path = format!("/{escaped}{}", self.path);
        self
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (character {}", self.message, self.at + 1)?;
        if !self.path.is_empty() {
            write!(f, " of {}", self.path)?;
        }
        f.write_str(")")
    }
}

impl std::error::Error for ParseError {}
