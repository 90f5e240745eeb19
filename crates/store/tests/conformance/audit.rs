//! The audit log.

use std::time::Duration;

use model::{Actor, AuditLine, Page, UnixMillis};
use store::AuditEntry;

use crate::database::{Database, START, on_both};

/// What the log says of a tenant made by `actor`.
async fn tenant_made_by(database: &Database, name: &str, actor: Actor) -> AuditEntry {
    let tenant = model::Tenant {
        id: model::TenantId::new(&database.rng),
        name: name.to_owned(),
        created_at: database.clock.now(),
    };
    let line = AuditLine::new(&database.rng, actor, "tenant.create", name);
    database.store.create_tenant(&tenant, &database.key(), line).await.expect("the name is free");
    let mut lines = database.store.audit_lines(&tenant.id, crate::database::ALL).await.expect("they can be read");
    assert_eq!(lines.len(), 1);
    lines.remove(0)
}

#[tokio::test]
async fn a_line_says_who_did_what_to_what_and_when() {
    on_both(async |database| {
        database.clock.advance(Duration::from_millis(7));
        let told = tenant_made_by(database, "acme", Actor::Client("abc".to_owned())).await;
        assert_eq!(
            (told.actor.as_str(), told.action.as_str(), told.target.as_str()),
            ("client:abc", "tenant.create", "acme")
        );
        assert_eq!(told.at, UnixMillis(START.0 + 7));
        assert!(told.id.starts_with("aud_"));
        assert_eq!(tenant_made_by(database, "beta", Actor::Cli).await.actor, "cli");
        assert_eq!(tenant_made_by(database, "gamma", Actor::System).await.actor, "system");
    })
    .await;
}

#[tokio::test]
async fn the_log_is_read_newest_first_and_in_pages() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        for action in ["flow.one", "flow.two", "flow.three"] {
            database.clock.advance(Duration::from_millis(1));
            let flow = crate::flows::flow(database);
            database.store.create_flow(&acme, &flow, database.line(action)).await.unwrap();
        }
        let actions = async |start, limit| -> Vec<String> {
            let lines = database.store.audit_lines(&acme, Page { start, limit }).await.unwrap();
            lines.into_iter().map(|line| line.action).collect()
        };
        assert_eq!(actions(0, 2).await, ["flow.three", "flow.two"]);
        assert_eq!(actions(2, 2).await, ["flow.one", "tenant.create"]);
        assert_eq!(actions(4, 2).await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn pages_of_lines_of_the_same_millisecond_neither_repeat_nor_skip() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        for _ in 0..4 {
            crate::flows::create(database, &acme).await;
        }
        let whole = database.store.audit_lines(&acme, crate::database::ALL).await.unwrap();
        for (start, expected) in (0..).zip(&whole) {
            let page = database.store.audit_lines(&acme, Page { start, limit: 1 }).await.unwrap();
            assert_eq!(page, std::slice::from_ref(expected));
        }
        assert_eq!(whole.len(), 5);
    })
    .await;
}

#[tokio::test]
async fn a_tenant_does_not_read_the_log_of_another() {
    on_both(async |database| {
        let (acme, other) = (database.tenant("acme").await, database.tenant("other").await);
        let flow = crate::flows::flow(database);
        database.store.create_flow(&acme, &flow, database.line("flow.create")).await.unwrap();
        assert_eq!((database.told(&acme, "flow.create").await, database.told(&other, "flow.create").await), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn a_change_whose_line_cannot_be_written_does_not_happen() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let line = database.line("flow.create");
        let (first, second) = (crate::flows::flow(database), crate::flows::flow(database));
        database.store.create_flow(&acme, &first, line.clone()).await.unwrap();
        // The same line twice breaks the log's key.
        database.store.create_flow(&acme, &second, line.clone()).await.unwrap_err();
        assert_eq!(database.store.flow(&acme, &second.id).await.unwrap(), None);
        database.store.delete_flow(&acme, &first.id, line).await.unwrap_err();
        assert_eq!(database.store.flow(&acme, &first.id).await.unwrap(), Some(first));
    })
    .await;
}
