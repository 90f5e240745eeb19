//! One call of a token endpoint in the name of an OAuth client.

use std::time::Duration;

use catalog::{Integration, Oauth};
use serde_json::Value;

use super::OpenedClient;
use crate::Vault;

/// Why a token endpoint gave nothing, told as what that means for what was sent.
#[derive(Clone, Debug)]
pub(crate) enum TokenFailure {
    /// Nothing was sent.
    NotSent(String),
    /// It was sent, and no answer can be used.
    Unclear { said: String, status: Option<u16> },
    /// The service says itself that it did nothing, and wants to be asked later.
    Later { said: String, status: u16, retry_after: Option<Duration> },
    /// The code or the refresh token is not accepted.
    InvalidGrant(String),
    /// The OAuth client is not accepted.
    Client(String),
    /// The request is not accepted.
    Ours(String),
}

impl Vault {
    /// Sends a form to the token endpoint of a grant.
    pub(crate) async fn ask_token_endpoint(
        &self,
        _client: &OpenedClient,
        _integration: &Integration,
        _oauth: &Oauth,
        _form: &[(&str, &str)],
    ) -> Result<Value, TokenFailure> {
        Err(TokenFailure::NotSent("not available yet".to_owned()))
    }
}
