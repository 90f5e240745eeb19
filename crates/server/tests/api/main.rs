//! The HTTP API as its clients see it, called without a socket, on an embedded database in a temporary folder.
#![expect(clippy::unwrap_used, reason = "in a test, a panic with its place is the report")]

mod access;
mod audit;
mod authorization;
mod browser;
mod catalog;
mod connections;
mod console;
#[path = "../../../../tests/black_box/openapi.rs"]
mod description;
mod errors;
mod events;
mod executions;
mod flows;
mod house;
mod metrics;
mod oauth_clients;
mod oauth_token;
mod openapi;
mod problems;
mod rate_limit;
mod roles;
mod sessions;
mod setup;
mod status;
mod walk;
