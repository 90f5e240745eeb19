//! What is to be sent, and which parts of it are credentials.

use std::{fmt, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use reqwest::{
    Method,
    header::{AUTHORIZATION, HOST, HeaderMap, HeaderName, HeaderValue},
};
use url::Url;
use zeroize::Zeroizing;

use super::{error::Error, redirect};
use crate::scrub::Redacted;

/// Headers that frame the message or belong to the connection. They are the client's own: taken from elsewhere they
/// could split one request into two, or bring an answer we cannot decompress. Given ones are left out.
const OURS: [&str; 11] = [
    "accept-encoding",
    "connection",
    "content-length",
    "expect",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// One request. What is not marked as a credential is treated as one wherever that costs little: see [`redirect`].
pub struct Request<'a> {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) hosts: Hosts<'a>,
    /// The URL or the body holds a credential: not even their redirected remains may leave the origin.
    pub(super) stays_home: bool,
    pub(super) follows: bool,
    pub(super) total: Option<Duration>,
}

/// Where a request may go, on every hop.
#[derive(Clone, Copy)]
pub enum Hosts<'a> {
    /// Wherever the guard lets it.
    Any,
    /// Only to hosts this says yes to. It is asked with the host as the URL parser prints it, before any rewrite.
    Only(&'a (dyn Fn(&str) -> bool + Sync)),
}

impl<'a> Request<'a> {
    /// A request without headers and body. Refused if `url` is not one that may be called at all.
    pub fn new(method: Method, url: &str) -> Result<Self, Error> {
        let url = Url::parse(url).map_err(|error| Error::refused(format!("not a URL: {error}")))?;
        redirect::check_form(&url).map_err(Error::refused)?;
        Ok(Self {
            method,
            url,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            hosts: Hosts::Any,
            stays_home: false,
            follows: true,
            total: None,
        })
    }

    /// Adds a header. One that signs the request is never replaced by one that does not.
    pub fn header(self, name: &str, value: &str) -> Result<Self, Error> {
        self.with_header(name, value, false)
    }

    /// Adds a header that is a credential.
    pub fn credential_header(self, name: &str, value: &str) -> Result<Self, Error> {
        self.with_header(name, value, true)
    }

    /// Signs with a user name and a password.
    pub fn basic(mut self, username: &str, password: &str) -> Self {
        let pair = Zeroizing::new(format!("{username}:{password}"));
        let value = Zeroizing::new(format!("Basic {}", STANDARD.encode(pair.as_bytes())));
        let mut value = HeaderValue::from_str(&value).expect("base64 has no character that a header refuses");
        value.set_sensitive(true);
        self.headers.insert(AUTHORIZATION, value);
        self
    }

    /// Gives it a body; its type is a header like any other.
    pub fn body(mut self, body: Vec<u8>) -> Self {
        self.body = body.into();
        self
    }

    /// Says that the URL or the body holds a credential.
    pub fn secret_inside(mut self) -> Self {
        self.stays_home = true;
        self
    }

    /// Limits the hosts it may go to.
    pub fn hosts(mut self, hosts: Hosts<'a>) -> Self {
        self.hosts = hosts;
        self
    }

    /// Takes a redirect for an answer: for token endpoints, which have no reason to send one.
    pub fn without_redirects(mut self) -> Self {
        self.follows = false;
        self
    }

    /// Waits this long for everything, instead of what the configuration says.
    pub fn within(mut self, total: Duration) -> Self {
        self.total = Some(total);
        self
    }

    fn with_header(mut self, name: &str, value: &str, credential: bool) -> Result<Self, Error> {
        let name = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| Error::refused(format!("`{}` is not a header name", name.escape_debug())))?;
        if OURS.contains(&name.as_str()) {
            // Leaving out a signature would send the request unsigned.
            return if credential {
                Err(Error::refused(format!("the header {name} cannot sign a request")))
            } else {
                Ok(self)
            };
        }
        if name == HOST {
            return self.with_host(value);
        }
        let mut value = HeaderValue::from_bytes(value.as_bytes())
            .map_err(|_| Error::refused(format!("the header {name} holds a line break or a control character")))?;
        value.set_sensitive(credential);
        if credential || !self.headers.get(&name).is_some_and(HeaderValue::is_sensitive) {
            self.headers.insert(name, value);
        }
        Ok(self)
    }

    /// Another `Host` than the URL's would reach another service behind the same address, past every check of hosts.
    fn with_host(self, value: &str) -> Result<Self, Error> {
        let authority = &self.url[url::Position::BeforeHost..url::Position::AfterPort];
        match value.eq_ignore_ascii_case(authority) {
            true => Ok(self),
            false => Err(Error::refused("the header host differs from the URL's host")),
        }
    }
}

impl Hosts<'_> {
    pub(super) fn permit(&self, host: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Only(permitted) => permitted(host),
        }
    }
}

impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[request {} {}, {} bytes]", self.method, Redacted(&self.url), self.body.len())
    }
}
