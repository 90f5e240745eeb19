//! `POST /api/v2/flows/vault/connections`

use axum::{extract::State, http::StatusCode};

use super::{
    body::{NewConnectionBody, new_connection},
    view::ConnectionView,
};
use crate::{
    access::{Caller, Scope},
    api::{answer::Answer, body::Body, query::Query},
    app::App,
    error::{Problem, Result},
};

/// Make a connection.
#[utoipa::path(post, path = "/api/v2/flows/vault/connections", tag = "connections", operation_id = "create_connection",
    security(("token" = ["create:flows_vault_connections"])), request_body = NewConnectionBody,
    responses((status = 201, body = ConnectionView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn create(
    caller: Caller,
    State(app): State<App>,
    query: Query,
    body: Body,
) -> Result<(StatusCode, Answer<ConnectionView>)> {
    let tenant = caller.may(Scope::CreateConnections)?;
    query.none()?;
    let connection = app.vault.create_connection(tenant, caller.actor(), new_connection(&body)?).await?;
    Ok((StatusCode::CREATED, Answer(ConnectionView::written(connection))))
}
