//! `/api/v2/flows/vault`

pub(crate) mod connections;
