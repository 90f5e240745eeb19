//! `/api/v2/flowvault/settings/events`: where a tenant hears of what happens to its connections.

pub(crate) mod delete;
pub(crate) mod put;
pub(crate) mod show;
pub(crate) mod test;
mod view;
