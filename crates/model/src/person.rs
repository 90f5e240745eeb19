//! People who sign in to the console, and what they may do in which tenant.

use std::{fmt, str::FromStr};

use crate::{PersonId, UnixMillis};

/// What a person may do in a tenant, from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Sees everything, changes nothing.
    Viewer,
    /// Changes flows and connections, and runs flows.
    Editor,
    /// Everything.
    Owner,
}

impl Role {
    /// Every role, from the least to the most.
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Editor, Self::Owner];

    /// The name on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Editor => "editor",
            Self::Owner => "owner",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The name is none of the three.
#[derive(Debug, thiserror::Error)]
#[error("a role is owner, editor or viewer")]
pub struct UnknownRole;

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(name: &str) -> Result<Self, UnknownRole> {
        Self::ALL.into_iter().find(|role| role.as_str() == name).ok_or(UnknownRole)
    }
}

/// Someone who can sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    /// In lower case: two people do not differ by capitals.
    pub email: String,
    /// The role in every tenant, also those made later. `None` for those who belong to some tenants only.
    pub everywhere: Option<Role>,
    pub created_at: UnixMillis,
}

/// An Argon2id hash with its salt and parameters, as text.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Takes a hash in PHC string format: `$argon2id$v=19$…`.
    pub fn from_phc(text: String) -> Self {
        Self(text)
    }

    /// The text to store and to verify with.
    pub fn as_phc(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[password hash]")
    }
}

/// One sign-in of a person, from one browser. Its token is kept only as a hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the token in the cookie.
    pub token_hash: Vec<u8>,
    pub person: PersonId,
    pub created_at: UnixMillis,
    /// About when it was last used: written down at most every few minutes.
    pub seen_at: UnixMillis,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_read_back_from_its_name() {
        assert!(Role::ALL.iter().all(|role| role.as_str().parse::<Role>().is_ok_and(|read| read == *role)));
        assert!("admin".parse::<Role>().is_err());
    }

    #[test]
    fn a_role_includes_the_ones_below() {
        assert!(Role::Viewer < Role::Editor && Role::Editor < Role::Owner);
    }

    #[test]
    fn printing_a_password_hash_shows_none_of_it() {
        assert_eq!(format!("{:?}", PasswordHash::from_phc("$argon2id$x".to_owned())), "[password hash]");
    }
}
