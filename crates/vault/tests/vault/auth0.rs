//! AUTH0: a token of the tenant, and paths that stay there.

use model::ConnectionId;
use serde_json::json;

use crate::house::{House, auth0, refusal, token};

async fn connected() -> (House, ConnectionId) {
    let house = House::open().await;
    house.service.on("/auth0/oauth/token", |count, _| token(&format!("access-{count}"), 86_400));
    let id = house.connect("AUTH0", auth0("auth0-secret")).await;
    (house, id)
}

#[tokio::test]
async fn a_user_is_asked_for_with_a_token_of_the_management_api() {
    let (house, id) = connected().await;
    house.service.always("/auth0/api", 200, json!({ "user_id": "auth0|a/b" }));
    let got = house.call(&id, "AUTH0.GET_USER", json!({ "user_id": "auth0|a/b" })).await.unwrap();
    assert_eq!(got.output, json!({ "user_id": "auth0|a/b" }));
    let asked = &house.service.requests("/auth0/oauth/token")[0];
    let body: serde_json::Value = serde_json::from_str(&asked.body).unwrap();
    assert_eq!(
        body,
        json!({
            "grant_type": "client_credentials", "client_id": "app-client", "client_secret": "auth0-secret",
            "audience": "https://acme.eu.auth0.com/api/v2/",
        })
    );
    let sent = &house.service.requests("/auth0/api")[0];
    assert_eq!(sent.target, "/auth0/api/v2/users/auth0%7Ca%2Fb");
    assert_eq!(sent.header("authorization"), Some("Bearer access-2"));
}

#[tokio::test]
async fn a_path_of_the_author_stays_behind_the_tenants_host() {
    let (house, id) = connected().await;
    let send = |pathname: &str| house.call(&id, "AUTH0.SEND_REQUEST", json!({ "pathname": pathname }));
    for path in [
        "//evil.example/x",
        "/\\evil.example",
        "\\\\evil.example",
        "@evil.example",
        ".evil.example",
        ":1@evil.example",
        "https://evil.example/",
        "evil",
        "",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
    ] {
        refusal(send(path).await);
    }
    assert_eq!(house.service.count("/"), house.service.count("/auth0/oauth/token"));
    for (path, target) in [
        ("/api/v2/clients?page=1", "/auth0/api/v2/clients?page=1"),
        ("/../../x", "/auth0/x"),
        ("/a/%2e%2e/b", "/auth0/b"),
        ("/@evil.example", "/auth0/@evil.example"),
        ("/https://evil.example", "/auth0/https://evil.example"),
    ] {
        send(path).await.unwrap();
        assert_eq!(house.service.requests("/").last().unwrap().target, target);
    }
}

#[tokio::test]
async fn a_request_of_the_author_gives_back_whatever_was_answered() {
    let (house, id) = connected().await;
    house.service.always("/auth0/api", 404, json!({ "message": "none" }));
    let params = json!({
        "pathname": "/api/v2/x", "method": "PATCH", "params": { "a": 1 }, "headers": { "x-mine": "y" },
        "payload": { "b": [1] },
    });
    let got = house.call(&id, "AUTH0.SEND_REQUEST", params).await.unwrap();
    assert_eq!((got.status, &got.output["status"], &got.output["success"]), (Some(404), &json!(404), &json!(false)));
    assert_eq!(got.output["body"], json!({ "message": "none" }));
    let sent = &house.service.requests("/auth0/api")[0];
    assert_eq!((sent.method.as_str(), sent.target.as_str()), ("PATCH", "/auth0/api/v2/x?a=1"));
    assert_eq!((sent.header("x-mine"), sent.body.as_str()), (Some("y"), r#"{"b":[1]}"#));
}

#[tokio::test]
async fn what_the_tenant_refuses_is_told_in_its_words() {
    let (house, id) = connected().await;
    let conflict = json!({ "statusCode": 409, "errorCode": "auth0_idp_error", "message": "The user already exists." });
    house.service.always("/auth0/api", 409, conflict);
    let result = house.call(&id, "AUTH0.CREATE_USER", json!({ "payload": { "email": "a@b.example" } })).await;
    let Err(vault::CallError::Refused { code, message, details, status }) = result else { panic!("{result:?}") };
    assert_eq!((code.as_str(), message.as_str()), ("ERR_ACTION_EXECUTION_ERROR", "The user already exists."));
    assert_eq!((details.as_deref(), status), (Some(&json!({ "code": "auth0_idp_error" })), Some(409)));
}
