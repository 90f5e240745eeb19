//! What may be sent to make or change a connection.

use catalog::schema::Schema;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;
use vault::{Change, NewConnection};

use crate::{
    api::{
        body::Body,
        flows::{name, name_schema},
    },
    error::Result,
};

/// A connection to be made. Without `setup` it is empty, to be filled in later.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"app_id": "HTTP", "name": "orders", "setup": {"type": "BEARER", "token": "my-token"}}))]
#[expect(dead_code, reason = "documents the body; it is checked by a schema, in the contract's words")]
pub(crate) struct NewConnectionBody {
    /// The integration, `TWILIO`.
    app_id: String,
    #[schema(min_length = 1, max_length = 150)]
    name: String,
    /// The credentials: a `type` and the fields the integration declares for it. Never returned by any call.
    #[schema(value_type = Option<Object>, nullable = false)]
    setup: Option<Value>,
}

/// What to change about a connection.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "orders, production"}))]
#[expect(dead_code, reason = "documents the body; it is checked by a schema, in the contract's words")]
pub(crate) struct ConnectionChange {
    #[schema(min_length = 1, max_length = 150, nullable = false)]
    name: Option<String>,
    /// Replaces the credentials as a whole.
    #[schema(value_type = Option<Object>, nullable = false)]
    setup: Option<Value>,
}

/// Reads a body that makes a connection.
pub(super) fn new_connection(body: &Body) -> Result<NewConnection> {
    let schema = Schema::object()
        .required("app_id", Schema::string())
        .required("name", name_schema())
        .optional("setup", Schema::object().open());
    let mut value = body.read(&schema)?;
    let app_id = value["app_id"].as_str().unwrap_or_default().to_owned();
    Ok(NewConnection { app_id, name: name(&value)?.unwrap_or_default(), setup: take(&mut value, "setup") })
}

/// Reads a body that changes one.
pub(super) fn change(body: &Body) -> Result<Change> {
    let schema = Schema::object().optional("name", name_schema()).optional("setup", Schema::object().open());
    let mut value = body.read(&schema)?;
    Ok(Change { name: name(&value)?, setup: take(&mut value, "setup") })
}

/// Moved, not copied: the vault wipes it after sealing.
pub(super) fn take(body: &mut Value, member: &str) -> Option<Value> {
    body.get_mut(member).map(Value::take)
}
