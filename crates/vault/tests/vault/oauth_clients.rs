//! Registrations of OAuth clients.

use model::Actor;
use serde_json::{Value, json};
use vault::NewOauthClient;

use crate::{
    house::House,
    oauth_journey::{SECRET, faults, own_service, plain, registration},
};

async fn put(house: &House, app_id: &str, new: NewOauthClient) -> Result<vault::OauthClient, vault::Error> {
    house.vault.put_oauth_client(&house.tenant, Actor::Cli, app_id, new).await
}

#[tokio::test]
async fn a_registration_comes_back_without_its_secret() {
    let house = House::open().await;
    let made = house.register("OAUTH2", &own_service()).await;
    assert_eq!((made.app_id.as_str(), made.client_id.as_str(), &made.refused), ("OAUTH2", "client-1", &None));
    assert_eq!(Value::Object(made.params.clone()), own_service());
    assert_eq!(house.vault.oauth_client(&house.tenant, "OAUTH2").await.unwrap(), Some(made.clone()));
    house.register("HUBSPOT", &json!({})).await;
    let all = house.vault.oauth_clients(&house.tenant).await.unwrap();
    assert_eq!(all.iter().map(|it| it.app_id.as_str()).collect::<Vec<_>>(), ["HUBSPOT", "OAUTH2"]);
    assert!(!format!("{all:?}").contains(SECRET));
    let stored = house.store.oauth_client(&house.tenant, "OAUTH2").await.unwrap().unwrap();
    assert!(!stored.secret.as_bytes().windows(6).any(|bytes| bytes == b"secret"));
}

#[tokio::test]
async fn a_registration_is_deleted_once() {
    let house = House::open().await;
    house.register("HUBSPOT", &json!({})).await;
    let delete = || house.vault.delete_oauth_client(&house.tenant, Actor::Cli, "HUBSPOT");
    assert!(delete().await.unwrap());
    assert!(!delete().await.unwrap());
    assert_eq!(house.vault.oauth_client(&house.tenant, "HUBSPOT").await.unwrap(), None);
}

#[tokio::test]
async fn a_registration_fits_its_integration() {
    let house = House::open().await;
    let with = |params: Value| registration(&params);
    let http = |url: &str| {
        let mut params = own_service();
        params["token_url"] = json!(url);
        params
    };
    let mut lacking = own_service();
    lacking.as_object_mut().unwrap().remove("token_url");
    let cases = [
        ("NOPE", with(json!({})), "No enum match for: NOPE @app_id"),
        ("TWILIO", with(json!({})), "Connections to this app are not granted in a browser @app_id"),
        ("HUBSPOT", with(json!({ "x": 1 })), "Additional properties not allowed: x @params"),
        ("OAUTH2", with(lacking), "Missing required property: token_url @params"),
        (
            "OAUTH2",
            with(http("http://id.own.example/token")),
            "Object didn't pass validation for format forms-url-https: http://id.own.example/token @params.token_url",
        ),
        (
            "DOCUSIGN",
            with(json!({ "account_host": "evil.example" })),
            "No enum match for: evil.example @params.account_host",
        ),
        (
            "SLACK",
            NewOauthClient { client_secret: String::new().into(), ..with(json!({})) },
            "This service knows no clients without a secret @client_secret",
        ),
        (
            "HUBSPOT",
            NewOauthClient { client_id: String::new(), ..with(json!({})) },
            "The client id must not be empty @client_id",
        ),
        (
            "HUBSPOT",
            NewOauthClient { scopes: vec!["two words".to_owned()], ..with(json!({})) },
            "A scope is one word @scopes",
        ),
    ];
    for (app_id, new, expected) in cases {
        assert_eq!(faults(put(&house, app_id, new).await), [expected], "{app_id}");
    }
    assert_eq!(house.vault.oauth_clients(&house.tenant).await.unwrap(), []);
}

#[tokio::test]
async fn another_tenants_registration_is_not_used() {
    let house = House::open().await;
    house.own_service().await;
    let other = house.vault.create_tenant("other", Actor::Cli).await.unwrap().id;
    let new = vault::NewConnection { app_id: "OAUTH2".to_owned(), name: "theirs".to_owned(), setup: None };
    let theirs = house.vault.create_connection(&other, Actor::Cli, new).await.unwrap().id;
    let result = house.vault.begin_authorization(&other, Actor::Cli, &theirs, plain()).await;
    assert_eq!(
        faults(result),
        ["no OAuth client is registered for OAUTH2: PUT /api/v2/flows/vault/oauth-clients/OAUTH2 first @app_id"]
    );
    assert_eq!(house.vault.oauth_client(&other, "OAUTH2").await.unwrap(), None);
    assert!(!house.vault.delete_oauth_client(&other, Actor::Cli, "OAUTH2").await.unwrap());
}

#[tokio::test]
async fn a_client_that_the_service_refuses_is_marked_until_it_is_taken_or_entered_again() {
    let house = House::open().await;
    let id = house.own_service().await;
    house.service.always("/own-id/token", 401, json!({ "error": "invalid_client" }));
    house.walk(&id).await.unwrap_err();
    let refused = || async { house.vault.oauth_client(&house.tenant, "OAUTH2").await.unwrap().unwrap().refused };
    let (said, _) = refused().await.unwrap();
    assert_eq!(said, "the token endpoint answered 401: invalid_client");
    house.register("OAUTH2", &own_service()).await;
    assert_eq!(refused().await, None);
    house.walk(&id).await.unwrap_err();
    assert!(refused().await.is_some());
    house.service.on("/own-id/token", |_, _| crate::oauth_journey::granted("access"));
    house.walk(&id).await.unwrap();
    assert_eq!(refused().await, None);
}

#[tokio::test]
async fn a_registration_changed_later_sends_no_token_elsewhere() {
    let house = House::open().await;
    let id = house.own_service().await;
    house.walk(&id).await.unwrap();
    let mut elsewhere = own_service();
    elsewhere["base_url"] = json!("https://api.acme.example");
    house.register("OAUTH2", &elsewhere).await;
    assert_eq!(house.signs_with(&id).await, "Bearer access-2");
    assert_eq!(house.service.count("/acme"), 0);
}
