//! Many writers at once, in several processes.

use model::{Clock, ConnectionId, TenantId};
use store::{NewTokens, Store};
use tokio::task::JoinSet;

use crate::{
    connections,
    database::{Database, START, on_both, sealed},
    flows,
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
async fn of_eight_writers_that_compare_generations_none_overwrites_another() {
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
        assert_eq!(database.told(&acme, "connection.tokens").await, expected);
    })
    .await;
}

async fn renew(database: Database, tenant: TenantId, id: ConnectionId) {
    let mut renewed = 0;
    while renewed < RENEWALS {
        let held = database.store.credential(&tenant, &id).await.expect("it can be read").expect("it is there");
        let tokens = sealed("tokens");
        let new = NewTokens { generation: held.generation, tokens: &tokens, refreshed_at: None };
        let line = database.line("connection.tokens");
        let saved = database.store.save_tokens(&tenant, &id, new, line).await.expect("it can be written");
        renewed += usize::from(saved);
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
