//! JSON Web Tokens (RFC 7519) in the compact form: signed and verified with a stored key, or read without believing
//! them. The cryptography is aws-lc's; nothing here sends or fetches anything, not even a key that a token names.

mod algorithm;
mod claims;
mod compact;
mod lifetime;
mod pem;
mod setup_keys;
mod signing_key;
#[cfg(test)]
mod tests;
mod verifying;
mod verifying_key;

pub(crate) use algorithm::Algorithm;
pub(crate) use claims::composed;
pub(crate) use setup_keys::{signing_key, verifying_key};
pub(crate) use signing_key::SigningKey;
pub(crate) use verifying::{Expected, verify};

use compact::Compact;
use serde_json::Value;

/// What a token says, without a look at who signed it: `{header, payload, signature}`. `None` for what is no JWT.
pub fn decode_jwt(token: &str) -> Option<Value> {
    Compact::read(token).map(|token| Value::Object(token.into_members()))
}
