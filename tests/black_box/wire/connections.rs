//! Vault connections on the wire.

use std::fmt::Write as _;

use md5::{Digest as _, Md5};
use serde_json::{Value, json};

use super::{is_date, is_id, keys, text};
use crate::{api::Api, process::Launch};

const PATH: &str = "/api/v2/flows/vault/connections";

#[tokio::test]
async fn a_ready_connection_is_answered_as_recorded() {
    let server = Launch::new().start().await;
    let body =
        json!({"app_id": "HTTP", "name": "test-vault-connection", "setup": {"token": "my-token", "type": "BEARER"}});
    let answer = server.api().post(PATH, &body).await.expect(201);

    let made = answer.json();
    let (id, date, fingerprint) = (text(&made, "id"), text(&made, "created_at"), text(&made, "fingerprint"));
    assert!(is_id(id, "ac_") && is_date(date), "{made}");
    assert_eq!(
        answer.text,
        format!(
            r#"{{"id":"{id}","app_id":"HTTP","name":"test-vault-connection","account_name":"Bearer my-***ken","ready":true,"created_at":"{date}","updated_at":"{date}","fingerprint":"{fingerprint}"}}"#
        )
    );
    assert_eq!(answer.header("content-type"), Some("application/json; charset=utf-8"));
}

