//! Why a service did not do what it was asked, told as what can be done next. The words are scrubbed already.

use std::fmt;

use serde_json::Value;

use crate::{CallError, http};

/// The code of an action that failed for a reason outside the flow, as the contract names it.
pub(crate) const EXECUTION_ERROR: &str = "ERR_ACTION_EXECUTION_ERROR";

/// Characters kept of what a service says: a sentence or two. Some answer with whole pages.
const WORDS_MAX: usize = 500;

/// Why a request did not end well.
#[derive(Clone, Debug)]
pub(crate) enum Failure {
    /// The service said no, or we would not ask: the same request fails again.
    Refused { code: String, message: String, details: Option<Box<Value>>, status: Option<u16> },
    /// The service is away or failing: a later try may work.
    Outage { message: String, status: Option<u16>, may_have_acted: bool },
}

impl Failure {
    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Self::Refused { code: EXECUTION_ERROR.to_owned(), message: message.into(), details: None, status: None }
    }

    /// Nothing was sent, and a later try may work.
    pub(crate) fn not_sent(message: impl Into<String>) -> Self {
        Self::Outage { message: message.into(), status: None, may_have_acted: false }
    }

    /// What a status that is no success means, in the service's words.
    pub(crate) fn answered(status: Option<u16>, message: &str, details: Option<Value>) -> Self {
        let message = brief(message);
        match status {
            // Too many requests: the service says itself that it did not act on this one.
            Some(429) => Self::Outage { message, status, may_have_acted: false },
            Some(500..) => Self::Outage { message, status, may_have_acted: true },
            _ => {
                let code = EXECUTION_ERROR.to_owned();
                Self::Refused { code, message, details: details.map(Box::new), status }
            }
        }
    }

    /// The same failure, after an earlier request of the same action changed something.
    #[must_use]
    pub(crate) fn after_a_change(self) -> Self {
        match self {
            Self::Outage { message, status, .. } => Self::Outage { message, status, may_have_acted: true },
            refused => refused,
        }
    }

    /// The service's own code of what is wrong, if its answers have one.
    pub(crate) fn code(&self) -> Option<&str> {
        match self {
            Self::Refused { details: Some(details), .. } => details["code"].as_str(),
            _ => None,
        }
    }

    /// The service's HTTP status, if it answered.
    pub(crate) fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. } | Self::Outage { status, .. } => *status,
        }
    }
}

/// The beginning of what a service says. Scrub first: half a secret is not found any more.
pub(crate) fn brief(said: &str) -> String {
    match said.char_indices().nth(WORDS_MAX) {
        Some((end, _)) => format!("{}…", &said[..end]),
        None => said.to_owned(),
    }
}

impl From<http::Error> for Failure {
    fn from(error: http::Error) -> Self {
        let message = brief(&error.to_string());
        match error {
            http::Error::NotSent { .. } => Self::not_sent(message),
            http::Error::Indeterminate { .. } => Self::Outage { message, status: None, may_have_acted: true },
            http::Error::Refused { .. } | http::Error::Misdirected { .. } | http::Error::TooLarge { .. } => {
                Self::refused(message)
            }
        }
    }
}

impl From<Failure> for CallError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused { code, message, details, status } => Self::Refused { code, message, details, status },
            Failure::Outage { message, status, may_have_acted } => Self::Outage { message, status, may_have_acted },
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { message, .. } | Self::Outage { message, .. } => f.write_str(message),
        }
    }
}
