//! A key that signs.

use aws_lc_rs::{
    hmac,
    rand::SystemRandom,
    signature::{EcdsaKeyPair, Ed25519KeyPair, KeyPair, RsaEncoding, RsaKeyPair},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

use super::{
    algorithm::{Algorithm, Scheme},
    pem::{self, Block},
};

const PRIVATE_KEY: &str = "the private key";

/// A key and the only algorithm it is used with. It has no Debug: there is nothing of it to show.
pub(crate) struct SigningKey {
    pub(super) algorithm: Algorithm,
    pub(super) material: Material,
}

pub(super) enum Material {
    Hmac(Box<hmac::Key>),
    Rsa(Box<RsaKeyPair>, &'static dyn RsaEncoding),
    Ecdsa(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl SigningKey {
    /// Reads a key: a shared secret for HMAC, taken byte for byte, and the PEM of a private key for all others.
    ///
    /// # Errors
    /// What is wrong with the key, in words that hold nothing of it.
    pub(crate) fn new(algorithm: Algorithm, text: &str) -> Result<Self, String> {
        let material = match algorithm.scheme {
            Scheme::Hmac(hash) => Material::Hmac(Box::new(shared(algorithm, hash, text)?)),
            _ => private(algorithm, &private_block(text)?)?,
        };
        Ok(Self { algorithm, material })
    }

    /// The compact token of these claims.
    ///
    /// # Errors
    /// When the key does not sign, in words that hold nothing of it.
    pub(crate) fn sign(&self, claims: &Map<String, Value>) -> Result<String, String> {
        let header = json!({ "alg": self.algorithm.name, "typ": "JWT" }).to_string();
        let claims = serde_json::to_string(claims).map_err(|_| "the claims cannot be written".to_owned())?;
        let message = format!("{}.{}", BASE64_URL_SAFE_NO_PAD.encode(header), BASE64_URL_SAFE_NO_PAD.encode(claims));
        let signature = BASE64_URL_SAFE_NO_PAD.encode(self.signature(message.as_bytes())?);
        Ok(format!("{message}.{signature}"))
    }

    pub(super) fn signature(&self, message: &[u8]) -> Result<Vec<u8>, String> {
        let random = SystemRandom::new();
        let signature = match &self.material {
            Material::Hmac(key) => Ok(hmac::sign(key, message).as_ref().to_vec()),
            Material::Rsa(key, encoding) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(*encoding, &random, message, &mut signature).map(|()| signature)
            }
            Material::Ecdsa(key) => key.sign(&random, message).map(|signature| signature.as_ref().to_vec()),
            Material::Ed25519(key) => Ok(key.sign(message).as_ref().to_vec()),
        };
        signature.map_err(|_| "the private key does not sign: is it the whole one?".to_owned())
    }

    /// The public half, as DER or as a point. `None` for a shared secret.
    pub(super) fn public(&self) -> Option<Vec<u8>> {
        match &self.material {
            Material::Hmac(_) => None,
            Material::Rsa(key, _) => Some(key.public_key().as_ref().to_vec()),
            Material::Ecdsa(key) => Some(key.public_key().as_ref().to_vec()),
            Material::Ed25519(key) => Some(key.public_key().as_ref().to_vec()),
        }
    }
}

/// A PEM text is never a shared secret: whoever has the public key of a pair could sign with it.
fn shared(algorithm: Algorithm, hash: hmac::Algorithm, secret: &str) -> Result<hmac::Key, String> {
    if secret.is_empty() {
        return Err("the secret is missing".to_owned());
    }
    if pem::looks_like_pem(secret) {
        return Err(format!("the secret is a PEM key, but {} signs with a shared secret", algorithm.name));
    }
    Ok(hmac::Key::new(hash, secret.as_bytes()))
}

fn private_block(text: &str) -> Result<Block, String> {
    let block = pem::read(text, PRIVATE_KEY)?;
    match block.label.as_str() {
        "PRIVATE KEY" | "RSA PRIVATE KEY" | "EC PRIVATE KEY" => Ok(block),
        "PUBLIC KEY" | "RSA PUBLIC KEY" => Err("the private key is a public key, which cannot sign".to_owned()),
        "CERTIFICATE" => Err("the private key is a certificate, which cannot sign".to_owned()),
        _ => Err(pem::unreadable(PRIVATE_KEY)),
    }
}

fn private(algorithm: Algorithm, Block { label, der }: &Block) -> Result<Material, String> {
    let is_wrapped = label == "PRIVATE KEY";
    let der: &Zeroizing<Vec<u8>> = der;
    let material = match algorithm.scheme {
        Scheme::Rsa(encoding, _) if is_wrapped => {
            RsaKeyPair::from_pkcs8(der).ok().map(|key| Material::Rsa(Box::new(key), encoding))
        }
        Scheme::Rsa(encoding, _) if label == "RSA PRIVATE KEY" => {
            RsaKeyPair::from_der(der).ok().map(|key| Material::Rsa(Box::new(key), encoding))
        }
        Scheme::Ecdsa(signs, _) if is_wrapped => EcdsaKeyPair::from_pkcs8(signs, der).ok().map(Material::Ecdsa),
        Scheme::Ecdsa(signs, _) if label == "EC PRIVATE KEY" => {
            EcdsaKeyPair::from_private_key_der(signs, der).ok().map(Material::Ecdsa)
        }
        Scheme::Ed25519 if is_wrapped => Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).ok().map(Material::Ed25519),
        _ => None,
    };
    material.ok_or_else(|| unfit(PRIVATE_KEY, algorithm))
}

/// A key that reads as PEM and still is none for this algorithm.
pub(super) fn unfit(what: &str, algorithm: Algorithm) -> String {
    let wanted = match algorithm.name {
        "ES256" => "a key on the curve P-256",
        "ES384" => "a key on the curve P-384",
        "ES512" => "a key on the curve P-521",
        "EdDSA" => "an Ed25519 key",
        _ => "an RSA key of 2048 to 8192 bits",
    };
    format!("{what} does not fit {}, which wants {wanted}", algorithm.name)
}
