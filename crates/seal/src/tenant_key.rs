//! A tenant's key: random, stored only wrapped, and the only thing that seals the tenant's values.

use model::{KeyId, Rng};
use zeroize::Zeroizing;

use crate::{
    Error,
    plain_key::{self, PlainKey},
};

/// One of a tenant's keys, ready for use in a [`crate::KeyRing`].
#[derive(Debug)]
pub struct TenantKey {
    id: KeyId,
    pub(crate) key: PlainKey,
}

impl TenantKey {
    /// A new key under a new id.
    pub fn generate(rng: &Rng) -> Self {
        Self { id: KeyId::new(rng), key: PlainKey::generate(rng) }
    }

    /// What sealed bytes call this key.
    pub fn id(&self) -> &KeyId {
        &self.id
    }

    /// What gets wrapped: the key, then its id. The id travels inside, so that a key can never come back
    /// under another key's name.
    pub(crate) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([self.key.bytes(), self.id.as_str().as_bytes()].concat())
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let (key, id) = bytes.split_at_checked(plain_key::LENGTH).ok_or(Error::Damaged)?;
        let key = PlainKey::from_bytes(key).ok_or(Error::Damaged)?;
        let id = std::str::from_utf8(id).ok().and_then(KeyId::parse).ok_or(Error::Damaged)?;
        Ok(Self { id, key })
    }
}
