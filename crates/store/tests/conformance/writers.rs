//! Many writers at once, in several processes.

use model::{Clock, ConnectionId, TenantId};
use store::{Grant, Store};
use tokio::task::JoinSet;

use crate::{
    connections,
    database::{Database, START, on_both, sealed},
    flows, renewals,
};

const PROCESSES: usize = 2;
const WRITERS: usize = 4;
const WRITES: usize = 20;
const RENEWALS: usize = 5;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn eight_concurrent_writers_lose_nothing() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let mut writers = JoinSet::new();
        for _ in 0..PROCESSES {
            let store = Store::open(&database.url, Clock::fixed(START)).await.unwrap();
            for _ in 0..WRITERS {
                writers.spawn(write(another_process(database, &store), acme.clone()));
            }
        }
        writers.join_all().await;
        let expected = PROCESSES * WRITERS * WRITES;
        assert_eq!(database.store.count_flows(&acme).await.unwrap(), i64::try_from(expected).unwrap());
        assert_eq!(database.told(&acme, "flow.create").await, expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_eight_processes_that_renew_one_token_none_overwrites_another() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let id = connections::create(database, &acme, connections::ready(database)).await.id;
        let mut writers = JoinSet::new();
        for _ in 0..PROCESSES {
            let store = Store::open(&database.url, Clock::fixed(START)).await.unwrap();
            for _ in 0..WRITERS {
                writers.spawn(renew(another_process(database, &store), acme.clone(), id.clone()));
            }
        }
        writers.join_all().await;
        let expected = PROCESSES * WRITERS * RENEWALS;
        let held = database.store.credential(&acme, &id).await.unwrap().unwrap();
        assert_eq!(held.generation, 1 + i64::try_from(expected).unwrap());
    })
    .await;
}

async fn renew(database: Database, tenant: TenantId, id: ConnectionId) {
    let mut renewed = 0;
    while renewed < RENEWALS {
        let Some(claimed) = renewals::try_claim(&database, &tenant, &id).await else {
            tokio::task::yield_now().await;
            continue;
        };
        let (tokens, grant) = (sealed("tokens"), Grant::default());
        let new = renewals::tokens(&claimed, &tokens, &grant);
        assert!(database.store.save_tokens(&tenant, &id, new).await.expect("it can be written"), "the lease is ours");
        renewed += 1;
    }
}

fn another_process(database: &Database, store: &Store) -> Database {
    Database {
        store: store.clone(),
        clock: database.clock.clone(),
        rng: database.rng.clone(),
        url: database.url.clone(),
    }
}

async fn write(database: Database, tenant: TenantId) {
    for _ in 0..WRITES {
        flows::create(&database, &tenant).await;
    }
}
