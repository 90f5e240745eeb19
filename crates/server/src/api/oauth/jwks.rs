//! The public half of the signing key.

use axum::extract::State;
use jsonwebtoken::jwk::JwkSet;

use super::super::answer::Answer;
use crate::app::App;

/// Show the keys that verify our access tokens.
#[utoipa::path(get, path = "/.well-known/jwks.json", tag = "oauth", operation_id = "jwks", security(),
    responses((status = 200, body = Object, description = "A JSON Web Key Set (RFC 7517)")))]
pub(crate) async fn show(State(app): State<App>) -> Answer<JwkSet> {
    Answer(app.gate.key().jwks())
}
