//! Who sent a request. A handler that names [`Caller`] has an authenticated one, and asks it for the right it needs.

use axum::{extract::FromRequestParts, http::request::Parts};
use model::{Actor, TenantId};

use super::{Scope, Scopes};
use crate::error::{Error, Result};

/// The authenticated sender of a request.
#[derive(Clone, Debug)]
pub struct Caller {
    tenant: TenantId,
    client: String,
    scopes: Scopes,
}

impl Caller {
    pub(super) fn new(tenant: TenantId, client: String, scopes: Scopes) -> Self {
        Self { tenant, client, scopes }
    }

    /// The caller's tenant, handed out only against the right that the operation needs.
    ///
    /// # Errors
    /// [`Error::Scope`] when the caller lacks the right.
    pub fn may(&self, scope: Scope) -> Result<&TenantId> {
        if self.scopes.contains(scope) { Ok(&self.tenant) } else { Err(Error::Scope(scope)) }
    }

    /// How the audit log names the caller.
    pub fn actor(&self) -> Actor {
        Actor::Client(self.client.clone())
    }

    /// The client's id, for logs and rate limits.
    pub fn client_id(&self) -> &str {
        &self.client
    }
}

/// Admission puts the caller there; a route without admission has none and refuses everyone.
impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        parts.extensions.get::<Self>().cloned().ok_or(Error::Unauthorized("Missing authentication"))
    }
}
