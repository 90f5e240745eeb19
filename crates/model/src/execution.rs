//! One run of a flow as it is recorded.

use std::str::FromStr;

use crate::{ExecutionId, FlowId, UnixMillis};

/// Where a run stands. `Completed` and `Failed` are final.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Pending,
    Running,
    Delayed,
    Completed,
    Failed,
}

impl Status {
    /// The token on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Running => "RUNNING",
            Self::Delayed => "DELAYED",
            Self::Completed => "COMPLETED",
            Self::Failed => "FAILED",
        }
    }
}

/// The text is none of the five tokens.
#[derive(Debug, thiserror::Error)]
#[error("unknown execution status")]
pub struct UnknownStatus;

impl FromStr for Status {
    type Err = UnknownStatus;

    fn from_str(text: &str) -> Result<Self, UnknownStatus> {
        [Self::Pending, Self::Running, Self::Delayed, Self::Completed, Self::Failed]
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or(UnknownStatus)
    }
}

/// The record of one run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Execution {
    pub id: ExecutionId,
    pub flow: FlowId,
    /// Joins the run with log lines.
    pub trace_id: String,
    pub status: Status,
    /// JSON object `{input, output, error, tracing}` with everything masked already replaced.
    pub debug: String,
    pub created_at: UnixMillis,
    pub updated_at: UnixMillis,
    pub started_at: Option<UnixMillis>,
    pub ended_at: Option<UnixMillis>,
}
