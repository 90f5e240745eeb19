//! What a token endpoint's answer means: RFC 6749 sections 5.1 and 5.2, and the ways around them that services found.

use std::{borrow::Cow, time::Duration};

use catalog::Oauth;
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::TokenFailure;
use crate::{failure::brief, http::Response, scrub::Scrubber, secret_json::SecretJson};

/// The standard's own codes (RFC 6749, section 5.2).
const INVALID_GRANT: &str = "invalid_grant";
const INVALID_CLIENT: [&str; 2] = ["invalid_client", "unauthorized_client"];
/// Not in that section, but on the way to it (RFC 6749, section 4.1.2.1; RFC 8628, section 3.5).
const LATER: [&str; 2] = ["temporarily_unavailable", "slow_down"];

/// What an answer's words mean.
enum Meaning {
    Grant,
    Client,
    Later,
    Unknown,
}

/// Reads an answer.
pub(super) fn read(answer: &Response, oauth: &Oauth, scrubber: &Scrubber) -> Result<Value, TokenFailure> {
    let body = SecretJson::new(parsed(answer));
    let is_success = (200..300).contains(&answer.status);
    // A 200 may say that it is none.
    if is_success && has_token(body.value()) && body.value()["ok"] != false {
        return Ok(oauth.kept(body.value().clone()));
    }
    let said = said(answer.status, body.value(), scrubber);
    Err(failure(answer, meaning(body.value(), oauth), said))
}

fn failure(answer: &Response, meaning: Meaning, said: String) -> TokenFailure {
    let status = answer.status;
    match (status, meaning) {
        (429 | 503, _) => TokenFailure::Later { said, status, retry_after: retry_after(answer) },
        // Whatever it says, it may have acted before it failed.
        (500.., _) => TokenFailure::Unclear { said, status: Some(status) },
        (_, Meaning::Later) => TokenFailure::Later { said, status, retry_after: retry_after(answer) },
        (_, Meaning::Grant) => TokenFailure::InvalidGrant(said),
        (401, _) | (_, Meaning::Client) => TokenFailure::Client(said),
        (400..500, _) => TokenFailure::Ours(said),
        _ => TokenFailure::Unclear { said, status: Some(status) },
    }
}

fn meaning(body: &Value, oauth: &Oauth) -> Meaning {
    let codes: Vec<&str> = codes(body).collect();
    let is = |standard: &[&str], own: &[String]| {
        codes.iter().any(|code| standard.contains(code) || own.iter().any(|own| own == code))
    };
    if is(&[INVALID_GRANT], &oauth.errors.invalid_grant) {
        Meaning::Grant
    } else if is(&INVALID_CLIENT, &oauth.errors.invalid_client) {
        Meaning::Client
    } else if is(&LATER, &oauth.errors.later) {
        Meaning::Later
    } else {
        Meaning::Unknown
    }
}

/// Where services put their codes.
fn codes(body: &Value) -> impl Iterator<Item = &str> {
    let error = &body["error"];
    [error, &error["code"], &error["type"], &body["code"], &body["status"]].into_iter().filter_map(Value::as_str)
}

/// The code and its description, in the service's words.
fn said(status: u16, body: &Value, scrubber: &Scrubber) -> String {
    let error = &body["error"];
    let descriptions = [&body["error_description"], &error["message"], &body["message"]];
    let mut words: Vec<&str> = codes(body).take(1).collect();
    words.extend(descriptions.into_iter().find_map(Value::as_str));
    if words.is_empty() {
        return format!("the token endpoint answered {status} without a usable token");
    }
    let words = words.join(": ");
    brief(&format!("the token endpoint answered {status}: {}", scrubber.text(&words)))
}

fn has_token(body: &Value) -> bool {
    body["access_token"].as_str().is_some_and(|token| !token.is_empty())
}

/// JSON whatever its content type says, else a form if it says that.
fn parsed(answer: &Response) -> Value {
    if let Ok(body) = serde_json::from_slice(&answer.body) {
        return body;
    }
    let is_form = answer.header("content-type").is_some_and(|it| it.starts_with("application/x-www-form-urlencoded"));
    if !is_form {
        return Value::Null;
    }
    let pairs = form_urlencoded::parse(&answer.body).map(|(name, value)| (name.into_owned(), value));
    Value::Object(pairs.map(|(name, value)| (name, Value::String(Cow::into_owned(value)))).collect::<Map<_, _>>())
}

