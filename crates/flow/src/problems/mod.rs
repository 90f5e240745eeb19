//! What would keep a flow from running as its author means it: found by looking, without running anything.
//! None of it keeps a flow from being saved; what does is [`crate::check`]'s, which the stored text may have outlived.

mod connections;
mod references;
mod sites;
#[cfg(test)]
mod tests;

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
};

use catalog::{
    Catalog, Native, Work,
    schema::{Segment, Violation},
};
use model::{Connection, ConnectionId};
use serde_json::Value;

use crate::{check::check, program::Program};

pub(crate) use connections::named;
use sites::{Site, sites};

/// Whether it keeps an action from working.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The action fails.
    Error,
    /// It runs, but perhaps not as it is meant to.
    Warning,
}

impl Severity {
    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// The kinds of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// Not shaped like an action, or one that no integration knows.
    InvalidAction,
    /// The params are not those of the action.
    InvalidParams,
    /// A template or a condition that cannot be read.
    InvalidExpression,
    /// Another action has the same id.
    DuplicateId,
    /// The action needs a connection and names none.
    MissingConnection,
    /// The connection is not there, or not any more.
    UnknownConnection,
    /// The connection is one of another integration.
    WrongConnection,
    /// The connection has no credentials yet.
    EmptyConnection,
    /// A template reads the output of an action that is not in the flow.
    UnknownReference,
    /// Something before it ends the flow in any case.
    UnreachableAction,
    /// It fails in a run that somebody waits for.
    Delay,
}

impl Code {
    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidAction => "invalid_action",
            Self::InvalidParams => "invalid_params",
            Self::InvalidExpression => "invalid_expression",
            Self::DuplicateId => "duplicate_id",
            Self::MissingConnection => "missing_connection",
            Self::UnknownConnection => "unknown_connection",
            Self::WrongConnection => "wrong_connection",
            Self::EmptyConnection => "empty_connection",
            Self::UnknownReference => "unknown_reference",
            Self::UnreachableAction => "unreachable_action",
            Self::Delay => "delay",
        }
    }

    /// How bad it is.
    pub fn severity(self) -> Severity {
        match self {
            Self::DuplicateId | Self::UnknownReference | Self::UnreachableAction | Self::Delay => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

/// Something to look after in a flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The `id` of the action; `None` where it is about the flow as a whole.
    pub action_id: Option<String>,
    /// Where, as a JSON pointer: `/actions/0/params/url`.
    pub path: String,
    /// What kind it is.
    pub code: Code,
    /// What is wrong and what would help, for people.
    pub message: String,
}

/// The connections there are, of those a flow names.
pub(crate) type Connections = HashMap<ConnectionId, Connection>;

/// The problems of `actions`, in their order.
pub(crate) fn problems(catalog: &Catalog, actions: &Value, connections: &Connections) -> Vec<Problem> {
    let sites = sites(catalog, actions);
    let (mut found, mut broken) = broken_rules(catalog, actions, &sites);
    let program = Program::compile(actions).ok();
    let mut references = references::problems(program.as_ref(), actions, &sites);
    let mut seen = HashSet::new();
    for ((site, broken), references) in sites.iter().zip(&mut broken).zip(&mut references) {
        found.append(broken);
        found.extend(duplicate(site, &mut seen));
        found.extend(connections::problem(catalog, site, connections));
        found.append(references);
        found.extend(unreachable(site));
        found.extend(delay(site));
    }
    found
}

/// What a save would refuse today: of the flow as a whole, and of each action.
fn broken_rules(catalog: &Catalog, actions: &Value, sites: &[Site<'_>]) -> (Vec<Problem>, Vec<Vec<Problem>>) {
    let (mut of_flow, mut of_sites) = (Vec::new(), vec![Vec::new(); sites.len()]);
    for violation in check(catalog, actions).err().unwrap_or_default() {
        let holders = sites.iter().enumerate().filter(|(_, site)| violation.path.starts_with(&site.path));
        match holders.min_by_key(|(_, site)| Reverse(site.path.len())) {
            Some((index, site)) => of_sites[index].push(broken_rule(Some(site), &violation)),
            None => of_flow.push(broken_rule(None, &violation)),
        }
    }
    (of_flow, of_sites)
}

fn broken_rule(site: Option<&Site<'_>>, violation: &Violation) -> Problem {
    let inside = &violation.path[site.map_or(0, |site| site.path.len())..];
    let is_param = inside.first().is_some_and(|first| *first == Segment::Name("params".to_owned()));
    Problem {
        action_id: site.and_then(Site::id).map(str::to_owned),
        path: violation.pointer(),
        code: if is_param { Code::InvalidParams } else { Code::InvalidAction },
        message: violation.contract_message(),
    }
}

fn duplicate<'v>(site: &Site<'v>, seen: &mut HashSet<&'v str>) -> Option<Problem> {
    let id = site.id()?;
    let message =
        || format!("Another action has the id {id} too, so that {{{{actions.{id}}}}} reads whichever ran last");
    (!seen.insert(id)).then(|| site.problem(Code::DuplicateId, &["id"], message()))
}

fn unreachable(site: &Site<'_>) -> Option<Problem> {
    let ender = site.ended_by?;
    let message = format!("This action and what follows it never run: {ender} ends the flow before them");
    Some(site.problem(Code::UnreachableAction, &[], message))
}

fn delay(site: &Site<'_>) -> Option<Problem> {
    let is_delay = site.known.is_some_and(|known| matches!(known.work, Work::Native(Native::Delay)));
    let message = "A run that somebody waits for cannot be delayed: it fails here";
    is_delay.then(|| site.problem(Code::Delay, &[], message.to_owned()))
}
