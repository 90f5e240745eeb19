//! `GET /api/v2/flows/vault/connections`

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::view::ConnectionSummary;
use crate::{
    access::{Caller, Scope},
    api::{
        answer::Answer,
        paging::{LIMIT_HELP, PAGE_HELP, Paging, TOTALS_HELP},
        query::Query,
    },
    app::App,
    error::{Problem, Result},
};

/// Connections, newest first.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum ConnectionList {
    /// Without `include_totals`.
    Bare(Vec<ConnectionSummary>),
    /// With it.
    Counted(ConnectionPage),
}

/// A page of connections.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConnectionPage {
    limit: u32,
    start: u32,
    /// All there are.
    total: i64,
    connections: Vec<ConnectionSummary>,
}

/// List connections.
#[utoipa::path(get, path = "/api/v2/flows/vault/connections", tag = "connections", operation_id = "list_connections",
    security(("token" = ["read:flows_vault_connections"])),
    params(("page" = Option<u32>, Query, description = PAGE_HELP, maximum = 1000),
        ("per_page" = Option<u32>, Query, description = LIMIT_HELP, minimum = 1, maximum = 100),
        ("include_totals" = Option<bool>, Query, description = TOTALS_HELP)),
    responses((status = 200, body = ConnectionList), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn list(caller: Caller, State(app): State<App>, query: Query) -> Result<Answer<ConnectionList>> {
    let tenant = caller.may(Scope::ReadConnections)?;
    let Paging { page, include_totals } = Paging::read(&query.read(&Paging::schema())?);
    let found = app.store.connections(tenant, page).await?;
    let connections = found.into_iter().map(ConnectionSummary::from).collect();
    Ok(Answer(match include_totals {
        false => ConnectionList::Bare(connections),
        true => ConnectionList::Counted(ConnectionPage {
            limit: page.limit,
            start: page.start,
            total: app.store.count_connections(tenant).await?,
            connections,
        }),
    }))
}
