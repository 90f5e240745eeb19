//! Many writers at once, in several processes.

use model::{Clock, TenantId};
use store::Store;
use tokio::task::JoinSet;

use crate::{
    database::{Database, START, on_both},
    flows,
};

const PROCESSES: usize = 2;
const WRITERS: usize = 4;
const WRITES: usize = 20;

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
