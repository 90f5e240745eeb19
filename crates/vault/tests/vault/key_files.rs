//! Connections that hold a private key, and sign with it for a token (RFC 7523).

use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use rcgen::{KeyPair, PKCS_RSA_SHA256};
use serde_json::{Value, json};

use crate::{
    house::{House, refusal, token},
    service::Reply,
};

fn key() -> KeyPair {
    KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap()
}

fn setup(private_key: &str) -> Value {
    json!({ "project_id": "p1", "client_email": "robot@p1.example", "private_key": private_key })
}

fn row() -> Value {
    json!({ "dataset_id": "d", "table_id": "t", "data": { "a": 1 } })
}

#[tokio::test]
async fn a_key_file_signs_for_a_token_and_the_token_signs_the_action() {
    let (house, key) = (House::open().await, key());
    house.service.on("/google-token", |_, _| token("ya29", 3600));
    house.service.on("/bigquery", |_, _| Reply::json(200, &json!({ "kind": "bigquery#tableDataInsertAllResponse" })));
    let id = house.connect("BIGQUERY", setup(&key.serialize_pem())).await;
    house.call(&id, "BIGQUERY.INSERT_ROWS", row()).await.unwrap();
    assert_eq!(house.service.requests("/bigquery")[0].header("authorization"), Some("Bearer ya29"));

    let asked = &house.service.requests("/google-token")[0].body;
    let form: Vec<(String, String)> = url::form_urlencoded::parse(asked.as_bytes()).into_owned().collect();
    let value = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap();
    assert_eq!(value("grant_type"), "urn:ietf:params:oauth:grant-type:jwt-bearer");
    let mut expected = Validation::new(Algorithm::RS256);
    expected.set_audience(&["https://oauth2.googleapis.com/token"]);
    expected.validate_exp = false; // by the test's own clock below
    let public = DecodingKey::from_rsa_pem(key.public_key_pem().as_bytes()).unwrap();
    let claims = jsonwebtoken::decode::<Value>(value("assertion"), &public, &expected).unwrap().claims;
    let now = house.clock.now().seconds();
    assert_eq!(
        claims,
        json!({
            "iss": "robot@p1.example", "aud": "https://oauth2.googleapis.com/token",
            "scope": "https://www.googleapis.com/auth/bigquery.insertdata", "iat": now, "exp": now + 3600,
        })
    );
}

#[tokio::test]
async fn a_key_pasted_with_its_line_ends_as_text_signs_as_well() {
    let (house, key) = (House::open().await, key());
    house.service.on("/google-token", |_, _| token("ya29", 3600));
    house.service.on("/bigquery", |_, _| Reply::json(200, &json!({})));
    let id = house.connect("BIGQUERY", setup(&key.serialize_pem().replace('\n', "\\n"))).await;
    house.call(&id, "BIGQUERY.INSERT_ROWS", row()).await.unwrap();
}

#[tokio::test]
async fn a_key_that_is_none_is_a_clear_refusal_that_asks_nobody_and_shows_nothing_of_it() {
    let house = House::open().await;
    let half = key().serialize_pem()[..200].to_owned();
    for bad in ["hunter2-is-no-key", &half] {
        let id = house.connect("BIGQUERY", setup(bad)).await;
        let (message, _) = refusal(house.call(&id, "BIGQUERY.INSERT_ROWS", row()).await);
        assert_eq!(message, "the private key is not readable: paste all of it, from -----BEGIN to -----END");
    }
    let without = json!({ "project_id": "p1", "client_email": "robot@p1.example" });
    let id = house.connect("BIGQUERY", without).await;
    assert_eq!(refusal(house.call(&id, "BIGQUERY.INSERT_ROWS", row()).await).0, "the private key is missing");
    assert_eq!(house.service.count("/google-token"), 0);
}
