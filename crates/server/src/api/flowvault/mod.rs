//! `/api/v2/flowvault`: the installation itself, its people and tenants. Ours alone, beside the contract.

mod peer;
pub(crate) mod session;
pub(crate) mod setup;
pub(crate) mod tenants;
