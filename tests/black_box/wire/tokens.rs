//! How a client gets an access token, in each way the official clients try.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use reqwest::Method;
use serde_json::{Value, json};

use super::{keys, text};
use crate::{
    api::{Answer, Api, Client},
    process::Launch,
    service::basic,
};

#[tokio::test]
async fn a_token_is_given_for_json_form_and_basic() {
    let server = Launch::new().start().await;
    let api = server.api();
    let Client { id, secret } = api.client();
    let form =
        |pairs: &[(&str, &str)]| url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let credentials = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret)];
    let requests = [
        ask(&api).header("content-type", "application/json").body(json_body(&api).to_string()),
        ask(&api).header("content-type", "application/x-www-form-urlencoded").body(form(&credentials)),
        ask(&api)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("authorization", basic(id, secret))
            .body(form(&credentials[..1])),
    ];
    for request in requests {
        let token = api.send(request).await.expect(200).json();
        assert_eq!(keys(&token), ["access_token", "scope", "expires_in", "token_type"]);
        assert_eq!((&token["expires_in"], text(&token, "token_type")), (&json!(86400), "Bearer"));
        let request = api.request(Method::GET, "/api/v2/flows").bearer_auth(text(&token, "access_token"));
        api.send(request).await.expect(200);
    }
}

#[tokio::test]
async fn a_token_says_whose_it_is_and_what_it_may() {
    let server = Launch::new().start().await;
    let api = Api::new(server.url(), server.client("read:flows update:flows"));
    let token = api.token().await;
    let [head, claims] = [0, 1].map(|part| decoded(token.split('.').nth(part).expect("a JWT")));
    assert_eq!(text(&head, "alg"), "RS256");
    let scopes: Vec<_> = text(&claims, "scope").split(' ').collect();
    assert_eq!(scopes, ["read:flows", "update:flows"]);
    assert_eq!(text(&claims, "aud"), format!("{}/api/v2/", server.url()));
    assert_eq!(claims["exp"].as_i64().zip(claims["iat"].as_i64()).map(|(end, start)| end - start), Some(86400));
    let keys = api.send(api.request(Method::GET, "/.well-known/jwks.json")).await.expect(200).json();
    let known =
        keys["keys"].as_array().expect("keys").iter().any(|key| key["kid"] == head["kid"] && key["kty"] == "RSA");
    assert!(known, "{keys}");
    assert!(keys.to_string().find("\"d\"").is_none(), "the private half must not be published");
}

#[tokio::test]
async fn a_wrong_secret_and_an_unknown_client_get_the_same_answer() {
    let server = Launch::new().start().await;
    let api = server.api();
    let Client { id, secret } = api.client();
    let expected = r#"{"error":"access_denied","error_description":"Unauthorized"}"#;
    for (id, secret) in [(id.as_str(), "wrong"), ("nobody", secret.as_str()), (id, ""), (id, &secret[1..])] {
        let mut body = json!({"grant_type": "client_credentials", "client_id": id});
        body["client_secret"] = json!(secret);
        let refused = send_json(&api, &body).await;
        if secret.is_empty() {
            assert!((400..=401).contains(&refused.status), "{}", refused.text);
        } else {
            assert_eq!(refused.expect(401).text, expected);
        }
    }
}

#[tokio::test]
async fn the_audience_is_ours_or_refused() {
    let server = Launch::new().start().await;
    let api = server.api();
    let mut body = json_body(&api);
    for own in [format!("{}/api/v2/", server.url()), format!("{}/api/v2", server.url())] {
        body["audience"] = json!(own);
        send_json(&api, &body).await.expect(200);
    }
    body["audience"] = json!("https://elsewhere.example.com/api/v2/");
    let expected = r#"{"error":"access_denied","error_description":"Service not enabled within domain: https://elsewhere.example.com/api/v2/"}"#;
    assert_eq!(send_json(&api, &body).await.expect(403).text, expected);
}

#[tokio::test]
async fn another_grant_is_refused() {
    let server = Launch::new().start().await;
    let api = server.api();
    let mut body = json_body(&api);
    body["grant_type"] = json!("password");
    assert_eq!(text(&send_json(&api, &body).await.expect(400).json(), "error"), "unsupported_grant_type");
}

fn ask(api: &Api) -> reqwest::RequestBuilder {
    api.request(Method::POST, "/oauth/token")
}

fn json_body(api: &Api) -> Value {
    let Client { id, secret } = api.client();
    json!({"grant_type": "client_credentials", "client_id": id, "client_secret": secret})
}

async fn send_json(api: &Api, body: &Value) -> Answer {
    api.send(ask(api).header("content-type", "application/json").body(body.to_string())).await
}

fn decoded(part: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64")).expect("JSON")
}
