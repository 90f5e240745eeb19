//! The audit log.

use std::time::Duration;

use model::{Actor, AuditLine, Client, PasswordHash, Person, PersonId, TenantId, UnixMillis};
use store::{AuditCursor, AuditEntry, AuditFilter};

use crate::database::{Database, START, on_both};

fn cursor(line: &AuditEntry) -> AuditCursor {
    AuditCursor { at: line.at, id: line.id.clone() }
}

/// What the lines say that fit `filter`, newest first.
async fn actions(database: &Database, tenant: &TenantId, filter: AuditFilter) -> Vec<String> {
    let lines = database.store.audit_lines(tenant, &filter, None, 100).await.expect("they can be read");
    lines.into_iter().map(|line| line.action).collect()
}

/// Makes a flow, so that the log has a line that says so.
async fn tell(database: &Database, tenant: &TenantId, line: AuditLine) {
    let flow = crate::flows::flow(database);
    database.store.create_flow(tenant, &flow, line).await.expect("the id is new");
}

/// What the log says of a tenant made by `actor`.
async fn tenant_made_by(database: &Database, name: &str, actor: Actor) -> AuditEntry {
    let tenant = model::Tenant {
        id: model::TenantId::new(&database.rng),
        name: name.to_owned(),
        created_at: database.clock.now(),
    };
    let line = AuditLine::new(&database.rng, actor, "tenant.create", name);
    database.store.create_tenant(&tenant, &database.key(), line).await.expect("the name is free");
    let mut lines = database.audit(&tenant.id).await;
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
        assert!(told.id.as_str().starts_with("aud_"));
        assert_eq!(tenant_made_by(database, "beta", Actor::Cli).await.actor, "cli");
        assert_eq!(tenant_made_by(database, "gamma", Actor::System).await.actor, "system");
    })
    .await;
}

#[tokio::test]
async fn the_log_is_read_newest_first_and_a_walk_meets_every_line_once_even_within_one_millisecond() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        for round in 0..6 {
            database.clock.advance(Duration::from_millis(round % 2));
            tell(database, &acme, database.line("flow.create")).await;
        }
        let all = database.audit(&acme).await;
        assert!(all.is_sorted_by(|newer, older| newer.at >= older.at));
        let mut walked = Vec::new();
        let mut from = None;
        loop {
            let part = database.store.audit_lines(&acme, &AuditFilter::default(), from.as_ref(), 2).await.unwrap();
            let Some(last) = part.last() else { break };
            from = Some(cursor(last));
            walked.extend(part);
        }
        assert_eq!((walked.len(), walked), (7, all));
    })
    .await;
}

#[tokio::test]
async fn a_line_added_during_a_walk_does_not_disturb_it() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        database.clock.advance(Duration::from_millis(1));
        tell(database, &acme, database.line("flow.one")).await;
        let newest = cursor(&database.audit(&acme).await[0]);
        database.clock.advance(Duration::from_millis(1));
        tell(database, &acme, database.line("flow.two")).await;
        let rest = database.store.audit_lines(&acme, &AuditFilter::default(), Some(&newest), 10).await.unwrap();
        assert_eq!(rest.iter().map(|line| line.action.as_str()).collect::<Vec<_>>(), ["tenant.create"]);
    })
    .await;
}

#[tokio::test]
async fn lines_are_found_by_who_did_what_to_what_and_since_when() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let line = |actor: &Actor, action, target| AuditLine::new(&database.rng, actor.clone(), action, target);
        let (ada, cli) = (Actor::Client("ada".to_owned()), Actor::Cli);
        for line in [line(&ada, "flow.one", "af_1"), line(&cli, "flow.two", "af_1"), line(&cli, "flow.three", "af_2")] {
            database.clock.advance(Duration::from_millis(1));
            tell(database, &acme, line).await;
        }
        let some = |text: &str| Some(text.to_owned());
        let nothing = AuditFilter::default;
        let found = async |filter| actions(database, &acme, filter).await;
        assert_eq!(found(AuditFilter { actor: some("cli"), ..nothing() }).await, ["flow.three", "flow.two"]);
        assert_eq!(found(AuditFilter { action: some("flow.one"), ..nothing() }).await, ["flow.one"]);
        assert_eq!(found(AuditFilter { target: some("af_1"), ..nothing() }).await, ["flow.two", "flow.one"]);
        let both = AuditFilter { actor: some("client:ada"), target: some("af_1"), ..nothing() };
        assert_eq!(found(both).await, ["flow.one"]);
        let since = Some(UnixMillis(START.0 + 2));
        assert_eq!(found(AuditFilter { since, ..nothing() }).await, ["flow.three", "flow.two"]);
        assert_eq!(found(AuditFilter { since, target: some("af_1"), ..nothing() }).await, ["flow.two"]);
        assert_eq!(found(AuditFilter { actor: some("nobody"), ..nothing() }).await, [""; 0]);
    })
    .await;
}

#[tokio::test]
async fn whoever_is_still_there_is_called_by_their_name() {
    on_both(async |database| {
        let (acme, other) = (database.tenant("acme").await, database.tenant("other").await);
        let store = &database.store;
        let person = Person {
            id: PersonId::new(&database.rng),
            email: "ada@example.com".to_owned(),
            everywhere: None,
            created_at: database.clock.now(),
        };
        let hash = PasswordHash::from_phc("$argon2id$".to_owned());
        store.create_person(&person, &hash, database.line("person.create")).await.unwrap();
        let client = |id: &str, tenant: &TenantId, name: &str| Client {
            id: id.to_owned(),
            tenant: tenant.clone(),
            name: name.to_owned(),
            scopes: Vec::new(),
            secret_hash: vec![1],
            created_at: database.clock.now(),
        };
        for client in [client("ours", &acme, "deploy"), client("theirs", &other, "not for us")] {
            store.create_client(&client, database.line("client.create")).await.unwrap();
        }
        for actor in ["ours", "theirs", "gone"].map(|id| Actor::Client(id.to_owned())) {
            tell(database, &acme, AuditLine::new(&database.rng, actor, "flow.create", "af_1")).await;
        }
        tell(database, &acme, AuditLine::new(&database.rng, Actor::Person(person.id.clone()), "flow.create", "af_1"))
            .await;
        let target = AuditFilter { target: Some("af_1".to_owned()), ..AuditFilter::default() };
        for filter in [AuditFilter::default(), target] {
            let lines = store.audit_lines(&acme, &filter, None, 100).await.unwrap();
            let name = |actor: &str| lines.iter().find(|line| line.actor == actor).unwrap().actor_name.as_deref();
            assert_eq!(name("client:ours"), Some("deploy"));
            assert_eq!((name("client:theirs"), name("client:gone")), (None, None));
            assert_eq!(name(&format!("person:{}", person.id)), Some("ada@example.com"));
        }
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
