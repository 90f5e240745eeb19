//! The 32 bytes of any of our keys, unprotected: wiped on drop, never shown.

use std::fmt;

use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use model::Rng;
use zeroize::Zeroizing;

/// The bytes of a key.
pub(crate) const LENGTH: usize = 32;

// On the heap, because moving an array leaves its old bytes behind on the stack.
pub(crate) struct PlainKey(Box<Zeroizing<[u8; LENGTH]>>);

impl PlainKey {
    pub(crate) fn generate(rng: &Rng) -> Self {
        let mut key = Self(Box::default());
        rng.fill(key.0.as_mut_slice());
        key
    }

    /// `None` when `bytes` are not exactly 32.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut key = Self(Box::default());
        (bytes.len() == LENGTH).then(|| key.0.copy_from_slice(bytes))?;
        Some(key)
    }

    pub(crate) fn bytes(&self) -> &[u8; LENGTH] {
        &self.0
    }

    pub(crate) fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.bytes().into())
    }
}

impl fmt::Debug for PlainKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[key]")
    }
}
