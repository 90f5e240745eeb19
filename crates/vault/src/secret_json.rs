//! JSON that holds secrets: wiped when dropped, silent when printed.

use std::fmt;

use serde_json::Value;
use zeroize::Zeroize;

/// A JSON value whose strings are overwritten before their memory is given back.
pub(crate) struct SecretJson(Value);

impl SecretJson {
    pub(crate) fn new(value: Value) -> Self {
        Self(value)
    }

    /// Reads opened bytes; `None` when they are not JSON, which only damaged data can be.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok().map(Self)
    }

    pub(crate) fn value(&self) -> &Value {
        &self.0
    }
}

fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(items) => items.iter_mut().for_each(wipe),
        Value::Object(members) => members.values_mut().for_each(wipe),
        _ => {}
    }
}

impl Drop for SecretJson {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

impl fmt::Debug for SecretJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}
