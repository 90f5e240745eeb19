//! The vault over a real database and the built-in catalogue, against a service on this machine.
#![expect(clippy::unwrap_used, reason = "a test may stop anywhere")]

mod actions;
mod auth0;
mod authorizations;
mod bodies;
mod cache;
mod canary;
mod checks;
mod connections;
mod events;
mod failures;
mod files;
mod house;
mod jwt;
mod key_files;
mod oauth_clients;
mod oauth_exchanges;
mod oauth_journey;
mod oauth_offered;
mod outage;
mod places;
mod refreshes;
mod renewals;
mod service;
mod tokens;
