//! Who did what, when: written in the same transaction as the change it tells of.

use crate::{AuditId, PersonId, Rng};

/// Who changed something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// An API client, by its client id.
    Client(String),
    /// Someone signed in to the console.
    Person(PersonId),
    /// Someone at the command line of the server.
    Cli,
    /// Flowvault itself: first start, token renewal.
    System,
}

impl Actor {
    /// How the audit log names it: `client:…`, `person:…`, `cli`, `system`.
    pub fn label(&self) -> String {
        match self {
            Self::Client(id) => format!("client:{id}"),
            Self::Person(id) => format!("person:{id}"),
            Self::Cli => "cli".to_owned(),
            Self::System => "system".to_owned(),
        }
    }

    /// Reads back what [`Actor::label`] wrote; what nobody wrote is the system's.
    pub fn from_label(label: &str) -> Self {
        match label.split_once(':') {
            Some(("client", id)) => Self::Client(id.to_owned()),
            Some(("person", id)) => Self::Person(PersonId::from_stored(id.to_owned())),
            _ if label == "cli" => Self::Cli,
            _ => Self::System,
        }
    }
}

/// One line of the audit log, before the store adds tenant, time and target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    pub id: AuditId,
    pub actor: Actor,
    /// What was done: `connection.create`.
    pub action: &'static str,
    /// The id of what it was done to.
    pub target: String,
}

impl AuditLine {
    /// A line that says `actor` did `action` to `target`.
    pub fn new(rng: &Rng, actor: Actor, action: &'static str, target: &str) -> Self {
        Self { id: AuditId::new(rng), actor, action, target: target.to_owned() }
    }
}
