//! Whether a token is to be believed, and if not, why.

use model::UnixMillis;
use serde_json::{Map, Value};

use super::{compact::Compact, verifying_key::VerifyingKey};

/// Why a token is not believed. Authors of flows compare these words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// It is no JWT, or asks for something that we do not understand.
    Malformed,
    /// Another key or another algorithm signed it, or somebody changed it.
    InvalidSignature,
    Expired,
    NotYetValid,
    InvalidIssuer,
    InvalidAudience,
}

impl Cause {
    fn as_str(self) -> &'static str {
        match self {
            Self::Malformed => "MALFORMED",
            Self::InvalidSignature => "INVALID_SIGNATURE",
            Self::Expired => "EXPIRED",
            Self::NotYetValid => "NOT_YET_VALID",
            Self::InvalidIssuer => "INVALID_ISSUER",
            Self::InvalidAudience => "INVALID_AUDIENCE",
        }
    }
}

/// What the author of a flow expects a token to say.
#[derive(Clone, Copy, Default)]
pub(crate) struct Expected<'e> {
    pub(crate) issuer: Option<&'e str>,
    pub(crate) audience: Option<&'e str>,
}

/// The output of `VERIFY_JWT`: `{valid: true, header, payload, signature}` or `{valid: false, cause}`.
pub(crate) fn verify(key: &VerifyingKey, token: &str, expected: Expected<'_>, now: UnixMillis) -> Value {
    let mut output = Map::new();
    match judged(key, token, expected, now) {
        Ok(token) => {
            output.insert("valid".to_owned(), Value::Bool(true));
            output.extend(token.into_members());
        }
        Err(cause) => {
            output.insert("valid".to_owned(), Value::Bool(false));
            output.insert("cause".to_owned(), Value::from(cause.as_str()));
        }
    }
    Value::Object(output)
}

/// The signature comes before the claims: nothing that a stranger wrote decides what is answered.
pub(super) fn judged<'t>(
    key: &VerifyingKey,
    token: &'t str,
    expected: Expected<'_>,
    now: UnixMillis,
) -> Result<Compact<'t>, Cause> {
    let token = Compact::read(token).ok_or(Cause::Malformed)?;
    // RFC 7515 section 4.1.11: who does not understand what is critical must refuse the token.
    if token.header.contains_key("crit") {
        return Err(Cause::Malformed);
    }
    let names_ours = token.header.get("alg").and_then(Value::as_str) == Some(key.algorithm.name);
    if !names_ours || !key.has_signed(token.message.as_bytes(), &token.signature) {
        return Err(Cause::InvalidSignature);
    }
    require_time(&token.payload, now)?;
    require_names(&token.payload, expected)?;
    Ok(token)
}

/// No second of grace: a flow's author who wants one signs for longer.
fn require_time(claims: &Map<String, Value>, now: UnixMillis) -> Result<(), Cause> {
    let now = now.0 as f64 / 1000.0;
    if moment(claims, "exp")?.is_some_and(|end| now >= end) {
        return Err(Cause::Expired);
    }
    if moment(claims, "nbf")?.is_some_and(|start| now < start) {
        return Err(Cause::NotYetValid);
    }
    Ok(())
}

/// Seconds since 1970, with fractions where a token has them.
fn moment(claims: &Map<String, Value>, name: &str) -> Result<Option<f64>, Cause> {
    match claims.get(name) {
        None => Ok(None),
        Some(value) => value.as_f64().map(Some).ok_or(Cause::Malformed),
    }
}

fn require_names(claims: &Map<String, Value>, expected: Expected<'_>) -> Result<(), Cause> {
    if expected.issuer.is_some_and(|issuer| claims.get("iss").and_then(Value::as_str) != Some(issuer)) {
        return Err(Cause::InvalidIssuer);
    }
    if expected.audience.is_some_and(|audience| !is_for(claims.get("aud"), audience)) {
        return Err(Cause::InvalidAudience);
    }
    Ok(())
}

fn is_for(claim: Option<&Value>, audience: &str) -> bool {
    match claim {
        Some(Value::String(only)) => only == audience,
        Some(Value::Array(several)) => several.iter().any(|one| one == audience),
        _ => false,
    }
}
