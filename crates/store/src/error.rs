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
            sqlx::Error::Database(cause) if cause.code().is_some_and(|code| is_passing(&code)) => {
                Self::Unavailable(error)
            }
            _ => Self::Broken(error),
        }
    }
}

/// Whether the same call may work later. PostgreSQL's codes have five characters: classes 08 (connection), 40 (lost to
/// another transaction), 53 (resources), 57P (shutting down) and 58 (its disk), 25006 (this server became a standby),
/// and what our limits cut off: 55P03 (lock), 57014 (statement), 25P03 (transaction). SQLite's are numbers whose low
/// byte says BUSY, LOCKED, IOERR, FULL or CANTOPEN.
fn is_passing(code: &str) -> bool {
    if code.len() == 5 {
        return ["08", "25006", "25P03", "40", "53", "55P03", "57014", "57P", "58"]
            .iter()
            .any(|class| code.starts_with(class));
    }
    code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 10 | 13 | 14))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_or_absent_database_may_be_asked_again() {
        assert!(
            ["5", "517", "13", "08006", "25006", "40P01", "53300", "55P03", "57014", "57P01", "58030"]
                .iter()
                .all(|code| is_passing(code))
        );
    }

    #[test]
    fn a_broken_rule_stays_broken() {
        assert!(["19", "531", "1555", "2067", "22021", "23505", "42601"].iter().all(|code| !is_passing(code)));
    }
}
