//! `DELETE /api/v2/flows/vault/oauth-clients/{app_id}`

use axum::{extract::State, http::StatusCode};

use super::{NOT_FOUND, app_id};
use crate::{
    access::{Caller, Scope},
    api::{path::Ids, query::Query},
    app::App,
    error::{Error, Problem, Result},
};

/// Delete the OAuth client of an integration. Connections that were granted to it serve until their tokens end.
#[utoipa::path(delete, path = "/api/v2/flows/vault/oauth-clients/{app_id}", tag = "connections",
    operation_id = "delete_oauth_client", security(("token" = ["delete:flows_vault_connections"])),
    params(("app_id" = String, Path, description = "The integration, `HUBSPOT`")),
    responses((status = 204), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn delete(caller: Caller, State(app): State<App>, ids: Ids, query: Query) -> Result<StatusCode> {
    let tenant = caller.may(Scope::DeleteConnections)?;
    query.none()?;
    let app_id = app_id(&ids).ok_or(Error::Absent(NOT_FOUND))?;
    match app.vault.delete_oauth_client(tenant, caller.actor(), app_id).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Error::Absent(NOT_FOUND)),
    }
}
