//! `/api/v2/flows/vault/connections`: credentials come in and never go out.

pub(crate) mod authorization;
mod body;
pub(crate) mod check;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod list;
pub(crate) mod show;
pub(crate) mod status;
pub(crate) mod update;
pub(crate) mod usage;
mod view;

/// What callers are told about a connection that is not theirs or not there.
const NOT_FOUND: &str = "Connection not found";
