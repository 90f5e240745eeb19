//! A slice of a list.

/// Which part of a list is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Rows to pass over.
    pub start: u32,
    /// Rows to return at most.
    pub limit: u32,
}
