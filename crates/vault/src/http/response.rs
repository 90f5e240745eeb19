//! What a service answered, as flows and the catalogue read it.

use std::fmt;

use reqwest::header::HeaderMap;
use serde_json::{Map, Value};

/// An answer, whole and within its limits. It may echo secrets: scrub it before it goes anywhere.
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Lower-case names; repeated ones joined by `, `.
    pub headers: Map<String, Value>,
    /// Decompressed.
    pub body: Vec<u8>,
    /// How many redirects led here.
    pub hops: u8,
}

impl Response {
    /// One header's value, by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(Value::as_str)
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[response {}, {} bytes, {} redirects]", self.status, self.body.len(), self.hops)
    }
}

/// The headers as JSON. Bytes that are not UTF-8 are replaced: HTTP allows them, JSON does not.
pub(super) fn readable(headers: &HeaderMap) -> Map<String, Value> {
    let mut readable = Map::with_capacity(headers.len());
    for name in headers.keys() {
        let mut values = headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
        let mut joined = values.next().map(String::from).unwrap_or_default();
        for value in values {
            joined.push_str(", ");
            joined.push_str(&value);
        }
        readable.insert(name.as_str().to_owned(), Value::String(joined));
    }
    readable
}
