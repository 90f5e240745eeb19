//! What can go wrong around a run. A run that fails is no error: it is a finished run with status `FAILED`.

/// Why there is no finished run to show.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database did not take the record. The flow itself has run, so blindly running it again may repeat what
    /// it did.
    #[error("the flow has run, but its execution could not be recorded")]
    NotRecorded(#[source] store::Error),
}
