//! Connections: set up, keep fresh, sign and send. The only crate with an HTTP client, and the only
//! one that ever holds a plaintext credential.

mod call;
pub mod http;

pub use call::{Call, CallError, Outcome};
