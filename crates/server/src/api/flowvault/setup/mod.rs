//! `/api/v2/flowvault/setup`: how the first person comes in.

pub(crate) mod create;
pub(crate) mod show;
