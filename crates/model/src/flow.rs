//! A flow as it is stored.

use crate::{FlowId, UnixMillis};

/// A flow. Its actions are the JSON text received, kept byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    pub id: FlowId,
    pub name: String,
    /// A JSON array; `None` when the flow has no actions (the wire then leaves the key out).
    pub actions: Option<String>,
    pub created_at: UnixMillis,
    pub updated_at: UnixMillis,
    /// When it last ran.
    pub executed_at: Option<UnixMillis>,
}
