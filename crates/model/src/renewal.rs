//! What is known of keeping one connection's token fresh. Nothing here is secret.

use std::str::FromStr;

use crate::UnixMillis;

/// What a failed renewal means, told as who does what next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureClass {
    /// The token endpoint is away or busy: tried again by itself.
    Later,
    /// The request may have been acted on, and no answer can be used.
    Indeterminate,
    /// The grant is gone: a person must connect again.
    Reconnect,
    /// The service refuses the OAuth client, or our request: whoever registered it must look.
    Misconfigured,
}

impl FailureClass {
    /// Whether it may pass without a person.
    pub fn may_pass(self) -> bool {
        matches!(self, Self::Later | Self::Indeterminate)
    }

    /// As stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Later => "later",
            Self::Indeterminate => "indeterminate",
            Self::Reconnect => "reconnect",
            Self::Misconfigured => "misconfigured",
        }
    }
}

/// A text that names no failure class.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no class of failure")]
pub struct UnknownFailureClass(String);

impl FromStr for FailureClass {
    type Err = UnknownFailureClass;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let all = [Self::Later, Self::Indeterminate, Self::Reconnect, Self::Misconfigured];
        all.into_iter().find(|class| class.as_str() == text).ok_or_else(|| UnknownFailureClass(text.to_owned()))
    }
}

/// The last failure of a renewal, while it lasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenewalFailure {
    pub class: FailureClass,
    /// The service's words, scrubbed.
    pub said: String,
    pub at: UnixMillis,
    /// How often in a row.
    pub times: i64,
}

/// A request that was about to be sent, and whose answer has not been stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spent {
    /// The generation whose refresh token it spends.
    pub generation: i64,
    /// The lease under which it was sent.
    pub number: i64,
    pub at: UnixMillis,
    /// SHA-256 of the refresh token.
    pub hash: Vec<u8>,
}

/// What is known of renewing one connection's token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renewal {
    /// When it is looked at next without being asked.
    pub refresh_at: Option<UnixMillis>,
    /// When the access token ends; `None` when nobody said.
    pub expires_at: Option<UnixMillis>,
    /// Whether somebody renews it right now.
    pub is_leased: bool,
    pub spent: Option<Spent>,
    pub failure: Option<RenewalFailure>,
    /// The scopes granted, parted by spaces; `None` when the service did not say.
    pub scopes: Option<String>,
    /// The account at the service that granted it.
    pub account: Option<String>,
}
