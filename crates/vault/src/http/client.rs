//! Sends requests: checks where each hop goes, follows redirects itself, reads no more than the limit.

use std::{
    future::{Future as _, poll_fn},
    pin::pin,
    sync::Arc,
    task::Poll,
    time::Instant,
};

use reqwest::{
    Method,
    header::{CONTENT_LENGTH, HeaderValue},
    redirect::Policy,
};
use url::{Host, Url};

use super::{
    error::Error,
    guard::Guard,
    outbound::{Limits, Outbound},
    redirect,
    request::Request,
    resolver::{GuardedResolver, Names},
    response::{self, Response},
    rewrite::Rewrites,
};

/// How often one request may be sent on.
const MAX_REDIRECTS: u8 = 5;
/// Connections kept open per service. More than a node has requests running to one service at a time.
const IDLE_CONNECTIONS_PER_HOST: usize = 32;
/// What services see in their logs.
const USER_AGENT: &str = concat!("Flowvault/", env!("CARGO_PKG_VERSION"));

/// The client. Built once: its connections are shared by everyone who holds a copy. Cheap to clone.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    client: reqwest::Client,
    guard: Arc<Guard>,
    rewrites: Rewrites,
    limits: Limits,
}

impl Client {
    /// Builds it. Fails when certificates cannot be loaded: the system's, or the extra ones.
    pub fn new(outbound: Outbound) -> Result<Self, anyhow::Error> {
        Self::with_names(outbound, Names::System)
    }

    /// Builds it with another source of addresses.
    #[expect(clippy::disallowed_methods, reason = "this is the one client")]
    pub(super) fn with_names(outbound: Outbound, names: Names) -> Result<Self, anyhow::Error> {
        let Outbound { allow, rewrites, limits, extra_roots } = outbound;
        let guard = Arc::new(Guard::new(allow));
        let roots = match &extra_roots {
            Some(pem) => reqwest::Certificate::from_pem_bundle(pem.as_bytes())?,
            None => Vec::new(),
        };
        let client = reqwest::Client::builder()
            .dns_resolver(GuardedResolver::new(Arc::clone(&guard), names))
            .tls_certs_merge(roots)
            .no_proxy() // a proxy would resolve names in our place, past the guard
            .redirect(Policy::none())
            .referer(false)
            .user_agent(USER_AGENT)
            .connect_timeout(limits.connect)
            .pool_max_idle_per_host(IDLE_CONNECTIONS_PER_HOST)
            .build()?;
        Ok(Self(Arc::new(Inner { client, guard, rewrites, limits })))
    }

    /// Sends `request`, follows its redirects, and returns the last answer whatever its status.
    pub async fn send(&self, request: Request<'_>) -> Result<Response, Error> {
        let total = request.total.unwrap_or(self.0.limits.total);
        let too_slow = || Error::Indeterminate { cause: format!("it took longer than {total:?}") };
        let deadline = Instant::now() + total;
        let mut following = pin!(self.0.follow(request));
        // A process that was stopped meanwhile wakes up here: it must not send what was to be sent long ago, which a
        // timer alone would let it do.
        let punctual = poll_fn(|context| match Instant::now() >= deadline {
            true => Poll::Ready(Err(too_slow())),
            false => following.as_mut().poll(context),
        });
        tokio::time::timeout(total, punctual).await.map_err(|_| too_slow())?
    }
}

impl Inner {
    async fn follow(&self, mut request: Request<'_>) -> Result<Response, Error> {
        let mut hops = 0;
        loop {
            let sent = self.exchange(&request).await;
            let answer = if hops == 0 { sent? } else { sent.map_err(Error::after_a_redirect)? };
            let location = redirect::location(answer.status(), answer.headers()).filter(|_| request.follows);
            let Some(location) = location else { return self.read(answer, hops).await };
            if hops == MAX_REDIRECTS {
                return Err(Error::misdirected(format!("there were {MAX_REDIRECTS} before it")));
            }
            request = redirect::follow(request, answer.status(), location)?;
            hops += 1;
        }
    }

    /// One hop: from here to the answer's headers.
    async fn exchange(&self, request: &Request<'_>) -> Result<reqwest::Response, Error> {
        let target = self.permitted(request)?;
        let mut hop = reqwest::Request::new(request.method.clone(), target);
        *hop.headers_mut() = request.headers.clone();
        if !request.body.is_empty() {
            *hop.body_mut() = Some(request.body.clone().into());
        } else if matches!(request.method, Method::POST | Method::PUT | Method::PATCH) {
            // Owed by RFC 9110 section 8.6 and demanded by many services; the library says nothing about no body.
            hop.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        self.client.execute(hop).await.map_err(Error::from_transport)
    }

    /// The URL to connect to, if the request may go there. Names are judged later, by what they resolve to.
    fn permitted(&self, request: &Request<'_>) -> Result<Url, Error> {
        let host = request.url.host_str().unwrap_or_default();
        if !request.hosts.permit(host) {
            return Err(Error::refused(format!("{host} is not one of the hosts these credentials may travel to")));
        }
        let target = self.rewrites.apply(&request.url).unwrap_or_else(|| request.url.clone());
        let address = match target.host() {
            Some(Host::Ipv4(address)) => Some(address.into()),
            Some(Host::Ipv6(address)) => Some(address.into()),
            _ => None,
        };
        match address.and_then(|address| Some((address, self.guard.refusal(address)?))) {
            Some((address, kind)) => Err(Error::refused(format!("{address} is not a public address but a {kind} one"))),
            None => Ok(target),
        }
    }

    async fn read(&self, mut answer: reqwest::Response, hops: u8) -> Result<Response, Error> {
        let limit = self.limits.body_bytes;
        let announced = answer.content_length().unwrap_or(0);
        if announced > limit as u64 {
            return Err(Error::TooLarge { limit });
        }
        let mut body = Vec::with_capacity(announced as usize);
        while let Some(piece) = answer.chunk().await.map_err(Error::from_transport)? {
            if piece.len() > limit - body.len() {
                return Err(Error::TooLarge { limit });
            }
            body.extend_from_slice(&piece);
        }
        let headers = response::readable(answer.headers());
        Ok(Response { status: answer.status().as_u16(), headers, body, hops })
    }
}