#[tokio::test]
async fn an_empty_connection_says_null_when_written_and_nothing_when_read() {
    let server = Launch::new().start().await;
    let api = server.api();
    let written = api.post(PATH, &json!({"app_id": "HTTP", "name": "test-v-connection"})).await.expect(201);
    let made = written.json();
    let (id, date, fingerprint) = (text(&made, "id"), text(&made, "created_at"), text(&made, "fingerprint"));
    let start = format!(
        r#"{{"id":"{id}","app_id":"HTTP","name":"test-v-connection","ready":false,"created_at":"{date}","updated_at":"{date}","#
    );
    assert_eq!(written.text, format!(r#"{start}"refreshed_at":null,"fingerprint":"{fingerprint}"}}"#));

    let read = api.get(&format!("{PATH}/{id}")).await.expect(200);
    assert_eq!(read.text, format!(r#"{start}"fingerprint":"{fingerprint}"}}"#));
}

#[tokio::test]
async fn a_rename_moves_updated_at_and_fingerprint_only() {
    let server = Launch::new().start().await;
    let api = server.api();
    let before = api.post(PATH, &json!({"app_id": "HTTP", "name": "before"})).await.expect(201).json();
    let path = format!("{PATH}/{}", text(&before, "id"));
    let after = api.patch(&path, &json!({"name": "after"})).await.expect(200).json();

    assert_eq!(after["refreshed_at"], Value::Null);
    assert_eq!(keys(&after), keys(&before));
    assert_eq!((text(&after, "name"), text(&after, "created_at")), ("after", text(&before, "created_at")));
    assert!(text(&after, "updated_at") > text(&before, "updated_at"), "{after}");
    assert_ne!(text(&after, "fingerprint"), text(&before, "fingerprint"));
}

#[tokio::test]
async fn a_fingerprint_is_the_md5_of_updated_at() {
    let server = Launch::new().start().await;
    let api = server.api();
    let made = api.post(PATH, &json!({"app_id": "HTTP", "name": "x"})).await.expect(201).json();
    let path = format!("{PATH}/{}", text(&made, "id"));
    let renamed = api.patch(&path, &json!({"name": "y"})).await.expect(200).json();
    let read = api.get(&path).await.expect(200).json();
    assert_eq!(read["fingerprint"], renamed["fingerprint"], "reading moves nothing");
    for connection in [made, renamed, read] {
        assert_eq!(text(&connection, "fingerprint"), md5(text(&connection, "updated_at")));
    }
}

#[tokio::test]
async fn ten_quick_changes_have_ten_fingerprints() {
    let server = Launch::new().start().await;
    let api = server.api();
    let made = api.post(PATH, &json!({"app_id": "HTTP", "name": "x"})).await.expect(201).json();
    let path = format!("{PATH}/{}", text(&made, "id"));
    let mut seen = vec![text(&made, "fingerprint").to_owned()];
    for number in 0..10 {
        let changed = api.patch(&path, &json!({"name": format!("x{number}")})).await.expect(200).json();
        seen.push(text(&changed, "fingerprint").to_owned());
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 11);
}

#[tokio::test]
async fn filling_an_empty_connection_makes_it_ready() {
    let server = Launch::new().start().await;
    let api = server.api();
    let made = api.post(PATH, &json!({"app_id": "HTTP", "name": "x"})).await.expect(201).json();
    let path = format!("{PATH}/{}", text(&made, "id"));
    let setup = json!({"type": "BASIC_AUTH", "username": "Basic-username", "password": "p"});
    let filled = api.patch(&path, &json!({"setup": setup})).await.expect(200).json();
    assert_eq!((&filled["ready"], text(&filled, "account_name")), (&json!(true), "Basic Bas***ame"));
    assert!(filled.get("setup").is_none());
}

#[tokio::test]
async fn account_names_show_the_ends_of_long_values_and_nothing_of_short_ones() {
    let server = Launch::new().start().await;
    let api = server.api();
    let endpoint = "https://auth.example.com/token";
    for (setup, expected) in [
        (json!({"type": "BEARER", "token": "my-token"}), "Bearer my-***ken"),
        (json!({"type": "BEARER", "token": "secret"}), "Bearer ***"),
        (
            json!({"type": "API_KEY", "name": "Custom-API-Key", "value": "Api-key-secret", "in": "HEADER"}),
            "Header Custom-API-Key Api***ret",
        ),
        (json!({"type": "API_KEY", "name": "key", "value": "Api-key-secret", "in": "QUERY"}), "Query key Api***ret"),
        (
            json!({"type": "OAUTH_CLIENT_CREDENTIALS", "client_id": "FuiXXXXp2g", "client_secret": "s", "token_endpoint": endpoint}),
            "Client Credentials Fui***p2g",
        ),
    ] {
        let made = api.post(PATH, &json!({"app_id": "HTTP", "name": "x", "setup": setup})).await.expect(201).json();
        assert_eq!(text(&made, "account_name"), expected);
    }
}

#[tokio::test]
async fn lists_come_bare_or_with_totals_the_newest_first() {
    let server = Launch::new().start().await;
    let api = server.api();
    for name in ["first", "second", "third"] {
        api.post(PATH, &json!({"app_id": "HTTP", "name": name})).await.expect(201);
    }
    assert_eq!(names(&api.get(PATH).await.expect(200).json()), ["third", "second", "first"]);

    let listed = api.get(&format!("{PATH}?include_totals=true&per_page=2&page=1")).await.expect(200).json();
    assert_eq!(keys(&listed), ["limit", "start", "total", "connections"]);
    assert_eq!((&listed["limit"], &listed["start"], &listed["total"]), (&json!(2), &json!(2), &json!(3)));
    assert_eq!(names(&listed["connections"]), ["first"]);
    let one = &listed["connections"][0];
    assert_eq!(keys(one), ["id", "name", "app_id", "ready", "created_at", "updated_at", "fingerprint"]);
}

#[tokio::test]
async fn a_page_past_the_end_is_an_empty_list() {
    let server = Launch::new().start().await;
    let api = server.api();
    assert_eq!(api.get(&format!("{PATH}?page=1000")).await.expect(200).text, "[]");
    let listed = api.get(&format!("{PATH}?page=7&include_totals=true")).await.expect(200).text;
    assert_eq!(listed, r#"{"limit":50,"start":350,"total":0,"connections":[]}"#);
}

#[tokio::test]
async fn a_deleted_connection_is_gone_and_cannot_be_deleted_again() {
    let server = Launch::new().start().await;
    let api = server.api();
    let made = api.post(PATH, &json!({"app_id": "HTTP", "name": "x"})).await.expect(201).json();
    let path = format!("{PATH}/{}", text(&made, "id"));
    assert_eq!(api.delete(&path).await.expect(204).text, "");
    let gone = r#"{"statusCode":404,"error":"Not Found","message":"Connection not found"}"#;
    assert_eq!(api.delete(&path).await.expect(404).text, gone);
    assert_eq!(api.get(&path).await.expect(404).text, gone);
    assert_eq!(api.patch(&path, &json!({"name": "y"})).await.expect(404).text, gone);
}

#[tokio::test]
async fn names_need_not_be_unique() {
    let server = Launch::new().start().await;
    let api = server.api();
    for _ in 0..2 {
        api.post(PATH, &json!({"app_id": "HTTP", "name": "same"})).await.expect(201);
    }
}

#[tokio::test]
async fn what_the_contract_does_not_know_is_refused() {
    let server = Launch::new().start().await;
    let api = server.api();
    let setup = json!({"type": "BEARER", "token": "t"});
    let bodies = [
        (json!({"app_id": "HTTP"}), "Missing required property: name"),
        (json!({"name": "x"}), "app_id"),
        (json!({"app_id": "NOBODY", "name": "x"}), "app_id"),
        (json!({"app_id": "HTTP", "name": ""}), "name"),
        (json!({"app_id": "HTTP", "name": "x".repeat(151)}), "String is too long (151 chars), maximum 150"),
        (json!({"app_id": "HTTP", "name": 7}), "Expected type string but found type"),
        (json!({"app_id": "HTTP", "name": "x", "colour": "red"}), "Additional properties not allowed: colour"),
        (json!({"app_id": "HTTP", "name": "x", "ready": true}), "Additional properties not allowed: ready"),
        (json!({"app_id": "HTTP", "name": "x", "environment": "e"}), "Additional properties not allowed: environment"),
        (json!({"app_id": "HTTP", "name": "x", "setup": {}}), "setup"),
        (json!({"app_id": "HTTP", "name": "x", "setup": null}), "setup"),
        (json!({"app_id": "HTTP", "name": "x", "setup": {"type": "BEARER"}}), "Missing required property: token"),
        (
            json!({"app_id": "HTTP", "name": "x", "setup": {"type": "BEARER", "token": "t", "x": 1}}),
            "Additional properties not allowed: x",
        ),
        (json!({"app_id": "TWILIO", "name": "x", "setup": setup}), "setup"),
        (json!([]), "Expected type object but found type array"),
    ];
    for (body, said) in bodies {
        let refused = api.post(PATH, &body).await.expect(400);
        let problem = refused.json();
        assert_eq!(keys(&problem), ["statusCode", "error", "message", "errorCode"]);
        assert_eq!((text(&problem, "error"), text(&problem, "errorCode")), ("Bad Request", "invalid_body"));
        let message = text(&problem, "message");
        assert!(message.starts_with("Payload validation error: '") && message.contains(said), "{said:?}: {message}");
    }
}

#[tokio::test]
async fn a_change_may_not_touch_the_app_nor_bring_the_setup_of_another() {
    let server = Launch::new().start().await;
    let api = server.api();
    let path = format!("{PATH}/{}", api.connect("HTTP", json!({"type": "BEARER", "token": "t"})).await);
    let twilio = json!({"type": "API_KEY", "account_id": "AC", "api_key": "k"});
    for change in [
        json!({"app_id": "HTTP"}),
        json!({"name": "x", "colour": "red"}),
        json!({"setup": twilio}),
        json!({"setup": null}),
        json!({"setup": {}}),
        json!({"name": null}),
    ] {
        assert_eq!(api.patch(&path, &change).await.refusal(), (400, "invalid_body".to_owned()), "{change}");
    }
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|connection| text(connection, "name")).collect()
}

fn md5(text: &str) -> String {
    Md5::digest(text).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string");
        hex
    })
}

/// A connection that belongs to somebody else is answered like one that does not exist.
#[tokio::test]
async fn another_tenants_connection_does_not_exist() {
    let server = Launch::new().start().await;
    let api = server.api();
    let path = format!("{PATH}/{}", api.connect("HTTP", json!({"type": "BEARER", "token": "t"})).await);
    server.launch.run(&["tenant", "create", "other"]);
    let other = Api::new(server.url(), server.client_of("other", "all"));
    let absent = other.get(&format!("{PATH}/ac_42HT5oiobDyUs8ASwEEWK0")).await.expect(404).text;
    assert_eq!(other.get(&path).await.expect(404).text, absent);
    assert_eq!(other.patch(&path, &json!({"name": "mine"})).await.expect(404).text, absent);
    assert_eq!(other.delete(&path).await.expect(404).text, absent);
    assert_eq!(other.get(PATH).await.expect(200).text, "[]");
    api.get(&path).await.expect(200);
}
