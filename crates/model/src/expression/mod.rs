//! The expression language `{{ … }}` that flows and catalogue files share: paths, literals, calls and `??`.
//!
//! Parsed once into a tree, evaluated many times; it has no operators, no conditions and no loops, and it can
//! neither fail nor run away: what cannot be resolved is undefined, and what grows too big is cut off.

mod cursor;
mod error;
mod evaluate;
mod functions;
mod parser;
mod path;
mod syntax;
mod template;
#[cfg(test)]
mod tests;
mod text;
mod tree;

pub use error::ParseError;
pub use evaluate::{Rendered, Scope};
pub use functions::Function;
pub use path::{Path, Segment};
pub use syntax::Expression;
pub use template::{Part, Template};
pub use text::as_text;
pub use tree::Tree;

/// What stands in a record where a masked value was.
pub const MASK: &str = "███";

/// Who wrote the expression, and so which functions it may call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Authors of flows: `functions.*`. What reads `custom_vars` stays text, for Liquid to fill in later.
    Flow,
    /// Authors of integration files: `functions.*` and the reshaping family `shape.*`.
    Catalogue,
}
