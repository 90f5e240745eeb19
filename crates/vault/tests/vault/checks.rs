//! Trying credentials, before and after they are saved.

use serde_json::{Value, json};
use vault::{CheckResult, Error};

use crate::house::{ACCOUNT, House, auth0, bearer, client_credentials, token, twilio};

fn works(account_name: Option<&str>) -> CheckResult {
    CheckResult::Works { account_name: account_name.map(str::to_owned) }
}

fn refused(said: &str) -> CheckResult {
    CheckResult::Refused { said: said.to_owned() }
}

fn unreachable(said: &str) -> CheckResult {
    CheckResult::Unreachable { said: said.to_owned() }
}

#[tokio::test]
async fn credentials_that_work_say_whose_they_are() {
    let house = House::open().await;
    house.service.always("/twilio", 200, json!({ "friendly_name": "Acme" }));
    let id = house.connect("TWILIO", twilio("auth-token-1")).await;
    assert_eq!(house.vault.check_setup("TWILIO", twilio("auth-token-1")).await.unwrap(), works(Some("Acme")));
    assert_eq!(house.vault.check_connection(&house.tenant, &id).await.unwrap(), Some(works(Some("Acme"))));
    for sent in house.service.requests("/") {
        assert_eq!(sent.target, format!("/twilio/2010-04-01/Accounts/{ACCOUNT}.json"));
        assert!(sent.method == "GET" && sent.header("authorization").unwrap().starts_with("Basic "));
    }
}

#[tokio::test]
async fn a_refusal_is_told_in_the_services_words_and_an_outage_is_none() {
    let house = House::open().await;
    let id = house.connect("TWILIO", twilio("auth-token-1")).await;
    let page = "x".repeat(5000);
    let cases = [
        (401, json!({ "code": 20003, "message": "Authenticate" }), refused("the service answered 401: Authenticate")),
        (403, json!({ "error": { "message": "no" } }), refused("the service answered 403: no")),
        (400, json!({ "message": "auth-token-1 is bad" }), refused("the service answered 400: ███ is bad")),
        (404, Value::Null, refused("the service answered 404")),
        (400, json!({ "message": page }), refused(&format!("the service answered 400: {}…", &page[..500]))),
        (500, json!({ "message": "oops" }), unreachable("the service answered 500: oops")),
        (429, json!({ "detail": "slow" }), unreachable("the service answered 429: slow")),
    ];
    for (status, body, expected) in cases {
        house.service.always("/twilio", status, body);
        assert_eq!(house.vault.check_setup("TWILIO", twilio("auth-token-1")).await.unwrap(), expected);
        assert_eq!(house.vault.check_connection(&house.tenant, &id).await.unwrap(), Some(expected));
    }
}

#[tokio::test]
async fn a_token_is_the_proof_and_an_old_one_proves_nothing() {
    let house = House::open().await;
    house.service.on("/auth0/oauth", |count, _| token(&format!("access-{count}"), 86_400));
    let id = house.connect("AUTH0", auth0("auth0-secret")).await;
    let check = || house.vault.check_connection(&house.tenant, &id);
    assert_eq!(check().await.unwrap(), Some(works(None)));
    house.service.always("/auth0/oauth", 401, json!({ "error": "access_denied" }));
    let gone = refused("the token endpoint answered 401: access_denied");
    assert_eq!(check().await.unwrap(), Some(gone.clone()));
    assert_eq!(house.vault.check_setup("AUTH0", auth0("auth0-secret")).await.unwrap(), gone);
    house.service.always("/auth0/oauth", 503, Value::Null);
    assert!(matches!(check().await.unwrap(), Some(CheckResult::Unreachable { .. })));
    // What the check fetched is what the next action uses; what it could not fetch takes nothing away.
    house.call(&id, "AUTH0.SEND_REQUEST", json!({ "pathname": "/x" })).await.unwrap();
    assert_eq!(house.service.requests("/auth0/x")[0].header("authorization"), Some("Bearer access-2"));
}

#[tokio::test]
async fn what_cannot_be_reached_is_not_refused() {
    let house = House::open().await;
    let away = json!({ "type": "OAUTH_APP", "domain": "away.example", "client_id": "c", "client_secret": "s" });
    let found = house.vault.check_setup("AUTH0", away).await.unwrap();
    assert!(matches!(&found, CheckResult::Unreachable { said } if said.starts_with("the service cannot be reached")));
}

#[tokio::test]
async fn what_proves_nothing_is_not_asked() {
    let house = House::open().await;
    for setup in [bearer("first-token"), client_credentials("s")] {
        let id = house.connect("HTTP", setup.clone()).await;
        assert_eq!(house.vault.check_setup("HTTP", setup).await.unwrap(), CheckResult::Unchecked);
        assert_eq!(house.vault.check_connection(&house.tenant, &id).await.unwrap(), Some(CheckResult::Unchecked));
    }
    assert_eq!(house.service.count("/"), 0);
}

#[tokio::test]
async fn an_empty_connection_and_a_bad_setup_are_not_tried() {
    let house = House::open().await;
    let empty = house.try_connect("TWILIO", None).await.unwrap().id;
    let said = Some(refused("no credentials have been entered yet"));
    assert_eq!(house.vault.check_connection(&house.tenant, &empty).await.unwrap(), said);
    assert!(matches!(house.vault.check_setup("TWILIO", json!({})).await, Err(Error::Invalid(_))));
    assert!(matches!(house.vault.check_setup("NOPE", json!({})).await, Err(Error::Invalid(_))));
    assert_eq!(house.service.count("/"), 0);
}
