//! Whether a browser's request comes from our own pages. Browsers say so themselves, and no page can make them lie;
//! programs can, but they do not carry anybody's cookie along without knowing.

use axum::http::{HeaderMap, header};
use url::Url;

const FETCH_SITE: &str = "sec-fetch-site";

/// What a request says about where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// One of our pages.
    Own,
    /// Somebody else's.
    Foreign,
    /// It does not say: no browser sent it.
    Unknown,
}

/// Where a request comes from.
pub(crate) fn origin(headers: &HeaderMap, public_url: Option<&Url>) -> Origin {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match (text(FETCH_SITE), text(header::ORIGIN.as_str())) {
        (Some("same-origin"), _) => Origin::Own,
        (Some(_), _) => Origin::Foreign,
        (None, Some(origin)) if is_ours(origin, text(header::HOST.as_str()), public_url) => Origin::Own,
        (None, Some(_)) => Origin::Foreign,
        (None, None) => Origin::Unknown,
    }
}

/// Browsers tell addresses without TLS only this much.
fn is_ours(origin: &str, host: Option<&str>, public_url: Option<&Url>) -> bool {
    let Ok(origin) = Url::parse(origin) else { return false };
    // A proxy may end TLS, so that only the browser knows the scheme.
    let requested = host.and_then(|host| Url::parse(&format!("{}://{host}/", origin.scheme())).ok());
    [requested.as_ref(), public_url].into_iter().flatten().any(|own| own.origin() == origin.origin())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn of(pairs: &[(&'static str, &'static str)]) -> Origin {
        let pairs = pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        let public_url = Url::parse("https://vault.example.com/").unwrap();
        origin(&pairs.collect(), Some(&public_url))
    }

    #[test]
    fn the_browsers_own_word_comes_first() {
        assert_eq!(of(&[("sec-fetch-site", "same-origin"), ("origin", "null")]), Origin::Own);
        for site in ["cross-site", "same-site", "none", ""] {
            assert_eq!(of(&[("sec-fetch-site", site), ("origin", "https://vault.example.com")]), Origin::Foreign);
        }
    }

    #[test]
    fn an_origin_is_ours_if_it_is_the_host_that_was_asked_or_the_public_url() {
        let host = ("host", "localhost:8080");
        assert_eq!(of(&[host, ("origin", "http://localhost:8080")]), Origin::Own);
        assert_eq!(of(&[("host", "A.example"), ("origin", "https://a.example:443")]), Origin::Own);
        assert_eq!(of(&[host, ("origin", "https://vault.example.com")]), Origin::Own);
        for foreign in ["http://localhost:8081", "http://evil.example", "null", "http://localhost:8080.evil.example"] {
            assert_eq!(of(&[host, ("origin", foreign)]), Origin::Foreign, "{foreign}");
        }
        assert_eq!(of(&[host]), Origin::Unknown);
    }
}
