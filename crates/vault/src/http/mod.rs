//! The one HTTP client: guarded, limited, never following a redirect with a credential.
//!
//! Every address is judged before a connection to it is opened, on every hop: those a name resolves to by the
//! [resolver](resolver), those written into a URL by the [client](client) itself. It knows no integration and no
//! tenant; whoever builds a [`Request`] says which parts of it are credentials and where they may travel.

mod client;
mod error;
mod guard;
mod network;
mod outbound;
mod redirect;
mod request;
mod resolver;
mod response;
mod rewrite;
#[cfg(test)]
mod tests;

pub use client::Client;
pub use error::Error;
pub use guard::{Guard, special_purpose};
pub use network::Network;
pub use outbound::{ALLOW_VARIABLE, Limits, Outbound, ParseError, REWRITE_VARIABLE};
pub use request::{Hosts, Request};
pub use response::Response;
pub use rewrite::Rewrites;

pub use reqwest::Method;
pub use url::Url;
