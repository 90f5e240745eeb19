//! The description of the API, generated from the handlers. `docs/openapi.json` is a copy that a test keeps fresh.

use std::sync::Arc;

use axum::{
    Extension,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        OpenApi as Description,
        security::{ApiKey, ApiKeyValue, ClientCredentials, Flow, OAuth2, Scopes, SecurityScheme},
    },
};
use utoipa_axum::router::OpenApiRouter;

use crate::{
    access::{Caller, Scope},
    api::query::Query,
    app::App,
    error::{Problem, Result},
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Flowvault",
        description = "A self-hosted vault of connections for flows, compatible with the Auth0 Management API for flows, their executions and vault connections.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    tags(
        (name = "flows", description = "What to do, action by action"),
        (name = "executions", description = "Running flows, and the records of their runs"),
        (name = "connections", description = "Credentials for integrations: they come in, and never go out"),
        (name = "catalogue", description = "The integrations: what their connections need, what their actions take"),
        (name = "events", description = "Signed messages about what happens to connections"),
        (name = "people", description = "Signing in at the console, and the tenants people belong to"),
        (name = "audit", description = "Who did what, and when"),
        (name = "oauth", description = "Access tokens for programs"),
        (name = "health", description = "How the process is"),
        (name = "description", description = "This document")
    ),
    components(schemas(Problem)),
    modifiers(&Security)
)]
struct Frame;

struct Security;

/// OAuth has servers ignore members of a token request that they do not know.
const OPEN: &str = "TokenBody";
/// What else a request with a cookie needs.
const COOKIE: &str = "Of a person at the console. Requests about a tenant name it in the header `x-flowvault-tenant`, and requests that change anything come from pages of this server.";

impl Modify for Security {
    fn modify(&self, description: &mut Description) {
        let named = Scope::ALL.map(|scope| (scope.as_str(), what_for(scope)));
        let scopes = Scopes::from_iter(named.iter().map(|(name, words)| (*name, words.as_str())));
        let grant = Flow::ClientCredentials(ClientCredentials::new("/oauth/token", scopes));
        let components = description.components.get_or_insert_default();
        let cookie = ApiKeyValue::with_description("__Host-flowvault", COOKIE);
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
        components.add_security_scheme("token", SecurityScheme::OAuth2(OAuth2::new([grant])));
    }
}

/// `read:flows_vault_connections` in words: "read flows vault connections".
fn what_for(scope: Scope) -> String {
    scope.as_str().replace([':', '_'], " ")
}

/// The document as it is served.
#[derive(Clone)]
pub(crate) struct Document(Arc<str>);

impl Document {
    pub(super) fn new(description: &Description) -> Self {
        Self(text(description).into())
    }
}

/// Adds what is not an operation to the description of a router.
pub(super) fn describe(router: OpenApiRouter<App>) -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Frame::openapi()).merge(router)
}

/// The description of all operations, as JSON for people and programs.
pub fn document() -> String {
    text(&describe(super::open().merge(super::protected()).merge(super::personal())).into_openapi())
}

fn text(description: &Description) -> String {
    let mut json = serde_json::to_value(description).expect("a description is made of plain data");
    name_answers(&mut json);
    admit_people(&mut json);
    close_objects(&mut json);
    format!("{json:#}\n")
}

/// Whatever a program may do with a token, a person whose role allows it may do with a session.
fn admit_people(document: &mut Value) {
    for operation in operations(document) {
        let ways = operation["security"].as_array_mut();
        if let Some(ways) = ways.filter(|ways| ways.iter().any(|way| way.get("token").is_some())) {
            ways.push(json!({ "session": [] }));
        }
    }
}

/// We answer with what is described and nothing else, as the contract does.
fn close_objects(document: &mut Value) {
    let schemas = document["components"]["schemas"].as_object_mut().into_iter().flatten();
    for (_, schema) in schemas.filter(|(name, _)| *name != OPEN) {
        if let Some(schema) = schema.as_object_mut().filter(|schema| schema.contains_key("properties")) {
            schema.entry("additionalProperties").or_insert(Value::Bool(false));
        }
    }
}

fn operations(document: &mut Value) -> impl Iterator<Item = &mut Value> {
    let paths = document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut);
    paths.filter_map(Value::as_object_mut).flat_map(Map::values_mut)
}

/// OpenAPI wants a description with every response; the name of its status is enough.
fn name_answers(document: &mut Value) {
    for (status, answer) in operations(document).filter_map(|one| one["responses"].as_object_mut()).flatten() {
        let name = match status.as_str() {
            "4XX" => "The request cannot be served",
            "5XX" => "The server cannot serve it now",
            exact => {
                StatusCode::from_bytes(exact.as_bytes()).ok().and_then(|code| code.canonical_reason()).unwrap_or(exact)
            }
        };
        if answer["description"].as_str().is_none_or(str::is_empty) {
            answer["description"] = Value::from(name);
        }
    }
}

/// Show this document.
#[utoipa::path(get, path = "/api/v2/openapi.json", tag = "description", operation_id = "openapi",
    security(("token" = [])), responses((status = 200, body = Object), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn show(_: Caller, Extension(Document(text)): Extension<Document>, query: Query) -> Result<Response> {
    query.none()?;
    Ok(([(header::CONTENT_TYPE, "application/json; charset=utf-8")], text.to_string()).into_response())
}
