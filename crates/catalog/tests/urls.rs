//! No value, whatever it is, changes where a request goes.

use std::sync::LazyLock;

use catalog::{Catalog, Integration, Request, UrlError};
use model::{Clock, Rng, UnixMillis, expression::Scope};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::builtin);

struct Values {
    roots: Map<String, Value>,
    clock: Clock,
    rng: Rng,
}

impl Scope for Values {
    fn root(&self, name: &str) -> Option<&Value> {
        self.roots.get(name)
    }

    fn clock(&self) -> &Clock {
        &self.clock
    }

    fn rng(&self) -> &Rng {
        &self.rng
    }
}

fn values(roots: &Value) -> Values {
    let roots = roots.as_object().cloned().unwrap_or_default();
    Values { roots, clock: Clock::fixed(UnixMillis(0)), rng: Rng::seeded(1) }
}

fn url_of(type_name: &str, action: &str, roots: &Value) -> Result<String, UrlError> {
    let (integration, action) = CATALOG.action(type_name, action).expect("a built-in action");
    let request: &Request = action.requests_for(None).next().expect("a request");
    request.url(integration.base(None), &values(roots)).map(String::from)
}

fn get_user(domain: &str, user_id: &Value) -> Result<String, UrlError> {
    url_of("AUTH0", "GET_USER", &json!({ "setup": { "domain": domain }, "params": { "user_id": user_id } }))
}

fn send_request(pathname: &str) -> Result<String, UrlError> {
    let roots = json!({ "setup": { "domain": "acme.auth0.com" }, "params": { "pathname": pathname } });
    url_of("AUTH0", "SEND_REQUEST", &roots)
}

#[test]
fn a_path_stands_behind_its_base() {
    let roots = json!({ "setup": { "account_id": "AC1" } });
    let url = url_of("TWILIO", "SEND_SMS", &roots);
    assert_eq!(url.unwrap(), "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json");
}

#[test]
fn a_value_stays_within_its_segment() {
    let url = get_user("acme.auth0.com", &json!("auth0|a/b?c=d#e f%"));
    assert_eq!(url.unwrap(), "https://acme.auth0.com/api/v2/users/auth0%7Ca%2Fb%3Fc%3Dd%23e%20f%25");
}

#[test]
fn a_value_cannot_climb_out_of_its_path() {
    for dots in [".", ".."] {
        assert_eq!(get_user("acme.auth0.com", &json!(dots)), Err(UrlError::DotSegment));
    }
    assert!(get_user("acme.auth0.com", &json!("%2e%2e")).unwrap().ends_with("/users/%252e%252e"));
}

#[test]
fn a_missing_value_does_not_become_a_shorter_path() {
    for nothing in [json!(""), Value::Null] {
        assert_eq!(get_user("acme.auth0.com", &nothing), Err(UrlError::Missing("{{params.user_id}}".to_owned())));
    }
}

#[test]
fn a_number_may_stand_in_a_url_and_a_list_may_not() {
    assert!(get_user("acme.auth0.com", &json!(42)).unwrap().ends_with("/users/42"));
    assert_eq!(get_user("acme.auth0.com", &json!([1])), Err(UrlError::NoText("{{params.user_id}}".to_owned())));
}

#[test]
fn only_a_host_name_can_be_the_host() {
    let hostile =
        ["evil.example/", "a@evil.example", "evil.example:8443", "evil.example#", "127.0.0.1", "", "a b", "a\\b"];
    for domain in hostile {
        assert!(get_user(domain, &json!("1")).is_err(), "{domain:?} became a host");
    }
}

#[test]
fn a_ready_made_path_keeps_its_query_and_its_encoding() {
    let url = send_request("/api/v2/users/auth0%7C1?fields=email");
    assert_eq!(url.unwrap(), "https://acme.auth0.com/api/v2/users/auth0%7C1?fields=email");
}

#[test]
fn a_ready_made_path_cannot_leave_the_host() {
    let hostile = [
        "//evil.example/",
        "\\\\evil.example/",
        "/\\evil.example/",
        "https://evil.example/",
        "@evil.example/",
        ".evil.example/",
        ":80@evil.example/",
        "evil",
        "",
        "/\t/evil.example",
        "\t//evil.example/",
    ];
    for path in hostile {
        assert_eq!(send_request(path), Err(UrlError::NoPath), "{path:?}");
    }
}

#[test]
fn the_author_of_a_flow_names_the_whole_url_of_an_http_request() {
    let url = |url: &str| url_of("HTTP", "SEND_REQUEST", &json!({ "params": { "url": url } }));
    assert_eq!(url("http://a.example:81/x/../y?z=1#f").unwrap(), "http://a.example:81/y?z=1#f");
    assert_eq!(url("not a url"), Err(UrlError::NoUrl));
    assert_eq!(url("/only/a/path"), Err(UrlError::NoUrl));
    assert_eq!(url("data:text/plain,x"), Err(UrlError::NoUrl));
}

fn may_reach(integration: &Integration, host: &str, roots: &Value) -> bool {
    integration.may_reach(host, &values(roots))
}

#[test]
fn credentials_travel_only_to_declared_hosts() {
    let twilio = CATALOG.integration("TWILIO").unwrap();
    let auth0 = CATALOG.integration("AUTH0").unwrap();
    let roots = json!({ "setup": { "domain": "Acme.auth0.com" } });
    assert!(may_reach(twilio, "api.twilio.com", &roots));
    assert!(!may_reach(twilio, "evil.example", &roots));
    assert!(!may_reach(twilio, "api.twilio.com.evil.example", &roots));
    assert!(may_reach(auth0, "acme.auth0.com", &roots));
    assert!(!may_reach(auth0, "other.auth0.com", &roots));
    assert!(!may_reach(auth0, "acme.auth0.com", &json!({})));
}

proptest! {
    #[test]
    fn no_user_id_changes_anything_but_its_own_segment(id in "\\PC{0,20}") {
        if let Ok(url) = get_user("acme.auth0.com", &json!(id)) {
            let rest = url.strip_prefix("https://acme.auth0.com/api/v2/users/");
            prop_assert!(rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(['/', '?', '#', '\\'])), "{}", url);
        }
    }

    #[test]
    fn no_ready_made_path_leaves_the_host(path in "[/\\\\.@:?#%a-z\\t ]{0,16}") {
        if let Ok(url) = send_request(&path) {
            prop_assert!(url.starts_with("https://acme.auth0.com/"), "{}", url);
        }
    }
}
