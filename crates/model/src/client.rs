//! Programs that may ask for access tokens.

use crate::{TenantId, UnixMillis};

/// An API client of one tenant. Its secret is kept only as a hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// What the program sends as `client_id`.
    pub id: String,
    pub tenant: TenantId,
    pub name: String,
    /// The scopes it is granted, e.g. `read:flows`.
    pub scopes: Vec<String>,
    /// SHA-256 of the secret: the secret has 256 bits of chance, so a slow hash adds nothing.
    pub secret_hash: Vec<u8>,
    pub created_at: UnixMillis,
}
