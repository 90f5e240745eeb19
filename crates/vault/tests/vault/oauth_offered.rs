//! Codes that come in the body of a request, as the contract has it.

use model::Actor;
use serde_json::{Value, json};
use vault::{Change, CheckResult, Error};

use crate::{
    house::House,
    oauth_journey::{faults, granted},
};

fn code(more: Value) -> Value {
    let mut setup = json!({ "type": "OAUTH_CODE", "code": "the-code-1" });
    setup.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    setup
}

#[tokio::test]
async fn a_code_makes_a_connection_that_signs() {
    let house = House::open().await;
    house.own_service().await;
    let setup = code(json!({ "redirect_uri": "https://a.example/back", "code_verifier": "verifier-1" }));
    let made = house.try_connect("OAUTH2", Some(setup)).await.unwrap();
    assert!(made.ready && made.account_name.as_deref() == Some("me@own.example"));
    let sent = &house.service.requests("/own-id/token")[0].body;
    assert_eq!(
        sent,
        "grant_type=authorization_code&code=the-code-1&redirect_uri=https%3A%2F%2Fa.example%2Fback&code_verifier=verifier-1"
    );
    assert_eq!(house.signs_with(&made.id).await, "Bearer access-2");
}

#[tokio::test]
async fn a_setup_without_a_type_may_be_a_code_and_the_address_may_be_left_out() {
    let house = House::open().await;
    house.own_service().await;
    house.try_connect("OAUTH2", Some(json!({ "code": "the-code-1" }))).await.unwrap();
    let sent = &house.service.requests("/own-id/token")[0].body;
    assert_eq!(sent, "grant_type=authorization_code&code=the-code-1");
}

#[tokio::test]
async fn a_code_that_the_service_refuses_makes_nothing() {
    let house = House::open().await;
    house.own_service().await;
    let refusal = json!({ "error": "invalid_grant", "error_description": "the-code-1 was used" });
    house.service.always("/own-id/token", 400, refusal);
    let error = house.try_connect("OAUTH2", Some(code(json!({})))).await.unwrap_err();
    let Error::Refused { said } = error else { panic!("{error:?}") };
    assert_eq!(said, "the service did not take the code: the token endpoint answered 400: invalid_grant: ███ was used");
    assert_eq!(house.store.count_connections(&house.tenant).await.unwrap(), 1);
}

#[tokio::test]
async fn without_a_registration_a_code_cannot_be_spent() {
    let house = House::open().await;
    let result = house.try_connect("HUBSPOT", Some(code(json!({})))).await;
    assert_eq!(
        faults(result),
        ["no OAuth client is registered for HUBSPOT: PUT /api/v2/flows/vault/oauth-clients/HUBSPOT first @setup"]
    );
}

#[tokio::test]
async fn a_setup_without_a_code_is_not_one() {
    let house = House::open().await;
    house.own_service().await;
    let missing = "Missing required property: code @setup";
    assert_eq!(faults(house.try_connect("OAUTH2", Some(json!({ "type": "OAUTH_CODE" }))).await), [missing]);
    let odd = code(json!({ "redirect_uri": 5 }));
    assert_eq!(
        faults(house.try_connect("OAUTH2", Some(odd)).await),
        ["This must be a text, and not empty @setup.redirect_uri"]
    );
    let check = house.vault.check_setup("OAUTH2", code(json!({}))).await;
    assert_eq!(faults(check), ["An authorization code cannot be tried: it works once @setup"]);
    assert_eq!(house.service.count("/own-id"), 0);
}

#[tokio::test]
async fn a_code_takes_the_place_of_an_older_grant_of_the_same_account() {
    let house = House::open().await;
    let id = house.own_service().await;
    house.walk(&id).await.unwrap();
    let update = |setup: Value| {
        let change = Change { name: Some("Named".to_owned()), setup: Some(setup) };
        house.vault.update_connection(&house.tenant, Actor::Cli, &id, change)
    };
    house.account("other@own.example", "2");
    let error = update(code(json!({}))).await.unwrap_err();
    let Error::Refused { said } = error else { panic!("{error:?}") };
    assert!(said.contains("other@own.example") && said.contains("another_account: true"), "{said}");
    assert_eq!(house.signs_with(&id).await, "Bearer access-2");
    let changed = update(code(json!({ "another_account": true }))).await.unwrap().unwrap();
    assert_eq!((changed.name.as_str(), changed.account_name.as_deref()), ("Named", Some("other@own.example")));
    assert_eq!(house.signs_with(&id).await, "Bearer access-6");
}

#[tokio::test]
async fn a_check_asks_with_the_present_token_and_renews_it_only_if_it_is_refused() {
    let house = House::open().await;
    let id = house.own_service().await;
    house.walk(&id).await.unwrap();
    let works = Some(CheckResult::Works { account_name: Some("me@own.example".to_owned()) });
    assert_eq!(house.vault.check_connection(&house.tenant, &id).await.unwrap(), works);
    assert_eq!(house.service.count("/own-id/token"), 2);
    house.service.on("/own-id/token", |_, _| granted("access-renewed"));
    house.service.on("/own-id/userinfo", |_, sent| match sent.header("authorization") {
        Some("Bearer access-renewed") => crate::service::Reply::json(200, &json!({ "email": "me@own.example" })),
        _ => crate::service::Reply::json(401, &json!({})),
    });
    assert_eq!(house.vault.check_connection(&house.tenant, &id).await.unwrap(), works);
    assert_eq!(house.service.count("/own-id/token"), 3);
}

#[tokio::test]
async fn the_code_is_kept_nowhere() {
    let house = House::open().await;
    house.own_service().await;
    house.try_connect("OAUTH2", Some(code(json!({})))).await.unwrap();
    // The service hears it once, and a renewal does not bring it up again.
    house.clock.advance(std::time::Duration::from_secs(3600));
    let requests = house.service.requests("/own-id/token");
    assert_eq!(requests.iter().filter(|sent| sent.body.contains("the-code-1")).count(), 1);
}
