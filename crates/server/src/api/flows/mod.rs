//! `/api/v2/flows`: flows, and below it their executions and the vault.

mod body;
pub(crate) mod catalog;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod executions;
pub(crate) mod list;
pub(crate) mod problems;
pub(crate) mod show;
pub(crate) mod update;
pub(crate) mod vault;
mod view;

pub(crate) use body::{ActionBody, check, name, name_schema};

/// What callers are told about a flow that is not theirs or not there.
pub(crate) const NOT_FOUND: &str = "Flow not found";
