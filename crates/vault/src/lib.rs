//! Connections: set up, keep fresh, sign and send. The only crate with an HTTP client, and the only
//! one that ever holds a plaintext credential.

mod body;
mod cache;
mod call;
mod checking;
mod connections;
mod credential;
mod error;
mod events;
mod exchange;
mod failure;
pub mod http;
mod jwt;
mod keys;
mod metrics;
mod names;
mod native;
mod oauth;
mod opening;
mod performing;
mod refresh;
pub mod scopes;
pub mod scrub;
mod secret_json;
mod signing;
mod tasks;
mod token;
mod vault;

pub use call::{Call, CallError, Outcome};
pub use checking::CheckResult;
pub use connections::{Change, NewConnection};
pub use error::Error;
pub use events::{About, Delivery, EventSettings, NewEventSettings, News};
pub use jwt::decode_jwt;
pub use metrics::Metrics;
pub use oauth::{BeginAuthorization, CameBack, Connected, NewOauthClient, NotConnected, OauthClient};
pub use tasks::Tasks;
pub use vault::{Parts, Vault};
