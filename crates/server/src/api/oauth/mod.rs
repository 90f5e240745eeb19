//! OAuth from both sides: how a program gets one of our access tokens and others verify it, and where people come back
//! to who granted us access elsewhere.

pub(crate) mod audience;
pub(crate) mod callback;
pub(crate) mod jwks;
pub(crate) mod redirect_uri;
mod refusal;
pub(crate) mod request;
pub(crate) mod token;
