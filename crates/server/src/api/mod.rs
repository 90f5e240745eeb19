//! The HTTP API: its routes, and the layers around them. The files below mirror the URLs.

mod admission;
pub(crate) mod answer;
mod body;
mod checkpoint;
mod flows;
mod flowvault;
mod health;
pub mod metrics;
mod oauth;
pub mod openapi;
mod paging;
mod path;
mod query;
mod request_log;
mod security_headers;

use anyhow::anyhow;
use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    response::IntoResponse as _,
};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::{router::OpenApiRouter, routes};

pub use flows::catalog::CatalogText;
pub(crate) use flows::vault::{connections::status::StatusView, oauth_clients::OauthClientView};
pub use metrics::RequestFigures;
pub(crate) use oauth::redirect_uri::under as redirect_uri_under;

use crate::{app::App, console, error::Error};

/// The whole API, ready to be served.
pub fn router(app: App) -> Router {
    let protected = protected().route_layer(from_fn_with_state(app.clone(), admission::admit));
    let personal = personal().route_layer(from_fn_with_state(app.clone(), admission::admit_visitor));
    let (router, document) = openapi::describe(open().merge(protected).merge(personal)).split_for_parts();
    let document = openapi::Document::new(&document);
    router
        .merge(console::router())
        .method_not_allowed_fallback(async || Error::Method)
        .layer(DefaultBodyLimit::max(body::MAX_BYTES))
        .layer(Extension(document))
        // Inside the log, so that a panic has its line, and inside the headers, so that its answer has them.
        .layer(CatchPanicLayer::custom(|_| Error::Broken(anyhow!("a handler panicked")).into_response()))
        .layer(from_fn(security_headers::add))
        // Outermost: sees what the caller sees.
        .layer(from_fn_with_state(app.clone(), request_log::log))
        .with_state(app)
}

/// What needs neither token nor session.
fn open() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(health::live))
        .routes(routes!(health::ready))
        .routes(routes!(oauth::token::create))
        .routes(routes!(oauth::jwks::show))
        .routes(routes!(oauth::callback::show))
        .routes(routes!(flowvault::setup::show::show, flowvault::setup::create::create))
        .routes(routes!(flowvault::session::create::create))
}

/// What needs a session, and is not about one tenant.
fn personal() -> OpenApiRouter<App> {
    use flowvault::{session, tenants};
    OpenApiRouter::new()
        .routes(routes!(session::show::show, session::delete::delete))
        .routes(routes!(tenants::list::list, tenants::create::create))
}

/// What needs a token, or a session and the name of a tenant.
fn protected() -> OpenApiRouter<App> {
    use flows::{
        catalog, executions, problems,
        vault::{connections, oauth_clients},
    };
    use flowvault::settings;
    OpenApiRouter::new()
        .routes(routes!(flows::list::list, flows::create::create))
        .routes(routes!(flows::show::show, flows::update::update, flows::delete::delete))
        .routes(routes!(problems::list))
        .routes(routes!(executions::list::list, executions::create::create))
        .routes(routes!(executions::show::show, executions::delete::delete))
        .routes(routes!(connections::list::list, connections::create::create))
        .routes(routes!(connections::show::show, connections::update::update, connections::delete::delete))
        .routes(routes!(connections::usage::show))
        .routes(routes!(connections::check::setup))
        .routes(routes!(connections::check::connection))
        .routes(routes!(connections::status::show))
        .routes(routes!(connections::authorization::begin))
        .routes(routes!(oauth_clients::list::list))
        .routes(routes!(oauth_clients::show::show, oauth_clients::put::put, oauth_clients::delete::delete))
        .routes(routes!(catalog::list))
        .routes(routes!(catalog::show))
        .routes(routes!(flowvault::audit::list))
        .routes(routes!(flowvault::events::list))
        .routes(routes!(settings::events::show::show, settings::events::put::put, settings::events::delete::delete))
        .routes(routes!(settings::events::test::test))
        .routes(routes!(openapi::show))
}
