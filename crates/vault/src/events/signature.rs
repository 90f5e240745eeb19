//! The secret that a tenant shares with us, and what is signed with it.

use std::fmt;

use aws_lc_rs::hmac;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use model::{EventId, Rng, UnixMillis};
use zeroize::Zeroizing;

/// Standard Webhooks asks for 24 to 64.
const SECRET_BYTES: usize = 32;
/// So that it is recognised where it should not be.
const PREFIX: &str = "whsec_";

/// What proves that a message is ours.
pub(super) struct SigningSecret(Zeroizing<Vec<u8>>);

impl SigningSecret {
    pub(super) fn generate(rng: &Rng) -> Self {
        let mut bytes = Zeroizing::new(vec![0; SECRET_BYTES]);
        rng.fill(&mut bytes);
        Self(bytes)
    }

    pub(super) fn from_bytes(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self(bytes)
    }

    /// The bytes that are sealed.
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// As whoever checks signatures is given it.
    pub(super) fn reveal(&self) -> Zeroizing<String> {
        let encoded = Zeroizing::new(BASE64_STANDARD.encode(&*self.0));
        Zeroizing::new(format!("{PREFIX}{}", *encoded))
    }

    /// The value of `webhook-signature`.
    pub(super) fn sign(&self, id: &EventId, at: UnixMillis, body: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.0);
        let signed = format!("{}.{}.{body}", id.as_str(), at.seconds());
        format!("v1,{}", BASE64_STANDARD.encode(hmac::sign(&key, signed.as_bytes())))
    }
}

impl fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[signing secret]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed with another program, by the words of the specification.
    #[test]
    fn a_signature_is_the_one_that_others_compute() {
        let bytes = BASE64_STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let secret = SigningSecret::from_bytes(Zeroizing::new(bytes));
        assert_eq!(secret.reveal().as_str(), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let id = EventId::from_stored("msg_p5jXN8AQM9LWM0D4loKWxJek".to_owned());
        let signature = secret.sign(&id, UnixMillis(1_614_265_330_999), r#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn printing_a_secret_shows_none_of_it() {
        assert_eq!(format!("{:?}", SigningSecret::generate(&Rng::seeded(1))), "[signing secret]");
    }
}
