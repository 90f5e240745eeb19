//! Why the vault did not do what it was asked, told as what the caller does next.

use std::sync::Arc;

use catalog::schema::Violation;

/// What went wrong while managing connections and tenants.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The body does not fit what the integration declares: show it to whoever sent it.
    #[error("the setup does not fit the integration")]
    Invalid(Vec<Violation>),
    /// The service itself refused the credentials of a setup that is checked before it is saved.
    #[error("the service refused these credentials: {said}")]
    Refused { said: String },
    /// The name is in use.
    #[error("{0} exists already")]
    Taken(&'static str),
    /// The database was sealed under another root key: start with that one.
    #[error("the database needs the root key {needed}, but the key given is {given}")]
    WrongRootKey { needed: String, given: String },
    /// The database is away; the same call may work later.
    #[error("the database cannot be reached")]
    Unavailable(#[source] anyhow::Error),
    /// Damaged data or a fault of ours: repeating will not help.
    #[error("internal fault")]
    Broken(#[source] anyhow::Error),
}

impl Error {
    /// An error that several callers met together.
    pub(crate) fn shared(error: Arc<Self>) -> Self {
        Arc::try_unwrap(error).unwrap_or_else(|error| match &*error {
            Self::Unavailable(_) => Self::Unavailable(anyhow::Error::new(error)),
            _ => Self::Broken(anyhow::Error::new(error)),
        })
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Conflict(what) => Self::Taken(what),
            error @ store::Error::Unavailable(_) => Self::Unavailable(error.into()),
            error => Self::Broken(error.into()),
        }
    }
}

impl From<seal::Error> for Error {
    fn from(error: seal::Error) -> Self {
        Self::Broken(error.into())
    }
}
