//! The claims of a token to be signed, from the params of `SIGN_JWT`.

use catalog::schema::{Segment, Violation};
use model::UnixMillis;
use serde_json::{Map, Value};

use super::lifetime;

/// The claims an author writes, `iat`, and those that have params of their own, which win over the written ones.
///
/// # Errors
/// When `expires_in` is no length of time.
pub(crate) fn composed(params: &Value, now: UnixMillis) -> Result<Map<String, Value>, Violation> {
    let mut claims = params["payload"].as_object().cloned().unwrap_or_default();
    for (param, claim) in [("subject", "sub"), ("issuer", "iss"), ("audience", "aud")] {
        if let Some(text) = given(params, param) {
            claims.insert(claim.to_owned(), Value::from(text));
        }
    }
    claims.entry("iat").or_insert_with(|| Value::from(now.seconds()));
    if let Some(text) = given(params, "expires_in") {
        let seconds = lifetime::seconds(text).ok_or_else(unreadable)?;
        claims.insert("exp".to_owned(), Value::from(now.seconds().saturating_add(seconds)));
    }
    Ok(claims)
}

fn given<'p>(params: &'p Value, name: &str) -> Option<&'p str> {
    params[name].as_str().filter(|text| !text.is_empty())
}

fn unreadable() -> Violation {
    let path = vec![Segment::Name("expires_in".to_owned())];
    Violation::other(path, "must be a length of time such as 5m, 1h or 30 seconds, from a second to 100 years")
}
