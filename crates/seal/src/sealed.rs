//! Sealed bytes, and the one place that makes and opens them:
//! `version (1) ‖ length of key id (1) ‖ key id ‖ nonce (24) ‖ ciphertext ‖ tag (16)`.

use std::fmt;

use chacha20poly1305::aead::{Aead, Payload};
use model::Rng;
use zeroize::Zeroizing;

use crate::{Error, Place, plain_key::PlainKey};

const VERSION: u8 = 1;
/// XChaCha20's nonce, long enough to be drawn at random without ever meeting itself.
const NONCE_LENGTH: usize = 24;

/// A secret in the only form the store accepts.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

/// A tenant key, sealed under the root key.
#[derive(Clone, PartialEq, Eq)]
pub struct WrappedKey(pub(crate) Sealed);

/// Sealed bytes taken apart; nothing in here is trusted until it has been opened.
struct Parts<'a> {
    /// Version and key id with its length: authenticated together with the place.
    header: &'a [u8],
    key_id: &'a str,
    nonce: &'a [u8; NONCE_LENGTH],
    ciphertext: &'a [u8],
}

impl Sealed {
    /// Takes back what [`Sealed::as_bytes`] gave to the database.
    pub fn from_stored(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// What to store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Seals `secret` under `key`.
    pub(crate) fn close(
        key: &PlainKey,
        key_id: &str,
        rng: &Rng,
        place: Place<'_>,
        secret: &[u8],
    ) -> Result<Self, Error> {
        let mut bytes = header(key_id);
        let nonce: [u8; NONCE_LENGTH] = rng.bytes();
        let aad = associated_data(&bytes, place);
        let payload = Payload { msg: secret, aad: &aad };
        let ciphertext = key.cipher().encrypt(&nonce.into(), payload).map_err(|_| Error::TooLong)?;
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(&ciphertext);
        Ok(Self(bytes))
    }

    /// Opens with `key`, which the caller chose by [`Sealed::key_id`].
    pub(crate) fn open(&self, key: &PlainKey, place: Place<'_>) -> Result<Zeroizing<Vec<u8>>, Error> {
        let parts = self.parts().ok_or(Error::Damaged)?;
        let aad = associated_data(parts.header, place);
        let payload = Payload { msg: parts.ciphertext, aad: &aad };
        let secret = key.cipher().decrypt(parts.nonce.into(), payload).map_err(|_| Error::Damaged)?;
        Ok(Zeroizing::new(secret))
    }

    /// The id of the key these bytes say they were sealed under.
    pub(crate) fn key_id(&self) -> Result<&str, Error> {
        self.parts().map(|parts| parts.key_id).ok_or(Error::Damaged)
    }

    fn parts(&self) -> Option<Parts<'_>> {
        let (version, rest) = self.0.split_first()?;
        let (id_length, rest) = rest.split_first()?;
        let (key_id, rest) = rest.split_at_checked(usize::from(*id_length))?;
        let (nonce, ciphertext) = rest.split_first_chunk()?;
        let header = &self.0[..2 + key_id.len()];
        // Ids are printable ASCII; anything else is damage, and would garble the terminal that shows it.
        let key_id = std::str::from_utf8(key_id).ok().filter(|id| id.bytes().all(|b| b.is_ascii_graphic()))?;
        (*version == VERSION).then_some(Parts { header, key_id, nonce, ciphertext })
    }
}

fn header(key_id: &str) -> Vec<u8> {
    let length = u8::try_from(key_id.len()).expect("our key ids have 16 or 26 characters");
    [&[VERSION, length], key_id.as_bytes()].concat()
}

fn associated_data(header: &[u8], place: Place<'_>) -> Vec<u8> {
    let mut data = header.to_vec();
    place.append_to(&mut data);
    data
}

impl WrappedKey {
    /// Takes back what [`WrappedKey::as_bytes`] gave to the database.
    pub fn from_stored(bytes: Vec<u8>) -> Self {
        Self(Sealed(bytes))
    }

    /// What to store.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[sealed, {} bytes]", self.0.len())
    }
}

impl fmt::Debug for WrappedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[wrapped key, {} bytes]", self.as_bytes().len())
    }
}
