//! What happened to one grant, told in order: for whoever has to find out why the verdict says what it says.

use std::fmt::Write as _;

use crate::{truth::Cause, verdict::Evidence};

/// Tells all that is known of a grant, by milliseconds since the storm's first request.
pub(crate) fn story(evidence: &Evidence<'_>, family: usize) -> String {
    let begin = evidence.asked().first().map_or(0, |asked| asked.at.0);
    let grant = &evidence.families()[family];
    let id = &evidence.fleet.connections[grant.connection].id;
    let mut told: Vec<(i64, String)> = vec![(grant.granted_at.0, format!("granted to {id}, {}", grant.policy.name()))];
    for (number, asked) in evidence.asked().iter().enumerate().filter(|(_, asked)| asked.family == family) {
        let hash = u16::from_be_bytes([asked.hash[0], asked.hash[1]]);
        let did = if asked.rotated { "rotated" } else { "did not rotate" };
        told.push((
            asked.at.0,
            format!("request {number} of node {} with {hash:04x}: {did}, {:?}", asked.node, asked.fault),
        ));
        told.extend(asked.answered.map(|at| (at.0, format!("request {number} was answered"))));
        for entry in evidence.entries_of(&asked.hash) {
            let (stood, failure) = (entry.stood == 1, entry.failure.as_deref());
            told.push((
                entry.at,
                format!("journal: {hash:04x} is spent; the entry stood: {stood}, failure: {failure:?}"),
            ));
        }
    }
    let stored = evidence.stored().iter().filter(|stored| stored.connection_id == *id);
    told.extend(stored.map(|stored| (stored.at, "the connection changed".to_owned())));
    for (node, events) in evidence.fleet.nodes.iter().map(|node| node.events()).enumerate() {
        told.extend(events.into_iter().map(|event| (event.at.0, format!("node {node}: {:?}", event.deed))));
    }
    for (from, to) in evidence.fleet.locks() {
        told.extend([(from.0, "database locked".to_owned()), (to.0, "database open".to_owned())]);
    }
    let late = evidence.fleet.endpoint.service.calls.counted().late.into_iter().filter(|late| late.family == family);
    told.extend(late.map(|late| (late.at.0, format!("node {} called, late by {} ms", late.node, late.by))));
    if let Some(death) = grant.death {
        let cause = match death.cause {
            Cause::Withdrawn => "withdrawn".to_owned(),
            Cause::Reused { spent, by } => format!("request {by} used again what request {spent} had spent"),
        };
        told.push((death.at.0, format!("dead: {cause}")));
    }
    told.sort();
    told.dedup();
    let mut text = format!("── grant {family} of {id} ──\n");
    for (at, line) in told {
        writeln!(text, "{:>9} {line}", at - begin).expect("writing to a string");
    }
    text
}
