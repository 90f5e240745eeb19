//! Leases, the journal and due dates of renewals.

use std::time::Duration;

use model::{Clock, ConnectionId, FailureClass, Renewal, TenantId, UnixMillis};
use seal::Sealed;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};
use store::{
    Claim, Claimed, Decision, DueRenewal, FailedRenewal, Grant, Granted, Lease, NewConnection, NewTokens, Reconnect,
    Store,
};
use tokio::task::JoinSet;

use crate::{
    connections::{create, ready, reconnect},
    credentials::{credential, save},
    database::{Database, START, on_both, on_postgres, on_sqlite, sealed},
    opening::tamper,
};

const HASH: [u8; 32] = [7; 32];
const MINUTE: Lease<'static> = Lease { owner: "node", length: Duration::from_mins(1) };
/// Over as soon as it is taken, on whichever clock.
const OVER: Lease<'static> = Lease { owner: "slow node", length: Duration::ZERO };
const TOMORROW: UnixMillis = UnixMillis(START.0 + 86_400_000);

/// Asks for a lease in order to spend what is there.
async fn ask(database: &Database, tenant: &TenantId, id: &ConnectionId, lease: Lease<'_>) -> Claim {
    let spend = |_: &Claimed| Decision::Spend { hash: HASH };
    database.store.claim_renewal(tenant, id, lease, spend).await.expect("it can be written")
}

/// Takes a lease that nobody has.
pub(crate) async fn claim(database: &Database, tenant: &TenantId, id: &ConnectionId) -> Claimed {
    try_claim(database, tenant, id).await.expect("nobody has the lease")
}

/// The same where somebody may have it.
pub(crate) async fn try_claim(database: &Database, tenant: &TenantId, id: &ConnectionId) -> Option<Claimed> {
    match ask(database, tenant, id, MINUTE).await {
        Claim::Taken(claimed, _) => Some(*claimed),
        Claim::Busy | Claim::Gone => None,
    }
}

/// Takes a lease that is over at once, as if its owner had been slow.
async fn claim_slowly(database: &Database, tenant: &TenantId, id: &ConnectionId) -> Claimed {
    let Claim::Taken(claimed, _) = ask(database, tenant, id, OVER).await else { panic!("somebody has the lease") };
    *claimed
}

/// What came of spending what was there under a lease.
pub(crate) fn tokens<'a>(claimed: &Claimed, tokens: &'a Sealed, grant: &'a Grant) -> NewTokens<'a> {
    let (generation, number) = (claimed.credential.generation, claimed.number);
    NewTokens { generation, number, tokens, refreshed_at: None, grant, event: None }
}

/// An outage met under a lease.
fn outage(claimed: &Claimed) -> FailedRenewal<'static> {
    FailedRenewal {
        number: claimed.number,
        failure: FailureClass::Later,
        said: "502",
        refresh_at: Some(TOMORROW),
        may_be_spent: false,
        event: None,
    }
}

fn grant(refresh_at: UnixMillis) -> Grant {
    Grant {
        expires_at: Some(UnixMillis(refresh_at.0 + 60_000)),
        refresh_at: Some(refresh_at),
        scopes: Some("read write".to_owned()),
        account: Some("ada@example.com".to_owned()),
    }
}

/// A connection whose tokens a person has just granted.
async fn granted(database: &Database, tenant: &TenantId, refresh_at: UnixMillis) -> ConnectionId {
    let granted = Granted { tokens: sealed("granted"), grant: grant(refresh_at) };
    create(database, tenant, NewConnection { granted: Some(granted), ..ready(database) }).await.id
}

async fn renewal(database: &Database, tenant: &TenantId, id: &ConnectionId) -> Renewal {
    database.store.renewal(tenant, id).await.expect("it can be read").expect("it is there")
}

