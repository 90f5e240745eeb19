//! `POST /oauth/token` and `GET /.well-known/jwks.json`

use axum::{body::Body, http::Request};
use serde_json::json;

use crate::house::{Answer, House};

async fn ask(house: &House, body: serde_json::Value) -> Answer {
    house.send("POST", "/oauth/token", None, Some(&body.to_string())).await
}

fn grant(id: &str, secret: &str) -> serde_json::Value {
    json!({"grant_type": "client_credentials", "client_id": id, "client_secret": secret})
}

#[tokio::test]
async fn a_client_gets_a_token_with_its_scopes_for_a_day() {
    let house = House::new().await;
    let (id, secret) = house.client("read:flows create:flows").await;
    let mut body = grant(&id, &secret);
    body["audience"] = json!("https://localhost:8080/api/v2/");
    let answer = ask(&house, body).await;
    let token = answer.expect(200);
    let keys: Vec<_> = token.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["access_token", "scope", "expires_in", "token_type"]);
    assert_eq!(token["scope"], "read:flows create:flows");
    assert_eq!((&token["expires_in"], &token["token_type"]), (&json!(86400), &json!("Bearer")));
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_form_and_basic_authentication_work_as_well() {
    let house = House::new().await;
    let (id, secret) = house.client("all").await;
    let request = || {
        let form = "application/x-www-form-urlencoded";
        Request::post("/oauth/token").header("host", "localhost:8080").header("content-type", form)
    };
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    house.call(request().body(Body::from(form)).unwrap()).await.expect(200);
    let pair = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, format!("{id}:{secret}"));
    let basic = request().header("authorization", format!("Basic {pair}"));
    house.call(basic.body(Body::from("grant_type=client_credentials")).unwrap()).await.expect(200);
}

#[tokio::test]
async fn a_wrong_secret_and_an_unknown_client_get_the_same_answer() {
    let house = House::new().await;
    let (id, secret) = house.client("all").await;
    for body in [grant(&id, "wrong"), grant("nobody", &secret)] {
        let answer = ask(&house, body).await;
        assert_eq!(answer.expect(401), json!({"error": "access_denied", "error_description": "Unauthorized"}));
    }
}

#[tokio::test]
async fn an_audience_that_is_not_ours_is_refused() {
    let house = House::new().await;
    let (id, secret) = house.client("all").await;
    let mut body = grant(&id, &secret);
    body["audience"] = json!("https://elsewhere/api/v2/");
    let refused = ask(&house, body).await.expect(403);
    let description = "Service not enabled within domain: https://elsewhere/api/v2/";
    assert_eq!(refused, json!({"error": "access_denied", "error_description": description}));
}

#[tokio::test]
async fn a_token_can_be_narrowed_but_not_widened() {
    let house = House::new().await;
    let (id, secret) = house.client("read:flows create:flows").await;
    let mut body = grant(&id, &secret);
    body["scope"] = json!("read:flows");
    assert_eq!(ask(&house, body.clone()).await.expect(200)["scope"], "read:flows");
    body["scope"] = json!("read:flows delete:flows");
    assert_eq!(ask(&house, body).await.expect(403)["error"], "access_denied");
}

#[tokio::test]
async fn another_grant_is_refused() {
    let house = House::new().await;
    let refused = ask(&house, json!({"grant_type": "password", "client_id": "a", "client_secret": "b"})).await;
    assert_eq!(refused.expect(400)["error"], "unsupported_grant_type");
}

#[tokio::test]
async fn the_published_keys_verify_the_tokens() {
    let house = House::new().await;
    let token = house.token("read:flows").await;
    let keys: jsonwebtoken::jwk::JwkSet =
        serde_json::from_value(house.send("GET", "/.well-known/jwks.json", None, None).await.expect(200)).unwrap();
    let id = jsonwebtoken::decode_header(&token).unwrap().kid.unwrap();
    let key = jsonwebtoken::DecodingKey::from_jwk(keys.find(&id).unwrap()).unwrap();
    let mut rules = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::RS256);
    rules.validate_exp = false;
    rules.set_audience(&["http://localhost:8080/api/v2/"]);
    let claims = jsonwebtoken::decode::<serde_json::Value>(&token, &key, &rules).unwrap().claims;
    assert_eq!((&claims["iss"], &claims["scope"]), (&json!("http://localhost:8080/"), &json!("read:flows")));
    assert!(claims["sub"].as_str().unwrap().ends_with("@clients"));
}
