//! The keys of a JWT connection's setup: `secret` for HMAC, `private_key` and `public_key` for all others.

use serde_json::Value;

use super::{Algorithm, signing_key::SigningKey, verifying_key::VerifyingKey};

/// The key that signs.
///
/// # Errors
/// What is missing or wrong, in words that hold nothing of a key.
pub(crate) fn signing_key(setup: &Value) -> Result<SigningKey, String> {
    let algorithm = algorithm(setup)?;
    let (field, what) = match algorithm.is_symmetric() {
        true => ("secret", "the secret"),
        false => ("private_key", "the private key"),
    };
    SigningKey::new(algorithm, text(setup, field).ok_or_else(|| missing(what, algorithm))?)
}

/// The key that verifies: the public one, or else that of the private one.
///
/// # Errors
/// What is missing or wrong, in words that hold nothing of a key.
pub(crate) fn verifying_key(setup: &Value) -> Result<VerifyingKey, String> {
    let algorithm = algorithm(setup)?;
    match text(setup, "public_key") {
        // Never for HMAC: everybody knows a public key, and could sign with it.
        Some(public) if !algorithm.is_symmetric() => VerifyingKey::from_pem(algorithm, public),
        None if !algorithm.is_symmetric() && text(setup, "private_key").is_none() => {
            Err(missing("the public key", algorithm))
        }
        _ => VerifyingKey::of(&signing_key(setup)?),
    }
}

fn algorithm(setup: &Value) -> Result<Algorithm, String> {
    let name = setup["algorithm"].as_str().unwrap_or_default();
    Algorithm::named(name).ok_or_else(|| "the connection names no algorithm to sign with".to_owned())
}

fn text<'s>(setup: &'s Value, field: &str) -> Option<&'s str> {
    setup[field].as_str().filter(|text| !text.trim().is_empty())
}

fn missing(what: &str, algorithm: Algorithm) -> String {
    format!("{what} is missing, and {} cannot do without: enter it in the vault", algorithm.name)
}
