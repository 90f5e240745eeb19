//! The person who owns the grants: looks at what each connection says of itself, and connects again where it asks for
//! that, and only there.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use model::UnixMillis;
use reqwest::Method;
use serde_json::json;
use tokio::time::sleep;

use crate::{
    connections::{CONNECTIONS, setup},
    fleet::{Fleet, family_of},
};

/// How often the person looks.
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(500);

/// A dead grant that its connection owned up to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Report {
    pub(crate) family: usize,
    pub(crate) at: UnixMillis,
}

/// How often a person tries to connect again.
const TRIES: usize = 60;

/// What the person was told.
#[derive(Default)]
pub(crate) struct Person(Mutex<Vec<Report>>);

impl Person {
    pub(crate) fn reports(&self) -> Vec<Report> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Looks after the connections until dropped.
    pub(crate) async fn look_after(&self, fleet: &Fleet) {
        let mut seen = BTreeSet::new();
        loop {
            for (family, dead) in fleet.endpoint.service.truth.dead() {
                if !seen.contains(&family) && self.look_at(fleet, family, dead.connection).await {
                    seen.insert(family);
                }
            }
            sleep(LOOK_AGAIN_AFTER).await;
        }
    }

    /// Whether this grant's connection says that it is gone; then it is connected again.
    async fn look_at(&self, fleet: &Fleet, family: usize, connection: usize) -> bool {
        if fleet.connections[connection].family() > family {
            // It has another grant already.
            return true;
        }
        if state(fleet, connection).await.as_deref() != Some("reconnect_required") {
            return false;
        }
        let at = fleet.endpoint.service.truth.now();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Report { family, at });
        reconnect(fleet, connection).await;
        true
    }
}

/// What a connection says of itself; `None` when nobody answers.
pub(crate) async fn state(fleet: &Fleet, connection: usize) -> Option<String> {
    let id = &fleet.connections[connection].id;
    let url = format!("{}{CONNECTIONS}/{id}/status", fleet.some_url(connection)?);
    let (status, body) = fleet.caller.ask(Method::GET, url, None).await?;
    (status == 200).then(|| body["state"].as_str().unwrap_or_default().to_owned())
}

/// Grants anew, again and again until a server says that it has arrived: they are killed in the middle of it.
async fn reconnect(fleet: &Fleet, connection: usize) {
    let mut told = None;
    for turn in connection..connection + TRIES {
        let code = fleet.grant(connection);
        fleet.connections[connection].note_family(family_of(&code));
        if let Some(url) = fleet.some_url(turn) {
            let url = format!("{url}{CONNECTIONS}/{}", fleet.connections[connection].id);
            told = fleet.caller.ask(Method::PATCH, url, Some(&json!({"setup": setup(&code)}))).await;
        }
        if told.as_ref().is_some_and(|(status, _)| *status == 200) {
            return;
        }
        sleep(LOOK_AGAIN_AFTER).await;
    }
    panic!("a person tried {TRIES} times to connect again, and was told {told:?}");
}
