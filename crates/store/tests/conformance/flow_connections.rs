//! Which flows name which connections.

use model::{ConnectionId, Flow, TenantId};
use store::FlowChange;

use crate::{
    database::{Database, on_both},
    flows::flow,
};

const BOTH: &str = r#"[{"params": {"connection_id": "ac_1", "then": [{"params": {"connection_id": "ac_2"}}]}}]"#;

async fn create(database: &Database, tenant: &TenantId, name: &str, actions: &str) -> Flow {
    let flow = Flow { name: name.to_owned(), actions: Some(actions.to_owned()), ..flow(database) };
    database.store.create_flow(tenant, &flow, database.line("flow.create")).await.expect("the id is new");
    flow
}

async fn using(database: &Database, tenant: &TenantId, connection: &str) -> Vec<String> {
    let connection = ConnectionId::from_stored(connection.to_owned());
    let flows = database.store.flows_using(tenant, &connection).await.expect("they can be read");
    flows.into_iter().map(|flow| flow.name).collect()
}

async fn update(database: &Database, tenant: &TenantId, flow: &Flow, change: FlowChange) {
    database
        .store
        .update_flow(tenant, &flow.id, change, database.line("flow.update"))
        .await
        .expect("it can be written");
}

#[tokio::test]
async fn a_connection_knows_the_flows_that_name_it_by_name() {
    on_both(async |database| {
        let (acme, other) = (database.tenant("acme").await, database.tenant("other").await);
        create(database, &acme, "b", BOTH).await;
        let first = create(database, &acme, "a", r#"[{"params": {"connection_id": "ac_1"}}]"#).await;
        assert_eq!(using(database, &acme, "ac_1").await, ["a", "b"]);
        assert_eq!(using(database, &acme, "ac_2").await, ["b"]);
        assert!(using(database, &other, "ac_1").await.is_empty());
        let connection = ConnectionId::from_stored("ac_1".to_owned());
        assert_eq!(database.store.flows_using(&acme, &connection).await.unwrap()[0].id, first.id);
    })
    .await;
}

#[tokio::test]
async fn a_change_of_the_actions_changes_what_is_used() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let flow = create(database, &acme, "a", BOTH).await;
        update(database, &acme, &flow, FlowChange { name: Some("renamed".to_owned()), actions: None }).await;
        assert_eq!(using(database, &acme, "ac_2").await, ["renamed"]);
        let actions = r#"[{"params": {"connection_id": "ac_3"}}]"#.to_owned();
        update(database, &acme, &flow, FlowChange { name: None, actions: Some(Some(actions)) }).await;
        assert_eq!(using(database, &acme, "ac_3").await, ["renamed"]);
        assert!(using(database, &acme, "ac_1").await.is_empty());
        update(database, &acme, &flow, FlowChange { name: None, actions: Some(None) }).await;
        assert!(using(database, &acme, "ac_3").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_deleted_flow_uses_nothing() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let flow = create(database, &acme, "a", BOTH).await;
        database.store.delete_flow(&acme, &flow.id, database.line("flow.delete")).await.unwrap();
        assert!(using(database, &acme, "ac_1").await.is_empty());
    })
    .await;
}
