//! The integration files as types, parsed and checked. No I/O.
//!
//! A file in `catalog/` says what an integration is, how one connects to it and what it can do. This crate turns
//! such files into types that need no second look: every template is compiled, every shape is checked by name.

mod action;
mod builtin;
mod catalog;
mod check;
mod compile;
mod describe;
mod error;
mod file;
mod host;
mod integration;
mod key;
mod locate;
mod logo;
mod oauth;
mod one_or_many;
mod request;
mod response;
pub mod schema;
mod setup;
mod unreadable;
mod url_template;

pub use action::{Action, ConnectionUse, Native, Work};
pub use catalog::{Catalog, SourceFile};
pub use error::FileError;
pub use host::HostPattern;
pub use integration::Integration;
pub use oauth::{ClientAuth, ErrorCodes, Expired, Lifetime, Metadata, Oauth, Refresh, Scopes, TimeUnit};
pub use request::{Basic, Body, FormStyle, Method, Request, Target, Verb};
pub use response::{ErrorWords, Response, Retry, Success};
pub use setup::{Assertion, Check, Grant, Setup, Signature, TokenGrant};
pub use url_template::{Encoding, UrlError, UrlPart, UrlTemplate};
