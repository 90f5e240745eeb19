//! Problems of the connections that actions name.

use std::collections::BTreeSet;

use catalog::{Catalog, ConnectionUse};
use model::ConnectionId;
use serde_json::Value;

use super::{
    Code, Connections, Problem,
    sites::{Site, sites},
};

/// The param that names a connection.
const PARAM: &str = "connection_id";

/// Every connection that an action of `actions` names as its own.
pub(crate) fn named(catalog: &Catalog, actions: &Value) -> BTreeSet<ConnectionId> {
    sites(catalog, actions).iter().filter_map(|site| id(wanted(site)?.1)).collect()
}

/// What is wrong with the connection of one action. A template says only at run which connection it means.
pub(super) fn problem(catalog: &Catalog, site: &Site<'_>, connections: &Connections) -> Option<Problem> {
    let (needed, named) = wanted(site)?;
    let problem = |code, message| Some(site.problem(code, &["params", PARAM], message));
    match named {
        // What must be there to be saved is missed by the check of the params.
        Value::Null if needed == ConnectionUse::AtRun => {
            problem(Code::MissingConnection, "This action needs a connection when it runs: choose one".to_owned())
        }
        Value::String(text) if !text.contains("{{") => {
            let known = id(named).and_then(|id| connections.get(&id));
            let integration = site.action["type"].as_str().unwrap_or_default();
            match known {
                None => problem(
                    Code::UnknownConnection,
                    format!("There is no connection {text}; if it was deleted, choose another"),
                ),
                Some(known) if known.app_id != integration => {
                    let name = |id: &str| catalog.integration(id).map_or(id.to_owned(), |known| known.name.clone());
                    let (is, needs) = (name(&known.app_id), name(integration));
                    let message =
                        format!("{:?} is a connection of {is}, and this action needs one of {needs}", known.name);
                    problem(Code::WrongConnection, message)
                }
                Some(known) if !known.ready => problem(
                    Code::EmptyConnection,
                    format!("The connection {:?} has no credentials yet: enter them", known.name),
                ),
                Some(_) => None,
            }
        }
        _ => None,
    }
}

/// Whether the action needs a connection, and what it says about it. `None` for one that takes no connection.
fn wanted<'v>(site: &Site<'v>) -> Option<(ConnectionUse, &'v Value)> {
    let needed = site.known?.connection;
    (needed != ConnectionUse::None).then(|| (needed, &site.action["params"][PARAM]))
}

fn id(named: &Value) -> Option<ConnectionId> {
    named.as_str().filter(|text| is_plain(text)).and_then(ConnectionId::parse)
}

/// Not a template, and a text that a database can be asked for: none stores a NUL.
fn is_plain(text: &str) -> bool {
    !text.contains("{{") && !text.contains('\0')
}
