//! Tokens signed and verified by a connection's key, held against those another program made
//! (`jwt/capture.mjs`), and against the crate `jsonwebtoken`.

use std::{sync::OnceLock, time::Duration};

use jsonwebtoken::{DecodingKey, Validation};
use model::ConnectionId;
use serde_json::{Value, json};
use vault::CallError;

use crate::house::{House, refusal};

const ALGORITHMS: [&str; 12] =
    ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

/// Keys, and a token of each algorithm that is good from 2023 to 2027.
fn captured() -> &'static Value {
    static CAPTURED: OnceLock<Value> = OnceLock::new();
    CAPTURED.get_or_init(|| serde_json::from_str(include_str!("jwt/captured.json")).unwrap())
}

fn token_of(algorithm: &str) -> &'static str {
    captured()["tokens"][algorithm].as_str().unwrap()
}

/// One of the captured keys in one of its forms, for an algorithm.
fn pem(algorithm: &str, form: &str) -> &'static str {
    let key = if algorithm.starts_with('E') { algorithm } else { "RSA" };
    captured()["keys"][key][form].as_str().unwrap()
}

/// A setup that signs and verifies.
fn whole(algorithm: &str) -> Value {
    match algorithm.starts_with('H') {
        true => json!({ "type": "JWT", "algorithm": algorithm, "secret": captured()["secret"] }),
        false => json!({
            "type": "JWT", "algorithm": algorithm,
            "private_key": pem(algorithm, "private_key"), "public_key": pem(algorithm, "public_key"),
        }),
    }
}

fn with(algorithm: &str, field: &str, value: &str) -> Value {
    json!({ "type": "JWT", "algorithm": algorithm, field: value })
}

async fn sign(house: &House, id: &ConnectionId, params: Value) -> String {
    let outcome = house.call(id, "JWT.SIGN_JWT", params).await.unwrap();
    assert_eq!(outcome.status, None, "nobody was asked");
    outcome.output["token"].as_str().unwrap().to_owned()
}

async fn verify(house: &House, id: &ConnectionId, params: Value) -> Value {
    house.call(id, "JWT.VERIFY_JWT", params).await.unwrap().output
}

