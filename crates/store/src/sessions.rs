//! Who is signed in. A session is found by the hash of its token, which is how its person is found out.

use model::{AuditLine, Person, PersonId, Session, UnixMillis};
use sqlx::FromRow;

use crate::{Db, Result, Store, on_db, people, system};

#[derive(FromRow)]
struct Row {
    token_hash: Vec<u8>,
    created_at: i64,
    seen_at: i64,
    person_id: String,
    email: String,
    everywhere: Option<String>,
    person_since: i64,
}

pub(crate) const INSERT: &str =
    "INSERT INTO sessions (token_hash, person_id, created_at, seen_at) VALUES ($1, $2, $3, $4)";
const DELETE_DEAD: &str = "DELETE FROM sessions WHERE seen_at <= $1";
const ONE: &str = "SELECT s.token_hash, s.created_at, s.seen_at,
        p.id AS person_id, p.email, p.everywhere, p.created_at AS person_since
    FROM sessions s JOIN people p ON p.id = s.person_id WHERE s.token_hash = $1";
const TOUCH: &str = "UPDATE sessions SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $2";
const DELETE: &str = "DELETE FROM sessions WHERE token_hash = $1";

impl Store {
    /// Signs a person in, and forgets every session that nobody used since `dead_before`.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn create_session(&self, session: &Session, dead_before: UnixMillis, line: AuditLine) -> Result<()> {
        let owner = system();
        on_db!(self, audit(owner, line) change => {
            sqlx::query(DELETE_DEAD).bind(dead_before.0).execute(&mut *change).await?;
            let insert = sqlx::query(INSERT).bind(&session.token_hash).bind(session.person.as_str());
            let insert = insert.bind(session.created_at.0).bind(session.seen_at.0);
            Some(insert.execute(&mut *change).await?.rows_affected())
        });
        Ok(())
    }

    /// The session whose token has this hash, and its person. Whether it is still good is for the caller to say.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn session(&self, token_hash: &[u8]) -> Result<Option<(Session, Person)>> {
        let row: Option<Row> =
            on_db!(self, read pool => sqlx::query_as(ONE).bind(token_hash).fetch_optional(pool).await?);
        row.map(session).transpose()
    }

    /// Notes that a session was used. Not audited: it changes nothing but how long the session lasts.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn touch_session(&self, token_hash: &[u8], at: UnixMillis) -> Result<()> {
        on_db!(self, write change => {
            sqlx::query(TOUCH).bind(token_hash).bind(at.0).execute(&mut *change).await?.rows_affected()
        });
        Ok(())
    }

    /// Signs out; `false` when there is no such session.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn delete_session(&self, token_hash: &[u8], line: AuditLine) -> Result<bool> {
        let owner = system();
        let deleted = on_db!(self, audit(owner, line) change => {
            let delete = sqlx::query(DELETE).bind(token_hash);
            (delete.execute(&mut *change).await?.rows_affected() > 0).then_some(())
        });
        Ok(deleted.is_some())
    }
}

fn session(row: Row) -> Result<(Session, Person)> {
    let session = Session {
        token_hash: row.token_hash,
        person: PersonId::from_stored(row.person_id.clone()),
        created_at: UnixMillis(row.created_at),
        seen_at: UnixMillis(row.seen_at),
    };
    Ok((session, people::person(row.person_id, row.email, row.everywhere, row.person_since)?))
}
