//! Who is asking, and whether they may: scopes, our access tokens, the clients they are for.

mod caller;
mod gate;
mod registration;
mod scope;
mod secret;
mod signing_key;

pub use caller::Caller;
pub use gate::Gate;
pub(crate) use gate::granted;
pub use registration::register_client;
pub(crate) use scope::words;
pub use scope::{Scope, Scopes, UnknownScope};
pub use secret::ClientSecret;
pub use signing_key::{Claims, Refusal, SigningKey};
