//! What our tokens are issued for: the API under the public URL or under the host that the request names.

use axum::http::{HeaderMap, Uri, header};
use url::Url;

/// The addresses under which the API is known to one request.
pub(crate) struct Audiences {
    /// Ends with a slash.
    issuer: String,
    accepted: Vec<String>,
}

impl Audiences {
    /// Those of a request. `scheme` is what it came over, unless the public URL says otherwise.
    pub(crate) fn of(public_url: Option<&Url>, is_tls: bool, headers: &HeaderMap, uri: &Uri) -> Self {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let host = host.or(uri.authority().map(axum::http::uri::Authority::as_str)).unwrap_or("localhost");
        // A proxy may end TLS, so that we see http where the client said https.
        let [http, https] = ["http", "https"].map(|scheme| format!("{scheme}://{host}/"));
        let own = if is_tls { https.clone() } else { http.clone() };
        let issuer = public_url.map_or(own, Url::to_string);
        let accepted = [issuer.clone(), http, https].map(|base| format!("{base}api/v2/"));
        Self { issuer, accepted: accepted.into() }
    }

    /// Who signs.
    pub(crate) fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The audience of a token for someone who asked for `wanted`; `None` when that is not us.
    pub(crate) fn choose(&self, wanted: Option<&str>) -> Option<&str> {
        let wanted = wanted.map(|wanted| wanted.trim_end_matches('/'));
        let is_wanted =
            |own: &&String| wanted.is_none_or(|wanted| own.trim_end_matches('/').eq_ignore_ascii_case(wanted));
        self.accepted.iter().find(is_wanted).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn audiences(public_url: Option<&str>) -> Audiences {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, "localhost:8443".parse().unwrap());
        let public_url = public_url.map(|url| Url::parse(url).unwrap());
        Audiences::of(public_url.as_ref(), true, &headers, &Uri::from_static("/oauth/token"))
    }

    #[test]
    fn the_request_host_is_accepted_over_either_scheme_with_or_without_the_last_slash() {
        let audiences = audiences(None);
        assert_eq!(audiences.issuer(), "https://localhost:8443/");
        for wanted in
            ["https://localhost:8443/api/v2/", "https://localhost:8443/api/v2", "http://localhost:8443/api/v2/"]
        {
            assert!(audiences.choose(Some(wanted)).is_some(), "{wanted}");
        }
        assert_eq!(audiences.choose(Some("https://elsewhere/api/v2/")), None);
        assert_eq!(audiences.choose(None), Some("https://localhost:8443/api/v2/"));
    }

    #[test]
    fn the_public_url_comes_first() {
        let audiences = audiences(Some("https://vault.example.com/"));
        assert_eq!(audiences.issuer(), "https://vault.example.com/");
        assert_eq!(audiences.choose(None), Some("https://vault.example.com/api/v2/"));
    }
}
