//! Envelope encryption: a root key wraps tenant keys, tenant keys seal values, and every sealed value
//! opens only at the [`Place`] it was sealed for.
//!
//! There is no unsealed mode: without a key there is nothing to call. Nothing here reads a file or an environment
//! variable; the format is described byte by byte in `docs/decisions/0001-sealed-format.md`.

mod error;
mod key_ring;
mod place;
mod plain_key;
mod root_key;
mod sealed;
mod tenant_key;

pub use error::Error;
pub use key_ring::KeyRing;
pub use place::Place;
pub use root_key::RootKey;
pub use sealed::{Sealed, WrappedKey};
pub use tenant_key::TenantKey;
