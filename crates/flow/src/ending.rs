//! How a run ended.

use model::Status;
use serde_json::{Value, json};

use crate::{
    failure::{Failure, MESSAGE},
    program::Action,
};

/// The end of a run, as the caller gets it, and what the record shows of the output.
#[derive(Debug, PartialEq)]
pub(crate) struct Ending {
    pub(crate) status: Status,
    pub(crate) output: Option<Value>,
    /// Only where it differs from the output.
    pub(crate) shown_output: Option<Value>,
    pub(crate) error: Option<Value>,
}

impl Ending {
    /// Ran out of actions without an answer.
    pub(crate) fn plain() -> Self {
        Self::answer(json!({}), None)
    }

    /// Reached `RETURN_JSON`.
    pub(crate) fn answer(output: Value, shown_output: Option<Value>) -> Self {
        Self { status: Status::Completed, output: Some(output), shown_output, error: None }
    }

    /// Reached `ERROR_MESSAGE`: the author meant it, so the run did not fail. There is no answer, and the error says
    /// what to show to the visitor.
    pub(crate) fn message(action: &Action, message: String) -> Self {
        let error = Failure { code: MESSAGE.to_owned(), ..Failure::action(message) };
        Self { status: Status::Completed, output: None, shown_output: None, error: Some(error.to_run_json(action)) }
    }

    /// An action failed that must not, or the run as a whole cannot go on.
    pub(crate) fn failed(failure: &Failure, action: Option<&Action>) -> Self {
        let error = action.map_or_else(|| failure.to_json(), |action| failure.to_run_json(action));
        Self { status: Status::Failed, output: None, shown_output: None, error: Some(error) }
    }
}
