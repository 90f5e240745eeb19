//! `DELETE /api/v2/flows/vault/connections/{id}`

use axum::{extract::State, http::StatusCode};

use super::NOT_FOUND;
use crate::{
    access::{Caller, Scope},
    api::{path::Ids, query::Query},
    app::App,
    error::{Error, Problem, Result},
};

/// Delete a connection. Flows that use it fail when they reach it.
#[utoipa::path(delete, path = "/api/v2/flows/vault/connections/{id}", tag = "connections", operation_id = "delete_connection",
    security(("token" = ["delete:flows_vault_connections"])),
    params(("id" = String, Path, description = "Connection identifier", max_length = 30)),
    responses((status = 204), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn delete(caller: Caller, State(app): State<App>, ids: Ids, query: Query) -> Result<StatusCode> {
    let tenant = caller.may(Scope::DeleteConnections)?;
    let id = ids.id("id")?;
    query.none()?;
    match app.vault.delete_connection(tenant, caller.actor(), &id).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Error::Absent(NOT_FOUND)),
    }
}
