//! The JWT that buys a token where a setup holds a private key (RFC 7523).

use catalog::Assertion;
use model::UnixMillis;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use crate::{
    jwt::{Algorithm, SigningKey},
    names::Names,
};

/// Signs the claims that the catalogue declares, `iat` and `exp`.
///
/// # Errors
/// What is wrong with the key, in words that hold nothing of it.
pub(super) fn sign(declared: &Assertion, names: &Names<'_>, now: UnixMillis) -> Result<Value, String> {
    let algorithm =
        Algorithm::named(&declared.algorithm).ok_or_else(|| format!("{} is no way to sign", declared.algorithm))?;
    let key = Zeroizing::new(names.text(&declared.key).ok_or("the private key is missing")?);
    SigningKey::new(algorithm, &key)?.sign(&claims(declared, names, now)).map(Value::String)
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
