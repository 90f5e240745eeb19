//! A flow as the wire shows it. Which keys are absent rather than null is part of the contract.

use anyhow::Context as _;
use model::{Flow, FlowId, UnixMillis};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::error::{Error, Result};

/// A flow.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "af_nMs6ocaGGsd31WFnestY6j", "name": "welcome",
    "created_at": "2024-09-23T11:02:56.086Z", "updated_at": "2024-09-23T11:02:57.071Z"
}))]
pub(crate) struct FlowView {
    #[schema(value_type = String, max_length = 30)]
    id: FlowId,
    #[schema(max_length = 150)]
    name: String,
    /// As they were sent, to the letter. Absent when there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<super::body::ActionBody>>, nullable = false)]
    actions: Option<Box<RawValue>>,
    /// How many forms use it: none, since there are no forms here. With `hydrate=form_count` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    form_count: Option<u32>,
    /// The forms that use it. With `hydrate=forms` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Object>>, nullable = false)]
    forms: Option<[(); 0]>,
    #[schema(value_type = String, format = DateTime)]
    created_at: UnixMillis,
    #[schema(value_type = String, format = DateTime)]
    updated_at: UnixMillis,
    /// When it last ran. Absent until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    executed_at: Option<UnixMillis>,
}

/// A flow in a list: without its actions.
#[derive(Serialize, ToSchema)]
pub(crate) struct FlowSummary {
    #[schema(value_type = String, max_length = 30)]
    id: FlowId,
    #[schema(max_length = 150)]
    name: String,
    /// With `hydrate=form_count` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    form_count: Option<u32>,
    #[schema(value_type = String, format = DateTime)]
    created_at: UnixMillis,
    #[schema(value_type = String, format = DateTime)]
    updated_at: UnixMillis,
    /// When it last ran. Absent until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    executed_at: Option<UnixMillis>,
}

impl FlowView {
    /// A flow with its actions.
    ///
    /// # Errors
    /// [`Error::Broken`] when the stored actions are not JSON.
    pub(crate) fn new(flow: Flow) -> Result<Self> {
        let actions = flow.actions.map(RawValue::from_string).transpose();
        Ok(Self {
            id: flow.id,
            name: flow.name,
            actions: actions.context("stored actions are not JSON").map_err(Error::Broken)?,
            form_count: None,
            forms: None,
            created_at: flow.created_at,
            updated_at: flow.updated_at,
            executed_at: flow.executed_at,
        })
    }

    /// Adds what `hydrate` asks for.
    pub(crate) fn hydrated(self, form_count: bool, forms: bool) -> Self {
        Self { form_count: form_count.then_some(0), forms: forms.then_some([]), ..self }
    }
}

impl FlowSummary {
    pub(crate) fn new(flow: Flow, form_count: bool) -> Self {
        Self {
            id: flow.id,
            name: flow.name,
            form_count: form_count.then_some(0),
            created_at: flow.created_at,
            updated_at: flow.updated_at,
            executed_at: flow.executed_at,
        }
    }
}
