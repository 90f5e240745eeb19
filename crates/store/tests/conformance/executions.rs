//! Runs of flows.

use std::time::Duration;

use model::{Execution, ExecutionId, FlowId, Page, Status, TenantId, UnixMillis};
use store::Cursor;

use crate::{
    database::{ALL, Database, START, on_both},
    flows,
};

/// A finished run, made but not stored.
pub(crate) fn execution(database: &Database, flow: &FlowId) -> Execution {
    let now = database.clock.now();
    Execution {
        id: ExecutionId::new(&database.rng),
        flow: flow.clone(),
        trace_id: "trace".to_owned(),
        status: Status::Completed,
        debug: r#"{"output": "\u0000"}"#.to_owned(),
        created_at: now,
        updated_at: now,
        started_at: Some(now),
        ended_at: Some(now),
    }
}

/// Stores a run.
pub(crate) async fn insert(database: &Database, tenant: &TenantId, run: Execution) -> Execution {
    let recorded = database.store.insert_execution(tenant, &run).await.expect("the id is new");
    assert!(recorded, "its flow is there");
    run
}

fn without_debug(run: Execution) -> Execution {
    Execution { debug: String::new(), ..run }
}

fn cursor(run: &Execution) -> Cursor {
    Cursor { created_at: run.created_at, id: run.id.clone() }
}

#[tokio::test]
async fn a_run_comes_back_whole_in_every_status() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let flow = flows::create(database, &acme).await.id;
        for status in [Status::Pending, Status::Running, Status::Delayed, Status::Completed, Status::Failed] {
            let run = Execution { status, started_at: None, ended_at: None, ..execution(database, &flow) };
            let run = insert(database, &acme, run).await;
            assert_eq!(database.store.execution(&acme, &flow, &run.id).await.unwrap(), Some(run));
        }
    })
    .await;
}

#[tokio::test]
async fn a_run_dates_its_flow_without_changing_it() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let made = flows::create(database, &acme).await;
        database.clock.advance(Duration::from_secs(5));
        let late = insert(database, &acme, execution(database, &made.id)).await;
        let early = Execution { started_at: Some(START), ..execution(database, &made.id) };
        insert(database, &acme, early).await;
        let flow = database.store.flow(&acme, &made.id).await.unwrap().unwrap();
        assert_eq!((flow.executed_at, flow.updated_at), (late.started_at, made.updated_at));
    })
    .await;
}

#[tokio::test]
async fn a_run_that_cannot_be_recorded_does_not_date_its_flow() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let flow = flows::create(database, &acme).await.id;
        let run = insert(database, &acme, execution(database, &flow)).await;
        let later = UnixMillis(START.0 + 1000);
        let again = Execution { started_at: Some(later), ..run.clone() };
        database.store.insert_execution(&acme, &again).await.unwrap_err();
        let flow = database.store.flow(&acme, &flow).await.unwrap().unwrap();
        assert_eq!(flow.executed_at, run.started_at);
    })
    .await;
}

#[tokio::test]
async fn a_run_of_a_flow_deleted_meanwhile_is_not_recorded() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let flow = flows::create(database, &acme).await.id;
        let run = execution(database, &flow);
        database.store.delete_flow(&acme, &flow, database.line("flow.delete")).await.unwrap();
        assert!(!database.store.insert_execution(&acme, &run).await.unwrap());
        assert_eq!(database.store.execution(&acme, &flow, &run.id).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn runs_are_listed_newest_first_in_pages_and_without_what_happened_inside() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let flow = flows::create(database, &acme).await.id;
        let mut made = Vec::new();
        for _ in 0..3 {
            made.insert(0, without_debug(insert(database, &acme, execution(database, &flow)).await));
            database.clock.advance(Duration::from_millis(1));
        }
        assert_eq!(database.store.executions(&acme, &flow, Page { start: 0, limit: 2 }).await.unwrap(), made[..2]);
        assert_eq!(database.store.executions(&acme, &flow, Page { start: 2, limit: 2 }).await.unwrap(), made[2..]);
        assert_eq!(database.store.count_executions(&acme, &flow).await.unwrap(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_walk_by_cursor_meets_every_run_once_even_within_one_millisecond() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let flow = flows::create(database, &acme).await.id;
        for round in 0..6 {
            insert(database, &acme, execution(database, &flow)).await;
            database.clock.advance(Duration::from_millis(round % 2));
        }
        let all = database.store.executions(&acme, &flow, ALL).await.unwrap();
        let mut walked = Vec::new();
        let mut from = None;
        loop {
            let page = database.store.executions_after(&acme, &flow, from.as_ref(), 2).await.unwrap();
            let Some(last) = page.last() else { break };
            from = Some(cursor(last));
            walked.extend(page);
        }
        assert_eq!((walked.len(), walked), (6, all));
    })
    .await;
}

#[tokio::test]
async fn a_run_added_during_a_walk_does_not_disturb_it() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let flow = flows::create(database, &acme).await.id;
        let older = insert(database, &acme, execution(database, &flow)).await;
        database.clock.advance(Duration::from_millis(1));
        let newer = insert(database, &acme, execution(database, &flow)).await;
        database.clock.advance(Duration::from_millis(1));
        insert(database, &acme, execution(database, &flow)).await;
        let rest = database.store.executions_after(&acme, &flow, Some(&cursor(&newer)), 10).await.unwrap();
        assert_eq!(rest, [without_debug(older)]);
    })
    .await;
}

#[tokio::test]
async fn a_deleted_run_is_gone() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let flow = flows::create(database, &acme).await.id;
        let run = insert(database, &acme, execution(database, &flow)).await;
        let delete = async || {
            let line = database.line("execution.delete");
            database.store.delete_execution(&acme, &flow, &run.id, line).await.unwrap()
        };
        assert_eq!((delete().await, delete().await), (true, false));
        assert_eq!(database.store.execution(&acme, &flow, &run.id).await.unwrap(), None);
        assert_eq!(database.told(&acme, "execution.delete").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_run_is_reached_only_through_its_tenant_and_its_flow() {
    on_both(async |database| {
        let (acme, other) = (database.tenant("acme").await, database.tenant("other").await);
        let (flow, sibling) = (flows::create(database, &acme).await.id, flows::create(database, &acme).await.id);
        let run = insert(database, &acme, execution(database, &flow)).await;
        let store = &database.store;
        for (tenant, flow) in [(&other, &flow), (&acme, &sibling)] {
            assert_eq!(store.execution(tenant, flow, &run.id).await.unwrap(), None);
            assert_eq!(store.executions(tenant, flow, ALL).await.unwrap(), []);
            assert_eq!(store.executions_after(tenant, flow, None, 10).await.unwrap(), []);
            let before_all = Cursor { created_at: UnixMillis(i64::MAX), id: run.id.clone() };
            assert_eq!(store.executions_after(tenant, flow, Some(&before_all), 10).await.unwrap(), []);
            assert_eq!(store.count_executions(tenant, flow).await.unwrap(), 0);
            assert!(!store.delete_execution(tenant, flow, &run.id, database.line("theft")).await.unwrap());
        }
        assert!(!store.insert_execution(&other, &execution(database, &flow)).await.unwrap());
        assert_eq!(store.execution(&acme, &flow, &run.id).await.unwrap(), Some(run));
        assert_eq!((database.told(&acme, "theft").await, database.told(&other, "theft").await), (0, 0));
    })
    .await;
}
