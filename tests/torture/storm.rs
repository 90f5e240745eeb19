//! The storm and the quiet after it: callers who never stop, a person who mends what says that it is broken, and whatever
//! a script does meanwhile.

use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{task::JoinSet, time::sleep};

use crate::{
    callers::{call_on, call_through},
    figures::Tally,
    fleet::Fleet,
    person::Person,
};

/// How many call at once.
const CALLERS: usize = 8;
/// How long the last of the troubled may need once nothing goes wrong any more: a lease of a minute whose owner was
/// killed, then a pause after failures.
const QUIET: Duration = Duration::from_secs(150);
/// Between two looks at what everything costs.
const LOOK_AGAIN_AFTER: Duration = Duration::from_secs(2);

/// What was seen from outside.
pub(crate) struct Storm {
    pub(crate) callers: Arc<Tally>,
    pub(crate) person: Arc<Person>,
    pub(crate) lasted: Duration,
    pub(crate) quiet: Duration,
    /// Connections that did not serve in the end.
    pub(crate) unusable: Vec<usize>,
}

/// Lets everything go wrong while `script` runs, then nothing until everybody is well again.
pub(crate) async fn storm(fleet: &Arc<Fleet>, script: impl Future<Output = ()>) -> Storm {
    let (callers, person) = (Arc::new(Tally::default()), Arc::new(Person::default()));
    let mut busy = JoinSet::new();
    for _ in 0..CALLERS {
        let (fleet, told) = (Arc::clone(fleet), Arc::clone(&callers));
        busy.spawn(async move { call_on(&fleet, &told).await });
    }
    let (owned, owner) = (Arc::clone(fleet), Arc::clone(&person));
    busy.spawn(async move { owner.look_after(&owned).await });
    let watched = Arc::clone(fleet);
    busy.spawn(async move { watch_memory(&watched).await });

    let began = Instant::now();
    fleet.endpoint.service.plan.turn(true);
    script.await;
    fleet.endpoint.service.plan.turn(false);
    let lasted = began.elapsed();
    let unusable = calm_down(fleet).await;
    if let Some(stopped) = busy.try_join_next() {
        panic!("a caller or the person stopped: {stopped:?}");
    }
    Storm { callers, person, lasted, quiet: began.elapsed() - lasted, unusable }
}

/// Waits until every connection serves with a token that it got after the storm; returns those that do not.
async fn calm_down(fleet: &Fleet) -> Vec<usize> {
    let began = Instant::now();
    let oldest = Duration::from_secs(fleet.size.longest_life.unsigned_abs());
    let mut troubled: BTreeSet<usize> = (0..fleet.connections.len()).collect();
    sleep(oldest).await;
    while !troubled.is_empty() && began.elapsed() < QUIET {
        for connection in troubled.clone() {
            let url = fleet.some_url(connection).unwrap_or_default();
            if call_through(fleet, connection, &url).await == "COMPLETED" {
                troubled.remove(&connection);
            }
        }
        sleep(Duration::from_millis(100)).await;
    }
    troubled.into_iter().collect()
}

async fn watch_memory(fleet: &Fleet) {
    loop {
        fleet.nodes.iter().for_each(crate::node::Node::note_memory);
        sleep(LOOK_AGAIN_AFTER).await;
    }
}
