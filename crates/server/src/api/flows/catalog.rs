//! `/api/v2/flows/catalog`: what the integrations declare, for forms, palettes and programs.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use catalog::{Catalog, Integration};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use crate::{
    access::{Caller, Scope},
    api::{answer::Answer, path::Ids, query::Query},
    app::App,
    error::{Error, Problem, Result},
};

/// Whoever sees flows or connections may know what they are made of.
const SCOPES: [Scope; 2] = [Scope::ReadFlows, Scope::ReadConnections];

/// The whole catalogue as text. It never changes while the process runs, so it is written once.
#[derive(Clone, Default)]
pub struct CatalogText(Arc<OnceLock<Written>>);

struct Written {
    json: String,
    tag: HeaderValue,
}

impl CatalogText {
    fn of(&self, catalog: &Catalog) -> &Written {
        self.0.get_or_init(|| {
            let integrations: Vec<_> = catalog.integrations().map(Integration::to_json).collect();
            let json = json!({ "integrations": integrations }).to_string();
            let tag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(Sha256::digest(&json)));
            Written { json, tag: HeaderValue::try_from(tag).expect("base64 is visible ASCII") }
        })
    }
}

/// Every integration.
#[derive(Serialize, ToSchema)]
pub(crate) struct IntegrationList {
    integrations: Vec<IntegrationView>,
}

/// One integration: what its connections need and what its actions take.
#[derive(Serialize, ToSchema)]
pub(crate) struct IntegrationView {
    app_id: String,
    name: String,
    summary: String,
    /// Where the service documents itself.
    #[schema(required)]
    docs: Option<String>,
    /// The address of a picture.
    #[schema(required)]
    logo: Option<String>,
    /// Whether it has connections at all.
    connectable: bool,
    setups: Vec<SetupView>,
    actions: Vec<ActionView>,
}

/// One way to connect.
#[derive(Serialize, ToSchema)]
pub(crate) struct SetupView {
    r#type: String,
    label: String,
    /// Where at the service the values are found.
    #[schema(nullable = false)]
    find: Option<String>,
    #[schema(nullable = false)]
    help: Option<String>,
    /// `form` or `authorization_code`.
    method: String,
    /// A JSON Schema of the setup without its `type`.
    #[schema(value_type = Object)]
    schema: Value,
    /// With the method `authorization_code` only.
    #[schema(nullable = false)]
    oauth: Option<OauthView>,
}

/// What has to be known to register an OAuth client at the service.
#[derive(Serialize, ToSchema)]
pub(crate) struct OauthView {
    /// A JSON Schema of what is asked beside the client's id and secret.
    #[schema(value_type = Object)]
    client: Value,
    /// Whether the service takes part in PKCE.
    pkce: bool,
    scopes: ScopesView,
}

/// The scopes a connection asks for.
#[derive(Serialize, ToSchema)]
pub(crate) struct ScopesView {
    /// Always.
    base: Vec<String>,
    /// For connections that are used by these actions.
    by_action: BTreeMap<String, Vec<String>>,
}

/// One thing an integration does.
#[derive(Serialize, ToSchema)]
pub(crate) struct ActionView {
    r#type: String,
    action: String,
    label: String,
    group: String,
    #[schema(nullable = false)]
    help: Option<String>,
    /// `required`, `optional` or `none`.
    connection: String,
    /// A JSON Schema of the params without `connection_id`.
    #[schema(value_type = Object)]
    params: Value,
    /// An example of what it gives.
    #[schema(nullable = false)]
    output: Option<Value>,
}

/// List the integrations with everything they declare.
#[utoipa::path(get, path = "/api/v2/flows/catalog", tag = "catalogue", operation_id = "list_integrations",
    security(("token" = ["read:flows"]), ("token" = ["read:flows_vault_connections"])),
    responses((status = 200, body = IntegrationList), (status = 304, description = "As the `if-none-match` has it"),
        (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn list(caller: Caller, State(app): State<App>, headers: HeaderMap, query: Query) -> Result<Response> {
    caller.may_any(&SCOPES)?;
    query.none()?;
    let Written { json, tag } = app.catalog_text.of(app.vault.catalog());
    let known = headers.get(header::IF_NONE_MATCH) == Some(tag);
    // Kept by the browser of whoever was allowed to see it, and asked for again each time.
    let caching = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"))];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    Ok((caching, [(header::CONTENT_TYPE, "application/json; charset=utf-8")], json.clone()).into_response())
}

/// Show one integration.
#[utoipa::path(get, path = "/api/v2/flows/catalog/{app_id}", tag = "catalogue", operation_id = "show_integration",
    security(("token" = ["read:flows"]), ("token" = ["read:flows_vault_connections"])),
    params(("app_id" = String, Path, description = "The integration, `TWILIO`")),
    responses((status = 200, body = IntegrationView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn show(caller: Caller, State(app): State<App>, ids: Ids, query: Query) -> Result<Answer<Value>> {
    caller.may_any(&SCOPES)?;
    query.none()?;
    let integration = app.vault.catalog().integration(ids.text("app_id"));
    Ok(Answer(integration.ok_or(Error::Absent("Integration not found"))?.to_json()))
}
