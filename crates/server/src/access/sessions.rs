//! People at the console: how they sign in, how their cookie is turned into a [`Visitor`] or a [`Caller`], and when a
//! session ends.

use std::{net::IpAddr, time::Duration};

use axum::http::{HeaderMap, Method};
use model::{Actor, AuditLine, Clock, PasswordHash, Person, PersonId, Rng, Role, Session, UnixMillis};
use store::{FirstPerson, Store};
use url::Url;

use super::{
    Caller, Password, Ticket, Visitor, cookie,
    password::Passwords,
    role,
    same_origin::{Origin, origin},
    throttle::Throttle,
};
use crate::error::{Error, Result};

/// A session nobody uses ends after this long.
const IDLE: Duration = Duration::from_hours(12);
/// Every session ends after this long.
const LONGEST: Duration = Duration::from_hours(24 * 7);
/// Being seen is written down this rarely: reading pages must not become writing to the database.
const SEEN_EVERY: Duration = Duration::from_mins(5);
/// How long a set-up link is good.
const LINK: Duration = Duration::from_hours(24);

/// Names the tenant a person means. No form of another site can send it.
const TENANT: &str = "x-flowvault-tenant";

/// Who someone claims to be.
pub struct SignIn {
    pub email: String,
    pub password: Password,
    /// Where they are, if that is known.
    pub address: Option<IpAddr>,
}

/// Signs people in and recognises them.
pub struct Sessions {
    store: Store,
    clock: Clock,
    rng: Rng,
    passwords: Passwords,
    throttle: Throttle,
    public_url: Option<Url>,
}

impl Sessions {
    /// Sessions kept in `store`. Pages come from the host a request names, or from `public_url`.
    pub fn new(store: Store, clock: Clock, rng: Rng, public_url: Option<Url>) -> Self {
        let throttle = Throttle::new(store.clone(), clock.clone());
        Self { passwords: Passwords::new(rng.clone()), store, clock, rng, throttle, public_url }
    }

    /// Signs in.
    ///
    /// # Errors
    /// [`Error::Unauthorized`], in the same words and after the same work whether the e-mail or the password is wrong;
    /// [`Error::Throttled`] after too many tries.
    pub async fn sign_in(&self, claim: SignIn) -> Result<(Ticket, Visitor)> {
        let SignIn { email, password, address } = claim;
        self.throttle.count_address(address).await?;
        self.throttle.count_email(&email).await?;
        let (person, hash) = self.store.person_for_login(&email).await?.unzip();
        let is_right = self.passwords.verify(password, hash).await?;
        let person = person.filter(|_| is_right).ok_or(Error::Unauthorized("Wrong e-mail or password"))?;
        self.throttle.forgive(address, &email).await?;
        let (ticket, session) = self.new_session(&person.id);
        let line = AuditLine::new(&self.rng, Actor::Person(person.id.clone()), "session.create", person.id.as_str());
        self.store.create_session(&session, self.clock.now().minus(IDLE), line).await?;
        Ok((ticket, Visitor { person, session }))
    }

    /// Signs out.
    ///
    /// # Errors
    /// The database's.
    pub async fn sign_out(&self, visitor: &Visitor) -> Result<()> {
        let line = AuditLine::new(&self.rng, visitor.actor(), "session.delete", visitor.person.id.as_str());
        self.store.delete_session(&visitor.session.token_hash, line).await?;
        Ok(())
    }

    /// Makes a set-up link's token; `None` when there is a person already.
    ///
    /// # Errors
    /// The database's.
    pub async fn new_setup_link(&self, actor: Actor) -> Result<Option<Ticket>> {
        let ticket = Ticket::generate(&self.rng);
        let now = self.clock.now();
        let line = AuditLine::new(&self.rng, actor, "setup_link.create", "system");
        let made = self.store.create_setup_link(&ticket.hash(), now, now.minus(LINK), line).await?;
        Ok(made.then_some(ticket))
    }

