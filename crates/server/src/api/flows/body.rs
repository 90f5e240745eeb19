//! What may be sent to make or change a flow.

use catalog::schema::Schema;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    api::body::Body,
    app::App,
    error::{Error, Result, rule},
};

/// The longest name of a flow or a connection.
pub(crate) const NAME_LENGTH: usize = 150;

/// One action of a flow. What `params` may hold depends on type and action; the catalogue declares it.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "documents the shape; actions are kept as the text they came in")]
pub(crate) struct ActionBody {
    /// Unique in the flow; later actions read its output as `{{actions.ID}}`.
    #[schema(pattern = "^[A-Za-z0-9_-]+$")]
    id: String,
    #[schema(max_length = 100, nullable = false)]
    alias: Option<String>,
    /// The integration or family, `TWILIO`.
    r#type: String,
    /// What it does, `SEND_SMS`.
    action: String,
    #[schema(value_type = Option<Object>, nullable = false)]
    params: Option<Value>,
    /// Whether the flow goes on when this action fails.
    #[schema(nullable = false)]
    allow_failure: Option<bool>,
    /// Whether the output is hidden in records.
    #[schema(nullable = false)]
    mask_output: Option<bool>,
}

/// A flow to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "welcome", "actions": [{
    "id": "answer_1a2B", "type": "FLOW", "action": "RETURN_JSON", "params": {"payload": {"hello": "{{fields.name}}"}}
}]}))]
#[expect(dead_code, reason = "documents the body; it is checked by a schema, in the contract's words")]
pub(crate) struct NewFlow {
    #[schema(min_length = 1, max_length = 150)]
    name: String,
    #[schema(nullable = false)]
    actions: Option<Vec<ActionBody>>,
}

/// What to change about a flow.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "welcome back"}))]
#[expect(dead_code, reason = "documents the body; it is checked by a schema, in the contract's words")]
pub(crate) struct FlowChange {
    #[schema(min_length = 1, max_length = 150, nullable = false)]
    name: Option<String>,
    /// Replaces all actions; null or an empty list removes them.
    actions: Option<Vec<ActionBody>>,
}

/// What a body says about a flow.
pub(super) struct FlowText {
    pub(super) name: Option<String>,
    /// `None` leaves them alone, `Some(None)` removes them.
    pub(super) actions: Option<Option<String>>,
}

impl FlowText {
    /// Reads a body that makes a flow: its name and its actions.
    pub(super) fn for_new(app: &App, body: &Body) -> Result<(String, Option<String>)> {
        let schema = Schema::object().required("name", name_schema()).optional("actions", actions_schema());
        let text = Self::read(app, body, &schema)?;
        Ok((text.name.unwrap_or_default(), text.actions.flatten()))
    }

    /// Reads a body that changes one.
    pub(super) fn for_change(app: &App, body: &Body) -> Result<Self> {
        let schema = Schema::object().optional("name", name_schema()).optional("actions", actions_schema().or_null());
        Self::read(app, body, &schema)
    }

    fn read(app: &App, body: &Body, schema: &Schema) -> Result<Self> {
        let value = body.read(schema)?;
        if let Some(actions) = value.get("actions").filter(|actions| !actions.is_null()) {
            check(app, actions)?;
        }
        let actions = if value.get("actions").is_some() { Some(body.actions_text()?) } else { None };
        Ok(Self { name: name(&value)?, actions })
    }
}

/// The schema of every name.
pub(crate) fn name_schema() -> Schema {
    Schema::string().length(1, NAME_LENGTH)
}

/// The name in a body that was checked against [`name_schema`].
pub(crate) fn name(body: &Value) -> Result<Option<String>> {
    let name = body.get("name").and_then(Value::as_str);
    match name {
        // No database stores a NUL in text.
        Some(name) if name.contains('\0') => {
            Err(Error::Body("'NUL characters are not allowed' on property name".to_owned()))
        }
        name => Ok(name.map(str::to_owned)),
    }
}

fn actions_schema() -> Schema {
    Schema::array(Schema::object().open())
}

/// Refuses actions that could never run.
pub(crate) fn check(app: &App, actions: &Value) -> Result<()> {
    app.engine.check(actions).map_err(|found| {
        let first = found.first().map(rule);
        Error::Body(first.unwrap_or_else(|| "'These actions cannot run' on property actions".to_owned()))
    })
}
