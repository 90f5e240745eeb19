//! Whose data it is.

use crate::{TenantId, UnixMillis};

/// A tenant: everything stored belongs to exactly one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    pub id: TenantId,
    /// Unique, what people type: `default`.
    pub name: String,
    pub created_at: UnixMillis,
}
