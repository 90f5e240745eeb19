//! The ways to sign of RFC 7518 section 3, and EdDSA of RFC 8037. There is no way to say `none`.

use aws_lc_rs::{
    hmac,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED,
        ECDSA_P384_SHA384_FIXED_SIGNING, ECDSA_P521_SHA512_FIXED, ECDSA_P521_SHA512_FIXED_SIGNING,
        EcdsaSigningAlgorithm, EcdsaVerificationAlgorithm, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
        RSA_PKCS1_2048_8192_SHA512, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_2048_8192_SHA256,
        RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512,
        RsaEncoding, RsaParameters,
    },
};

/// One way to sign.
#[derive(Clone, Copy)]
pub(crate) struct Algorithm {
    /// As a token's header has it: `ES256`.
    pub(crate) name: &'static str,
    pub(super) scheme: Scheme,
}

/// What the name stands for.
#[derive(Clone, Copy)]
pub(super) enum Scheme {
    /// One secret signs and verifies.
    Hmac(hmac::Algorithm),
    Rsa(&'static dyn RsaEncoding, &'static RsaParameters),
    Ecdsa(&'static EcdsaSigningAlgorithm, &'static EcdsaVerificationAlgorithm),
    Ed25519,
}

impl Algorithm {
    /// The algorithm of that name, to the letter.
    pub(crate) fn named(name: &str) -> Option<Self> {
        use Scheme::{Ecdsa, Ed25519, Hmac, Rsa};
        let (name, scheme) = match name {
            "HS256" => ("HS256", Hmac(hmac::HMAC_SHA256)),
            "HS384" => ("HS384", Hmac(hmac::HMAC_SHA384)),
            "HS512" => ("HS512", Hmac(hmac::HMAC_SHA512)),
            "RS256" => ("RS256", Rsa(&RSA_PKCS1_SHA256, &RSA_PKCS1_2048_8192_SHA256)),
            "RS384" => ("RS384", Rsa(&RSA_PKCS1_SHA384, &RSA_PKCS1_2048_8192_SHA384)),
            "RS512" => ("RS512", Rsa(&RSA_PKCS1_SHA512, &RSA_PKCS1_2048_8192_SHA512)),
            "PS256" => ("PS256", Rsa(&RSA_PSS_SHA256, &RSA_PSS_2048_8192_SHA256)),
            "PS384" => ("PS384", Rsa(&RSA_PSS_SHA384, &RSA_PSS_2048_8192_SHA384)),
            "PS512" => ("PS512", Rsa(&RSA_PSS_SHA512, &RSA_PSS_2048_8192_SHA512)),
            "ES256" => ("ES256", Ecdsa(&ECDSA_P256_SHA256_FIXED_SIGNING, &ECDSA_P256_SHA256_FIXED)),
            "ES384" => ("ES384", Ecdsa(&ECDSA_P384_SHA384_FIXED_SIGNING, &ECDSA_P384_SHA384_FIXED)),
            "ES512" => ("ES512", Ecdsa(&ECDSA_P521_SHA512_FIXED_SIGNING, &ECDSA_P521_SHA512_FIXED)),
            "EdDSA" => ("EdDSA", Ed25519),
            _ => return None,
        };
        Some(Self { name, scheme })
    }

    /// Whether one secret signs and verifies, rather than a pair of keys.
    pub(crate) fn is_symmetric(self) -> bool {
        matches!(self.scheme, Scheme::Hmac(_))
    }
}
