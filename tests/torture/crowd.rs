//! A thousand callers find one connection's token ended: one request is made for all of them, and all are served.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{task::JoinSet, time::sleep};

use crate::{
    callers::call_within,
    connections::SHORTEST_LIFE,
    database::Database,
    fleet::{Fleet, Size},
    gate::Stop,
    within::{PATIENCE, within},
};

const CALLERS: usize = 1000;
/// A thousand runs are written down on two cores meanwhile.
const SERVED_WITHIN: Duration = Duration::from_mins(2);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_callers_of_an_ended_token_cause_one_request_on_sqlite() {
    a_thousand_callers_of_an_ended_token_cause_one_request(Database::Sqlite, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_callers_of_an_ended_token_cause_one_request_on_postgres() {
    a_thousand_callers_of_an_ended_token_cause_one_request(Database::postgres(), 2).await;
}

async fn a_thousand_callers_of_an_ended_token_cause_one_request(database: Database, nodes: usize) {
    let size = Size { nodes, connections: 1, longest_life: SHORTEST_LIFE, intensity: 0 };
    let fleet = Arc::new(Fleet::start(database, 5, size).await);
    let truth = &fleet.endpoint.service.truth;
    for node in &fleet.nodes {
        node.stop().await;
    }
    let connection = fleet.connections.iter().position(|it| it.policy == crate::plan::Policy::SingleUse);
    let connection = connection.expect("there is one of each policy");
    sleep(Duration::from_secs(SHORTEST_LIFE.unsigned_abs())).await;
    // From now on one token is enough for the whole test.
    truth.lengthen(fleet.connections[connection].family(), 3_600_000);
    let before = truth.asked_for(fleet.connections[connection].family());
    (0..nodes).for_each(|node| fleet.endpoint.gate(node).set(Stop::Received));
    for node in &fleet.nodes {
        node.revive().await;
    }

    let mut callers = JoinSet::new();
    for number in 0..CALLERS {
        let (fleet, url) = (Arc::clone(&fleet), fleet.some_url(number).expect("all run"));
        callers.spawn(async move { tries_until_served(&fleet, connection, &url).await });
    }
    let stopped = async || (0..nodes).any(|node| fleet.endpoint.gate(node).stopped() > 0).then_some(());
    within(PATIENCE, "the request", stopped).await;
    // Nobody can be served before the door opens, and whoever comes later would find a token.
    sleep(Duration::from_secs(2)).await;
    (0..nodes).for_each(|node| fleet.endpoint.gate(node).set(Stop::Nowhere));

    let tries = callers.join_all().await;
    eprintln!("{CALLERS} callers were served after {} tries", tries.iter().sum::<usize>());
    assert_eq!(truth.asked_for(fleet.connections[connection].family()) - before, 1, "requests for a token");
}

/// Calls until served, and says how often that was. A machine with two cores may be too busy to find a session with its
/// database for each of a thousand at once; it says so, and they ask again.
async fn tries_until_served(fleet: &Fleet, connection: usize, url: &str) -> usize {
    let deadline = Instant::now() + SERVED_WITHIN;
    for tries in 1.. {
        let answer = call_within(fleet, connection, (url, SERVED_WITHIN)).await;
        if answer == "COMPLETED" {
            return tries;
        }
        assert!(Instant::now() < deadline, "a caller was not served: {answer}");
        sleep(Duration::from_secs(1)).await;
    }
    unreachable!("the loop ends by itself")
}
