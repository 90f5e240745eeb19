//! The runs themselves: a short one that belongs to every change, and a long one for `make soak`.

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::time::sleep;

use crate::{
    chaos::STEPS,
    database::Database,
    fleet::{Fleet, Size},
    storm::storm,
    story::story,
    verdict::{Evidence, Table},
};

/// Longer than the lease of a renewal.
const LONGER_THAN_A_LEASE: Duration = Duration::from_secs(66);
/// Longer than PostgreSQL's sessions wait for a lock, and than SQLite's writer does.
const LONGER_THAN_A_LOCK: Duration = Duration::from_secs(12);

/// How many grants are told of when the verdict is bad.
const STORIES: usize = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_grant_is_lost_on_sqlite() {
    let size = Size { nodes: 1, connections: 16, longest_life: 8, intensity: 4 };
    run(Database::Sqlite, (1, size), async |fleet, deeds| {
        kill_at_every_step(fleet, deeds, 0).await;
        lock_out(fleet, deeds, LONGER_THAN_A_LOCK).await;
        sleep(Duration::from_secs(3)).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_grant_is_lost_on_postgres() {
    let size = Size { nodes: 2, connections: 16, longest_life: 8, intensity: 4 };
    run(Database::postgres(), (2, size), async |fleet, deeds| {
        let paused = fleet.pause(1, LONGER_THAN_A_LEASE);
        let rest = async {
            kill_at_every_step(fleet, deeds, 0).await;
            lock_out(fleet, deeds, Duration::from_secs(6)).await;
            cut_sessions(fleet, deeds).await;
        };
        tokio::join!(paused, rest);
        *deeds.entry("pauses longer than a lease".to_owned()).or_default() += 1;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes half an hour: `make soak`"]
async fn soak_on_sqlite() {
    let size = Size { nodes: 1, connections: 100, longest_life: 12, intensity: 1 };
    run(Database::Sqlite, (3, size), async |fleet, deeds| soak(fleet, deeds).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes half an hour: `make soak`"]
async fn soak_on_postgres() {
    let size = Size { nodes: 3, connections: 100, longest_life: 12, intensity: 1 };
    run(Database::postgres(), (4, size), async |fleet, deeds| soak(fleet, deeds).await).await;
}

/// What was done, and how often.
type Deeds = BTreeMap<String, usize>;

async fn run(database: Database, (seed, size): (u64, Size), script: impl AsyncFnOnce(&Fleet, &mut Deeds)) {
    let fleet = Arc::new(Fleet::start(database, seed, size).await);
    let mut deeds = Deeds::new();
    let storm = storm(&fleet, script(&fleet, &mut deeds)).await;
    let evidence = Evidence::collect(&fleet, &storm).await;
    eprintln!("{}", Table { evidence: &evidence, deeds, seed });
    let violations = evidence.violations();
    for suspect in evidence.suspects().into_iter().take(STORIES) {
        eprintln!("{}", story(&evidence, suspect));
    }
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

/// Both databases together: 100,000 refreshes and 200 kills, unless the environment asks for less.
async fn soak(fleet: &Fleet, deeds: &mut Deeds) {
    let refreshes = wanted("FLOWVAULT_SOAK_REFRESHES", 100_000) / 2;
    let kills = wanted("FLOWVAULT_SOAK_KILLS", 200) / 2;
    let began = Instant::now();
    let mut turn = 0;
    while turn < kills || fleet.endpoint.service.truth.refreshes() < refreshes {
        let node = turn % fleet.nodes.len();
        if turn < kills {
            kill(fleet, deeds, (node, turn)).await;
        }
        match turn % 25 {
            7 => lock_out(fleet, deeds, Duration::from_secs(4)).await,
            13 => lock_out(fleet, deeds, LONGER_THAN_A_LOCK).await,
            3 | 19 => cut_sessions(fleet, deeds).await,
            24 => {
                fleet.pause(node, LONGER_THAN_A_LEASE).await;
                *deeds.entry("pauses longer than a lease".to_owned()).or_default() += 1;
            }
            _ => {}
        }
        sleep(Duration::from_secs(3)).await;
        turn += 1;
        if turn % 20 == 0 {
            let refreshed = fleet.endpoint.service.truth.refreshes();
            eprintln!("after {:?}: {turn} turns, {refreshed} refreshes", began.elapsed());
        }
    }
}

async fn kill_at_every_step(fleet: &Fleet, deeds: &mut Deeds, node: usize) {
    for turn in 0..STEPS.len() {
        kill(fleet, deeds, (node, turn)).await;
        sleep(Duration::from_millis(1500)).await;
    }
}

async fn kill(fleet: &Fleet, deeds: &mut Deeds, (node, turn): (usize, usize)) {
    let step = STEPS[turn % STEPS.len()];
    fleet.kill_at(node, step).await;
    *deeds.entry(format!("killed: {}", step.name())).or_default() += 1;
}

async fn lock_out(fleet: &Fleet, deeds: &mut Deeds, span: Duration) {
    fleet.lock_out(span).await;
    *deeds.entry(format!("database locked for {} s", span.as_secs())).or_default() += 1;
}

async fn cut_sessions(fleet: &Fleet, deeds: &mut Deeds) {
    if fleet.journal.is_postgres() {
        fleet.journal.cut_sessions().await;
        *deeds.entry("all sessions with the database cut".to_owned()).or_default() += 1;
    }
}

#[expect(clippy::disallowed_methods, reason = "how whoever runs `make soak` asks for a shorter or a longer one")]
fn wanted(name: &str, otherwise: usize) -> usize {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("a number"))
}
