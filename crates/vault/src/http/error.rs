//! Why there is no answer, told as what may be done about it. No text here holds a URL's path or query.

use std::error::Error as _;

use super::resolver::Forbidden;
use crate::scrub::Scrubber;

/// Why a request brought no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not permitted, and nothing was sent: repeating cannot help.
    #[error("the request was not sent: {why}")]
    Refused { why: String },
    /// The service could not be reached, and nothing was sent: safe to repeat.
    #[error("the service cannot be reached: {cause}")]
    NotSent { cause: String },
    /// Sent, or possibly so, and no usable answer: it may have taken effect, so only what is idempotent may be repeated.
    #[error("the service gave no usable answer: {cause}")]
    Indeterminate { cause: String },
    /// The service took the request and redirected to where we do not follow: repeating cannot help.
    #[error("the service answered with a redirect that is not followed: {why}")]
    Misdirected { why: String },
    /// The service took the request and sends more than we keep.
    #[error("the service's answer is larger than {limit} bytes")]
    TooLarge { limit: usize },
}

impl Error {
    pub(super) fn refused(why: impl Into<String>) -> Self {
        Self::Refused { why: why.into() }
    }

    pub(super) fn misdirected(why: impl Into<String>) -> Self {
        Self::Misdirected { why: why.into() }
    }

    /// Reads the client library's error: what matters is whether the request can have left.
    pub(super) fn from_transport(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if let Some(forbidden) = forbidden(&error) {
            Self::refused(forbidden.to_string())
        } else if error.is_connect() {
            Self::NotSent { cause: causes(&error) }
        } else if error.is_builder() {
            Self::Refused { why: causes(&error) }
        } else {
            Self::Indeterminate { cause: causes(&error) }
        }
    }

    /// The same failure on a later hop, where the first request has been sent and answered already.
    pub(super) fn after_a_redirect(self) -> Self {
        match self {
            Self::Refused { why } => Self::Misdirected { why },
            Self::NotSent { cause } => Self::Indeterminate { cause },
            other => other,
        }
    }

    /// The same error without `scrubber`'s secrets: names and certificates in its text come from outside.
    #[must_use]
    pub fn scrubbed(self, scrubber: &Scrubber) -> Self {
        let clean = |text: String| scrubber.text(&text).into_owned();
        match self {
            Self::Refused { why } => Self::Refused { why: clean(why) },
            Self::NotSent { cause } => Self::NotSent { cause: clean(cause) },
            Self::Indeterminate { cause } => Self::Indeterminate { cause: clean(cause) },
            Self::Misdirected { why } => Self::Misdirected { why: clean(why) },
            Self::TooLarge { limit } => Self::TooLarge { limit },
        }
    }
}

fn sources(error: &reqwest::Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    std::iter::successors(error.source(), |cause: &&(dyn std::error::Error + 'static)| (*cause).source())
}

fn forbidden(error: &reqwest::Error) -> Option<&Forbidden> {
    sources(error).find_map(|cause| cause.downcast_ref())
}

/// The innermost causes say what happened, the outer ones only that something did.
fn causes(error: &reqwest::Error) -> String {
    let mut inner = sources(error).map(ToString::to_string);
    let Some(mut text) = inner.next() else { return error.to_string() };
    for cause in inner {
        if !text.ends_with(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    text
}
