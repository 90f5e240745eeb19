//! The description of the API, generated from the handlers. `docs/openapi.json` is a copy that a test keeps fresh.

use std::sync::Arc;

use axum::{
    Extension,
    http::header,
    response::{IntoResponse, Response},
};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        OpenApi as Description,
        security::{ClientCredentials, Flow, OAuth2, Scopes, SecurityScheme},
    },
};
use utoipa_axum::router::OpenApiRouter;

use crate::{
    access::{Caller, Scope},
    app::App,
    error::Problem,
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
        (name = "oauth", description = "Access tokens for programs"),
        (name = "health", description = "How the process is"),
        (name = "description", description = "This document")
    ),
    components(schemas(Problem)),
    modifiers(&Security)
)]
struct Frame;

struct Security;

impl Modify for Security {
    fn modify(&self, description: &mut Description) {
        let named = Scope::ALL.map(|scope| (scope.as_str(), what_for(scope)));
        let scopes = Scopes::from_iter(named.iter().map(|(name, words)| (*name, words.as_str())));
        let grant = Flow::ClientCredentials(ClientCredentials::new("/oauth/token", scopes));
        let components = description.components.get_or_insert_default();
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
    text(&describe(super::open().merge(super::protected())).into_openapi())
}

fn text(description: &Description) -> String {
    let json = description.to_pretty_json().expect("a description is made of plain data");
    format!("{json}\n")
}

/// Show this document.
#[utoipa::path(get, path = "/api/v2/openapi.json", tag = "description", operation_id = "openapi",
    security(("token" = [])), responses((status = 200, body = Object), (status = "4XX", body = Problem)))]
pub(crate) async fn show(_: Caller, Extension(Document(text)): Extension<Document>) -> Response {
    ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], text.to_string()).into_response()
}
