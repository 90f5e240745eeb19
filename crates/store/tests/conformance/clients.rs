//! Programs that may ask for access tokens.

use std::time::Duration;

use model::{Client, TenantId};
use store::Error;

use crate::database::{Database, on_both};

fn client(database: &Database, tenant: &TenantId, id: &str) -> Client {
    Client {
        id: id.to_owned(),
        tenant: tenant.clone(),
        name: format!("client {id}"),
        scopes: vec!["read:flows".to_owned(), "update:flows".to_owned()],
        secret_hash: vec![0, 1, 255],
        created_at: database.clock.now(),
    }
}

async fn create(database: &Database, tenant: &TenantId, id: &str) -> Client {
    let client = client(database, tenant, id);
    database.store.create_client(&client, database.line("client.create")).await.expect("the id is free");
    client
}

#[tokio::test]
async fn a_client_comes_back_whole_at_login() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let made = create(database, &acme, "one").await;
        assert_eq!(database.store.client_for_login("one").await.unwrap(), Some(made));
        assert_eq!(database.store.client_for_login("two").await.unwrap(), None);
        assert_eq!(database.told(&acme, "client.create").await, 1);
    })
    .await;
}

#[tokio::test]
async fn an_id_that_no_text_column_holds_names_no_client() {
    on_both(async |database| assert_eq!(database.store.client_for_login("one\0").await.unwrap(), None)).await;
}

#[tokio::test]
async fn a_client_of_a_tenant_that_does_not_exist_is_refused() {
    on_both(async |database| {
        let nobody = TenantId::new(&database.rng);
        let refused =
            database.store.create_client(&client(database, &nobody, "one"), database.line("client.create")).await;
        assert!(matches!(refused, Err(Error::Broken(_))), "{refused:?}");
        assert_eq!(database.told(&nobody, "client.create").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_client_may_have_no_scopes() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let made = Client { scopes: Vec::new(), ..client(database, &acme, "one") };
        database.store.create_client(&made, database.line("client.create")).await.unwrap();
        assert_eq!(database.store.client_for_login("one").await.unwrap(), Some(made));
    })
    .await;
}

#[tokio::test]
async fn an_id_in_use_is_refused_even_to_another_tenant() {
    on_both(async |database| {
        let (acme, other) = (database.tenant("acme").await, database.tenant("other").await);
        let made = create(database, &acme, "one").await;
        let line = database.line("client.create");
        let refused = database.store.create_client(&client(database, &other, "one"), line).await;
        assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
        assert_eq!(database.store.client_for_login("one").await.unwrap(), Some(made));
        assert_eq!(database.told(&other, "client.create").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_tenant_lists_its_own_clients_newest_first() {
    on_both(async |database| {
        let (acme, other) = (database.tenant("acme").await, database.tenant("other").await);
        let older = create(database, &acme, "older").await;
        database.clock.advance(Duration::from_millis(1));
        let newer = create(database, &acme, "newer").await;
        assert_eq!(database.store.clients(&acme).await.unwrap(), [newer, older]);
        assert_eq!(database.store.clients(&other).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn only_its_tenant_deletes_a_client() {
    on_both(async |database| {
        let (acme, other) = (database.tenant("acme").await, database.tenant("other").await);
        create(database, &acme, "one").await;
        assert!(!database.store.delete_client(&other, "one", database.line("client.delete")).await.unwrap());
        assert!(database.store.client_for_login("one").await.unwrap().is_some());
        assert!(database.store.delete_client(&acme, "one", database.line("client.delete")).await.unwrap());
        assert!(!database.store.delete_client(&acme, "one", database.line("client.delete")).await.unwrap());
        assert_eq!(database.store.client_for_login("one").await.unwrap(), None);
        assert_eq!((database.told(&acme, "client.delete").await, database.told(&other, "client.delete").await), (1, 0));
    })
    .await;
}
