//! Connections as people manage them.

use model::{Actor, ConnectionId, Rng};
use serde_json::{Value, json};
use vault::{Change, Error};

use crate::{
    house::{ACCOUNT, House, auth0, bearer, client_credentials, refusal, token, twilio},
    service::Reply,
};

#[tokio::test]
async fn an_empty_connection_is_not_ready_and_signs_nothing() {
    let house = House::open().await;
    let empty = house.try_connect("HTTP", None).await.unwrap();
    assert!(!empty.ready && empty.account_name.is_none() && empty.refreshed_at.is_none());
    let (message, _) = refusal(house.send(&empty.id, "/api").await);
    assert_eq!(message, "the connection has no credentials yet: enter them in the vault");
    assert_eq!(house.service.count("/"), 0);
}

#[tokio::test]
async fn every_way_to_connect_has_its_masked_label() {
    let house = House::open().await;
    house.service.on("/auth0/oauth/token", |_, _| token("access", 60));
    let key =
        |place: &str| json!({ "type": "API_KEY", "name": "Custom-API-Key", "value": "Api-key-secret", "in": place });
    let odd = json!({ "type": "API_KEY", "name": "Cus\u{0}tom\n", "value": "Api-key-secret", "in": "HEADER" });
    let basic = json!({ "type": "BASIC_AUTH", "username": "Basic-username", "password": "p" });
    let cases = [
        ("HTTP", bearer("my-token"), "Bearer my-***ken"),
        ("HTTP", bearer("secret"), "Bearer ***"),
        ("HTTP", key("HEADER"), "Header Custom-API-Key Api***ret"),
        ("HTTP", key("QUERY"), "Query Custom-API-Key Api***ret"),
        // A control character is no part of a label; PostgreSQL could not store the NUL.
        ("HTTP", odd, "Header Custom Api***ret"),
        ("HTTP", basic, "Basic Bas***ame"),
        ("HTTP", client_credentials("s"), "Client Credentials Fui***p2g"),
        ("TWILIO", twilio("auth-token"), "AC0***def"),
        ("AUTH0", auth0("s"), "acme.eu.auth0.com"),
    ];
    for (app_id, setup, label) in cases {
        let made = house.try_connect(app_id, Some(setup)).await.unwrap();
        assert_eq!((made.ready, made.account_name.as_deref()), (true, Some(label)), "{app_id}");
        assert_eq!(house.store.connection(&house.tenant, &made.id).await.unwrap(), Some(made));
    }
}

#[tokio::test]
async fn a_new_setup_replaces_label_and_credential_and_keeps_the_name() {
    let house = House::open().await;
    let id = house.connect("HTTP", bearer("first-token")).await;
    house.send(&id, "/api").await.unwrap();
    let changed = house.reconnect(&id, bearer("second-token")).await;
    assert_eq!((changed.name.as_str(), changed.account_name.as_deref()), ("Ours", Some("Bearer sec***ken")));
    house.send(&id, "/api").await.unwrap();
    assert_eq!(house.signatures(), ["Bearer first-token", "Bearer second-token"]);
}

#[tokio::test]
async fn an_empty_connection_becomes_ready() {
    let house = House::open().await;
    let id = house.try_connect("HTTP", None).await.unwrap().id;
    refusal(house.send(&id, "/api").await);
    assert!(house.reconnect(&id, bearer("first-token")).await.ready);
    house.send(&id, "/api").await.unwrap();
}

#[tokio::test]
async fn another_name_changes_nothing_else_and_no_change_nothing_at_all() {
    let house = House::open().await;
    let before = house.try_connect("HTTP", Some(bearer("first-token"))).await.unwrap();
    let nothing = house.vault.update_connection(&house.tenant, Actor::Cli, &before.id, Change::default()).await;
    assert_eq!(nothing.unwrap().unwrap(), before);
    let rename = Change { name: Some("Theirs".to_owned()), setup: None };
    let after = house.vault.update_connection(&house.tenant, Actor::Cli, &before.id, rename).await.unwrap().unwrap();
    assert_eq!((after.name.as_str(), &after.account_name, after.ready), ("Theirs", &before.account_name, true));
    assert!(after.updated_at > before.updated_at);
    house.send(&before.id, "/api").await.unwrap();
}

#[tokio::test]
async fn a_deleted_connection_is_gone_at_once() {
    let house = House::open().await;
    let id = house.connect("HTTP", bearer("first-token")).await;
    house.send(&id, "/api").await.unwrap();
    assert!(house.vault.delete_connection(&house.tenant, Actor::Cli, &id).await.unwrap());
    assert!(!house.vault.delete_connection(&house.tenant, Actor::Cli, &id).await.unwrap());
    assert_eq!(refusal(house.send(&id, "/api").await).0, "the connection does not exist");
    let rename = Change { name: Some("again".to_owned()), setup: None };
    assert!(house.vault.update_connection(&house.tenant, Actor::Cli, &id, rename).await.unwrap().is_none());
}

