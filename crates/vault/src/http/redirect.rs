//! Where an answer sends us, and what may come along: never a credential beyond the origin it was meant for.

use bytes::Bytes;
use reqwest::{
    Method, StatusCode,
    header::{self, HeaderMap, HeaderName, HeaderValue},
};
use url::Url;

use super::{error::Error, request::Request, rewrite::has_userinfo};

/// The headers that may leave the origin. A list of what is known to be a credential would be one name short some
/// day; this one is complete.
const TRAVELS: [HeaderName; 5] =
    [header::ACCEPT, header::ACCEPT_LANGUAGE, header::CONTENT_LANGUAGE, header::CONTENT_TYPE, header::USER_AGENT];

/// What describes a body, and goes when the body goes.
const DESCRIBES_BODY: [HeaderName; 4] =
    [header::CONTENT_TYPE, header::CONTENT_LANGUAGE, header::CONTENT_ENCODING, header::CONTENT_LOCATION];

/// Whether `url` is of a form that may be requested: http or https, with a host, without user and password.
pub(super) fn check_form(url: &Url) -> Result<(), &'static str> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err("only http and https URLs can be requested");
    }
    if has_userinfo(url) {
        return Err("a URL with a user name or password is not requested");
    }
    match url.host_str() {
        Some(host) if !host.is_empty() => Ok(()),
        _ => Err("the URL has no host"),
    }
}

/// The place an answer redirects to, if it does.
pub(super) fn location(status: StatusCode, headers: &HeaderMap) -> Option<&HeaderValue> {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308).then(|| headers.get(header::LOCATION)).flatten()
}

/// The request that follows `request` to `location`, by RFC 9110 section 15.4; or why it may not be followed.
pub(super) fn follow<'a>(
    request: Request<'a>,
    status: StatusCode,
    location: &HeaderValue,
) -> Result<Request<'a>, Error> {
    let location =
        std::str::from_utf8(location.as_bytes()).map_err(|_| Error::misdirected("its target is not text"))?;
    let mut url = request.url.join(location).map_err(|error| Error::misdirected(format!("its target: {error}")))?;
    url.set_fragment(None);
    check_form(&url).map_err(Error::misdirected)?;
    let leaves = !is_same_origin(&request.url, &url);
    if leaves && request.stays_home {
        return Err(Error::misdirected("the request holds a credential, and the redirect leads to another origin"));
    }
    let mut next = Request { url, ..request };
    if leaves {
        next.headers = travelling(&next.headers);
    }
    if becomes_get(status, &next.method) {
        next.method = Method::GET;
        next.body = Bytes::new();
        DESCRIBES_BODY.iter().for_each(|name| drop(next.headers.remove(name)));
    }
    Ok(next)
}

fn is_same_origin(one: &Url, other: &Url) -> bool {
    let origin = |url: &Url| (url.scheme().to_owned(), url.host_str().map(str::to_owned), url.port_or_known_default());
    origin(one) == origin(other)
}

fn travelling(headers: &HeaderMap) -> HeaderMap {
    let travels = |name: &HeaderName, value: &HeaderValue| TRAVELS.contains(name) && !value.is_sensitive();
    headers
        .iter()
        .filter(|(name, value)| travels(name, value))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn becomes_get(status: StatusCode, method: &Method) -> bool {
    match status.as_u16() {
        303 => *method != Method::HEAD,
        301 | 302 => *method == Method::POST,
        _ => false,
    }
}
