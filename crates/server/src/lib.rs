//! The process: settings, HTTP API, sign-in, command line, and the wiring of all rooms.
//!
//! The binary `flowvault` calls [`cli::main`]; the rest is public so that tests can build an [`app::App`] and call its
//! [`api::router`] without a socket.

pub mod access;
pub mod api;
pub mod app;
mod background;
mod catalog_files;
pub mod cli;
pub mod config;
mod connection_status;
mod console;
pub mod error;
pub mod lifecycle;
mod logs;
pub mod rate_limit;
pub mod rooms;
pub mod root_key;
mod setup_link;
mod tenant_name;
mod tls;
