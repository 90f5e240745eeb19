//! A small page that needs nothing but itself.

use std::{collections::HashMap, fmt::Write as _};

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use model::Rng;
use url::form_urlencoded;

use super::outcome::Outcome;

const STYLE: &str = "
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem }
h1 { font-size: 1.375rem; margin: 0 0 .75rem }
p { margin: 0 0 .75rem; overflow-wrap: anywhere }
";

/// A page that is not written out yet.
pub(super) struct Page {
    status: StatusCode,
    title: &'static str,
    /// HTML.
    head: String,
    /// HTML.
    body: String,
}

impl Page {
    /// Says what happened.
    pub(super) fn telling(outcome: &Outcome) -> Self {
        let mut body = outcome.text.iter().fold(String::new(), |mut body, text| {
            writeln!(body, "<p>{}</p>", escaped(text)).expect("a String takes any text");
            body
        });
        body.push_str("<p><a href=\"/\">Back to the vault</a></p>\n");
        Self { status: outcome.status, title: outcome.title, head: String::new(), body }
    }

    /// Comes back once more from this page, which is ours, so that the browser shows its cookie.
    pub(super) fn round(query: &HashMap<String, String>, again: &str) -> Self {
        let query =
            form_urlencoded::Serializer::new(String::new()).extend_pairs(query).append_pair(again, "1").finish();
        let here = escaped(&format!("?{query}"));
        Self {
            status: StatusCode::OK,
            title: "One moment",
            head: format!("<meta http-equiv=\"refresh\" content=\"0;url={here}\">\n"),
            body: format!("<p><a href=\"{here}\">Go on</a></p>\n"),
        }
    }

    /// Writes it out. The nonce lets in the style and nothing else.
    pub(super) fn into_response(self, rng: &Rng) -> Response {
        let Self { status, title, head, body } = self;
        let nonce = URL_SAFE_NO_PAD.encode(rng.bytes::<16>());
        let html = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n{head}\
             <title>{title} · Flowvault</title>\n<style nonce=\"{nonce}\">{STYLE}</style>\n</head>\n\
             <body>\n<main>\n<h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n"
        );
        let policy = format!(
            "default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        );
        let policy = HeaderValue::try_from(policy).expect("base64 is visible ASCII");
        let kind = HeaderValue::from_static("text/html; charset=utf-8");
        (status, [(header::CONTENT_TYPE, kind), (header::CONTENT_SECURITY_POLICY, policy)], html).into_response()
    }
}

/// Text that means nothing in HTML. Services' words are not ours.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    async fn written(page: Page) -> (String, String) {
        let response = page.into_response(&Rng::seeded(1));
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (policy, String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_services_words_are_no_html_and_only_the_style_is_let_in() {
        let text = vec!["<script>alert('a')</script> & \"b\"".to_owned()];
        let outcome = Outcome { status: StatusCode::OK, title: "Title", text };
        let (policy, html) = written(Page::telling(&outcome)).await;
        assert!(html.contains("<p>&lt;script&gt;alert(&#39;a&#39;)&lt;/script&gt; &amp; &quot;b&quot;</p>"), "{html}");
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
        assert!(html.contains(&format!("<style nonce=\"{nonce}\">")), "{html}");
        assert!(!policy.contains("script-src"), "{policy}");
    }

    #[tokio::test]
    async fn a_round_trip_carries_the_query_and_cannot_be_broken_out_of() {
        let query = HashMap::from([("code".to_owned(), "a\"><b>&c".to_owned())]);
        let (_, html) = written(Page::round(&query, "again")).await;
        let here = "?code=a%22%3E%3Cb%3E%26c&amp;again=1";
        assert!(html.contains(&format!("content=\"0;url={here}\"")), "{html}");
    }
}
