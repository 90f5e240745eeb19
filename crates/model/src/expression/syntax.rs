//! What stands between `{{` and `}}`, as a tree.

use serde_json::Value;

use super::{Function, Path, Segment};

/// A parsed expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A value the scope knows by name.
    Path(Path),
    /// A string, number, `true`, `false` or `null`.
    Literal(Value),
    /// The word `undefined`.
    Undefined,
    /// `[a, b]`; what is undefined becomes null.
    Array(Vec<Expression>),
    /// `{ key: a, 'other key': b }`; what is undefined is left out.
    Object(Vec<(String, Expression)>),
    /// `family.function(a, b)`.
    Call { function: &'static Function, arguments: Vec<Expression> },
    /// `family.function(a)[0].name`: steps into what is not a path itself.
    Member { of: Box<Expression>, segments: Vec<Segment> },
    /// `a ?? b ?? c`: the first that is neither undefined nor null, else the last.
    Fallback(Vec<Expression>),
}

impl Expression {
    /// Every path it reads, in the order of writing.
    pub fn names(&self) -> Vec<&Path> {
        let mut names = Vec::new();
        self.collect_names(&mut names);
        names
    }

    pub(super) fn collect_names<'e>(&'e self, names: &mut Vec<&'e Path>) {
        match self {
            Self::Path(path) => names.push(path),
            Self::Literal(_) | Self::Undefined => {}
            Self::Member { of, .. } => of.collect_names(names),
            Self::Object(members) => members.iter().for_each(|(_, inner)| inner.collect_names(names)),
            Self::Array(inner) | Self::Call { arguments: inner, .. } | Self::Fallback(inner) => {
                inner.iter().for_each(|inner| inner.collect_names(names));
            }
        }
    }

    /// Lets `f` change every path it reads.
    pub fn rewrite(&mut self, f: &mut dyn FnMut(&mut Path)) {
        match self {
            Self::Path(path) => f(path),
            Self::Literal(_) | Self::Undefined => {}
            Self::Member { of, .. } => of.rewrite(f),
            Self::Object(members) => members.iter_mut().for_each(|(_, inner)| inner.rewrite(f)),
            Self::Array(inner) | Self::Call { arguments: inner, .. } | Self::Fallback(inner) => {
                inner.iter_mut().for_each(|inner| inner.rewrite(f));
            }
        }
    }
}
