//! `GET /api/v2/flows/vault/connections/{id}/usage`: who would notice if the connection were gone.

use axum::extract::State;
use model::FlowId;
use serde::Serialize;
use utoipa::ToSchema;

use super::NOT_FOUND;
use crate::{
    access::{Caller, Scope},
    api::{answer::Answer, path::Ids, query::Query},
    app::App,
    error::{Error, Problem, Result},
};

/// The flows that name a connection in any of their actions, by name.
#[derive(Serialize, ToSchema)]
pub(crate) struct Usage {
    flows: Vec<UsingFlow>,
}

/// A flow that names the connection.
#[derive(Serialize, ToSchema)]
pub(crate) struct UsingFlow {
    #[schema(value_type = String, max_length = 30)]
    id: FlowId,
    #[schema(max_length = 150)]
    name: String,
}

/// Show which flows use a connection.
#[utoipa::path(get, path = "/api/v2/flows/vault/connections/{id}/usage", tag = "connections",
    operation_id = "show_connection_usage", security(("token" = ["read:flows_vault_connections"])),
    params(("id" = String, Path, description = "Connection identifier", max_length = 30)),
    responses((status = 200, body = Usage), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn show(caller: Caller, State(app): State<App>, ids: Ids, query: Query) -> Result<Answer<Usage>> {
    let tenant = caller.may(Scope::ReadConnections)?;
    let id = ids.id("id")?;
    query.none()?;
    app.store.connection(tenant, &id).await?.ok_or(Error::Absent(NOT_FOUND))?;
    let flows = app.store.flows_using(tenant, &id).await?.into_iter();
    Ok(Answer(Usage { flows: flows.map(|flow| UsingFlow { id: flow.id, name: flow.name }).collect() }))
}
