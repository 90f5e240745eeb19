//! One tenant's keys: the active one seals, every one of them opens.

use model::{KeyId, Rng};
use zeroize::Zeroizing;

use crate::{Error, Place, Sealed, TenantKey};

/// The keys of one tenant. Never empty, so sealing always has a key.
#[derive(Debug)]
pub struct KeyRing {
    active: TenantKey,
    older: Vec<TenantKey>,
}

impl KeyRing {
    /// A ring that seals with `active` and still opens what the `older` keys sealed.
    pub fn new(active: TenantKey, older: Vec<TenantKey>) -> Self {
        Self { active, older }
    }

    /// The id of the key that seals.
    pub fn active_id(&self) -> &KeyId {
        self.active.id()
    }

    /// Seals `secret` for `place` under the active key.
    ///
    /// # Errors
    /// [`Error::TooLong`] beyond the cipher's 256 GiB.
    pub fn seal(&self, rng: &Rng, place: Place<'_>, secret: &[u8]) -> Result<Sealed, Error> {
        Sealed::close(&self.active.key, self.active.id().as_str(), rng, place, secret)
    }

    /// Opens what was sealed for `place`.
    ///
    /// # Errors
    /// [`Error::UnknownKey`] when the bytes name a key outside this ring, else [`Error::Damaged`].
    pub fn open(&self, place: Place<'_>, sealed: &Sealed) -> Result<Zeroizing<Vec<u8>>, Error> {
        let id = sealed.key_id()?;
        let key = self.find(id).ok_or_else(|| Error::UnknownKey { id: id.to_owned() })?;
        sealed.open(&key.key, place)
    }

    fn find(&self, id: &str) -> Option<&TenantKey> {
        std::iter::once(&self.active).chain(&self.older).find(|key| key.id().as_str() == id)
    }
}
