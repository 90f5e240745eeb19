//! The key above all others. It wraps tenant keys and nothing else, and lives outside the database.

use std::fmt::{self, Write as _};

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD},
};
use model::Rng;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::{Error, Place, TenantKey, WrappedKey, plain_key::PlainKey, sealed::Sealed};

/// Keeps the fingerprint apart from any other hash of the same bytes.
const ID_DOMAIN: &[u8] = b"flowvault root key id 1\0";
/// 64 bits: no two keys of one installation share a fingerprint, and it tells nothing about the key.
const ID_BYTES: usize = 8;

/// People paste keys with and without `=`.
const ANY_PADDING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const PLAIN: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, ANY_PADDING);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, ANY_PADDING);

/// The key that wraps every tenant's keys.
pub struct RootKey {
    id: String,
    key: PlainKey,
}

impl RootKey {
    /// A new key.
    pub fn generate(rng: &Rng) -> Self {
        Self::new(PlainKey::generate(rng))
    }

    /// Reads 32 bytes of base64, standard or url-safe, with or without padding; white space around them is ignored.
    ///
    /// # Errors
    /// [`Error::BadKey`] for any other text.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let text = text.trim_ascii();
        let engine = if text.contains(['-', '_']) { URL_SAFE } else { PLAIN };
        let bytes = Zeroizing::new(engine.decode(text).map_err(|_| Error::BadKey)?);
        PlainKey::from_bytes(&bytes).map(Self::new).ok_or(Error::BadKey)
    }

    /// The form [`RootKey::parse`] reads, for the one file that keeps it.
    pub fn to_base64(&self) -> Zeroizing<String> {
        Zeroizing::new(STANDARD.encode(self.key.bytes()))
    }

    /// A fingerprint of the key: safe to show, and what [`Error::UnknownKey`] names when another key is needed.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Seals a tenant's key for its place in the database.
    ///
    /// # Errors
    /// None in practice: a key is never [`Error::TooLong`].
    pub fn wrap(&self, rng: &Rng, place: Place<'_>, key: &TenantKey) -> Result<WrappedKey, Error> {
        Sealed::close(&self.key, &self.id, rng, place, &key.to_bytes()).map(WrappedKey)
    }

    /// Opens a tenant's key.
    ///
    /// # Errors
    /// [`Error::UnknownKey`] naming the root key that wrapped it if that is not this one, else [`Error::Damaged`].
    pub fn unwrap(&self, place: Place<'_>, wrapped: &WrappedKey) -> Result<TenantKey, Error> {
        let id = wrapped.0.key_id()?;
        if id != self.id {
            return Err(Error::UnknownKey { id: id.to_owned() });
        }
        TenantKey::from_bytes(&wrapped.0.open(&self.key, place)?)
    }

    fn new(key: PlainKey) -> Self {
        Self { id: fingerprint(&key), key }
    }
}

fn fingerprint(key: &PlainKey) -> String {
    let hash = Sha256::new().chain_update(ID_DOMAIN).chain_update(key.bytes()).finalize();
    hash[..ID_BYTES].iter().fold(String::new(), |mut id, byte| {
        write!(id, "{byte:02x}").expect("a String takes any text");
        id
    })
}

impl fmt::Debug for RootKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[root key {}]", self.id)
    }
}