async fn due(database: &Database, after: Option<&DueRenewal>, limit: u32) -> Vec<DueRenewal> {
    database.store.due_renewals(database.clock.now(), after, limit).await.expect("they can be read")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_ask_at_once_one_gets_the_lease() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let id = create(database, &acme, ready(database)).await.id;
        let other_process = Store::open(&database.url, Clock::fixed(START)).await.unwrap();
        for round in 1..=5 {
            let mut asking = JoinSet::new();
            for number in 0..40 {
                let store = if number % 2 == 0 { database.store.clone() } else { other_process.clone() };
                let (acme, id) = (acme.clone(), id.clone());
                asking.spawn(async move {
                    store.claim_renewal(&acme, &id, MINUTE, |_| Decision::Spend { hash: HASH }).await.unwrap()
                });
            }
            let answers = asking.join_all().await;
            let taken: Vec<_> = answers
                .iter()
                .filter_map(|claim| match claim {
                    Claim::Taken(claimed, _) => Some(claimed),
                    _ => None,
                })
                .collect();
            let busy = answers.iter().filter(|claim| matches!(claim, Claim::Busy)).count();
            assert_eq!((taken.len(), busy), (1, 39));
            assert_eq!(taken[0].number, round, "the number grows with every lease");
            assert!(save(database, &acme, &id, taken[0], &sealed("tokens")).await);
        }
        other_process.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_lease_tells_what_it_is_for_and_notes_what_is_about_to_be_spent() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let id = granted(database, &acme, TOMORROW).await;
        let claimed = claim(database, &acme, &id).await;
        assert_eq!(claimed.credential.tokens, Some(sealed("granted")));
        assert_eq!((claimed.renewal.spent, claimed.renewal.is_leased), (None, false));
        let now = renewal(database, &acme, &id).await;
        let spent = now.spent.unwrap();
        assert_eq!((spent.generation, spent.number, spent.at), (1, claimed.number, START));
        assert_eq!(spent.hash, HASH);
        assert!(now.is_leased);
    })
    .await;
}

#[tokio::test]
async fn a_lease_ends_by_the_clock_of_the_database() {
    on_postgres(async |database| {
        let acme = database.tenant("acme").await;
        let id = create(database, &acme, ready(database)).await.id;
        claim(database, &acme, &id).await;
        database.clock.advance(Duration::from_hours(1));
        assert!(
            matches!(ask(database, &acme, &id, MINUTE).await, Claim::Busy),
            "the process's own clock does not count"
        );
        assert!(renewal(database, &acme, &id).await.is_leased);
        tamper(database, "UPDATE renewals SET lease_until = lease_until - 60000").await;
        assert!(matches!(ask(database, &acme, &id, MINUTE).await, Claim::Taken(..)));
    })
    .await;
    on_sqlite(async |database| {
        let acme = database.tenant("acme").await;
        let id = create(database, &acme, ready(database)).await.id;
        claim(database, &acme, &id).await;
        database.clock.advance(Duration::from_millis(59_999));
        assert!(matches!(ask(database, &acme, &id, MINUTE).await, Claim::Busy));
        database.clock.advance(Duration::from_millis(1));
        assert!(!renewal(database, &acme, &id).await.is_leased);
        assert!(matches!(ask(database, &acme, &id, MINUTE).await, Claim::Taken(..)));
    })
    .await;
}

#[tokio::test]
async fn a_decision_to_leave_gives_the_lease_back_and_keeps_the_journal() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let id = granted(database, &acme, START).await;
        claim_slowly(database, &acme, &id).await;
        let spent = renewal(database, &acme, &id).await.spent;
        let leave = |claimed: &Claimed| {
            assert_eq!(claimed.renewal.spent, spent, "what an earlier lease left behind is told");
            Decision::Leave { refresh_at: Some(TOMORROW) }
        };
        let left = database.store.claim_renewal(&acme, &id, MINUTE, leave).await.unwrap();
        assert!(matches!(left, Claim::Taken(_, Decision::Leave { .. })));
        let after = renewal(database, &acme, &id).await;
        assert_eq!((after.is_leased, after.refresh_at), (false, Some(TOMORROW)));
        assert_eq!(after.spent, spent);
        assert!(matches!(ask(database, &acme, &id, MINUTE).await, Claim::Taken(..)));
    })
    .await;
}

#[tokio::test]
async fn a_late_answer_is_stored_if_nobody_spent_since() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let id = granted(database, &acme, START).await;
        let slow = claim_slowly(database, &acme, &id).await;
        let leave = |_: &Claimed| Decision::Leave { refresh_at: None };
        database.store.claim_renewal(&acme, &id, MINUTE, leave).await.unwrap();
        assert!(save(database, &acme, &id, &slow, &sealed("late")).await);
        assert_eq!(credential(database, &acme, &id).await.tokens, Some(sealed("late")));
        assert_eq!(renewal(database, &acme, &id).await.spent, None);
    })
    .await;
}

#[tokio::test]
async fn a_late_answer_is_refused_if_somebody_spent_since_and_does_not_end_their_lease() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let id = granted(database, &acme, START).await;
        let slow = claim_slowly(database, &acme, &id).await;
        let quick = claim(database, &acme, &id).await;
        assert!(!save(database, &acme, &id, &slow, &sealed("late")).await);
        assert!(!database.store.fail_renewal(&acme, &id, outage(&slow)).await.unwrap());
        let after = renewal(database, &acme, &id).await;
        assert_eq!((after.is_leased, after.failure), (true, None));
        assert_eq!(after.spent.unwrap().number, quick.number);
        assert!(save(database, &acme, &id, &quick, &sealed("quick")).await);
    })
    .await;
}

