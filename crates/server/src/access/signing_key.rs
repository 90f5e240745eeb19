//! The key that signs our access tokens, and what a token says.

use anyhow::{Context as _, Result, anyhow};
use aws_lc_rs::{
    encoding::{AsDer as _, Pkcs8V1Der},
    rsa::{KeyPair, KeySize},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation,
    errors::ErrorKind,
    jwk::{Jwk, JwkSet, PublicKeyUse, ThumbprintHash},
};
use model::UnixMillis;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Every audience we sign for ends like this; a token for anything else is none of the API's.
const API: &str = "/api/v2/";
/// How the token was come by, in the word Auth0 uses.
const GRANT: &str = "client-credentials";

/// What an access token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    pub iss: String,
    pub sub: String,
    pub aud: String,
    /// The client the token was given to.
    pub azp: String,
    /// UNIX seconds.
    pub iat: i64,
    /// UNIX seconds.
    pub exp: i64,
    /// Separated by spaces.
    pub scope: String,
    pub gty: String,
    /// The client's tenant. For whoever reads the token: we take the tenant from the client.
    pub tenant: String,
}

impl Claims {
    /// The claims of a token for `client`, good for `lifetime` seconds.
    pub fn for_client(
        client: &model::Client,
        audience: (String, String),
        scope: String,
        now: UnixMillis,
        lifetime: i64,
    ) -> Self {
        let (iss, aud) = audience;
        Self {
            iss,
            sub: format!("{}@clients", client.id),
            aud,
            azp: client.id.clone(),
            iat: now.seconds(),
            exp: now.seconds() + lifetime,
            scope,
            gty: GRANT.to_owned(),
            tenant: client.tenant.to_string(),
        }
    }

    fn are_for_the_api(&self) -> bool {
        self.aud.ends_with(API) && self.gty == GRANT
    }
}

/// Why a token is refused, in the words of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Malformed,
    Signature,
    Expired,
}

impl Refusal {
    /// What the caller is told.
    pub fn message(self) -> &'static str {
        match self {
            Self::Malformed => "Invalid token",
            Self::Signature => "Invalid signature received for JSON Web Token validation.",
            Self::Expired => "Expired token received for JSON Web Token validation.",
        }
    }
}

/// Signs and verifies access tokens with RS256.
pub struct SigningKey {
    signs: EncodingKey,
    verifies: DecodingKey,
    public: Jwk,
    id: String,
}

impl SigningKey {
    /// A new key's PKCS#8 bytes, to be sealed before they are used.
    ///
    /// # Errors
    /// The generator fails.
    pub fn generate() -> Result<Zeroizing<Vec<u8>>> {
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| anyhow!("could not make an RSA key"))?;
        let der: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| anyhow!("could not write the RSA key"))?;
        Ok(Zeroizing::new(der.as_ref().to_vec()))
    }

    /// Reads what [`SigningKey::generate`] made.
    ///
    /// # Errors
    /// The bytes are no RSA key.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self> {
        let base64 = Zeroizing::new(STANDARD.encode(der));
        let pem = Zeroizing::new(format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", *base64));
        let signs = EncodingKey::from_rsa_pem(pem.as_bytes()).context("the signing key is damaged")?;
        let mut public = Jwk::from_encoding_key(&signs, Algorithm::RS256).context("the signing key is damaged")?;
        let id = public.thumbprint(ThumbprintHash::SHA256).context("the signing key has no thumbprint")?;
        public.common.key_id = Some(id.clone());
        public.common.public_key_use = Some(PublicKeyUse::Signature);
        let verifies = DecodingKey::from_jwk(&public).context("the signing key is damaged")?;
        Ok(Self { signs, verifies, public, id })
    }

    /// The `kid` in a token's header.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The public half.
    pub fn public(&self) -> &Jwk {
        &self.public
    }

    /// What `/.well-known/jwks.json` shows.
    pub fn jwks(&self) -> JwkSet {
        JwkSet { keys: vec![self.public.clone()] }
    }

    /// A signed token.
    ///
    /// # Errors
    /// The key cannot sign.
    pub fn sign(&self, claims: &Claims) -> Result<String> {
        let header = Header { kid: Some(self.id.clone()), ..Header::new(Algorithm::RS256) };
        jsonwebtoken::encode(&header, claims, &self.signs).context("could not sign a token")
    }

    /// What a token says, if it is ours, for the API, and good at `now`.
    ///
    /// # Errors
    /// Why it is not.
    pub fn verify(&self, token: &str, now: UnixMillis) -> std::result::Result<Claims, Refusal> {
        let mut rules = Validation::new(Algorithm::RS256);
        // Both are checked below: the time by our clock, the audience by its form.
        rules.validate_exp = false;
        rules.validate_aud = false;
        let claims =
            jsonwebtoken::decode::<Claims>(token, &self.verifies, &rules).map_err(|error| match error.kind() {
                ErrorKind::InvalidSignature => Refusal::Signature,
                _ => Refusal::Malformed,
            })?;
        match claims.claims {
            claims if !claims.are_for_the_api() => Err(Refusal::Malformed),
            claims if claims.exp <= now.seconds() => Err(Refusal::Expired),
            claims => Ok(claims),
        }
    }
}

#[cfg(test)]
mod tests {
    use model::TenantId;

    use super::*;

    fn key() -> SigningKey {
        SigningKey::from_pkcs8(&SigningKey::generate().unwrap()).unwrap()
    }

    fn claims() -> Claims {
        let client = model::Client {
            id: "c1".to_owned(),
            tenant: TenantId::from_stored("ten_1".to_owned()),
            name: "test".to_owned(),
            scopes: Vec::new(),
            secret_hash: Vec::new(),
            created_at: UnixMillis(0),
        };
        let audience = ("https://x/".to_owned(), "https://x/api/v2/".to_owned());
        Claims::for_client(&client, audience, "read:flows".to_owned(), UnixMillis(0), 60)
    }

    #[test]
    fn a_token_says_what_was_signed_until_it_expires() {
        let key = key();
        let token = key.sign(&claims()).unwrap();
        assert_eq!(key.verify(&token, UnixMillis(59_999)), Ok(claims()));
        assert_eq!(key.verify(&token, UnixMillis(60_000)), Err(Refusal::Expired));
    }

    #[test]
    fn another_installations_token_is_refused() {
        let token = key().sign(&claims()).unwrap();
        assert_eq!(key().verify(&token, UnixMillis(0)), Err(Refusal::Signature));
    }

    #[test]
    fn a_token_for_another_audience_or_without_a_signature_is_refused() {
        let key = key();
        let other = key.sign(&Claims { aud: "https://x/userinfo".to_owned(), ..claims() }).unwrap();
        assert_eq!(key.verify(&other, UnixMillis(0)), Err(Refusal::Malformed));
        let token = key.sign(&claims()).unwrap();
        let (unsigned, _) = token.rsplit_once('.').unwrap();
        // {"alg":"none"}
        let none = format!("eyJhbGciOiJub25lIn0.{}.", unsigned.split_once('.').unwrap().1);
        assert_eq!(key.verify(&none, UnixMillis(0)), Err(Refusal::Malformed));
        assert_eq!(key.verify("garbage", UnixMillis(0)), Err(Refusal::Malformed));
    }

    #[test]
    fn the_published_key_carries_the_id_that_tokens_name() {
        let key = key();
        let header = jsonwebtoken::decode_header(key.sign(&claims()).unwrap()).unwrap();
        assert_eq!(header.kid, key.jwks().keys[0].common.key_id);
    }
}
