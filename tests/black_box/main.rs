//! Flowvault as the outside sees it: the real binary in a process of its own, real sockets, both databases.
//! Nothing here knows how it works inside; everything here holds for whoever rebuilds it from the contract.

mod actions;
mod api;
mod database;
mod needle;
mod oauth_service;
mod openapi;
mod process;
mod service;
mod token_endpoint;
mod within;

mod browser;
mod canary;
mod catalog_cli;
mod connections;
mod drain;
mod first_flow;
mod generated;
mod hostile;
mod oauth;
mod python;
mod restart;
mod rewrite;
mod schemathesis;
mod sdk;
mod settings;
mod user_catalog;
mod wire;
