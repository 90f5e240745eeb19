//! How a program gets an access token, and how others verify one.

pub(crate) mod audience;
pub(crate) mod jwks;
mod refusal;
pub(crate) mod request;
pub(crate) mod token;
