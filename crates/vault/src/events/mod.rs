//! What tenants are told about their connections: signed messages as <https://www.standardwebhooks.com> has them, sent
//! until they are taken or have waited too long. No message holds a secret.

mod delivery;
mod endpoint;
mod message;
mod news;
mod sending;
mod signature;

pub use endpoint::{EventSettings, NewEventSettings};
pub use news::{About, News};
pub use sending::Delivery;

pub(crate) use delivery::Deliveries;
