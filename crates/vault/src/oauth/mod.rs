//! Connections that a person grants in their browser: the tenant's registration at the service, the journey there and
//! back, and what the service gives for it.

mod client;

pub(crate) use client::OpenedClient;
