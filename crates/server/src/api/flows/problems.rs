//! `GET /api/v2/flows/{id}/problems`: what would keep a saved flow from running as it is meant to.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::NOT_FOUND;
use crate::{
    access::{Caller, Scope},
    api::{answer::Answer, path::Ids, query::Query},
    app::App,
    error::{Error, Problem, Result},
};

/// Everything there is to say about a flow, in the order of its actions.
#[derive(Serialize, ToSchema)]
pub(crate) struct FlowProblemList {
    problems: Vec<FlowProblem>,
}

/// Something to look after in a flow.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"action_id": "send_sms_1", "path": "/actions/0/params/connection_id", "code": "empty_connection", "message": "The connection Twilio has no credentials yet", "severity": "error"}))]
pub(crate) struct FlowProblem {
    /// Absent where it is about the flow as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    action_id: Option<String>,
    /// Where, as a JSON pointer into the flow.
    path: String,
    /// `invalid_action`, `invalid_params`, `invalid_expression`, `duplicate_id`, `missing_connection`,
    /// `unknown_connection`, `wrong_connection`, `empty_connection`, `unknown_reference`, `unreachable_action`,
    /// `delay`; others may follow.
    code: String,
    message: String,
    /// `error`: the action fails. `warning`: it runs, but perhaps not as it is meant to.
    severity: String,
}

impl From<flow::Problem> for FlowProblem {
    fn from(problem: flow::Problem) -> Self {
        let (code, severity) = (problem.code.as_str().to_owned(), problem.code.severity().as_str().to_owned());
        Self { action_id: problem.action_id, path: problem.path, code, message: problem.message, severity }
    }
}

/// List the problems of a flow.
#[utoipa::path(get, path = "/api/v2/flows/{id}/problems", tag = "flows", operation_id = "list_flow_problems",
    security(("token" = ["read:flows"])),
    params(("id" = String, Path, description = "Flow identifier", max_length = 30)),
    responses((status = 200, body = FlowProblemList), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn list(
    caller: Caller,
    State(app): State<App>,
    ids: Ids,
    query: Query,
) -> Result<Answer<FlowProblemList>> {
    let tenant = caller.may(Scope::ReadFlows)?;
    let id = ids.id("id")?;
    query.none()?;
    let flow = app.store.flow(tenant, &id).await?.ok_or(Error::Absent(NOT_FOUND))?;
    let problems = app.engine.problems(tenant, flow.actions.as_deref()).await?;
    Ok(Answer(FlowProblemList { problems: problems.into_iter().map(FlowProblem::from).collect() }))
}
