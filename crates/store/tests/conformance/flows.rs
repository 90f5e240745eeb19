//! Flows.

use std::time::Duration;

use model::{Flow, FlowId, Page, TenantId, UnixMillis};
use store::FlowChange;

use crate::{
    database::{ALL, Database, START, on_both},
    executions::{self, execution},
};

/// A flow, made but not stored. Its actions are not what a JSON writer would write.
pub(crate) fn flow(database: &Database) -> Flow {
    Flow {
        id: FlowId::new(&database.rng),
        name: "my flow".to_owned(),
        actions: Some("[ {\"n\" : 1.0e2, \"\\u00e9\":\"é\\u0000\"} ]".to_owned()),
        created_at: database.clock.now(),
        updated_at: database.clock.now(),
        executed_at: None,
    }
}

/// A stored flow.
pub(crate) async fn create(database: &Database, tenant: &TenantId) -> Flow {
    let flow = flow(database);
    database.store.create_flow(tenant, &flow, database.line("flow.create")).await.expect("the id is new");
    flow
}

#[tokio::test]
async fn a_flow_comes_back_byte_for_byte() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let made = create(database, &acme).await;
        assert_eq!(database.store.flow(&acme, &made.id).await.unwrap(), Some(made));
        assert_eq!(database.told(&acme, "flow.create").await, 1);
    })
    .await;
}

#[tokio::test]
async fn flows_are_listed_newest_first_in_pages_and_without_their_actions() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let mut made = Vec::new();
        for _ in 0..3 {
            made.insert(0, Flow { actions: None, ..create(database, &acme).await });
            database.clock.advance(Duration::from_millis(1));
        }
        assert_eq!(database.store.flows(&acme, Page { start: 0, limit: 2 }).await.unwrap(), made[..2]);
        assert_eq!(database.store.flows(&acme, Page { start: 2, limit: 2 }).await.unwrap(), made[2..]);
        assert_eq!(database.store.count_flows(&acme).await.unwrap(), 3);
    })
    .await;
}

#[tokio::test]
async fn an_id_in_use_is_refused_and_the_flow_keeps_what_it_has() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let made = create(database, &acme).await;
        let again = Flow { name: "again".to_owned(), ..made.clone() };
        database.store.create_flow(&acme, &again, database.line("flow.create")).await.unwrap_err();
        assert_eq!(database.store.flow(&acme, &made.id).await.unwrap(), Some(made));
        assert_eq!(database.told(&acme, "flow.create").await, 1);
    })
    .await;
}

#[tokio::test]
async fn pages_of_flows_made_in_the_same_millisecond_neither_repeat_nor_skip() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        for _ in 0..5 {
            create(database, &acme).await;
        }
        let whole = database.store.flows(&acme, ALL).await.unwrap();
        for (start, expected) in (0..).zip(&whole) {
            let page = database.store.flows(&acme, Page { start, limit: 1 }).await.unwrap();
            assert_eq!(page, std::slice::from_ref(expected));
        }
        assert_eq!(whole.len(), 5);
    })
    .await;
}

#[tokio::test]
async fn a_change_touches_only_what_it_names() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let made = create(database, &acme).await;
        let update = async |change| {
            let line = database.line("flow.update");
            database.store.update_flow(&acme, &made.id, change, line).await.unwrap().unwrap()
        };
        let renamed = update(FlowChange { name: Some("other".to_owned()), actions: None }).await;
        assert_eq!((renamed.name.as_str(), &renamed.actions), ("other", &made.actions));
        let rewritten = update(FlowChange { name: None, actions: Some(Some("[]".to_owned())) }).await;
        assert_eq!((rewritten.name.as_str(), rewritten.actions.as_deref()), ("other", Some("[]")));
        let emptied = update(FlowChange { name: None, actions: Some(None) }).await;
        assert_eq!((emptied.name.as_str(), &emptied.actions), ("other", &None));
        assert_eq!(database.store.flow(&acme, &made.id).await.unwrap(), Some(emptied));
        assert_eq!(database.told(&acme, "flow.update").await, 3);
    })
    .await;
}

#[tokio::test]
async fn the_time_of_a_flow_tells_its_versions_apart() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let made = create(database, &acme).await;
        let touch = async || {
            let line = database.line("flow.update");
            database.store.update_flow(&acme, &made.id, FlowChange::default(), line).await.unwrap().unwrap().updated_at
        };
        assert_eq!((touch().await.0 - START.0, touch().await.0 - START.0), (1, 2));
        database.clock.advance(Duration::from_secs(1));
        assert_eq!(touch().await, UnixMillis(START.0 + 1000));
    })
    .await;
}

#[tokio::test]
async fn a_deleted_flow_takes_its_executions_along() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let (doomed, kept) = (create(database, &acme).await, create(database, &acme).await);
        let lost = executions::insert(database, &acme, execution(database, &doomed.id)).await;
        executions::insert(database, &acme, execution(database, &kept.id)).await;
        assert!(database.store.delete_flow(&acme, &doomed.id, database.line("flow.delete")).await.unwrap());
        assert!(!database.store.delete_flow(&acme, &doomed.id, database.line("flow.delete")).await.unwrap());
        assert_eq!(database.store.flow(&acme, &doomed.id).await.unwrap(), None);
        assert_eq!(database.store.execution(&acme, &doomed.id, &lost.id).await.unwrap(), None);
        assert_eq!(database.store.count_executions(&acme, &kept.id).await.unwrap(), 1);
        assert_eq!(database.told(&acme, "flow.delete").await, 1);
    })
    .await;
}

#[tokio::test]
async fn another_tenant_neither_sees_nor_changes_a_flow() {
    on_both(async |database| {
        let (acme, other) = (database.tenant("acme").await, database.tenant("other").await);
        let made = create(database, &acme).await;
        let (store, line) = (&database.store, || database.line("theft"));
        assert_eq!(store.flow(&other, &made.id).await.unwrap(), None);
        assert_eq!(store.flows(&other, ALL).await.unwrap(), []);
        assert_eq!(store.count_flows(&other).await.unwrap(), 0);
        assert_eq!(store.update_flow(&other, &made.id, FlowChange::default(), line()).await.unwrap(), None);
        assert!(!store.delete_flow(&other, &made.id, line()).await.unwrap());
        assert_eq!(store.flow(&acme, &made.id).await.unwrap(), Some(made));
        assert_eq!((database.told(&acme, "theft").await, database.told(&other, "theft").await), (0, 0));
    })
    .await;
}
