//! `/api/v2/flowvault/tenants`

pub(crate) mod create;
pub(crate) mod list;
mod view;
