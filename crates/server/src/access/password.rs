//! Passwords: hashed and verified by Argon2id, a few at a time, away from the threads that serve requests.

use std::{fmt, sync::Arc};

use anyhow::{Context as _, anyhow};
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _},
};
use model::{PasswordHash, Rng};
use tokio::{sync::Semaphore, task::spawn_blocking};
use zeroize::Zeroizing;

use crate::error::{Error, Result};

/// OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Hashes at a time. Each takes a core and 19 MiB: strangers must not get all of either.
const AT_ONCE: usize = 2;
/// What is verified when there is no such person: the same work, and no password fits.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A password in the clear.
pub struct Password(Zeroizing<String>);

impl From<String> for Password {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[password]")
    }
}

/// Hashes and verifies passwords.
pub(super) struct Passwords {
    turns: Arc<Semaphore>,
    rng: Rng,
}

impl Passwords {
    /// Salts come from `rng`.
    pub(super) fn new(rng: Rng) -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)), rng }
    }

    /// What to store of a password.
    ///
    /// # Errors
    /// [`Error::Broken`] when the work cannot be done.
    pub(super) async fn hash(&self, password: Password) -> Result<PasswordHash> {
        let salt: [u8; 16] = self.rng.bytes();
        self.in_turn(move || {
            let hash = argon2().hash_password_with_salt(password.0.as_bytes(), &salt);
            Ok(PasswordHash::from_phc(hash.map_err(|error| anyhow!("{error}"))?.to_string()))
        })
        .await
    }

    /// Whether this is the password behind `hash`. Takes as long without any hash, and then says no.
    ///
    /// # Errors
    /// [`Error::Broken`] when the work cannot be done.
    pub(super) async fn verify(&self, password: Password, hash: Option<PasswordHash>) -> Result<bool> {
        let hash = hash.unwrap_or_else(|| PasswordHash::from_phc(NOBODY.to_owned()));
        self.in_turn(move || Ok(argon2().verify_password(password.0.as_bytes(), hash.as_phc()).is_ok())).await
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> anyhow::Result<T> + Send + 'static) -> Result<T> {
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let turn = turn.context("nobody closes the turns").map_err(Error::Broken)?;
        // The turn moves along: a caller who hangs up does not stop the work, so it must not make room either.
        let done = spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        done.await.context("hashing a password panicked").and_then(|done| done).map_err(Error::Broken)
    }
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the figures above are within Argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Password {
        Password::from(text.to_owned())
    }

    #[tokio::test]
    async fn only_the_password_itself_is_behind_its_hash() {
        let passwords = Passwords::new(Rng::seeded(1));
        let hash = passwords.hash(password("correct horse")).await.unwrap();
        assert!(passwords.verify(password("correct horse"), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify(password("correct horsf"), Some(hash)).await.unwrap());
    }

    #[tokio::test]
    async fn two_hashes_of_one_password_differ() {
        let passwords = Passwords::new(Rng::seeded(1));
        let (one, other) =
            (passwords.hash(password("same")).await.unwrap(), passwords.hash(password("same")).await.unwrap());
        assert_ne!(one, other);
    }

    #[tokio::test]
    async fn nobody_costs_as_much_as_somebody_and_has_no_password() {
        let passwords = Passwords::new(Rng::seeded(1));
        let real = passwords.hash(password("real")).await.unwrap();
        let lengths = |phc: &str| phc.split('$').skip(4).map(str::len).collect::<Vec<_>>();
        assert_eq!(lengths(real.as_phc()), lengths(NOBODY), "salt and hash");
        let settings = |phc: &str| phc.split('$').take(4).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(settings(real.as_phc()), settings(NOBODY));
        assert!(!passwords.verify(password(""), None).await.unwrap());
    }

    #[test]
    fn printing_a_password_shows_none_of_it() {
        assert_eq!(format!("{:?}", password("secret")), "[password]");
    }
}
