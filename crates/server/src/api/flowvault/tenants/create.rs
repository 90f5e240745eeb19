//! `POST /api/v2/flowvault/tenants`

use axum::{extract::State, http::StatusCode};
use catalog::schema::Schema;
use serde::Deserialize;
use utoipa::ToSchema;

use super::view::TenantView;
use crate::{
    access::{Scope, Visitor, role::may_create_tenants},
    api::{answer::Answer, body::Body, query::Query},
    app::App,
    error::{Error, Problem, Result},
    tenant_name::tenant_name,
};

/// A tenant to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "production"}))]
#[expect(dead_code, reason = "documents the body; it is checked by a schema, in the contract's words")]
pub(crate) struct NewTenant {
    /// Lower-case letters, digits and dashes, for it stands in addresses.
    #[schema(min_length = 1, max_length = 60, pattern = "^[a-z0-9][a-z0-9-]*$")]
    name: String,
}

/// Make a tenant. Only who owns the whole installation may.
#[utoipa::path(post, path = "/api/v2/flowvault/tenants", tag = "people", operation_id = "create_tenant",
    security(("session" = [])), request_body = NewTenant,
    responses((status = 201, body = TenantView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn create(
    visitor: Visitor,
    State(app): State<App>,
    query: Query,
    body: Body,
) -> Result<(StatusCode, Answer<TenantView>)> {
    if !may_create_tenants(&visitor.person) {
        return Err(Error::Scope(vec![Scope::CreateTenants]));
    }
    query.none()?;
    let body = body.read(&Schema::object().required("name", Schema::string()))?;
    let name = tenant_name(body["name"].as_str().unwrap_or_default());
    let name = name.map_err(|rule| Error::Body(format!("'A name is {rule}' on property name")))?;
    let tenant = app.vault.create_tenant(&name, visitor.actor()).await?;
    Ok((StatusCode::CREATED, Answer(tenant.into())))
}
