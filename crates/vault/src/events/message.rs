//! The body of a message: `{"type": …, "timestamp": …, "data": …}`.

use model::UnixMillis;
use serde_json::{Map, Value, json};

/// The text that is stored, signed and sent, byte for byte.
pub(super) fn body(kind: &str, at: UnixMillis, data: Map<String, Value>) -> String {
    json!({ "type": kind, "timestamp": at, "data": data }).to_string()
}