#[tokio::test]
async fn nobody_connects_to_what_is_unknown_or_needs_no_connection() {
    let house = House::open().await;
    for app_id in ["NOPE", "", "http", "FLOW", "JSON"] {
        let Err(Error::Invalid(found)) = house.try_connect(app_id, None).await else { panic!("{app_id}") };
        assert_eq!(found[0].property(), "app_id");
        assert_eq!(found[0].contract_message(), format!("No enum match for: {app_id}"));
    }
}

#[tokio::test]
async fn a_setup_that_does_not_fit_is_told_where_and_why() {
    let house = House::open().await;
    let cases = [
        ("HTTP", json!({}), "setup", "Missing required property: type"),
        ("HTTP", json!("text"), "setup", "Expected type object but found type string"),
        ("HTTP", json!({ "type": "NOPE" }), "setup.type", "No enum match for: NOPE"),
        ("HTTP", json!({ "type": "BEARER" }), "setup", "Missing required property: token"),
        ("HTTP", json!({ "type": "BEARER", "token": 7 }), "setup.token", "Expected type string but found type number"),
        (
            "HTTP",
            json!({ "type": "BEARER", "token": "t", "extra": 1 }),
            "setup",
            "Additional properties not allowed: extra",
        ),
        ("TWILIO", json!({ "type": "API_KEY", "account_id": ACCOUNT }), "setup", "Missing required property: api_key"),
    ];
    for (app_id, setup, property, message) in cases {
        let Err(Error::Invalid(found)) = house.try_connect(app_id, Some(setup.clone())).await else {
            panic!("{setup}")
        };
        assert_eq!(
            (found[0].property().as_str(), found[0].contract_message().as_str()),
            (property, message),
            "{setup}"
        );
    }
    assert_eq!(house.store.count_connections(&house.tenant).await.unwrap(), 0);
}

#[tokio::test]
async fn a_setup_that_does_not_fit_leaves_the_old_one_in_place() {
    let house = House::open().await;
    let id = house.connect("HTTP", bearer("first-token")).await;
    let change = Change { name: Some("new".to_owned()), setup: Some(json!({ "type": "BEARER" })) };
    house.vault.update_connection(&house.tenant, Actor::Cli, &id, change).await.unwrap_err();
    assert_eq!(house.store.connection(&house.tenant, &id).await.unwrap().unwrap().name, "Ours");
    house.send(&id, "/api").await.unwrap();
    assert_eq!(house.signatures(), ["Bearer first-token"]);
}

#[tokio::test]
async fn what_a_service_refuses_to_be_its_own_is_not_saved() {
    let house = House::open().await;
    let said = json!({ "error": "access_denied", "error_description": "Unauthorized for sup3r-secret-value" });
    house.service.always("/auth0/oauth/token", 401, said);
    let Err(Error::Refused { said }) = house.try_connect("AUTH0", Some(auth0("sup3r-secret-value"))).await else {
        panic!("it was saved")
    };
    assert_eq!(said, "the token endpoint answered 401: Unauthorized for ███");
    assert_eq!(house.store.count_connections(&house.tenant).await.unwrap(), 0);
}

#[tokio::test]
async fn a_new_setup_the_service_refuses_leaves_the_old_one_in_place() {
    let house = House::open().await;
    house.service.on("/auth0/oauth/token", |_, request| match request.body.contains("first-secret") {
        true => token("access", 60),
        false => Reply::json(403, &json!({ "error": "unauthorized_client" })),
    });
    let before = house.try_connect("AUTH0", Some(auth0("first-secret"))).await.unwrap();
    let change = Change { name: Some("new".to_owned()), setup: Some(auth0("second-secret")) };
    let refused = house.vault.update_connection(&house.tenant, Actor::Cli, &before.id, change).await;
    assert!(matches!(refused, Err(Error::Refused { .. })));
    assert_eq!(house.store.connection(&house.tenant, &before.id).await.unwrap().unwrap(), before);
    house.call(&before.id, "AUTH0.SEND_REQUEST", json!({ "pathname": "/x" })).await.unwrap();
}

#[tokio::test]
async fn what_nobody_can_check_during_an_outage_is_saved() {
    let house = House::open().await;
    let away = json!({ "type": "OAUTH_APP", "domain": "away.example", "client_id": "c", "client_secret": "s" });
    assert!(house.try_connect("AUTH0", Some(away)).await.unwrap().ready);
    house.service.always("/auth0/oauth/token", 503, Value::Null);
    assert!(house.try_connect("AUTH0", Some(auth0("s"))).await.unwrap().ready);
}

#[tokio::test]
async fn an_unknown_connection_is_nothing_to_anyone() {
    let house = House::open().await;
    let nobodys = ConnectionId::new(&Rng::seeded(99));
    assert!(!house.vault.delete_connection(&house.tenant, Actor::Cli, &nobodys).await.unwrap());
    assert_eq!(house.vault.check_connection(&house.tenant, &nobodys).await.unwrap(), None);
    assert_eq!(refusal(house.send(&nobodys, "/api").await).0, "the connection does not exist");
}
