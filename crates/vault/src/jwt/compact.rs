//! A token in its compact form, taken apart: three parts of base64url with dots between (RFC 7515 section 7.1).

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

/// The parts of a token that reads as a JWT. Nothing is said of who signed it.
pub(super) struct Compact<'t> {
    pub(super) header: Map<String, Value>,
    pub(super) payload: Map<String, Value>,
    pub(super) signature: Vec<u8>,
    /// What the signature is over.
    pub(super) message: &'t str,
    signature_text: &'t str,
}

impl<'t> Compact<'t> {
    /// Reads a token; `None` for anything else, encrypted ones and those with another payload than claims included.
    pub(super) fn read(token: &'t str) -> Option<Self> {
        let (message, signature_text) = token.rsplit_once('.')?;
        let (header, payload) = message.split_once('.')?;
        Some(Self {
            header: members(header)?,
            payload: members(payload)?,
            signature: BASE64_URL_SAFE_NO_PAD.decode(signature_text).ok()?,
            message,
            signature_text,
        })
    }

    /// `header`, `payload` and `signature`, the last as it was written.
    pub(super) fn into_members(self) -> Map<String, Value> {
        let mut members = Map::new();
        members.insert("header".to_owned(), Value::Object(self.header));
        members.insert("payload".to_owned(), Value::Object(self.payload));
        members.insert("signature".to_owned(), Value::from(self.signature_text));
        members
    }
}

/// A dot within a part is no base64url, so a token with more parts fails here.
fn members(part: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}
