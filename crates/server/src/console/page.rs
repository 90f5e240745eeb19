//! The one page of the console. Which part of it is shown, its script decides by the address.

use axum::{
    extract::State,
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use model::Rng;

use super::{Dist, PAGE};
use crate::app::App;

/// Where the build leaves room for the nonce.
const ROOM: &str = "__CSP_NONCE__";

/// What is served until somebody builds the console.
const NOT_BUILT: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Flowvault</title>\n\
    <p>The console is not built into this binary: run <code>make ui</code> and build again. \
    The API works without it.</p>\n</html>\n";

/// Serves the page, each time with another nonce.
pub(super) async fn show(State(app): State<App>) -> Response {
    let html = Dist::get(PAGE).map(|file| String::from_utf8_lossy(&file.data).into_owned());
    render(&html.unwrap_or_else(|| NOT_BUILT.to_owned()), &app.rng)
}

fn render(html: &str, rng: &Rng) -> Response {
    let nonce = URL_SAFE_NO_PAD.encode(rng.bytes::<16>());
    let page = html.replace(ROOM, &nonce);
    let headers: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, policy(&nonce)),
    ];
    (headers, page).into_response()
}

/// Scripts from our origin only, styles also by nonce (component libraries write them at run time), nothing foreign.
fn policy(nonce: &str) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; \
         connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).expect("base64 is visible ASCII")
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    async fn rendered(rng: &Rng) -> (String, String) {
        let response = render("<meta content=\"__CSP_NONCE__\"><style nonce=\"__CSP_NONCE__\"></style>", rng);
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (policy, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn the_nonce_of_the_policy_is_the_pages_and_never_the_same() {
        let rng = Rng::seeded(1);
        let (policy, page) = rendered(&rng).await;
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
        assert_eq!(page, format!("<meta content=\"{nonce}\"><style nonce=\"{nonce}\"></style>"));
        assert_ne!(rendered(&rng).await.0, policy);
    }
}
