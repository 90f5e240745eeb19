//! A token that lets its bearer in: the one in a session's cookie, the one in a set-up link. Only its hash is kept.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use model::Rng;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// 256 bits of chance as text.
pub struct Ticket(Zeroizing<String>);

impl Ticket {
    /// A new one.
    pub fn generate(rng: &Rng) -> Self {
        let bytes = Zeroizing::new(rng.bytes::<32>());
        Self(Zeroizing::new(URL_SAFE_NO_PAD.encode(*bytes)))
    }

    /// What someone claims to be one.
    pub fn claimed(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }

    /// What the store keeps and finds it by. A fast hash will do: nobody guesses 256 bits.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }

    /// The text, for the one who may have it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[ticket]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_found_by_its_hash_and_never_printed() {
        let ticket = Ticket::generate(&Rng::seeded(1));
        assert_eq!(Ticket::claimed(ticket.reveal()).hash(), ticket.hash());
        assert_ne!(Ticket::generate(&Rng::seeded(2)).hash(), ticket.hash());
        assert_eq!(format!("{ticket:?}"), "[ticket]");
    }
}
