//! `/api/v2/flows/{flow_id}/executions`: running a flow, and the records of its runs.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod list;
pub(crate) mod show;
mod view;

/// What callers are told about an execution that is not theirs or not there.
const NOT_FOUND: &str = "Execution not found";
