//! Reading a text from left to right: names, numbers, strings and punctuation of the expression language.

use serde_json::{Number, Value};

use super::{ParseError, path::is_name_part};

/// A place in a text. Refuses to look back, except to say where a mistake is.
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// What has not been read.
    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Byte offset, to return to in an error.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// A mistake here.
    pub(super) fn error(&self, message: impl Into<String>) -> ParseError {
        self.error_at(self.at, message)
    }

    /// A mistake at an earlier position.
    pub(super) fn error_at(&self, position: usize, message: impl Into<String>) -> ParseError {
        ParseError::new(self.text[..position].chars().count(), message)
    }

    /// Moves to the next `mark` and returns what lies before it; stays if there is none.
    pub(super) fn take_until(&mut self, mark: &str) -> Option<&'t str> {
        let length = self.rest().find(mark)?;
        Some(self.take(length))
    }

    /// Moves behind the next `mark` and returns everything up to there; stays if there is none.
    pub(super) fn take_past(&mut self, mark: &str) -> Option<&'t str> {
        let length = self.rest().find(mark)? + mark.len();
        Some(self.take(length))
    }

    fn take(&mut self, length: usize) -> &'t str {
        let taken = &self.text[self.at..self.at + length];
        self.at += length;
        taken
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        self.take(rest.find(|c| !wanted(c)).unwrap_or(rest.len()))
    }

    pub(super) fn skip_space(&mut self) {
        self.take_while(char::is_whitespace);
    }

    /// The next character, not counting space.
    pub(super) fn peek(&mut self) -> Option<char> {
        self.skip_space();
        self.rest().chars().next()
    }

    /// Moves behind `mark` if it comes next, not counting space before it.
    pub(super) fn eat(&mut self, mark: &str) -> bool {
        self.skip_space();
        let found = self.rest().starts_with(mark);
        if found {
            self.at += mark.len();
        }
        found
    }

    /// Letters, digits, `_`, `$` and `-`; empty when none of them comes next.
    pub(super) fn name(&mut self) -> &'t str {
        self.skip_space();
        self.take_while(is_name_part)
    }

    /// A number as JSON writes it, leading zeros forgiven.
    pub(super) fn number(&mut self) -> Result<Value, ParseError> {
        self.skip_space();
        let start = self.at;
        let digits = self.number_text();
        let number = match digits.parse::<i64>() {
            Ok(whole) => Some(Number::from(whole)),
            Err(_) => digits.parse::<f64>().ok().and_then(Number::from_f64),
        };
        let number = number.ok_or_else(|| self.error_at(start, format!("`{digits}` is not a number")))?;
        if self.rest().starts_with(is_name_part) {
            return Err(self.error("a number ends here and something else begins"));
        }
        Ok(Value::Number(number))
    }

    fn number_text(&mut self) -> &'t str {
        let start = self.at;
        self.at += usize::from(self.rest().starts_with('-'));
        self.take_while(|c| c.is_ascii_digit());
        if self.rest().starts_with('.') {
            self.at += 1;
            self.take_while(|c| c.is_ascii_digit());
        }
        if self.rest().starts_with(['e', 'E']) {
            self.at += 1;
            self.at += usize::from(self.rest().starts_with(['+', '-']));
            self.take_while(|c| c.is_ascii_digit());
        }
        &self.text[start..self.at]
    }

    /// The digits of an index.
    pub(super) fn digits(&mut self) -> &'t str {
        self.take_while(|c| c.is_ascii_digit())
    }

    /// A string in the quotes that come next, with JavaScript's escapes.
    pub(super) fn string(&mut self) -> Result<String, ParseError> {
        let start = self.at;
        let quote = self.next().unwrap_or('"');
        // UTF-16, because `\ud83d\ude00` is one character written as two.
        let mut units = Vec::new();
        loop {
            match self.next() {
                None => return Err(self.error_at(start, "this string is never closed")),
                Some(c) if c == quote => return Ok(String::from_utf16_lossy(&units)),
                Some('\\') => self.escape(&mut units)?,
                Some(c) => units.extend_from_slice(c.encode_utf16(&mut [0; 2])),
            }
        }
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest().chars().next()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn escape(&mut self, units: &mut Vec<u16>) -> Result<(), ParseError> {
        let start = self.at - 1;
        let plain = match self.next() {
            Some('n') => '\n',
            Some('t') => '\t',
            Some('r') => '\r',
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('v') => '\u{b}',
            Some('0') => '\0',
            Some('x') => return self.code(start, 2, units),
            Some('u') if self.rest().starts_with('{') => return self.long_code(start, units),
            Some('u') => return self.code(start, 4, units),
            // A backslash before a line break continues the line; before anything else it only quotes it.
            Some('\n') => return Ok(()),
            Some(c) => c,
            None => return Err(self.error_at(start, "a backslash ends the text")),
        };
        units.extend_from_slice(plain.encode_utf16(&mut [0; 2]));
        Ok(())
    }

    fn code(&mut self, start: usize, length: usize, units: &mut Vec<u16>) -> Result<(), ParseError> {
        let digits = self.rest().get(..length).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        let unit = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok());
        units.push(unit.ok_or_else(|| self.error_at(start, format!("this escape needs {length} hexadecimal digits")))?);
        self.at += length;
        Ok(())
    }

    fn long_code(&mut self, start: usize, units: &mut Vec<u16>) -> Result<(), ParseError> {
        let c = self.take_past("}").and_then(|braced| {
            let digits = braced.trim_start_matches('{').trim_end_matches('}');
            u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
        });
        let c = c.ok_or_else(|| self.error_at(start, "this escape names no character"))?;
        units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
        Ok(())
    }
}
