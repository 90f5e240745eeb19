//! `/api/v2/flowvault`: the installation itself, its people and tenants. Ours alone, beside the contract.

pub(crate) mod audit;
pub(crate) mod events;
mod peer;
pub(crate) mod session;
pub(crate) mod settings;
pub(crate) mod setup;
pub(crate) mod tenants;