#[tokio::test]
async fn storing_tokens_writes_down_the_grant_and_gives_the_lease_back() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let id = create(database, &acme, ready(database)).await.id;
        let failed = claim(database, &acme, &id).await;
        assert!(database.store.fail_renewal(&acme, &id, outage(&failed)).await.unwrap());
        let claimed = claim(database, &acme, &id).await;
        let (new, full) = (sealed("tokens"), grant(TOMORROW));
        assert!(database.store.save_tokens(&acme, &id, tokens(&claimed, &new, &full)).await.unwrap());
        let expected = Renewal {
            refresh_at: full.refresh_at,
            expires_at: full.expires_at,
            scopes: full.scopes,
            account: full.account,
            ..Renewal::default()
        };
        assert_eq!(renewal(database, &acme, &id).await, expected);
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_does_not_name_scopes_or_account_leaves_them() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let id = granted(database, &acme, START).await;
        let claimed = claim(database, &acme, &id).await;
        assert!(save(database, &acme, &id, &claimed, &sealed("tokens")).await);
        let after = renewal(database, &acme, &id).await;
        assert_eq!((after.scopes.as_deref(), after.account.as_deref()), (Some("read write"), Some("ada@example.com")));
        assert_eq!((after.refresh_at, after.expires_at), (None, None), "these are about the token");
    })
    .await;
}

#[tokio::test]
async fn a_failure_is_counted_and_frees_the_lease() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let id = granted(database, &acme, START).await;
        for times in 1..=3 {
            let claimed = claim(database, &acme, &id).await;
            assert_eq!(claimed.renewal.failure.as_ref().map_or(0, |failure| failure.times), times - 1);
            assert!(database.store.fail_renewal(&acme, &id, outage(&claimed)).await.unwrap());
            let after = renewal(database, &acme, &id).await;
            let failure = after.failure.unwrap();
            assert_eq!((failure.class, failure.said.as_str()), (FailureClass::Later, "502"));
            assert_eq!((failure.times, failure.at), (times, START));
            assert_eq!((after.is_leased, after.spent, after.refresh_at), (false, None, Some(TOMORROW)));
        }
        assert_eq!(credential(database, &acme, &id).await.tokens, Some(sealed("granted")), "they may still be good");
    })
    .await;
}

#[tokio::test]
async fn a_failure_after_which_the_token_may_be_spent_keeps_the_journal() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let id = granted(database, &acme, START).await;
        let claimed = claim(database, &acme, &id).await;
        let before = renewal(database, &acme, &id).await;
        let unclear = FailedRenewal { failure: FailureClass::Indeterminate, may_be_spent: true, ..outage(&claimed) };
        assert!(database.store.fail_renewal(&acme, &id, unclear).await.unwrap());
        let after = renewal(database, &acme, &id).await;
        assert_eq!((&after.spent, after.is_leased), (&before.spent, false));
        assert_eq!(claim(database, &acme, &id).await.renewal.spent, after.spent, "the next one is told");
    })
    .await;
}

#[tokio::test]
async fn a_reconnect_voids_lease_journal_and_failure() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let id = granted(database, &acme, START).await;
        let failed = claim(database, &acme, &id).await;
        assert!(database.store.fail_renewal(&acme, &id, outage(&failed)).await.unwrap());
        let claimed = claim(database, &acme, &id).await;
        let granted = Granted { tokens: sealed("new tokens"), grant: grant(TOMORROW) };
        let new = Reconnect { granted: Some(granted), ..reconnect(None) };
        database.store.reconnect_connection(&acme, &id, new, database.line("connection.update")).await.unwrap();
        let after = renewal(database, &acme, &id).await;
        assert_eq!((after.is_leased, after.spent, after.failure), (false, None, None));
        assert_eq!(after.refresh_at, Some(TOMORROW));
        assert!(!save(database, &acme, &id, &claimed, &sealed("old tokens")).await);
        assert!(!database.store.fail_renewal(&acme, &id, outage(&claimed)).await.unwrap(), "it is about the old grant");
        assert_eq!(credential(database, &acme, &id).await.tokens, Some(sealed("new tokens")));
        assert!(claim(database, &acme, &id).await.number > claimed.number);
    })
    .await;
}

#[tokio::test]
async fn a_reconnect_without_a_grant_forgets_the_old_one() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let id = granted(database, &acme, START).await;
        let line = database.line("connection.update");
        database.store.reconnect_connection(&acme, &id, reconnect(None), line).await.unwrap();
        assert_eq!(renewal(database, &acme, &id).await, Renewal::default());
        assert_eq!(due(database, None, 9).await, []);
    })
    .await;
}