    /// Makes the first person, who owns everything, and signs them in.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when the link is not good, [`Error::Throttled`] after too many tries.
    pub async fn set_up(&self, link: &Ticket, claim: SignIn) -> Result<(Ticket, Visitor)> {
        const NOT_GOOD: Error = Error::Forbidden("This set-up link is wrong, used or too old");
        let SignIn { email, password, address } = claim;
        self.throttle.count_address(address).await?;
        let dead_before = self.clock.now().minus(LINK);
        if !self.store.has_setup_link(&link.hash(), dead_before).await? {
            return Err(NOT_GOOD);
        }
        let password = self.passwords.hash(password).await?;
        let person = self.new_person(email, Some(Role::Owner));
        let (ticket, session) = self.new_session(&person.id);
        let visitor = Visitor { person: person.clone(), session: session.clone() };
        let line = AuditLine::new(&self.rng, visitor.actor(), "person.create", person.id.as_str());
        let first = FirstPerson { person, password, session, link_hash: link.hash(), dead_before };
        if self.store.create_first_person(&first, line).await? { Ok((ticket, visitor)) } else { Err(NOT_GOOD) }
    }

    /// A person to be stored, and what to store of their password.
    ///
    /// # Errors
    /// [`Error::Broken`] when the password cannot be hashed.
    pub async fn person(
        &self,
        email: String,
        password: Password,
        everywhere: Option<Role>,
    ) -> Result<(Person, PasswordHash)> {
        let hash = self.passwords.hash(password).await?;
        Ok((self.new_person(email, everywhere), hash))
    }

    /// Who sent a request with a cookie.
    ///
    /// # Errors
    /// [`Error::Unauthorized`] without a session that is still good, [`Error::CrossOrigin`] when the request would
    /// change something and does not come from our own pages.
    pub async fn visitor(&self, method: &Method, headers: &HeaderMap) -> Result<Visitor> {
        let ticket = cookie::ticket(headers).ok_or(Error::Unauthorized("Missing authentication"))?;
        if !method.is_safe() && origin(headers, self.public_url.as_ref()) != Origin::Own {
            return Err(Error::CrossOrigin);
        }
        let found = self.store.session(&ticket.hash()).await?;
        let now = self.clock.now();
        let (session, person) =
            found.filter(|(session, _)| end(session) > now).ok_or(Error::Unauthorized("The session has ended"))?;
        if now.since(session.seen_at) >= SEEN_EVERY {
            self.store.touch_session(&session.token_hash, now).await?;
            return Ok(Visitor { person, session: Session { seen_at: now, ..session } });
        }
        Ok(Visitor { person, session })
    }

    /// Who sent a request with a cookie that names a tenant.
    ///
    /// # Errors
    /// As [`Sessions::visitor`]; [`Error::TenantHeader`] when no tenant is named, [`Error::Absent`] when it is not
    /// there or not theirs.
    pub async fn caller(&self, method: &Method, headers: &HeaderMap) -> Result<Caller> {
        let visitor = self.visitor(method, headers).await?;
        let name = named_tenant(headers).ok_or(Error::TenantHeader)?;
        let found = self.store.tenant_of_member(&visitor.person, name).await?;
        let (tenant, role) = found.ok_or(Error::Absent("Tenant not found"))?;
        Ok(Caller::person(tenant, visitor.person.id, role::scopes(role)))
    }

    /// Refuses a browser that was led here by a page that is not ours. Programs say nothing about pages.
    ///
    /// # Errors
    /// [`Error::CrossOrigin`].
    pub fn refuse_foreign_pages(&self, headers: &HeaderMap) -> Result<()> {
        match origin(headers, self.public_url.as_ref()) {
            Origin::Foreign => Err(Error::CrossOrigin),
            Origin::Own | Origin::Unknown => Ok(()),
        }
    }

    fn new_person(&self, email: String, everywhere: Option<Role>) -> Person {
        Person { id: PersonId::new(&self.rng), email, everywhere, created_at: self.clock.now() }
    }

    fn new_session(&self, person: &PersonId) -> (Ticket, Session) {
        let ticket = Ticket::generate(&self.rng);
        let now = self.clock.now();
        let session = Session { token_hash: ticket.hash(), person: person.clone(), created_at: now, seen_at: now };
        (ticket, session)
    }
}

/// The tenant that a request names.
pub(crate) fn named_tenant(headers: &HeaderMap) -> Option<&str> {
    headers.get(TENANT).and_then(|name| name.to_str().ok())
}

/// How long a browser keeps the cookie, in seconds: as long as any session can last.
pub(crate) const COOKIE_SECONDS: u64 = LONGEST.as_secs();

/// When a session ends if nobody uses it any more.
pub(crate) fn end(session: &Session) -> UnixMillis {
    session.seen_at.plus(IDLE).min(session.created_at.plus(LONGEST))
}
