//! An execution as the wire shows it.

use anyhow::Context as _;
use model::{Execution, ExecutionId, FlowId, UnixMillis};
use serde::Serialize;
use serde_json::{Value, value::RawValue};
use utoipa::ToSchema;

use crate::error::{Error, Result};

/// The record of one run.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "afe_5c2nvdJNUdSPbGQTnEDGpN", "trace_id": "5a0d6c1f3a9d4e2f", "status": "COMPLETED",
    "created_at": "2024-09-23T11:02:56.086Z", "updated_at": "2024-09-23T11:02:57.071Z",
    "started_at": "2024-09-23T11:02:56.087Z", "ended_at": "2024-09-23T11:02:57.071Z"
}))]
pub(crate) struct ExecutionView {
    #[schema(value_type = String, max_length = 30)]
    id: ExecutionId,
    /// Joins the run with log lines.
    #[schema(max_length = 50)]
    trace_id: String,
    /// PENDING, RUNNING, DELAYED, COMPLETED or FAILED.
    #[schema(max_length = 50)]
    status: &'static str,
    /// Input, output, error and one entry per action, with secrets masked. With `hydrate=debug` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, nullable = false)]
    debug: Option<Box<RawValue>>,
    #[schema(value_type = String, format = DateTime)]
    created_at: UnixMillis,
    #[schema(value_type = String, format = DateTime)]
    updated_at: UnixMillis,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    started_at: Option<UnixMillis>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    ended_at: Option<UnixMillis>,
}

impl ExecutionView {
    /// The record without its details.
    pub(crate) fn brief(execution: Execution) -> Self {
        Self {
            id: execution.id,
            trace_id: execution.trace_id,
            status: execution.status.as_str(),
            debug: None,
            created_at: execution.created_at,
            updated_at: execution.updated_at,
            started_at: execution.started_at,
            ended_at: execution.ended_at,
        }
    }

    /// The whole record.
    ///
    /// # Errors
    /// [`Error::Broken`] when the stored details are not JSON.
    pub(crate) fn detailed(mut execution: Execution) -> Result<Self> {
        let debug = debug(std::mem::take(&mut execution.debug))?;
        Ok(Self { debug: Some(debug), ..Self::brief(execution) })
    }
}

/// The answer to running a flow: the record, and what the run gave.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "afe_5c2nvdJNUdSPbGQTnEDGpN", "flow_id": "af_nMs6ocaGGsd31WFnestY6j", "trace_id": "5a0d6c1f3a9d4e2f",
    "status": "COMPLETED", "output": {"hello": "world"}, "error": null, "debug": {},
    "created_at": "2024-09-23T11:02:56.086Z", "updated_at": "2024-09-23T11:02:57.071Z",
    "started_at": "2024-09-23T11:02:56.087Z", "ended_at": "2024-09-23T11:02:57.071Z"
}))]
pub(crate) struct RunView {
    #[schema(value_type = String, max_length = 30)]
    id: ExecutionId,
    #[schema(value_type = String, max_length = 30)]
    flow_id: FlowId,
    trace_id: String,
    /// COMPLETED or FAILED.
    status: &'static str,
    /// What RETURN_JSON returned; null without one.
    #[schema(value_type = Value)]
    output: Option<Value>,
    /// Why the run ended early; null if it did not.
    #[schema(value_type = Value)]
    error: Option<Value>,
    /// The record of the run, with secrets masked.
    #[schema(value_type = Object)]
    debug: Box<RawValue>,
    #[schema(value_type = String, format = DateTime)]
    created_at: UnixMillis,
    #[schema(value_type = String, format = DateTime)]
    updated_at: UnixMillis,
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<UnixMillis>,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<UnixMillis>,
}

impl RunView {
    /// What came of a run.
    ///
    /// # Errors
    /// [`Error::Broken`] when the details are not JSON.
    pub(crate) fn new(finished: flow::Finished) -> Result<Self> {
        let flow::Finished { execution, output, error } = finished;
        Ok(Self {
            debug: debug(execution.debug)?,
            id: execution.id,
            flow_id: execution.flow,
            trace_id: execution.trace_id,
            status: execution.status.as_str(),
            output,
            error,
            created_at: execution.created_at,
            updated_at: execution.updated_at,
            started_at: execution.started_at,
            ended_at: execution.ended_at,
        })
    }
}

fn debug(json: String) -> Result<Box<RawValue>> {
    RawValue::from_string(json).context("a stored execution record is not JSON").map_err(Error::Broken)
}
