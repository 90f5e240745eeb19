//! Why the database did not do what it was asked, told as what the caller does next.

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something of that name is there already.
    #[error("{0} exists already")]
    Conflict(&'static str),
    /// The database is away or overloaded: the same call may work later.
    #[error("the database cannot be reached: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// The configured URL is not one of a database.
    #[error("the database URL is not usable: {0}")]
    BadUrl(String),
    /// The database belongs to another release.
    #[error("the database cannot be used: {0}")]
    Schema(String),
    /// Damaged data or a fault of ours: repeating will not help.
    #[error("the database refused: {0}")]
    Broken(#[source] sqlx::Error),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error),
            sqlx::Error::Database(cause) if is_passing(cause.code().as_deref()) => Self::Unavailable(error),
            _ => Self::Broken(error),
        }
    }
}

/// SQLite's BUSY and LOCKED; PostgreSQL's classes 08 (connection), 53 (resources), 57P (shutting down).
fn is_passing(code: Option<&str>) -> bool {
    code.is_some_and(|code| {
        matches!(code, "5" | "6" | "261" | "517") || ["08", "53", "57P"].iter().any(|class| code.starts_with(class))
    })
}

impl Error {
    /// The same error, as a conflict over `what` if it is one.
    pub(crate) fn or_conflict(self, what: &'static str) -> Self {
        match &self {
            Self::Broken(sqlx::Error::Database(cause)) if cause.is_unique_violation() => Self::Conflict(what),
            _ => self,
        }
    }
}
