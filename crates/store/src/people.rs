//! People who sign in, and the link by which the first of them comes in.

use std::str::FromStr;

use model::{AuditLine, PasswordHash, Person, PersonId, Role, Session, UnixMillis};
use sqlx::FromRow;

use crate::{Db, Error, Result, Store, on_db, sessions, system};

/// The first person, and what they come with.
#[derive(Clone, Debug)]
pub struct FirstPerson {
    pub person: Person,
    pub password: PasswordHash,
    /// They are signed in at once.
    pub session: Session,
    /// SHA-256 of the token in the link they followed.
    pub link_hash: Vec<u8>,
    /// Links as old as this are good no more.
    pub dead_before: UnixMillis,
}

#[derive(FromRow)]
struct Row {
    id: String,
    email: String,
    password_hash: String,
    everywhere: Option<String>,
    created_at: i64,
}

const ANYONE: &str = "SELECT EXISTS (SELECT 1 FROM people)";
const INSERT: &str =
    "INSERT INTO people (id, email, password_hash, everywhere, created_at) VALUES ($1, $2, $3, $4, $5)";
const FOR_LOGIN: &str = "SELECT id, email, password_hash, everywhere, created_at FROM people WHERE email = $1";
const INSERT_LINK: &str = "INSERT INTO setup_links (token_hash, created_at) VALUES ($1, $2)";
const LINK: &str = "SELECT EXISTS (SELECT 1 FROM setup_links WHERE token_hash = $1 AND created_at > $2)";
const DELETE_DEAD_LINKS: &str = "DELETE FROM setup_links WHERE created_at <= $1";
/// Uses all links up, if one of them is this: of two who hurry, the second finds none left.
const USE_LINKS: &str = "DELETE FROM setup_links WHERE created_at > $2
    AND EXISTS (SELECT 1 FROM setup_links WHERE token_hash = $1 AND created_at > $2)";

impl Store {
    /// Whether anyone can sign in at all.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn has_people(&self) -> Result<bool> {
        Ok(on_db!(self, read pool => sqlx::query_scalar(ANYONE).fetch_one(pool).await?))
    }

    /// Keeps a new set-up link and forgets those as old as `dead_before`; `false` when there is a person already.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn create_setup_link(
        &self,
        hash: &[u8],
        now: UnixMillis,
        dead_before: UnixMillis,
        line: AuditLine,
    ) -> Result<bool> {
        let owner = system();
        let kept = on_db!(self, audit(owner, line) change => {
            sqlx::query(DELETE_DEAD_LINKS).bind(dead_before.0).execute(&mut *change).await?;
            if sqlx::query_scalar(ANYONE).fetch_one(&mut *change).await? {
                None
            } else {
                Some(sqlx::query(INSERT_LINK).bind(hash).bind(now.0).execute(&mut *change).await?.rows_affected())
            }
        });
        Ok(kept.is_some())
    }

    /// Whether a set-up link is good: made after `dead_before` and not used.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn has_setup_link(&self, hash: &[u8], dead_before: UnixMillis) -> Result<bool> {
        Ok(on_db!(self, read pool => {
            sqlx::query_scalar(LINK).bind(hash).bind(dead_before.0).fetch_one(pool).await?
        }))
    }

    /// Uses the link up and makes the first person, signed in; `false` when the link is not good or there is a
    /// person already.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn create_first_person(&self, first: &FirstPerson, line: AuditLine) -> Result<bool> {
        let FirstPerson { person, password, session, link_hash, dead_before } = first;
        let owner = system();
        let made = on_db!(self, audit(owner, line) change => {
            let links = sqlx::query(USE_LINKS).bind(link_hash).bind(dead_before.0);
            let was_good = links.execute(&mut *change).await?.rows_affected() > 0;
            if !was_good || sqlx::query_scalar(ANYONE).fetch_one(&mut *change).await? {
                None
            } else {
                let insert = sqlx::query(INSERT).bind(person.id.as_str()).bind(&person.email).bind(password.as_phc());
                let insert = insert.bind(person.everywhere.map(Role::as_str)).bind(person.created_at.0);
                insert.execute(&mut *change).await?;
                let insert = sqlx::query(sessions::INSERT).bind(&session.token_hash).bind(session.person.as_str());
                let insert = insert.bind(session.created_at.0).bind(session.seen_at.0);
                Some(insert.execute(&mut *change).await?.rows_affected())
            }
        });
        Ok(made.is_some())
    }

    /// Makes another person.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the e-mail is in use.
    pub async fn create_person(&self, person: &Person, password: &PasswordHash, line: AuditLine) -> Result<()> {
        let made = self.insert_person(person, password, line).await;
        made.map_err(|error| error.or_conflict("a person with this e-mail"))
    }

    async fn insert_person(&self, person: &Person, password: &PasswordHash, line: AuditLine) -> Result<()> {
        let owner = system();
        on_db!(self, audit(owner, line) change => {
            let insert = sqlx::query(INSERT).bind(person.id.as_str()).bind(&person.email).bind(password.as_phc());
            let insert = insert.bind(person.everywhere.map(Role::as_str)).bind(person.created_at.0);
            Some(insert.execute(&mut *change).await?.rows_affected())
        });
        Ok(())
    }

    /// The person with this e-mail, which is given in lower case, and what proves their password.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn person_for_login(&self, email: &str) -> Result<Option<(Person, PasswordHash)>> {
        let row: Option<Row> =
            on_db!(self, read pool => sqlx::query_as(FOR_LOGIN).bind(email).fetch_optional(pool).await?);
        row.map(|mut row| {
            let password = PasswordHash::from_phc(std::mem::take(&mut row.password_hash));
            Ok((person(row.id, row.email, row.everywhere, row.created_at)?, password))
        })
        .transpose()
    }
}

/// A person from the columns of a row.
pub(crate) fn person(id: String, email: String, everywhere: Option<String>, created_at: i64) -> Result<Person> {
    let everywhere = everywhere.as_deref().map(role).transpose()?;
    Ok(Person { id: PersonId::from_stored(id), email, everywhere, created_at: UnixMillis(created_at) })
}

/// A role as it is stored.
pub(crate) fn role(name: &str) -> Result<Role> {
    Role::from_str(name).map_err(|error| Error::Broken(sqlx::Error::Decode(error.into())))
}