#[tokio::test]
async fn due_connections_come_in_order_and_in_pages() {
    on_both(async |database| {
        let (acme, other) = (database.tenant("acme").await, database.tenant("other").await);
        let third = granted(database, &acme, UnixMillis(START.0 - 1)).await;
        let first = granted(database, &other, UnixMillis(START.0 - 9)).await;
        let mut same = [granted(database, &acme, UnixMillis(START.0 - 5)).await, {
            granted(database, &acme, UnixMillis(START.0 - 5)).await
        }];
        same.sort_by(|one, other| one.as_str().cmp(other.as_str()));
        let now = granted(database, &acme, START).await;
        granted(database, &acme, UnixMillis(START.0 + 1)).await;
        let all = due(database, None, 9).await;
        let [earlier, later] = same;
        let ids: Vec<ConnectionId> = all.iter().map(|due| due.connection.clone()).collect();
        assert_eq!(ids, [first, earlier, later, third, now]);
        assert_eq!((&all[0].tenant, all[0].app_id.as_str(), all[0].refresh_at.0), (&other, "HTTP", START.0 - 9));
        let (mut paged, mut last) = (Vec::new(), None);
        loop {
            let page = due(database, last.as_ref(), 2).await;
            last = page.last().cloned();
            if page.is_empty() {
                break;
            }
            paged.extend(page);
        }
        assert_eq!(paged, all);
    })
    .await;
}

#[tokio::test]
async fn what_somebody_renews_is_not_due() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let id = granted(database, &acme, START).await;
        let claimed = claim(database, &acme, &id).await;
        assert_eq!(due(database, None, 9).await, []);
        assert!(database.store.fail_renewal(&acme, &id, outage(&claimed)).await.unwrap());
        assert_eq!(due(database, None, 9).await, [], "not before its time");
        database.clock.advance(Duration::from_hours(24));
        assert_eq!(due(database, None, 9).await.len(), 1);
        assert!(matches!(ask(database, &acme, &id, OVER).await, Claim::Taken(..)));
        assert_eq!(due(database, None, 9).await.len(), 1, "whoever had it is gone");
    })
    .await;
}

#[tokio::test]
async fn another_tenant_renews_nothing() {
    on_both(async |database| {
        let (acme, other) = (database.tenant("acme").await, database.tenant("other").await);
        let id = granted(database, &acme, START).await;
        assert!(matches!(ask(database, &other, &id, MINUTE).await, Claim::Gone));
        assert_eq!(database.store.renewal(&other, &id).await.unwrap(), None);
        let claimed = claim(database, &acme, &id).await;
        assert!(!database.store.fail_renewal(&other, &id, outage(&claimed)).await.unwrap());
        assert!(renewal(database, &acme, &id).await.is_leased);
    })
    .await;
}

#[tokio::test]
async fn what_is_known_of_renewing_goes_with_the_connection() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let id = granted(database, &acme, START).await;
        let claimed = claim(database, &acme, &id).await;
        database.store.delete_connection(&acme, &id, database.line("connection.delete")).await.unwrap();
        assert_eq!(database.store.renewal(&acme, &id).await.unwrap(), None);
        assert!(!save(database, &acme, &id, &claimed, &sealed("late")).await);
        assert!(matches!(ask(database, &acme, &id, MINUTE).await, Claim::Gone));
    })
    .await;
}

/// The claim has seen the connection, and waits for whoever is deleting it.
#[tokio::test]
async fn a_connection_deleted_while_its_lease_is_taken_is_gone() {
    on_postgres(async |database| {
        let acme = database.tenant("acme").await;
        let id = create(database, &acme, ready(database)).await.id;
        let mut deleting = PgConnection::connect(&database.url).await.unwrap();
        sqlx::raw_sql("BEGIN; DELETE FROM connections").execute(&mut deleting).await.unwrap();
        let claimed = ask(database, &acme, &id, MINUTE);
        let deleted = async {
            wait_for_somebody_at_a_lock(&database.url).await;
            sqlx::raw_sql("COMMIT").execute(&mut deleting).await.unwrap();
        };
        let (claim, ()) = tokio::join!(claimed, deleted);
        assert!(matches!(claim, Claim::Gone), "{claim:?}");
        deleting.close().await.unwrap();
    })
    .await;
}

async fn wait_for_somebody_at_a_lock(url: &str) {
    const WAITING: &str = "SELECT COUNT(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let mut watching = PgConnection::connect(url).await.expect("the database opens");
    loop {
        let waiting = sqlx::raw_sql(AssertSqlSafe(WAITING)).fetch_one(&mut watching).await.expect("it can be read");
        if waiting.get::<i64, _>(0) > 0 {
            return watching.close().await.expect("a connection closes");
        }
        tokio::task::yield_now().await;
    }
}
