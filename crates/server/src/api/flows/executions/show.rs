//! `GET /api/v2/flows/{flow_id}/executions/{execution_id}`

use axum::extract::State;
use catalog::schema::Schema;
use utoipa::ToSchema;

use super::{NOT_FOUND, view::ExecutionView};
use crate::{
    access::{Caller, Scope},
    api::{answer::Answer, path::Ids, query::Query},
    app::App,
    error::{Error, Problem, Result},
};

/// What can be shown beside an execution.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "documents the names, which the query's own schema checks")]
pub(crate) enum Detail {
    Debug,
}

/// Show one execution.
#[utoipa::path(get, path = "/api/v2/flows/{flow_id}/executions/{execution_id}", tag = "executions",
    operation_id = "show_execution", security(("token" = ["read:flows_executions"])),
    params(("flow_id" = String, Path, description = "Flow identifier", max_length = 30),
        ("execution_id" = String, Path, description = "Execution identifier", max_length = 30),
        ("hydrate" = inline(Option<Vec<Detail>>), Query, description = "What to add")),
    responses((status = 200, body = ExecutionView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn show(
    caller: Caller,
    State(app): State<App>,
    ids: Ids,
    query: Query,
) -> Result<Answer<ExecutionView>> {
    let tenant = caller.may(Scope::ReadExecutions)?;
    let (flow, id) = (ids.id("flow_id")?, ids.id("execution_id")?);
    let hydrate = Schema::array(Schema::string().among(&["debug"])).help("Hydration param");
    let query = query.read(&Schema::object().optional("hydrate", hydrate))?;
    let execution = app.store.execution(tenant, &flow, &id).await?.ok_or(Error::Absent(NOT_FOUND))?;
    match query.contains_key("hydrate") {
        true => ExecutionView::detailed(execution).map(Answer),
        false => Ok(Answer(ExecutionView::brief(execution))),
    }
}
