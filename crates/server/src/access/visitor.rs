//! A person who is signed in, before it is known which tenant they mean.

use axum::{extract::FromRequestParts, http::request::Parts};
use model::{Actor, Person, Session};

use crate::error::{Error, Result};

/// A person with a session.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub person: Person,
    pub session: Session,
}

impl Visitor {
    /// How the audit log names them.
    pub fn actor(&self) -> Actor {
        Actor::Person(self.person.id.clone())
    }
}

/// Admission puts the visitor there; a route without admission has none and refuses everyone.
impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        parts.extensions.get::<Self>().cloned().ok_or(Error::Unauthorized("Missing authentication"))
    }
}
