//! Why a catalogue did not load: every complaint about every file, each with its place and its remedy.

use thiserror::Error;

use crate::key::Key;

/// One complaint about one file. Whoever wrote the file repairs it; nothing is loaded until then.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}:{line}: {}{message}. {fix}", place(key))]
pub struct FileError {
    /// The name of the file.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// `action.SEND_SMS.request[0].post`; empty is the file as a whole.
    pub key: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub fix: String,
}

fn place(key: &str) -> String {
    if key.is_empty() { String::new() } else { format!("{key}: ") }
}

/// A complaint before the file and the line are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    pub(crate) key: Key,
    pub(crate) message: String,
    pub(crate) fix: String,
}

impl Complaint {
    pub(crate) fn new(key: Key, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Complaint { key, message: message.into(), fix: fix.into() }
    }
}