/// `Retry-After` in seconds; a date is not read, the usual pause is as good.
fn retry_after(answer: &Response) -> Option<Duration> {
    answer.header("retry-after")?.trim().parse().ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use catalog::Catalog;
    use serde_json::json;

    use super::*;

    fn answer(status: u16, body: &str) -> Response {
        let headers = json!({ "retry-after": "7" }).as_object().cloned().unwrap();
        Response { status, headers, body: body.as_bytes().to_vec(), hops: 0 }
    }

    fn read_as(app_id: &str, status: u16, body: &Value) -> Result<Value, TokenFailure> {
        let catalog = Catalog::builtin();
        let oauth = catalog.integration(app_id).unwrap().setups["OAUTH_CODE"].oauth.as_ref().unwrap();
        read(&answer(status, &body.to_string()), oauth, &Scrubber::new(["sent-secret"]))
    }

    fn class(result: Result<Value, TokenFailure>) -> &'static str {
        match result {
            Ok(_) => "token",
            Err(TokenFailure::NotSent(_)) => "not sent",
            Err(TokenFailure::Unclear { .. }) => "unclear",
            Err(TokenFailure::Later { .. }) => "later",
            Err(TokenFailure::InvalidGrant(_)) => "grant",
            Err(TokenFailure::Client(_)) => "client",
            Err(TokenFailure::Ours(_)) => "ours",
        }
    }

    #[test]
    fn every_answer_has_one_meaning() {
        let token = json!({ "access_token": "a" });
        let cases = [
            ("HUBSPOT", 200, token.clone(), "token"),
            ("HUBSPOT", 200, json!({}), "unclear"),
            ("HUBSPOT", 200, json!({ "access_token": 5 }), "unclear"),
            ("HUBSPOT", 200, json!({ "error": "invalid_grant" }), "grant"),
            ("HUBSPOT", 302, token.clone(), "unclear"),
            ("HUBSPOT", 400, json!({ "error": "invalid_grant" }), "grant"),
            ("HUBSPOT", 400, json!({ "status": "BAD_REFRESH_TOKEN", "message": "m" }), "grant"),
            ("HUBSPOT", 400, json!({ "error": "invalid_scope" }), "ours"),
            ("HUBSPOT", 400, json!({ "error": "unauthorized_client" }), "client"),
            ("HUBSPOT", 401, json!({ "error": "invalid_grant" }), "grant"),
            ("HUBSPOT", 401, json!({}), "client"),
            ("HUBSPOT", 403, json!({}), "ours"),
            ("HUBSPOT", 429, json!({ "error": "invalid_grant" }), "later"),
            ("HUBSPOT", 500, json!({ "error": "invalid_grant" }), "unclear"),
            ("HUBSPOT", 503, json!({}), "later"),
            ("SLACK", 200, json!({ "ok": false, "error": "invalid_code" }), "grant"),
            ("SLACK", 200, json!({ "ok": false, "error": "bad_client_secret" }), "client"),
            ("SLACK", 200, json!({ "ok": false, "error": "service_unavailable" }), "later"),
            ("SLACK", 200, json!({ "ok": false, "access_token": "a" }), "unclear"),
            ("SLACK", 200, json!({ "ok": true, "access_token": "a" }), "token"),
        ];
        for (app_id, status, body, expected) in cases {
            assert_eq!(class(read_as(app_id, status, &body)), expected, "{app_id} {status} {body}");
        }
    }

    #[test]
    fn a_service_says_how_long_to_wait() {
        let Err(TokenFailure::Later { retry_after, .. }) = read_as("HUBSPOT", 429, &json!({})) else { panic!() };
        assert_eq!(retry_after, Some(Duration::from_secs(7)));
    }

    #[test]
    fn the_words_of_a_refusal_hold_nothing_that_was_sent() {
        let body = json!({ "error": "invalid_request", "error_description": "sent-secret is no code" });
        let Err(TokenFailure::Ours(said)) = read_as("HUBSPOT", 400, &body) else { panic!() };
        assert_eq!(said, "the token endpoint answered 400: invalid_request: ███ is no code");
    }

    #[test]
    fn what_nobody_asked_for_is_not_kept() {
        let body = json!({ "access_token": "a", "id_token": "i", "team": { "id": "T" }, "authed_user": {} });
        assert_eq!(read_as("SLACK", 200, &body), Ok(json!({ "access_token": "a", "team": { "id": "T" } })));
    }

    #[test]
    fn an_answer_may_be_a_form() {
        let catalog = Catalog::builtin();
        let oauth = catalog.integration("OAUTH2").unwrap().setups["OAUTH_CODE"].oauth.as_ref().unwrap();
        let headers = json!({ "content-type": "application/x-www-form-urlencoded; charset=utf-8" });
        let form =
            Response { headers: headers.as_object().cloned().unwrap(), ..answer(200, "access_token=a%20b&scope=") };
        let read = read(&form, oauth, &Scrubber::new([]));
        assert_eq!(read, Ok(json!({ "access_token": "a b", "scope": "" })));
    }
}
