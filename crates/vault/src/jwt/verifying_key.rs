//! A key that verifies.

use aws_lc_rs::{
    hmac,
    rsa::PublicKey,
    signature::{ED25519, ParsedPublicKey},
};

use super::{
    algorithm::{Algorithm, Scheme},
    pem,
    signing_key::{Material, SigningKey, unfit},
};

const PUBLIC_KEY: &str = "the public key";

/// Bytes of an RSA modulus, from 2048 bits (the least RFC 7518 allows) to the most that are taken.
const RSA_BYTES: std::ops::RangeInclusive<usize> = 256..=1024;

/// A key and the only algorithm it is used with, whatever a token says.
pub(crate) struct VerifyingKey {
    pub(super) algorithm: Algorithm,
    material: Verifier,
}

enum Verifier {
    Hmac(Box<hmac::Key>),
    Public(ParsedPublicKey),
}

impl VerifyingKey {
    /// Reads the PEM of a public key.
    ///
    /// # Errors
    /// What is wrong with the key, in words that hold nothing of it.
    pub(super) fn from_pem(algorithm: Algorithm, text: &str) -> Result<Self, String> {
        let block = pem::read(text, PUBLIC_KEY)?;
        match block.label.as_str() {
            "PUBLIC KEY" | "RSA PUBLIC KEY" => Self::from_public(algorithm, &block.der),
            "CERTIFICATE" => {
                Err("the public key is a certificate: paste the key in it, as `openssl x509 -pubkey -noout` prints it"
                    .to_owned())
            }
            "PRIVATE KEY" | "RSA PRIVATE KEY" | "EC PRIVATE KEY" => {
                Err("the public key is a private key: enter it as the private key, and it verifies too".to_owned())
            }
            _ => Err(pem::unreadable(PUBLIC_KEY)),
        }
    }

    /// The half of a signing key that verifies.
    ///
    /// # Errors
    /// When it has none that fits, in words that hold nothing of it.
    pub(super) fn of(key: &SigningKey) -> Result<Self, String> {
        match (&key.material, key.public()) {
            (_, Some(public)) => Self::from_public(key.algorithm, &public),
            (Material::Hmac(secret), None) => {
                Ok(Self { algorithm: key.algorithm, material: Verifier::Hmac(secret.clone()) })
            }
            (_, None) => Err(unfit("the private key", key.algorithm)),
        }
    }

    fn from_public(algorithm: Algorithm, der: &[u8]) -> Result<Self, String> {
        let parsed = match algorithm.scheme {
            Scheme::Hmac(_) => None,
            Scheme::Rsa(_, verifies) if has_fitting_size(der) => ParsedPublicKey::new(verifies, der).ok(),
            Scheme::Rsa(..) => None,
            Scheme::Ecdsa(_, verifies) => ParsedPublicKey::new(verifies, der).ok(),
            Scheme::Ed25519 => ParsedPublicKey::new(&ED25519, der).ok(),
        };
        let material = parsed.map(Verifier::Public).ok_or_else(|| unfit(PUBLIC_KEY, algorithm))?;
        Ok(Self { algorithm, material })
    }

    /// Whether this key made the signature over the message.
    pub(super) fn has_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.material {
            Verifier::Hmac(secret) => hmac::verify(secret, message, signature).is_ok(),
            Verifier::Public(key) => key.verify_sig(message, signature).is_ok(),
        }
    }
}

fn has_fitting_size(der: &[u8]) -> bool {
    PublicKey::from_der(der).is_ok_and(|key| RSA_BYTES.contains(&key.modulus_len()))
}
