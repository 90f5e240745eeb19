//! `DELETE /api/v2/flows/{id}`

use axum::{extract::State, http::StatusCode};
use model::AuditLine;

use super::NOT_FOUND;
use crate::{
    access::{Caller, Scope},
    api::{path::Ids, query::Query},
    app::App,
    error::{Error, Problem, Result},
};

/// Delete a flow and the records of its executions.
#[utoipa::path(delete, path = "/api/v2/flows/{id}", tag = "flows", operation_id = "delete_flow",
    security(("token" = ["delete:flows"])),
    params(("id" = String, Path, description = "Flow identifier", max_length = 30)),
    responses((status = 204), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn delete(caller: Caller, State(app): State<App>, ids: Ids, query: Query) -> Result<StatusCode> {
    let tenant = caller.may(Scope::DeleteFlows)?;
    let id = ids.id("id")?;
    query.none()?;
    let line = AuditLine::new(&app.rng, caller.actor(), "flow.delete", id.as_str());
    match app.store.delete_flow(tenant, &id, line).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Error::Absent(NOT_FOUND)),
    }
}
