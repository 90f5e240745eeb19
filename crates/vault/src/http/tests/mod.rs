//! The client against listeners on loopback: `127.0.0.2` plays the public internet, all else is what it must not reach.

mod hostile_urls;
mod limits;
mod listener;
mod redirects;
mod sending;
mod tls;

use std::{net::IpAddr, sync::Arc};

use reqwest::Method;

use super::{Client, Error, Outbound, Request, Response, resolver::Names};

/// The address that is let through, as if it were public.
const PUBLIC: &str = "127.0.0.2";
/// An address nobody let through.
const PRIVATE: &str = "127.0.0.1";

/// A client that lets [`PUBLIC`] through and knows the addresses of no name.
fn client() -> Client {
    client_with(public_only(), |_| Vec::new())
}

fn client_with(outbound: Outbound, names: impl Fn(&str) -> Vec<IpAddr> + Send + Sync + 'static) -> Client {
    Client::with_names(outbound, Names::Scripted(Arc::new(names))).unwrap()
}

fn public_only() -> Outbound {
    Outbound::parse("127.0.0.2/32", "").unwrap()
}

fn get(url: &str) -> Request<'static> {
    Request::new(Method::GET, url).unwrap()
}

fn post(url: &str, body: &str) -> Request<'static> {
    let request = Request::new(Method::POST, url).unwrap().body(body.as_bytes().to_vec());
    request.header("content-type", "text/plain").unwrap()
}

fn addresses(texts: &[&str]) -> Vec<IpAddr> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

fn is_refused(result: &Result<Response, Error>) -> bool {
    matches!(result, Err(Error::Refused { .. }))
}

fn is_misdirected(result: &Result<Response, Error>) -> bool {
    matches!(result, Err(Error::Misdirected { .. }))
}
