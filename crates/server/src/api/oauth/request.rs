//! A request for a token, from JSON or a form, with the client's credentials in the body or in Basic authentication.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, header};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;
use url::form_urlencoded;
use utoipa::ToSchema;
use zeroize::Zeroizing;

use super::refusal::Refusal;
use crate::access::ClientSecret;

/// What a client sends to get a token. Unknown members are ignored, as OAuth asks.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({
    "grant_type": "client_credentials", "client_id": "…", "client_secret": "…", "audience": "https://localhost:8080/api/v2/"
}))]
#[expect(dead_code, reason = "documents the body; both encodings are read by hand, since one type must serve both")]
pub(crate) struct TokenBody {
    /// Always `client_credentials`.
    grant_type: String,
    /// Unless sent by Basic authentication.
    client_id: Option<String>,
    /// Unless sent by Basic authentication.
    client_secret: Option<String>,
    /// This API's address and `/api/v2/`, which is also the default.
    audience: Option<String>,
    /// Fewer scopes than the client has, separated by spaces.
    scope: Option<String>,
}

/// The same, read.
#[derive(Debug)]
pub(crate) struct TokenRequest {
    pub(crate) grant_type: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: ClientSecret,
    pub(crate) audience: Option<String>,
    pub(crate) scope: Option<String>,
}

impl TokenRequest {
    /// Reads either encoding.
    ///
    /// # Errors
    /// What is missing or not understood.
    pub(crate) fn read(headers: &HeaderMap, body: &[u8]) -> Result<Self, Refusal> {
        let mut members = members(headers, body)?;
        let mut take = |name: &str| members.remove(name).filter(|text| !text.is_empty());
        let grant_type = take("grant_type").ok_or_else(|| missing("grant_type"))?;
        let (client_id, client_secret) = match basic(headers)? {
            Some(pair) => pair,
            None => {
                let id = take("client_id").ok_or_else(|| missing("client_id"))?;
                (id, ClientSecret::claimed(take("client_secret").ok_or_else(|| missing("client_secret"))?))
            }
        };
        Ok(Self { grant_type, client_id, client_secret, audience: take("audience"), scope: take("scope") })
    }
}

fn missing(name: &str) -> Refusal {
    Refusal::request(format!("Missing required parameter: {name}"))
}

fn members(headers: &HeaderMap, body: &[u8]) -> Result<BTreeMap<String, String>, Refusal> {
    let label = headers.get(header::CONTENT_TYPE).and_then(|label| label.to_str().ok()).unwrap_or_default();
    if label.starts_with("application/x-www-form-urlencoded") {
        return Ok(form_urlencoded::parse(body).into_owned().collect());
    }
    let object: BTreeMap<String, serde_json::Value> =
        serde_json::from_slice(body).map_err(|_| Refusal::request("The body is neither a JSON object nor a form"))?;
    let texts = object.into_iter().filter_map(|(name, value)| match value {
        serde_json::Value::String(text) => Some((name, text)),
        _ => None,
    });
    Ok(texts.collect())
}

/// The pair from `authorization: Basic …`, whose parts RFC 6749 wants form-encoded.
fn basic(headers: &HeaderMap) -> Result<Option<(String, ClientSecret)>, Refusal> {
    let Some(header) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let pair = header
        .to_str()
        .ok()
        .and_then(|text| text.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"))
        .and_then(|(_, encoded)| STANDARD.decode(encoded.trim()).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .map(Zeroizing::new);
    let (id, secret) = pair.as_deref().and_then(|pair| pair.split_once(':')).ok_or_else(Refusal::client)?;
    Ok(Some((form_decoded(id), ClientSecret::claimed(form_decoded(secret)))))
}

fn form_decoded(text: &str) -> String {
    let pair = format!("x={text}");
    // One `=` of ours and no `&` of theirs unescaped: the first pair is the whole text.
    form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
    }

    fn shown(request: &TokenRequest) -> (&str, &str, Option<&str>) {
        (&request.client_id, request.client_secret.reveal(), request.audience.as_deref())
    }

    #[test]
    fn json_form_and_basic_say_the_same() {
        let json = br#"{"grant_type":"client_credentials","client_id":"c","client_secret":"s","audience":"a"}"#;
        let form = b"grant_type=client_credentials&client_id=c&client_secret=s&audience=a";
        let rest = b"grant_type=client_credentials&audience=a";
        let form_label = (header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let read = |headers: HeaderMap, body: &[u8]| TokenRequest::read(&headers, body).unwrap();
        let expected = ("c", "s", Some("a"));
        assert_eq!(shown(&read(headers(&[(header::CONTENT_TYPE, "application/json")]), json)), expected);
        assert_eq!(shown(&read(headers(std::slice::from_ref(&form_label)), form)), expected);
        let basic = headers(&[form_label, (header::AUTHORIZATION, "Basic Yzpz")]);
        assert_eq!(shown(&read(basic, rest)), expected);
    }

    #[test]
    fn what_is_missing_is_named() {
        let refused = TokenRequest::read(&HeaderMap::new(), br#"{"grant_type":"client_credentials"}"#).unwrap_err();
        assert!(format!("{refused:?}").contains("client_id"));
    }
}
