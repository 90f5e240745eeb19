//! `GET /api/v2/flows/vault/connections/{id}`

use axum::extract::State;

use super::{NOT_FOUND, view::ConnectionView};
use crate::{
    access::{Caller, Scope},
    api::{answer::Answer, path::Ids, query::Query},
    app::App,
    error::{Error, Problem, Result},
};

/// Show one connection.
#[utoipa::path(get, path = "/api/v2/flows/vault/connections/{id}", tag = "connections", operation_id = "show_connection",
    security(("token" = ["read:flows_vault_connections"])),
    params(("id" = String, Path, description = "Connection identifier", max_length = 30)),
    responses((status = 200, body = ConnectionView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn show(
    caller: Caller,
    State(app): State<App>,
    ids: Ids,
    query: Query,
) -> Result<Answer<ConnectionView>> {
    let tenant = caller.may(Scope::ReadConnections)?;
    let id = ids.id("id")?;
    query.none()?;
    let connection = app.store.connection(tenant, &id).await?.ok_or(Error::Absent(NOT_FOUND))?;
    Ok(Answer(ConnectionView::read(connection)))
}
