//! Secrets that must not come out: not in an output, not in an error, not in the database's files.

use std::fmt::Write;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::{
    house::{ACCOUNT, House, auth0, bearer, client_credentials, token, twilio},
    service::Reply,
};

const CANARY: &str = "cänary-/+&\"s3cret\\<tag>";
/// One that may stand in a header.
const PLAIN: &str = "canary-plain-s3cret";

/// The secret in every form a careless service may send it back.
fn echoes(secret: &str) -> Value {
    let hex = secret.bytes().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    });
    let percent: String = percent_encoding::utf8_percent_encode(secret, percent_encoding::NON_ALPHANUMERIC).to_string();
    let quoted = json!({ "in": secret }).to_string();
    json!({
        "plain": secret, "sentence": format!("your secret {secret} is wrong"), "hex": hex.clone(),
        "upper": hex.to_uppercase(), "base64": STANDARD.encode(secret), "percent": percent, "quoted": quoted,
        "twice": json!({ "in": quoted }).to_string(), "message": format!("bad: {secret}"), "error": secret,
        "error_description": format!("client_secret={percent}"), "list": [[secret]], secret: "as a name",
    })
}

#[track_caller]
fn assert_clean(shown: &str, secret: &str) {
    let echoes = echoes(secret);
    let forms = ["plain", "hex", "upper", "base64", "percent"];
    for form in forms {
        assert!(!shown.contains(echoes[form].as_str().unwrap()), "{form} in {shown}");
    }
    let escaped = json!(secret).to_string();
    assert!(!shown.contains(escaped.trim_matches('"')), "{shown}");
}

#[tokio::test]
async fn nothing_that_comes_back_holds_a_secret() {
    let house = House::open().await;
    let setups = [
        bearer(PLAIN),
        json!({ "type": "BASIC_AUTH", "username": "ada", "password": PLAIN }),
        json!({ "type": "API_KEY", "name": "x-key", "value": PLAIN, "in": "HEADER" }),
        json!({ "type": "API_KEY", "name": "x-key", "value": PLAIN, "in": "QUERY" }),
    ];
    for status in [200, 400, 401, 404, 429, 500] {
        house.service.on("/api", move |_, request| {
            let seen = format!("{request:?}");
            Reply::with_header(status, "x-echo", PLAIN, &json!({ "echo": echoes(PLAIN), "seen": seen }).to_string())
        });
        for setup in &setups {
            let id = house.connect("HTTP", setup.clone()).await;
            let outcome = house.send(&id, "/api?q=1").await.unwrap();
            assert_clean(&outcome.output.to_string(), PLAIN);
            assert_clean(&format!("{outcome:?}"), &STANDARD.encode(format!("ada:{PLAIN}")));
        }
    }
}

#[tokio::test]
async fn no_refusal_of_a_vendor_repeats_a_secret() {
    let house = House::open().await;
    let id = house.connect("TWILIO", twilio(CANARY)).await;
    for status in [200, 400, 401, 500] {
        house.service.always("/twilio", status, echoes(CANARY));
        let params = json!({ "from": "+1", "to": "+2", "message": "x" });
        let failed = house.call(&id, "TWILIO.SEND_SMS", params).await.unwrap_err();
        assert_clean(&format!("{failed:?}"), CANARY);
        let checked = house.vault.check_connection(&house.tenant, &id).await.unwrap();
        assert_clean(&format!("{checked:?}"), CANARY);
        assert_clean(&format!("{checked:?}"), &STANDARD.encode(format!("{ACCOUNT}:{CANARY}")));
    }
}

#[tokio::test]
async fn no_refusal_of_a_token_endpoint_repeats_a_secret() {
    let house = House::open().await;
    for status in [200, 302, 400, 401, 500] {
        house.service.on("/token", move |_, request| {
            let mut body = echoes(CANARY);
            body["error_description"] = json!(format!("you sent {} and {CANARY}", request.body));
            Reply::with_header(status, "location", &format!("/{PLAIN}"), &body.to_string())
        });
        let id = house.connect("HTTP", client_credentials(CANARY)).await;
        let failed = house.send(&id, "/api").await.unwrap_err();
        assert_clean(&format!("{failed:?}"), CANARY);
        house.service.always("/auth0/oauth", status, echoes(CANARY));
        let saved = house.try_connect("AUTH0", Some(auth0(CANARY))).await;
        assert_clean(&format!("{saved:?}"), CANARY);
        assert_clean(&format!("{:?}", house.vault.check_setup("AUTH0", auth0(CANARY)).await), CANARY);
    }
}

#[tokio::test]
async fn an_access_token_does_not_come_back_either() {
    let house = House::open().await;
    house.service.on("/token", |_, _| token(PLAIN, 3600));
    house.service.on("/api", |_, request| Reply::json(200, &json!({ "seen": format!("{request:?}") })));
    let id = house.connect("HTTP", client_credentials("client-secret-1")).await;
    let outcome = house.send(&id, "/api").await.unwrap();
    assert!(outcome.output["body"]["seen"].as_str().unwrap().contains("Bearer ███"), "{outcome:?}");
    assert_clean(&outcome.output.to_string(), PLAIN);
}

#[tokio::test]
async fn a_setup_that_does_not_fit_is_not_quoted() {
    let house = House::open().await;
    for setup in [
        json!({ "type": "API_KEY", "name": "n", "value": "x".repeat(300) + CANARY, "in": "HEADER" }),
        json!({ "type": "BEARER", "token": [CANARY] }),
        json!({ "type": "BEARER", "token": { "value": CANARY } }),
        json!({ "type": "BASIC_AUTH", "username": 1, "password": CANARY }),
    ] {
        let vault::Error::Invalid(found) = house.try_connect("HTTP", Some(setup)).await.unwrap_err() else { panic!() };
        let shown: String = found.iter().map(|violation| violation.contract_message()).collect();
        assert_clean(&format!("{shown} {found:?}"), CANARY);
    }
}

#[tokio::test]
async fn nothing_of_a_secret_is_in_the_databases_files() {
    let house = House::open().await;
    house.service.on("/token", |_, _| token("canary-access-token", 3600));
    let ids = [
        house.connect("HTTP", bearer(PLAIN)).await,
        house.connect("HTTP", client_credentials("canary-client-secret")).await,
        house.connect("TWILIO", twilio("canary-auth-token")).await,
    ];
    for id in &ids[..2] {
        house.send(id, "/api").await.unwrap();
    }
    house.reconnect(&ids[0], bearer("canary-other-token")).await;
    let mut files = 0;
    for file in std::fs::read_dir(house.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        files += 1;
        let text = String::from_utf8_lossy(&bytes);
        for needle in ["canary", "Fui-client-p2g", &STANDARD.encode(PLAIN)] {
            assert!(!text.contains(needle), "{needle}");
        }
    }
    assert!(files >= 2, "the database and its journal");
}
