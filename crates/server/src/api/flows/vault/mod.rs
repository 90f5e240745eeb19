//! `/api/v2/flows/vault`

pub(crate) mod connections;
pub(crate) mod oauth_clients;
