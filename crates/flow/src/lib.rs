//! Flows: parse, check, run. Sees connection ids, never credentials.
//!
//! [`Engine::check`] says what a save refuses, [`Engine::problems`] what would go wrong, [`Engine::run`] runs a flow to its end while the caller waits. What
//! is to be sent goes through the vault; what happened goes into an execution whose record holds nothing masked.

mod aliases;
mod check;
mod condition;
mod connection_actions;
mod ending;
mod engine;
mod error;
mod failure;
mod native;
mod operator;
mod problems;
mod program;
mod programs;
mod record;
mod run;
mod scope;
mod secret_params;
#[cfg(test)]
mod tests;
mod weight;

pub use check::{MAX_ACTIONS, MAX_NESTING};
pub use connection_actions::actions_of_connection;
pub use engine::{Engine, Finished, Limits};
pub use error::Error;
pub use problems::{Code, Problem, Severity};
pub use scope::Input;
