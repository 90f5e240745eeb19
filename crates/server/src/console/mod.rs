//! The console: pages built from `ui/`, inside the binary. They are the same for everyone and hold no data; what they
//! show they fetch from the API, like any other client.

mod page;

use axum::{
    Router,
    extract::Request,
    http::{HeaderName, HeaderValue, Method, header},
    response::{IntoResponse, Response},
    routing::get,
};
use rust_embed::{EmbeddedFile, RustEmbed};
use tower_http::{compression::CompressionLayer, set_header::SetResponseHeaderLayer};

use crate::{app::App, error::Error};

#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
struct Dist;

const PAGE: &str = "index.html";
/// Keeps the folder in the repository.
const KEEP: &str = ".gitkeep";
const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
/// The names of these files change with what is in them.
const HASHED: &str = "assets/";
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// The console's pages, and its files wherever the API has no route.
pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/", get(page::show))
        .route("/setup", get(page::show))
        .route("/sign-in", get(page::show))
        .route("/t/{*page}", get(page::show))
        .fallback(file)
        .layer(SetResponseHeaderLayer::if_not_present(OPENER, HeaderValue::from_static("same-origin")))
        .layer(CompressionLayer::new())
}

async fn file(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    // The page has a nonce to be filled in, and lives at the addresses above.
    let file = Dist::get(path).filter(|_| path != PAGE && path != KEEP);
    match file {
        Some(file) if matches!(*request.method(), Method::GET | Method::HEAD) => answer(path, &request, file),
        _ => Error::Route.into_response(),
    }
}

fn answer(path: &str, request: &Request, file: EmbeddedFile) -> Response {
    let hash: String = file.metadata.sha256_hash().iter().map(|byte| format!("{byte:02x}")).collect();
    let tag = HeaderValue::try_from(format!("\"{hash}\"")).expect("digits are visible ASCII");
    let caching = if path.starts_with(HASHED) { FOR_EVER } else { ASK_AGAIN };
    let headers = [(header::CACHE_CONTROL, caching), (header::ETAG, tag.clone())];
    if request.headers().get(header::IF_NONE_MATCH) == Some(&tag) {
        return (axum::http::StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, [(header::CONTENT_TYPE, media_type(path))], file.data).into_response()
}

/// What the console is built of. Anything else is handed out as bytes that no browser interprets.
fn media_type(path: &str) -> HeaderValue {
    HeaderValue::from_static(match path.rsplit('.').next().unwrap_or_default() {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "json" | "map" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    })
}