async fn cause(house: &House, id: &ConnectionId, params: Value) -> String {
    let output = verify(house, id, params).await;
    assert_eq!((&output["valid"], output.as_object().unwrap().len()), (&json!(false), 2), "{output}");
    output["cause"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn tokens_that_another_program_signed_are_believed() {
    let house = House::open().await;
    for algorithm in ALGORITHMS {
        let id = house.connect("JWT", whole(algorithm)).await;
        let token = token_of(algorithm);
        let output =
            verify(&house, &id, json!({ "token": token, "issuer": "https://issuer.example", "audience": "api" })).await;
        let signature = token.rsplit('.').next().unwrap();
        let header = json!({ "alg": algorithm, "typ": "JWT" });
        let payload = &captured()["claims"];
        assert_eq!(
            output,
            json!({ "valid": true, "header": header, "payload": payload, "signature": signature }),
            "{algorithm}"
        );
    }
}

#[tokio::test]
async fn the_same_claims_make_the_same_token_where_no_chance_is_in_it() {
    let house = House::open().await;
    for algorithm in ALGORITHMS.into_iter().filter(|name| name.starts_with('H') || name.starts_with('R')) {
        let id = house.connect("JWT", whole(algorithm)).await;
        let token = sign(&house, &id, json!({ "payload": captured()["claims"] })).await;
        assert_eq!(token, token_of(algorithm), "{algorithm}");
    }
}

/// `jsonwebtoken` has no ES512: there, the captured token and the example of RFC 7515 stand alone.
#[tokio::test]
async fn another_library_believes_what_we_sign() {
    let house = House::open().await;
    let now = house.clock.now().seconds();
    for algorithm in ALGORITHMS.into_iter().filter(|name| *name != "ES512") {
        let id = house.connect("JWT", whole(algorithm)).await;
        let params = json!({
            "payload": { "role": "admin", "n": [1.5, null] },
            "subject": "auth0|1", "issuer": "us", "audience": "them", "expires_in": "5 Minutes",
        });
        let token = sign(&house, &id, params).await;
        let key = match &algorithm[..1] {
            "H" => DecodingKey::from_secret(captured()["secret"].as_str().unwrap().as_bytes()),
            "E" => DecodingKey::from_ec_pem(pem(algorithm, "public_key").as_bytes()).unwrap(),
            _ => DecodingKey::from_rsa_pem(pem(algorithm, "public_key").as_bytes()).unwrap(),
        };
        let mut rules = Validation::new(algorithm.parse().unwrap());
        rules.set_audience(&["them"]);
        rules.set_issuer(&["us"]);
        rules.validate_exp = false; // the clock here stands still
        let read = jsonwebtoken::decode::<Value>(&token, &key, &rules).unwrap();
        assert_eq!(
            read.claims,
            json!({
                "role": "admin", "n": [1.5, null], "sub": "auth0|1", "iss": "us", "aud": "them",
                "iat": now, "exp": now + 300,
            }),
            "{algorithm}"
        );
    }
}

#[tokio::test]
async fn every_form_of_a_key_signs_and_the_private_one_verifies_too() {
    let house = House::open().await;
    for algorithm in ["RS256", "PS512", "ES256", "ES384", "ES512"] {
        let pasted = pem(algorithm, "private_key").replace('\n', "\\n");
        let windows = pem(algorithm, "private_key").replace('\n', "\r\n");
        let older = pem(algorithm, "private_key_older");
        let with_curve =
            format!("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n{older}");
        let public = house.connect("JWT", with(algorithm, "public_key", pem(algorithm, "public_key"))).await;
        for key in [&pasted, &windows, older, &with_curve] {
            let id = house.connect("JWT", with(algorithm, "private_key", key)).await;
            let token = sign(&house, &id, json!({ "subject": "x" })).await;
            for id in [&id, &public] {
                assert_eq!(verify(&house, id, json!({ "token": token })).await["payload"]["sub"], "x", "{algorithm}");
            }
        }
    }
    let pasted = pem("RS256", "public_key").replace('\n', "\\n");
    for key in [pem("RS256", "public_key_older"), &pasted] {
        let id = house.connect("JWT", with("RS256", "public_key", key)).await;
        assert_eq!(verify(&house, &id, json!({ "token": token_of("RS256") })).await["valid"], true);
    }
}

#[tokio::test]
async fn a_token_of_another_key_or_another_algorithm_is_not_believed() {
    let house = House::open().await;
    for ours in ALGORITHMS {
        let id = house.connect("JWT", whole(ours)).await;
        for theirs in ALGORITHMS.into_iter().filter(|theirs| *theirs != ours) {
            let cause = cause(&house, &id, json!({ "token": token_of(theirs) })).await;
            assert_eq!(cause, "INVALID_SIGNATURE", "{ours} {theirs}");
        }
    }
    let other = house.connect("JWT", with("HS256", "secret", "another secret")).await;
    assert_eq!(cause(&house, &other, json!({ "token": token_of("HS256") })).await, "INVALID_SIGNATURE");
}

/// Who knows the public key, and that is everybody, must not be able to sign with it.
#[tokio::test]
async fn a_public_key_is_never_a_shared_secret() {
    let house = House::open().await;
    let public = pem("RS256", "public_key");
    let id = house.connect("JWT", with("RS256", "public_key", public)).await;
    let claims = json!({ "sub": "forged" });
    let forged = |key: &[u8]| {
        let header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
        jsonwebtoken::encode(&header, &claims, &jsonwebtoken::EncodingKey::from_secret(key)).unwrap()
    };
    for key in [public, public.trim(), ""] {
        assert_eq!(cause(&house, &id, json!({ "token": forged(key.as_bytes()) })).await, "INVALID_SIGNATURE");
    }
    let unsigned = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJmb3JnZWQifQ.";
    assert_eq!(cause(&house, &id, json!({ "token": unsigned })).await, "INVALID_SIGNATURE");

    let confused = json!({ "type": "JWT", "algorithm": "HS256", "public_key": public });
    let id = house.connect("JWT", confused).await;
    let (message, _) = refusal(house.call(&id, "JWT.VERIFY_JWT", json!({ "token": forged(public.as_bytes()) })).await);
    assert_eq!(message, "the secret is missing, and HS256 cannot do without: enter it in the vault");
    let id = house.connect("JWT", with("HS256", "secret", public)).await;
    let (message, _) = refusal(house.call(&id, "JWT.VERIFY_JWT", json!({ "token": forged(public.as_bytes()) })).await);
    assert_eq!(message, "the secret is a PEM key, but HS256 signs with a shared secret");
}

#[tokio::test]
async fn a_token_is_good_from_its_beginning_to_its_end() {
    let house = House::open().await;
    let id = house.connect("JWT", whole("ES256")).await;
    let start = house.clock.now().seconds() + 60;
    let token = sign(&house, &id, json!({ "payload": { "nbf": start }, "expires_in": "2m" })).await;
    assert_eq!(cause(&house, &id, json!({ "token": token })).await, "NOT_YET_VALID");
    house.clock.advance(Duration::from_secs(60));
    assert_eq!(verify(&house, &id, json!({ "token": token })).await["valid"], true);
    house.clock.advance(Duration::from_secs(60));
    assert_eq!(cause(&house, &id, json!({ "token": token })).await, "EXPIRED");
}

#[tokio::test]
async fn issuer_and_audience_must_be_those_that_are_asked_for() {
    let house = House::open().await;
    let id = house.connect("JWT", whole("PS256")).await;
    let token = token_of("PS256");
    for (params, expected) in [
        (json!({ "token": token, "issuer": "https://issuer.example/" }), "INVALID_ISSUER"),
        (json!({ "token": token, "issuer": "" }), "INVALID_ISSUER"),
        (json!({ "token": token, "audience": "ap" }), "INVALID_AUDIENCE"),
        (json!({ "token": token, "issuer": "x", "audience": "x" }), "INVALID_ISSUER"),
        (json!({ "token": "no.token" }), "MALFORMED"),
    ] {
        assert_eq!(cause(&house, &id, params).await, expected);
    }
    let bare = sign(&house, &id, json!({})).await;
    assert_eq!(cause(&house, &id, json!({ "token": bare, "issuer": "x" })).await, "INVALID_ISSUER");
    assert_eq!(cause(&house, &id, json!({ "token": bare, "audience": "x" })).await, "INVALID_AUDIENCE");
    let single = sign(&house, &id, json!({ "audience": "api" })).await;
    assert_eq!(verify(&house, &id, json!({ "token": single, "audience": "api" })).await["valid"], true);
}

#[tokio::test]
async fn params_win_over_claims_of_the_same_name() {
    let house = House::open().await;
    let id = house.connect("JWT", whole("HS256")).await;
    let payload = json!({ "iss": "a", "sub": "b", "aud": ["c"], "iat": 1, "exp": 2, "k": "v" });
    let params = json!({ "payload": payload, "issuer": "d", "subject": "", "expires_in": "1h" });
    let token = sign(&house, &id, params).await;
    let claims = vault::decode_jwt(&token).unwrap()["payload"].take();
    let exp = house.clock.now().seconds() + 3600;
    assert_eq!(claims, json!({ "iss": "d", "sub": "b", "aud": ["c"], "iat": 1, "exp": exp, "k": "v" }));
}

#[tokio::test]
async fn a_lifetime_that_is_none_is_a_bad_param() {
    let house = House::open().await;
    let id = house.connect("JWT", whole("HS256")).await;
    let error = house.call(&id, "JWT.SIGN_JWT", json!({ "expires_in": "soon" })).await.unwrap_err();
    let CallError::Params(violations) = error else { panic!("{error:?}") };
    assert_eq!(violations[0].property(), "expires_in");
    assert_eq!(violations[0].run_code(), "ERR_INVALID_VALUE");
}

const RS256: &str = "RS256, which wants an RSA key of 2048 to 8192 bits";

fn key(name: &str, form: &str) -> &'static str {
    captured()["keys"][name][form].as_str().unwrap()
}

fn unfit(what: &str, wants: &str) -> String {
    format!("the {what} key does not fit {wants}")
}

#[tokio::test]
async fn a_key_that_cannot_sign_is_named_and_nothing_of_it_shown() {
    let house = House::open().await;
    let (rsa, ec) = (pem("RS256", "private_key"), pem("ES256", "private_key"));
    let unreadable = "the private key is not readable: paste all of it, from -----BEGIN to -----END";
    for (setup, expected) in [
        (
            with("HS256", "private_key", rsa),
            "the secret is missing, and HS256 cannot do without: enter it in the vault".to_owned(),
        ),
        (
            with("RS256", "secret", "canary-secret"),
            "the private key is missing, and RS256 cannot do without: enter it in the vault".to_owned(),
        ),
        (with("RS256", "private_key", "canary-no-key"), unreadable.to_owned()),
        (with("RS256", "private_key", &rsa[..200]), unreadable.to_owned()),
        (
            with("RS256", "private_key", pem("RS256", "public_key")),
            "the private key is a public key, which cannot sign".to_owned(),
        ),
        (
            with("RS256", "private_key", key("ENCRYPTED", "private_key")),
            "the private key is protected by a passphrase: paste it without one".to_owned(),
        ),
        (with("RS256", "private_key", ec), unfit("private", RS256)),
        (with("RS256", "private_key", key("SMALL", "private_key")), unfit("private", RS256)),
        (with("ES256", "private_key", rsa), unfit("private", "ES256, which wants a key on the curve P-256")),
        (with("ES512", "private_key", ec), unfit("private", "ES512, which wants a key on the curve P-521")),
    ] {
        let id = house.connect("JWT", setup).await;
        let (message, status) = refusal(house.call(&id, "JWT.SIGN_JWT", json!({})).await);
        assert_eq!((message, status), (expected, None));
    }
}

#[tokio::test]
async fn a_key_that_cannot_verify_is_named_and_nothing_of_it_shown() {
    let house = House::open().await;
    for (setup, expected) in [
        (
            json!({ "type": "JWT", "algorithm": "ES384" }),
            "the public key is missing, and ES384 cannot do without: enter it in the vault".to_owned(),
        ),
        (
            with("RS256", "public_key", pem("RS256", "private_key")),
            "the public key is a private key: enter it as the private key, and it verifies too".to_owned(),
        ),
        (with("RS256", "public_key", pem("ES256", "public_key")), unfit("public", RS256)),
        (
            with("PS256", "public_key", key("SMALL", "public_key")),
            unfit("public", "PS256, which wants an RSA key of 2048 to 8192 bits"),
        ),
        (
            with("ES384", "public_key", pem("ES256", "public_key")),
            unfit("public", "ES384, which wants a key on the curve P-384"),
        ),
    ] {
        let id = house.connect("JWT", setup).await;
        let (message, _) = refusal(house.call(&id, "JWT.VERIFY_JWT", json!({ "token": token_of("RS256") })).await);
        assert_eq!(message, expected);
    }
}

#[tokio::test]
async fn only_a_connection_of_its_own_signs() {
    let house = House::open().await;
    let twilio = house.connect("TWILIO", crate::house::twilio("canary-auth-token")).await;
    let (message, _) = refusal(house.call(&twilio, "JWT.SIGN_JWT", json!({})).await);
    assert_eq!(message, "the connection is one to TWILIO, not to JWT");
    let empty = house.try_connect("JWT", None).await.unwrap().id;
    let (message, _) = refusal(house.call(&empty, "JWT.SIGN_JWT", json!({})).await);
    assert_eq!(message, "the connection has no credentials yet: enter them in the vault");
}
