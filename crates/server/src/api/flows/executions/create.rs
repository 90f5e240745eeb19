//! `POST /api/v2/flows/{flow_id}/executions`: ours, beside the contract, which has no way to run a flow.

use std::sync::Arc;

use axum::extract::State;
use catalog::schema::Schema;
use flow::Input;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::{
    ToSchema,
    openapi::schema::{Object, ObjectBuilder, Type},
};

use super::view::RunView;
use crate::{
    access::{Caller, Scope},
    api::{
        answer::Answer,
        body::Body,
        flows::{self, ActionBody},
        path::Ids,
        query::Query,
    },
    app::App,
    error::{Error, Problem, Result},
};

/// How to run a flow.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"input": {"fields": {"name": "Ada"}, "context": {}, "vars": {}}, "synchronous": true}))]
#[expect(dead_code, reason = "documents the body; it is checked by a schema, in the contract's words")]
pub(crate) struct NewExecution {
    #[schema(nullable = false)]
    input: Option<InputBody>,
    #[schema(schema_with = only_true, required = false)]
    synchronous: Option<bool>,
    /// A draft: these run in place of the flow's own actions, which stay as they are. Needs the right to change the
    /// flow, since it does what a changed flow would do.
    #[schema(nullable = false)]
    actions: Option<Vec<ActionBody>>,
}

fn only_true() -> Object {
    let words = "Whether to wait for the end of the run, which is the default and for now the only way.";
    ObjectBuilder::new().schema_type(Type::Boolean).enum_values(Some([true])).description(Some(words)).build()
}

/// What the flow reads as `{{fields…}}`, `{{context…}}` and `{{vars…}}`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "documents the body; it is checked by a schema, in the contract's words")]
pub(crate) struct InputBody {
    #[schema(value_type = Option<Object>, nullable = false)]
    fields: Option<Value>,
    #[schema(value_type = Option<Object>, nullable = false)]
    context: Option<Value>,
    #[schema(value_type = Option<Object>, nullable = false)]
    vars: Option<Value>,
}

/// Run a flow and wait for its end.
#[utoipa::path(post, path = "/api/v2/flows/{flow_id}/executions", tag = "executions", operation_id = "create_execution",
    security(("token" = ["create:flows_executions"])), request_body = NewExecution,
    params(("flow_id" = String, Path, description = "Flow identifier", max_length = 30)),
    responses((status = 200, body = RunView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn create(
    caller: Caller,
    State(app): State<App>,
    ids: Ids,
    query: Query,
    body: Body,
) -> Result<Answer<RunView>> {
    let tenant = caller.may(Scope::CreateExecutions)?.clone();
    let id = ids.id("flow_id")?;
    query.none()?;
    let mut value = body.read(&schema())?;
    let draft = value.get("actions").is_some();
    if draft {
        caller.may(Scope::UpdateFlows)?;
        flows::check(&app, &value["actions"])?;
    }
    let input = input(&mut value)?;
    let mut flow = app.store.flow(&tenant, &id).await?.ok_or(Error::Absent(flows::NOT_FOUND))?;
    if draft {
        flow.actions = body.actions_text()?;
    }
    let (engine, actor) = (Arc::clone(&app.engine), caller.actor());
    // A run goes on when the client hangs up: what it has begun at other services must reach its record.
    let run = async move { engine.run(&tenant, actor, &flow, input).await };
    let finished = app.tasks.see_through(run).await.map_err(|cause| Error::Broken(cause.into()))?;
    RunView::new(finished?).map(Answer)
}

fn schema() -> Schema {
    let object = || Schema::object().open();
    let input = Schema::object().optional("fields", object()).optional("context", object()).optional("vars", object());
    let actions = Schema::array(Schema::object().open());
    Schema::object().optional("input", input).optional("synchronous", Schema::boolean()).optional("actions", actions)
}

fn input(value: &mut Value) -> Result<Input> {
    if value.get("synchronous") == Some(&Value::Bool(false)) {
        let message = "'Flows run synchronously only: leave synchronous out or send true' on property synchronous";
        return Err(Error::Body(message.to_owned()));
    }
    let mut take =
        |name: &str| value.pointer_mut(&format!("/input/{name}")).map_or(Value::Object(Map::new()), Value::take);
    Ok(Input { fields: take("fields"), context: take("context"), vars: take("vars") })
}
