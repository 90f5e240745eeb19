//! Connections that a person grants in their browser: the tenant's registration at the service, the journey there and
//! back, and what the service gives for it.
//!
//! `clients` and `client` are the registration, `beginning` and `returning` the two ends of the journey, `state` what a
//! browser carries between them, `exchanging` what the service gives for a code, `endpoint` the call of it; `offered` is
//! a code that comes without a journey.

mod beginning;
mod client;
mod clients;
mod endpoint;
mod exchanging;
mod journey;
mod offered;
mod returning;
mod state;
mod token_answer;

pub(crate) use client::OpenedClient;
pub use clients::{NewOauthClient, OauthClient};
pub(crate) use endpoint::TokenFailure;
pub use journey::{BeginAuthorization, CameBack, Connected, NotConnected};
pub(crate) use offered::Offered;
