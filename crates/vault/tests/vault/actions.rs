//! Actions: what is sent for every kind of setup.

use serde_json::{Value, json};
use vault::{Call, CallError};

use crate::house::{ACCOUNT, House, bearer, refusal, twilio};

#[tokio::test]
async fn a_bearer_token_signs() {
    let house = House::open().await;
    let id = house.connect("HTTP", bearer("first-token")).await;
    let got = house.send(&id, "/api?a=1").await.unwrap();
    assert_eq!((got.status, &got.output["body"], &got.output["success"]), (Some(200), &json!({}), &json!(true)));
    assert_eq!(house.signatures(), ["Bearer first-token"]);
}

#[tokio::test]
async fn a_user_name_and_a_password_sign_and_the_password_may_be_missing() {
    let house = House::open().await;
    let full = json!({ "type": "BASIC_AUTH", "username": "ada", "password": "p:w" });
    let bare = json!({ "type": "BASIC_AUTH", "username": "ada" });
    for (setup, expected) in [(full, "Basic YWRhOnA6dw=="), (bare, "Basic YWRhOg==")] {
        let id = house.connect("HTTP", setup).await;
        house.send(&id, "/api").await.unwrap();
        assert_eq!(house.signatures().last().unwrap(), expected);
    }
}

#[tokio::test]
async fn an_api_key_signs_where_its_owner_said() {
    let house = House::open().await;
    let key = |place: &str| json!({ "type": "API_KEY", "name": "X-Key", "value": "k&y=1", "in": place });
    let (header, query) = (house.connect("HTTP", key("HEADER")).await, house.connect("HTTP", key("QUERY")).await);
    house.send(&header, "/api/header?x=%20a").await.unwrap();
    house.send(&query, "/api/query?x=%20a&X-Key=mine").await.unwrap();
    let requests = house.service.requests("/api");
    assert_eq!((requests[0].target.as_str(), requests[0].header("x-key")), ("/api/header?x=%20a", Some("k&y=1")));
    assert_eq!((requests[1].target.as_str(), requests[1].header("x-key")), ("/api/query?x=%20a&X-Key=k%26y%3D1", None));
}

#[tokio::test]
async fn headers_of_the_author_travel_along_but_never_replace_the_signature() {
    let house = House::open().await;
    let id = house.connect("HTTP", bearer("first-token")).await;
    let params = json!({
        "url": house.service.url("/api?a=1"), "method": "PUT", "params": { "b": "x y", "n": 5, "none": null },
        "headers": { "X-Mine": "yes", "Authorization": "Bearer forged", "content-length": "0", "gone": null },
        "basic": { "username": "forged", "password": "forged" },
        "payload": { "z": 1, "a": [true] },
    });
    house.call(&id, "HTTP.SEND_REQUEST", params).await.unwrap();
    let sent = &house.service.requests("/api")[0];
    assert_eq!((sent.method.as_str(), sent.target.as_str()), ("PUT", "/api?a=1&b=x+y&n=5"));
    assert_eq!((sent.header("authorization"), sent.header("x-mine")), (Some("Bearer first-token"), Some("yes")));
    assert_eq!((sent.body.as_str(), sent.header("gone")), (r#"{"z":1,"a":[true]}"#, None));
    assert_eq!(sent.header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn an_http_request_needs_no_connection() {
    let house = House::open().await;
    let params = json!({ "url": house.service.url("/api"), "basic": { "username": "u", "password": "p" } });
    let call = Call { integration: "HTTP", action: "SEND_REQUEST", connection: None, params: &params };
    house.vault.call(&house.tenant, call).await.unwrap();
    assert_eq!(house.signatures(), ["Basic dTpw"]);
}

#[tokio::test]
async fn twilio_gets_exactly_one_signed_form() {
    let house = House::open().await;
    house.service.always("/twilio", 201, json!({ "sid": "SM1", "status": "queued" }));
    let id = house.connect("TWILIO", twilio("auth-token-1")).await;
    let params = json!({ "from": "+15550001", "to": "+34600111222", "message": "Hola, ¿qué tal? & adiós" });
    let got = house.call(&id, "TWILIO.SEND_SMS", params).await.unwrap();
    assert_eq!((got.output, got.status), (json!({ "sid": "SM1", "status": "queued" }), Some(201)));
    let sent = &house.service.requests("/")[0];
    assert_eq!(sent.method, "POST");
    assert_eq!(sent.target, format!("/twilio/2010-04-01/Accounts/{ACCOUNT}/Messages.json"));
    assert_eq!(sent.header("content-type"), Some("application/x-www-form-urlencoded"));
    // base64 of `AC0123456789abcdef0123456789abcdef:auth-token-1`
    let signature = "Basic QUMwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjphdXRoLXRva2VuLTE=";
    assert_eq!(sent.header("authorization"), Some(signature));
    let body = "To=%2B34600111222&From=%2B15550001&Body=Hola%2C+%C2%BFqu%C3%A9+tal%3F+%26+adi%C3%B3s";
    assert_eq!(sent.body, body);
    assert_eq!(house.service.count("/"), 1);
}

#[tokio::test]
async fn an_action_that_needs_a_connection_is_not_sent_without_or_with_anothers() {
    let house = House::open().await;
    let params = json!({ "from": "+1", "to": "+2", "message": "x" });
    let call = Call { integration: "TWILIO", action: "SEND_SMS", connection: None, params: &params };
    assert_eq!(refusal(house.vault.call(&house.tenant, call).await).0, "this action needs a connection");
    let http = house.connect("HTTP", bearer("first-token")).await;
    let (message, _) = refusal(house.call(&http, "TWILIO.SEND_SMS", params).await);
    assert_eq!(message, "the connection is one to HTTP, not to TWILIO");
    assert_eq!(house.service.count("/"), 0);
}

#[tokio::test]
async fn what_no_file_declares_is_refused() {
    let house = House::open().await;
    for (integration, action) in [("NOPE", "X"), ("HTTP", "NOPE"), ("FLOW", "DO_NOTHING")] {
        let call = Call { integration, action, connection: None, params: &Value::Null };
        assert!(matches!(house.vault.call(&house.tenant, call).await, Err(CallError::Refused { .. })));
    }
}

#[tokio::test]
async fn a_signature_does_not_follow_a_redirect_to_another_origin() {
    let house = House::open().await;
    let elsewhere = crate::service::Service::start().await;
    let target = elsewhere.url("/stolen");
    house.service.on("/api", move |_, _| crate::service::Reply::with_header(302, "location", &target, ""));
    let id = house.connect("HTTP", bearer("first-token")).await;
    house.send(&id, "/api").await.unwrap();
    assert_eq!(elsewhere.requests("/stolen")[0].header("authorization"), None);
    let key = json!({ "type": "API_KEY", "name": "key", "value": "key-value", "in": "QUERY" });
    let id = house.connect("HTTP", key).await;
    refusal(house.send(&id, "/api").await);
    assert_eq!(elsewhere.count("/"), 1);
}

#[tokio::test]
async fn urls_that_lead_nowhere_or_inside_are_refused() {
    let house = House::open().await;
    let id = house.connect("HTTP", bearer("first-token")).await;
    for url in [
        "",
        "/path",
        "ftp://a.example",
        "http://u:p@a.example/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest",
        "http://[::ffff:10.0.0.1]/",
        "http://0x0a000001/",
        "javascript:1",
        "http://",
    ] {
        refusal(house.call(&id, "HTTP.SEND_REQUEST", json!({ "url": url })).await);
    }
    assert_eq!(house.service.count("/"), 0);
}
