//! Connections that a person grants in their browser: the tenant's registration at the service, the journey there and
//! back, and what the service gives for it.

mod client;
mod endpoint;

pub(crate) use client::OpenedClient;
pub(crate) use endpoint::TokenFailure;
