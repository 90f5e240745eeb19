//! Why an action did not work, in the shape that records and answers show.

use catalog::schema::Violation;
use model::expression::{MASK, ParseError};
use serde_json::{Value, json};
use vault::CallError;

use crate::program::Action;

const EXECUTION: &str = "ERR_ACTION_EXECUTION_ERROR";
const FLOW: &str = "ERR_FLOW_EXECUTION_ERROR";
const INVALID_PARAMS: &str = "ERR_INVALID_ACTION_PARAMS";
/// What an `ERROR_MESSAGE` action puts into a run's error: the flow did what its author wanted.
pub(crate) const MESSAGE: &str = "ERR_FLOW_MESSAGE";

/// One failed action.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Failure {
    pub(crate) code: String,
    pub(crate) message: String,
    /// Boxed, so that every result that may fail stays small.
    pub(crate) details: Option<Box<Value>>,
    /// What the service answered with, if it was asked and answered.
    pub(crate) status: Option<u16>,
}

impl Failure {
    /// The action itself cannot be done.
    pub(crate) fn action(message: impl Into<String>) -> Self {
        Self { code: EXECUTION.to_owned(), message: message.into(), details: None, status: None }
    }

    /// The flow as a whole cannot go on.
    pub(crate) fn flow(message: impl Into<String>) -> Self {
        Self { code: FLOW.to_owned(), ..Self::action(message) }
    }

    /// The rendered params do not fit the action.
    pub(crate) fn params(violations: &[Violation]) -> Self {
        Self::invalid(violations.iter().map(Violation::run_entry).collect())
    }

    /// A template that cannot be read.
    pub(crate) fn expression(error: &ParseError) -> Self {
        let message = format!("{} (character {})", error.message, error.at + 1);
        Self::invalid(json!([{ "code": "ERR_INVALID_EXPRESSION", "message": message, "path": error.path }]))
    }

    fn invalid(entries: Value) -> Self {
        Self {
            code: INVALID_PARAMS.to_owned(),
            details: Some(Box::new(json!({ "invalidParams": entries }))),
            ..Self::action("Calculated parameters do not satisfy the expected schema")
        }
    }

    /// Keeps what a service said to itself: a masked output does not come back as the details of an error.
    pub(crate) fn cover_details(&mut self) {
        if let Some(details) = &mut self.details {
            **details = Value::from(MASK);
        }
    }

    /// As the action's own entry in the record.
    pub(crate) fn to_json(&self) -> Value {
        let mut error = json!({ "code": self.code, "message": self.message });
        if let Some(details) = &self.details {
            error["details"] = details.as_ref().clone();
        }
        error
    }

    /// As the error of the whole run, which says whose fault it was.
    pub(crate) fn to_run_json(&self, action: &Action) -> Value {
        let mut error = json!({
            "action_id": action.id, "action_alias": action.alias, "code": self.code, "message": self.message,
        });
        if let Some(details) = &self.details {
            error["details"] = details.as_ref().clone();
        }
        error
    }
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Params(violations) => Self::params(&violations),
            CallError::Refused { code, message, details, status } => Self { code, message, details, status },
            CallError::Outage { message, status, .. } => Self { status, ..Self::action(message) },
        }
    }
}
