//! The public half of the signing key.

use axum::extract::State;
use jsonwebtoken::jwk::JwkSet;
use utoipa::ToSchema;

use super::super::answer::Answer;
use crate::app::App;

/// A JSON Web Key Set (RFC 7517).
#[derive(ToSchema)]
#[expect(dead_code, reason = "documents the shape, which another crate writes")]
pub(crate) struct KeySet {
    keys: Vec<PublicKey>,
}

/// The public half of an RSA key.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documents the shape, which another crate writes")]
pub(crate) struct PublicKey {
    r#use: String,
    alg: String,
    kid: String,
    kty: String,
    n: String,
    e: String,
}

/// Show the keys that verify our access tokens.
#[utoipa::path(get, path = "/.well-known/jwks.json", tag = "oauth", operation_id = "jwks", security(),
    responses((status = 200, body = KeySet)))]
pub(crate) async fn show(State(app): State<App>) -> Answer<JwkSet> {
    Answer(app.gate.key().jwks())
}
