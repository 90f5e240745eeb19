//! The words of Flowvault as types, and the expression language both flows and the catalogue speak.
//!
//! Nothing here does I/O or knows a database, a network or a key: time and chance come in through
//! [`Clock`] and [`Rng`].

mod audit;
mod client;
mod clock;
mod connection;
mod execution;
pub mod expression;
mod flow;
mod id;
mod misspelling;
mod named_connections;
mod page;
mod person;
mod renewal;
mod rng;
mod tenant;
mod time;

pub use audit::{Actor, AuditLine};
pub use client::Client;
pub use clock::Clock;
pub use connection::Connection;
pub use execution::{Execution, Status};
pub use flow::Flow;
pub use id::{AuditId, ConnectionId, EventId, ExecutionId, FlowId, Id, IdKind, KeyId, PersonId, TenantId, kind};
pub use misspelling::{meant, misspelling};
pub use named_connections::named_connections;
pub use page::Page;
pub use person::{PasswordHash, Person, Role, Session, UnknownRole};
pub use renewal::{FailureClass, Renewal, RenewalFailure, Spent, UnknownFailureClass};
pub use rng::Rng;
pub use tenant::Tenant;
pub use time::{NoMoment, UnixMillis};
