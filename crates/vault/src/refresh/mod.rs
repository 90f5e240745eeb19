//! Keeping tokens fresh without losing a grant: one renewal at a time for a connection in all of the cluster, written
//! down before it is asked for, stored before anyone uses what came of it.
//!
//! `waiting` is what callers see, `flight` one renewal that many of them share, `attempt` its steps, `deciding` and
//! `trouble` the rules, `asking` the question itself, `news` what tenants are told of it, `scheduler` what happens
//! without callers.

mod asking;
mod assertion;
mod attempt;
mod deciding;
mod flight;
mod grant;
mod memory;
mod news;
mod scheduler;
mod trouble;
mod waiting;

pub(crate) use flight::{Flight, Landed};
pub(crate) use grant::grant_of;
pub(crate) use memory::Memory;
pub(crate) use scheduler::Endpoints;
