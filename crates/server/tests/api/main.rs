//! The HTTP API as its clients see it, called without a socket, on an embedded database in a temporary folder.

mod access;
mod connections;
mod errors;
mod executions;
mod flows;
mod house;
mod oauth_token;
mod openapi;
mod rate_limit;
