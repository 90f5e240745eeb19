//! `GET /api/v2/flowvault/tenants`

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::view::TenantView;
use crate::{
    access::Visitor,
    api::{answer::Answer, query::Query},
    app::App,
    error::{Problem, Result},
};

/// The tenants a person belongs to, by name.
#[derive(Serialize, ToSchema)]
pub(crate) struct TenantList {
    tenants: Vec<TenantView>,
}

/// List the tenants the person belongs to.
#[utoipa::path(get, path = "/api/v2/flowvault/tenants", tag = "people", operation_id = "list_tenants",
    security(("session" = [])),
    responses((status = 200, body = TenantList), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn list(visitor: Visitor, State(app): State<App>, query: Query) -> Result<Answer<TenantList>> {
    query.none()?;
    let tenants = app.store.tenants_of_member(&visitor.person).await?;
    Ok(Answer(TenantList { tenants: tenants.into_iter().map(|(tenant, _)| tenant.into()).collect() }))
}
