//! The secret of an API client: shown once when the client is made, kept as a hash.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use model::Rng;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// Lets secret scanners recognise a leaked one.
const PREFIX: &str = "fvs_";

/// A client's secret in the clear.
pub struct ClientSecret(Zeroizing<String>);

impl ClientSecret {
    /// A new secret with 256 bits of chance.
    pub fn generate(rng: &Rng) -> Self {
        let bytes = Zeroizing::new(rng.bytes::<32>());
        Self(Zeroizing::new(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(*bytes))))
    }

    /// What someone claims to be a secret.
    pub fn claimed(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// What the store keeps.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }

    /// Whether this is the secret behind `hash`. Takes the same time for every answer.
    pub fn is_behind(&self, hash: &[u8]) -> bool {
        self.hash().ct_eq(hash).into()
    }

    /// The text, for the one time it is shown.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[client secret]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_secret_itself_is_behind_its_hash() {
        let secret = ClientSecret::generate(&Rng::seeded(1));
        assert!(secret.is_behind(&secret.hash()));
        assert!(!ClientSecret::generate(&Rng::seeded(2)).is_behind(&secret.hash()));
        assert!(!secret.is_behind(&[]));
    }

    #[test]
    fn printing_a_secret_shows_none_of_it() {
        assert_eq!(format!("{:?}", ClientSecret::claimed("fvs_x".to_owned())), "[client secret]");
    }
}
