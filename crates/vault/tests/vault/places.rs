//! What is sealed opens where it was sealed and nowhere else.

use std::time::Duration;

use model::{Actor, AuditLine, Connection, ConnectionId, Rng, TenantId};
use seal::Sealed;
use store::{Claim, Decision, Grant, Lease, NewConnection, NewTokens};
use vault::Error;

use crate::house::{House, bearer, call, client_credentials, refusal, token};

const CLOSED: &str = "the connection's credentials cannot be opened";

/// Puts sealed bytes into a row of their thief.
async fn plant(
    house: &House,
    tenant: &TenantId,
    setup_type: &str,
    setup: Sealed,
    tokens: Option<Sealed>,
) -> ConnectionId {
    let rng = Rng::seeded(5);
    let now = house.clock.now();
    let connection = Connection {
        id: ConnectionId::new(&rng),
        app_id: "HTTP".to_owned(),
        name: "thief's".to_owned(),
        account_name: None,
        ready: true,
        created_at: now,
        updated_at: now,
        refreshed_at: None,
    };
    let id = connection.id.clone();
    let new = NewConnection { connection, setup: Some(setup), setup_type: Some(setup_type.to_owned()), granted: None };
    let line = || AuditLine::new(&rng, Actor::Cli, "connection.create", id.as_str());
    house.store.create_connection(tenant, new, line()).await.unwrap();
    if let Some(tokens) = &tokens {
        plant_tokens(house, tenant, &id, tokens).await;
    }
    id
}

/// Stores tokens as a renewal does.
async fn plant_tokens(house: &House, tenant: &TenantId, id: &ConnectionId, tokens: &Sealed) {
    let lease = Lease { owner: "thief", length: Duration::ZERO };
    let claim = house.store.claim_renewal(tenant, id, lease, |_| Decision::Spend { hash: [0; 32] }).await.unwrap();
    let Claim::Taken(claimed, _) = claim else { panic!("nobody else wants it") };
    let (generation, number) = (claimed.credential.generation, claimed.number);
    let new = NewTokens { generation, number, tokens, refreshed_at: None, grant: &Grant::default(), event: None };
    assert!(house.store.save_tokens(tenant, id, new).await.unwrap());
}

async fn sealed(house: &House, id: &ConnectionId) -> (Sealed, Option<Sealed>) {
    let row = house.store.credential(&house.tenant, id).await.unwrap().unwrap();
    (row.setup.unwrap(), row.tokens)
}

#[tokio::test]
async fn a_setup_copied_onto_another_row_does_not_open() {
    let house = House::open().await;
    let victim = house.connect("HTTP", bearer("victims-token")).await;
    let (setup, _) = sealed(&house, &victim).await;
    let thief = plant(&house, &house.tenant, "BEARER", setup, None).await;
    assert_eq!(refusal(house.send(&thief, "/api").await), (CLOSED.to_owned(), None));
    assert!(matches!(house.vault.check_connection(&house.tenant, &thief).await, Err(Error::Broken(_))));
    assert_eq!(house.service.count("/"), 0);
}

#[tokio::test]
async fn a_setup_copied_to_another_tenant_does_not_open() {
    let house = House::open().await;
    let victim = house.connect("HTTP", bearer("victims-token")).await;
    let (setup, _) = sealed(&house, &victim).await;
    let other = house.vault.create_tenant("other", Actor::Cli).await.unwrap().id;
    let thief = plant(&house, &other, "BEARER", setup, None).await;
    let params = serde_json::json!({ "url": house.service.url("/api") });
    assert_eq!(refusal(call(&house.vault, &other, &thief, "HTTP.SEND_REQUEST", params).await).0, CLOSED);
    assert_eq!(house.service.count("/"), 0);
}

#[tokio::test]
async fn a_token_does_not_open_on_another_row_nor_in_another_column() {
    let house = House::open().await;
    let victim = house.token_connection().await;
    house.send(&victim, "/api").await.unwrap();
    let (setup, tokens) = sealed(&house, &victim).await;
    let own = house.connect("HTTP", client_credentials("client-secret-2")).await;
    for stolen in [tokens.clone().unwrap(), setup] {
        plant_tokens(&house, &house.tenant, &own, &stolen).await;
        assert_eq!(refusal(house.send(&own, "/api").await).0, CLOSED);
    }
    assert_eq!(house.service.count("/api"), 1);
}

#[tokio::test]
async fn damaged_bytes_are_a_fault_and_no_panic() {
    let house = House::open().await;
    house.service.on("/token", |_, _| token("access", 60));
    let victim = house.connect("HTTP", bearer("victims-token")).await;
    let bytes = sealed(&house, &victim).await.0.as_bytes().to_vec();
    for length in [0, 1, 2, 20, 60, bytes.len() - 1] {
        let cut = Sealed::from_stored(bytes[..length.min(bytes.len())].to_vec());
        let house_two = House::open().await;
        let id = plant(&house_two, &house_two.tenant, "BEARER", cut, None).await;
        assert_eq!(refusal(house_two.send(&id, "/api").await).0, CLOSED, "{length}");
    }
}
