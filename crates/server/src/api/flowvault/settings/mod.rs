//! `/api/v2/flowvault/settings`: what the owners of a tenant decide about it.

pub(crate) mod events;
