//! The JWT that buys a token where a setup holds a private key (RFC 7523).

use catalog::Assertion;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use model::UnixMillis;
use serde_json::{Map, Value};

use crate::names::Names;

/// Signs the claims that the catalogue declares, `iat` and `exp`.
///
/// # Errors
/// What is wrong with the key, in words that hold nothing of it.
pub(super) fn sign(declared: &Assertion, names: &Names<'_>, now: UnixMillis) -> Result<Value, String> {
    let algorithm: Algorithm =
        declared.algorithm.parse().map_err(|_| format!("{} is no way to sign", declared.algorithm))?;
    let pem = zeroize::Zeroizing::new(names.text(&declared.key).ok_or("the private key is missing")?);
    let key = key(algorithm, &pem)?;
    let claims = claims(declared, names, now);
    let signed = jsonwebtoken::encode(&Header::new(algorithm), &claims, &key);
    signed.map(Value::String).map_err(|_| "the private key does not sign: is it the whole one?".to_owned())
}

/// Key files write line ends as `\n`, and people paste them so.
fn key(algorithm: Algorithm, pem: &str) -> Result<EncodingKey, String> {
    let pem = zeroize::Zeroizing::new(pem.replace("\\n", "\n"));
    let key = match algorithm {
        Algorithm::ES256 | Algorithm::ES384 => EncodingKey::from_ec_pem(pem.as_bytes()),
        Algorithm::EdDSA => EncodingKey::from_ed_pem(pem.as_bytes()),
        _ => EncodingKey::from_rsa_pem(pem.as_bytes()),
    };
    key.map_err(|_| "the private key is not readable: paste all of it, from -----BEGIN to -----END".to_owned())
}

fn claims(declared: &Assertion, names: &Names<'_>, now: UnixMillis) -> Map<String, Value> {
    let rendered = declared.claims.render(names).value;
    let mut claims = match rendered {
        Some(Value::Object(claims)) => claims,
        _ => Map::new(),
    };
    let lifetime = i64::try_from(declared.lifetime).unwrap_or(i64::MAX);
    claims.insert("iat".to_owned(), now.seconds().into());
    claims.insert("exp".to_owned(), now.seconds().saturating_add(lifetime).into());
    claims
}
