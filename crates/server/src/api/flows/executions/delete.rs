//! `DELETE /api/v2/flows/{flow_id}/executions/{execution_id}`

use axum::{extract::State, http::StatusCode};
use model::{AuditLine, ExecutionId};

use super::NOT_FOUND;
use crate::{
    access::{Caller, Scope},
    api::{path::Ids, query::Query},
    app::App,
    error::{Error, Problem, Result},
};

/// Delete the record of one execution.
#[utoipa::path(delete, path = "/api/v2/flows/{flow_id}/executions/{execution_id}", tag = "executions",
    operation_id = "delete_execution", security(("token" = ["delete:flows_executions"])),
    params(("flow_id" = String, Path, description = "Flow identifier", max_length = 30),
        ("execution_id" = String, Path, description = "Execution identifier", max_length = 30)),
    responses((status = 204), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn delete(caller: Caller, State(app): State<App>, ids: Ids, query: Query) -> Result<StatusCode> {
    let tenant = caller.may(Scope::DeleteExecutions)?;
    let (flow, id): (_, ExecutionId) = (ids.id("flow_id")?, ids.id("execution_id")?);
    query.none()?;
    let line = AuditLine::new(&app.rng, caller.actor(), "execution.delete", id.as_str());
    match app.store.delete_execution(tenant, &flow, &id, line).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Error::Absent(NOT_FOUND)),
    }
}
