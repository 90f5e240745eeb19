//! A URL with values in it. Every value is encoded for the place where it stands, so that none can change what
//! the URL around it means.

use model::expression::{Dialect, ParseError, Part, Path, Scope, Template, as_text};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use thiserror::Error;

use crate::schema::Format;

/// What may stand for itself in a path segment or a query value: the unreserved characters of RFC 3986, 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The same, and the colon that many tokens hold. What the connection's owner entered may keep it; what flows bring
/// may not, because some services read `:verb` at the end of a path.
const RESERVED_IN_SETUPS: &AsciiSet = &RESERVED.remove(b':');

/// How a value becomes part of a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// As it is: the value begins the URL and so brings its scheme and host along.
    Raw,
    /// It must be a host name, or a part of one, as it is.
    Host,
    /// Percent-encoded, so that it stays within one segment of the path.
    Segment,
    /// Percent-encoded, so that it stays within one value of the query.
    Query,
}

/// One piece of a URL.
#[derive(Clone, Debug)]
pub enum UrlPart {
    /// Text of the file.
    Literal(String),
    /// A value.
    Value {
        /// Exactly one expression.
        template: Template,
        /// How it becomes part of the URL.
        encoding: Encoding,
    },
}

/// A compiled URL, or a compiled path that begins with `/`.
#[derive(Clone, Debug)]
pub struct UrlTemplate {
    source: String,
    parts: Vec<UrlPart>,
}

/// Why there is no URL to call. The words name the template, never a value.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum UrlError {
    /// A value the URL needs is undefined, null or empty.
    #[error("the URL needs a value for {0}")]
    Missing(String),
    /// A list or an object cannot stand in a URL.
    #[error("{0} must be a text or a number to stand in the URL")]
    NoText(String),
    /// A value that is no host name stands where the host does.
    #[error("{0} must be a host name")]
    NoHostname(String),
    /// A value would climb to another path.
    #[error("a path segment of the URL must not be \".\" or \"..\"")]
    DotSegment,
    /// A ready-made path does not begin with one slash.
    #[error("the path must begin with a single \"/\"")]
    NoPath,
    /// A ready-made path leads to another host.
    #[error("the path leads to another host")]
    OutsideBase,
    /// The result is not an absolute URL.
    #[error("the URL is not an absolute URL")]
    NoUrl,
}

impl UrlTemplate {
    /// Compiles the text of a file and decides how each of its values is encoded.
    ///
    /// # Errors
    /// When an expression in it cannot be parsed.
    pub(crate) fn compile(text: &str) -> Result<Self, ParseError> {
        let whole = Template::parse(text, Dialect::Catalogue)?;
        let mut parts = Vec::new();
        let mut rest = text;
        let mut before = String::new();
        for part in whole.parts() {
            let source = match part {
                Part::Literal(literal) => literal.as_str(),
                Part::Expression(_) => first_expression(rest),
            };
            parts.push(match part {
                Part::Literal(literal) => UrlPart::Literal(literal.clone()),
                Part::Expression(_) => UrlPart::Value {
                    template: Template::parse(source, Dialect::Catalogue)?,
                    encoding: encoding_behind(&before),
                },
            });
            // A letter stands for the value: only whether something is there matters to what follows.
            before.push_str(if matches!(part, Part::Literal(_)) { source } else { "x" });
            rest = &rest[source.len()..];
        }
        Ok(UrlTemplate { source: text.to_owned(), parts })
    }

    /// The text of the file.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Its pieces in order.
    pub fn parts(&self) -> &[UrlPart] {
        &self.parts
    }

    /// Every path its expressions read.
    pub fn names(&self) -> Vec<&Path> {
        let templates = self.parts.iter().filter_map(|part| match part {
            UrlPart::Value { template, .. } => Some(template),
            UrlPart::Literal(_) => None,
        });
        templates.flat_map(Template::names).collect()
    }

    /// The host part as it is written, expressions included; `None` where a value brings the host or a base does.
    pub(crate) fn written_host(&self) -> Option<&str> {
        let behind = self.source.split_once("://")?.1;
        let mut depth = 0_usize;
        let end = behind.char_indices().find(|(_, c)| {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && matches!(c, '/' | '?' | '#')
        });
        (!self.source.starts_with("{{")).then(|| &behind[..end.map_or(behind.len(), |(at, _)| at)])
    }

    /// The text with every value in its place.
    ///
    /// # Errors
    /// When a value is missing or cannot stand where it should.
    pub fn render(&self, scope: &dyn Scope) -> Result<String, UrlError> {
        let mut text = String::new();
        let mut ready_made = 0;
        for part in &self.parts {
            match part {
                UrlPart::Literal(literal) => text.push_str(literal),
                UrlPart::Value { template, encoding } => {
                    text.push_str(&encode(template, *encoding, scope)?);
                    if *encoding == Encoding::Raw {
                        ready_made = text.len();
                    }
                }
            }
        }
        // Encoding cannot help: URL parsers read %2E as a dot too.
        let path = text[ready_made..].split(['?', '#']).next().unwrap_or_default();
        if path.split('/').any(|segment| matches!(segment, "." | "..")) {
            return Err(UrlError::DotSegment);
        }
        Ok(text)
    }
}

/// The text of the expression that `text` begins with. Braces may also stand within one, so the end is where the
/// text first parses.
fn first_expression(text: &str) -> &str {
    let ends = text.match_indices("}}").map(|(at, braces)| at + braces.len());
    let mut candidates = ends.map(|end| &text[..end]);
    candidates.find(|candidate| Template::parse(candidate, Dialect::Catalogue).is_ok()).unwrap_or(text)
}

fn encoding_behind(before: &str) -> Encoding {
    if before.is_empty() {
        return Encoding::Raw;
    }
    if before.contains('?') {
        return Encoding::Query;
    }
    match before.split_once("://") {
        Some((_, authority)) if !authority.contains('/') => Encoding::Host,
        _ => Encoding::Segment,
    }
}

fn encode(template: &Template, encoding: Encoding, scope: &dyn Scope) -> Result<String, UrlError> {
    let text = text_of(template, scope)?;
    match encoding {
        Encoding::Query => Ok(utf8_percent_encode(&text, RESERVED).to_string()),
        _ if text.is_empty() => Err(UrlError::Missing(subject(template))),
        Encoding::Segment => Ok(utf8_percent_encode(&text, reserved_for(template)).to_string()),
        Encoding::Host if !Format::Hostname.accepts(&text) => Err(UrlError::NoHostname(subject(template))),
        Encoding::Host | Encoding::Raw => Ok(text),
    }
}

fn reserved_for(template: &Template) -> &'static AsciiSet {
    let is_owners = template.names().iter().all(|path| path.root() == "setup");
    if is_owners { RESERVED_IN_SETUPS } else { RESERVED }
}

/// What to call a value of the URL: as it is written if that is one name, else by the names it is worked out from.
fn subject(template: &Template) -> String {
    let mut names: Vec<String> = template.names().into_iter().map(Path::to_string).collect();
    names.dedup();
    match names.as_slice() {
        [] | [_] => template.source().to_owned(),
        many => many.join(", "),
    }
}

fn text_of(template: &Template, scope: &dyn Scope) -> Result<String, UrlError> {
    let rendered = template.evaluate(scope);
    match rendered.value {
        None | Some(Value::Null) => Err(UrlError::Missing(subject(template))),
        Some(Value::Array(_) | Value::Object(_)) => Err(UrlError::NoText(subject(template))),
        Some(_) if rendered.overflowed => Err(UrlError::NoText(subject(template))),
        Some(value) => Ok(as_text(&value).into_owned()),
    }
}
