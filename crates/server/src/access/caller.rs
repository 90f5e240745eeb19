//! Who sent a request. A handler that names [`Caller`] has an authenticated one, and asks it for the right it needs.

use axum::{extract::FromRequestParts, http::request::Parts};
use model::{Actor, PersonId, TenantId};

use super::{Scope, Scopes};
use crate::error::{Error, Result};

/// The authenticated sender of a request.
#[derive(Clone, Debug)]
pub struct Caller {
    tenant: TenantId,
    actor: Actor,
    scopes: Scopes,
}

impl Caller {
    /// A program with a token.
    pub(super) fn client(tenant: TenantId, id: String, scopes: Scopes) -> Self {
        Self { tenant, actor: Actor::Client(id), scopes }
    }

    /// A person with a session, at work in one tenant.
    pub(super) fn person(tenant: TenantId, id: PersonId, scopes: Scopes) -> Self {
        Self { tenant, actor: Actor::Person(id), scopes }
    }

    /// The caller's tenant, handed out only against the right that the operation needs.
    ///
    /// # Errors
    /// [`Error::Scope`] when the caller lacks the right.
    pub fn may(&self, scope: Scope) -> Result<&TenantId> {
        self.may_any(&[scope])
    }

    /// The same for an operation that needs one of several rights.
    ///
    /// # Errors
    /// [`Error::Scope`] when the caller has none of them.
    pub fn may_any(&self, scopes: &[Scope]) -> Result<&TenantId> {
        let is_allowed = scopes.iter().any(|scope| self.scopes.contains(*scope));
        if is_allowed { Ok(&self.tenant) } else { Err(Error::Scope(scopes.to_vec())) }
    }

    /// How the audit log names the caller.
    pub fn actor(&self) -> Actor {
        self.actor.clone()
    }
}

/// Admission puts the caller there; a route without admission has none and refuses everyone.
impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        parts.extensions.get::<Self>().cloned().ok_or(Error::Unauthorized("Missing authentication"))
    }
}
