//! `PATCH /api/v2/flows/vault/connections/{id}`

use axum::extract::State;

use super::{
    NOT_FOUND,
    body::{ConnectionChange, change},
    view::ConnectionView,
};
use crate::{
    access::{Caller, Scope},
    api::{answer::Answer, body::Body, path::Ids, query::Query},
    app::App,
    error::{Error, Problem, Result},
};

/// Rename a connection, or replace its credentials.
#[utoipa::path(patch, path = "/api/v2/flows/vault/connections/{id}", tag = "connections", operation_id = "update_connection",
    security(("token" = ["update:flows_vault_connections"])), request_body = ConnectionChange,
    params(("id" = String, Path, description = "Connection identifier", max_length = 30)),
    responses((status = 200, body = ConnectionView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn update(
    caller: Caller,
    State(app): State<App>,
    ids: Ids,
    query: Query,
    body: Body,
) -> Result<Answer<ConnectionView>> {
    let tenant = caller.may(Scope::UpdateConnections)?;
    let id = ids.id("id")?;
    query.none()?;
    let connection = app.vault.update_connection(tenant, caller.actor(), &id, change(&body)?).await?;
    Ok(Answer(ConnectionView::written(connection.ok_or(Error::Absent(NOT_FOUND))?)))
}
