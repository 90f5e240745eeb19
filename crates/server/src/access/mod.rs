//! Who is asking, and whether they may: scopes, access tokens and the clients they are for, sessions and the people in them.

mod caller;
pub(crate) mod cookie;
mod email;
mod gate;
mod password;
mod registration;
pub(crate) mod role;
mod same_origin;
mod scope;
mod secret;
pub(crate) mod sessions;
mod signing_key;
mod throttle;
mod ticket;
mod visitor;

pub use caller::Caller;
pub(crate) use email::email;
pub use gate::Gate;
pub(crate) use gate::granted;
pub use password::Password;
pub use registration::register_client;
pub(crate) use scope::words;
pub use scope::{Scope, Scopes, UnknownScope};
pub use secret::ClientSecret;
pub use sessions::{Sessions, SignIn};
pub use signing_key::{Claims, Refusal, SigningKey};
pub use ticket::Ticket;
pub use visitor::Visitor;
