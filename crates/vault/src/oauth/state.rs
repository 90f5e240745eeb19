//! What a browser carries to a service's page and back: chance under the installation's own seal, so that one we did
//! not make costs no question to the database.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::{Error, Vault};

/// Longer than any we make.
const LONGEST: usize = 512;

impl Vault {
    /// A state that nobody can guess.
    pub(super) async fn new_state(&self) -> Result<String, Error> {
        let chance = Zeroizing::new(self.rng.bytes::<32>());
        let sealed = self.seal_system("authorizations", "state", "", chance.as_slice()).await?;
        Ok(BASE64_URL_SAFE_NO_PAD.encode(sealed.as_bytes()))
    }

    /// Whether this installation made it.
    pub(super) async fn is_own_state(&self, state: &str) -> Result<bool, Error> {
        let Ok(bytes) = BASE64_URL_SAFE_NO_PAD.decode(state.get(..LONGEST).unwrap_or(state)) else { return Ok(false) };
        match self.open_system("authorizations", "state", "", &seal::Sealed::from_stored(bytes)).await {
            Ok(_) => Ok(true),
            Err(Error::Broken(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// What the database knows a state by.
pub(super) fn state_hash(state: &str) -> Vec<u8> {
    Sha256::digest(state).to_vec()
}

/// A PKCE verifier of 256 bits (RFC 7636, section 4.1).
pub(super) fn new_verifier(rng: &model::Rng) -> Zeroizing<String> {
    let chance = Zeroizing::new(rng.bytes::<32>());
    Zeroizing::new(BASE64_URL_SAFE_NO_PAD.encode(chance.as_slice()))
}

/// What the page is told of a verifier: `S256`.
pub(super) fn challenge(verifier: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_that_of_the_standard() {
        // RFC 7636, appendix B.
        let challenge = challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
