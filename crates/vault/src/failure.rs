//! Why a service did not do what it was asked, told as what can be done next. The words are scrubbed already.

use std::fmt;

use serde_json::Value;

use crate::{CallError, http};

/// The code of an action that failed for a reason outside the flow, as the contract names it.
pub(crate) const EXECUTION_ERROR: &str = "ERR_ACTION_EXECUTION_ERROR";

/// Why a request did not end well.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The service said no, or we would not ask: the same request fails again.
    Refused { code: String, message: String, details: Option<Value>, status: Option<u16> },
    /// The service is away or failing: a later try may work.
    Outage { message: String, status: Option<u16> },
}

impl Failure {
    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Self::Refused { code: EXECUTION_ERROR.to_owned(), message: message.into(), details: None, status: None }
    }

    /// The service's HTTP status, if it answered.
    pub(crate) fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. } | Self::Outage { status, .. } => *status,
        }
    }
}

impl From<http::Error> for Failure {
    fn from(error: http::Error) -> Self {
        match error {
            error @ (http::Error::NotSent { .. } | http::Error::Indeterminate { .. }) => {
                Self::Outage { message: error.to_string(), status: None }
            }
            error => Self::refused(error.to_string()),
        }
    }
}

impl From<Failure> for CallError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused { code, message, details, status } => Self::Refused { code, message, details, status },
            Failure::Outage { message, status } => Self::Outage { message, status },
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
