//! How often somebody tried lately: counted here, so that every node counts together. What the counts mean is for
//! the caller to say. Nothing here is audited.

use model::UnixMillis;

use crate::{Db, Result, Store, on_db};

/// One more attempt, and what it is counted by.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    /// A hash of who tries, or of what is tried.
    pub subject: &'a [u8],
    pub now: UnixMillis,
    /// Attempts up to here are forgotten when none came after.
    pub forget_before: UnixMillis,
}

/// Counts, unless the subject is blocked. The database takes one attempt after the other.
const COUNT: &str = "INSERT INTO throttles (subject, attempts, blocked_until, last_at) VALUES ($1, 1, 0, $2)
    ON CONFLICT (subject) DO UPDATE
    SET attempts = CASE WHEN throttles.last_at <= $3 THEN 1 ELSE throttles.attempts + 1 END, last_at = $2
    WHERE throttles.blocked_until <= $2
    RETURNING attempts";
const BLOCK: &str = "UPDATE throttles SET blocked_until = $2 WHERE subject = $1";
const BLOCKED: &str = "SELECT blocked_until FROM throttles WHERE subject = $1";
const FORGIVE: &str = "UPDATE throttles SET attempts = attempts - 1 WHERE subject = $1 AND attempts > 0";
const FORGET: &str = "DELETE FROM throttles WHERE subject = $1";
const FORGET_OLD: &str = "DELETE FROM throttles WHERE last_at <= $1";

impl Store {
    /// Counts an attempt, and blocks the subject from then on until `block(how many attempts there were)`. Gives the
    /// end of an earlier block, and counts nothing, while it lasts.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn count_attempt(
        &self,
        attempt: Attempt<'_>,
        block: impl Fn(i64) -> UnixMillis,
    ) -> Result<Option<UnixMillis>> {
        let Attempt { subject, now, forget_before } = attempt;
        let blocked: Option<i64> = on_db!(self, write change => {
            let count = sqlx::query_scalar(COUNT).bind(subject).bind(now.0).bind(forget_before.0);
            match count.fetch_optional(&mut *change).await? {
                Some(attempts) => {
                    sqlx::query(BLOCK).bind(subject).bind(block(attempts).0).execute(&mut *change).await?;
                    None
                }
                None => sqlx::query_scalar(BLOCKED).bind(subject).fetch_optional(&mut *change).await?,
            }
        });
        Ok(blocked.map(UnixMillis))
    }

    /// Takes one attempt back: it was a good one.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn forgive_attempt(&self, subject: &[u8]) -> Result<()> {
        on_db!(self, write change => sqlx::query(FORGIVE).bind(subject).execute(&mut *change).await?.rows_affected());
        Ok(())
    }

    /// Forgets all attempts of one subject, and those of everyone who made none after `forget_before`.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn forget_attempts(&self, subject: &[u8], forget_before: UnixMillis) -> Result<()> {
        on_db!(self, write change => {
            sqlx::query(FORGET_OLD).bind(forget_before.0).execute(&mut *change).await?;
            sqlx::query(FORGET).bind(subject).execute(&mut *change).await?.rows_affected()
        });
        Ok(())
    }
}
