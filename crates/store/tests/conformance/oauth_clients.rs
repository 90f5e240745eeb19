//! Tenants' own registrations at services.

use std::time::Duration;

use model::{TenantId, UnixMillis};
use seal::Sealed;
use store::{NewOauthClient, OauthClient};

use crate::database::{Database, START, on_both, sealed};

fn client<'a>(app_id: &'a str, secret: &'a Sealed) -> NewOauthClient<'a> {
    NewOauthClient { app_id, client_id: "client-1", secret, scopes: "read write", params: r#"{"region":"eu"}"# }
}

async fn put(database: &Database, tenant: &TenantId, new: NewOauthClient<'_>) -> OauthClient {
    let line = database.line("oauth_client.update");
    database.store.put_oauth_client(tenant, new, line).await.expect("it can be written")
}

async fn one(database: &Database, tenant: &TenantId) -> OauthClient {
    database.store.oauth_client(tenant, "HUBSPOT").await.expect("it can be read").expect("it is there")
}

async fn note(database: &Database, tenant: &TenantId, said: Option<&str>) -> bool {
    database.store.note_oauth_client(tenant, "HUBSPOT", said).await.expect("it can be written")
}

#[tokio::test]
async fn a_registration_comes_back_as_it_was_made() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let secret = Sealed::from_stored((0..=255).collect());
        put(database, &acme, client("HUBSPOT", &secret)).await;
        let made = one(database, &acme).await;
        assert_eq!((made.app_id.as_str(), made.client_id.as_str(), made.secret), ("HUBSPOT", "client-1", secret));
        assert_eq!((made.scopes.as_str(), made.params.as_str()), ("read write", r#"{"region":"eu"}"#));
        assert_eq!((made.created_at, made.updated_at, made.refused), (START, START, None));
        assert_eq!(database.told(&acme, "oauth_client.update").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_second_registration_at_a_service_takes_the_place_of_the_first() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        put(database, &acme, client("HUBSPOT", &sealed("one"))).await;
        assert!(note(database, &acme, Some("invalid_client")).await);
        database.clock.advance(Duration::from_secs(1));
        let secret = sealed("two");
        let new = NewOauthClient { client_id: "client-2", scopes: "", params: "{}", ..client("HUBSPOT", &secret) };
        let replaced = put(database, &acme, new).await;
        assert_eq!((replaced.client_id.as_str(), replaced.secret), ("client-2", secret));
        assert_eq!((replaced.scopes.as_str(), replaced.params.as_str()), ("", "{}"));
        assert_eq!((replaced.created_at, replaced.updated_at), (START, UnixMillis(START.0 + 1000)));
        assert_eq!(replaced.refused, None, "nobody has refused the new one yet");
        assert_eq!(database.store.oauth_clients(&acme).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn registrations_are_listed_by_integration() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let secret = sealed("secret");
        for app_id in ["SALESFORCE", "GOOGLE_SHEETS", "HUBSPOT"] {
            put(database, &acme, client(app_id, &secret)).await;
        }
        let listed: Vec<String> =
            database.store.oauth_clients(&acme).await.unwrap().into_iter().map(|client| client.app_id).collect();
        assert_eq!(listed, ["GOOGLE_SHEETS", "HUBSPOT", "SALESFORCE"]);
    })
    .await;
}

#[tokio::test]
async fn a_refused_registration_is_one_incident_until_it_works_again() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        put(database, &acme, client("HUBSPOT", &sealed("secret"))).await;
        assert!(!note(database, &acme, None).await, "that it works is no news");
        assert!(note(database, &acme, Some("invalid_client")).await);
        database.clock.advance(Duration::from_secs(1));
        assert!(!note(database, &acme, Some("unauthorized_client")).await, "the same incident, met again");
        assert_eq!(one(database, &acme).await.refused, Some(("invalid_client".to_owned(), START)));
        assert!(note(database, &acme, None).await);
        assert_eq!(one(database, &acme).await.refused, None);
    })
    .await;
}

#[tokio::test]
async fn a_deleted_registration_is_gone() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        put(database, &acme, client("HUBSPOT", &sealed("secret"))).await;
        let delete = async || {
            let line = database.line("oauth_client.delete");
            database.store.delete_oauth_client(&acme, "HUBSPOT", line).await.unwrap()
        };
        assert!(delete().await && !delete().await);
        assert!(database.store.oauth_client(&acme, "HUBSPOT").await.unwrap().is_none());
        assert!(!note(database, &acme, Some("invalid_client")).await);
        assert_eq!(database.told(&acme, "oauth_client.delete").await, 1);
    })
    .await;
}

#[tokio::test]
async fn another_tenant_neither_sees_nor_changes_a_registration() {
    on_both(async |database| {
        let (acme, other) = (database.tenant("acme").await, database.tenant("other").await);
        put(database, &acme, client("HUBSPOT", &sealed("secret"))).await;
        assert!(database.store.oauth_client(&other, "HUBSPOT").await.unwrap().is_none());
        assert!(database.store.oauth_clients(&other).await.unwrap().is_empty());
        assert!(!note(database, &other, Some("invalid_client")).await);
        let line = database.line("oauth_client.delete");
        assert!(!database.store.delete_oauth_client(&other, "HUBSPOT", line).await.unwrap());
        put(database, &other, client("HUBSPOT", &sealed("theirs"))).await;
        let ours = one(database, &acme).await;
        assert_eq!((ours.secret, ours.refused), (sealed("secret"), None));
    })
    .await;
}
