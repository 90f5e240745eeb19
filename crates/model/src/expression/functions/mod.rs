//! The closed families of functions: `functions.*` for everyone, `shape.*` for integration files.
//!
//! They behave as their JavaScript namesakes and never fail: an argument of the wrong type gives undefined.

mod arguments;
mod collection;
mod hash;
mod number;
mod shape;
mod text;
mod time;

use std::{borrow::Cow, fmt};

use serde_json::Value;

use super::{Dialect, Path, Segment};
use crate::misspelling;

pub(super) use arguments::Arguments;

/// A value, borrowed from the scope where possible; `None` is undefined.
type Answer<'v> = Option<Cow<'v, Value>>;
type Run = for<'v> fn(&mut Arguments<'v>) -> Answer<'v>;

/// Callable by everyone.
const EVERYONE: &str = "functions";
/// Callable in integration files only.
const CATALOGUE: &str = "shape";

/// A function that expressions can call.
pub struct Function {
    family: &'static str,
    name: &'static str,
    run: Run,
}

impl Function {
    const fn new(name: &'static str, run: Run) -> Self {
        Self { family: EVERYONE, name, run }
    }

    const fn shape(name: &'static str, run: Run) -> Self {
        Self { family: CATALOGUE, name, run }
    }

    /// What stands before the dot: `functions` or `shape`.
    pub fn family(&self) -> &'static str {
        self.family
    }

    /// What stands behind the dot.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Every function `dialect` may call, for completion and documentation.
    pub fn all(dialect: Dialect) -> impl Iterator<Item = &'static Self> {
        let tables = [text::TABLE, number::TABLE, collection::TABLE, time::TABLE, hash::TABLE, shape::TABLE];
        let known = tables.into_iter().flatten();
        known.filter(move |function| families(dialect).contains(&function.family))
    }

    /// Whether its result must not be seen in records.
    pub(super) fn masks(&self) -> bool {
        self.family == EVERYONE && self.name == "mask"
    }

    pub(super) fn run<'v>(&self, arguments: &mut Arguments<'v>) -> Answer<'v> {
        (self.run)(arguments)
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.family, self.name)
    }
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        (self.family, self.name) == (other.family, other.name)
    }
}

fn families(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        Dialect::Flow => &[EVERYONE],
        Dialect::Catalogue => &[EVERYONE, CATALOGUE],
    }
}

/// The function that `path(` calls, or words for the author why there is none.
pub(super) fn find(path: &Path, dialect: Dialect) -> Result<&'static Function, String> {
    let [Segment::Name(family), Segment::Name(name)] = path.segments.as_slice() else {
        return Err(format!("unknown function `{path}`; {}", suggestion(path.name(0).unwrap_or_default(), dialect)));
    };
    if family == CATALOGUE && dialect == Dialect::Flow {
        return Err(format!("`{path}` can only be called in integration files"));
    }
    if !families(dialect).contains(&family.as_str()) {
        return Err(format!("unknown family `{family}` in `{path}`; {}", suggestion(name, dialect)));
    }
    let found = Function::all(dialect).find(|function| function.family == family && function.name == name);
    found.ok_or_else(|| format!("unknown function `{path}`; {}", suggestion(&path.to_string(), dialect)))
}

/// A function that is named but not called is a mistake, not an unknown value.
pub(super) fn refuse_uncalled(path: &Path, dialect: Dialect) -> Result<(), String> {
    if families(dialect).contains(&path.root()) {
        return Err(format!("`{path}` is not called: write `{path}(…)`"));
    }
    Ok(())
}

/// The nearest function to a name; with its family, to both together.
fn suggestion(wrong: &str, dialect: Dialect) -> String {
    let nearest = Function::all(dialect).min_by_key(|function| match wrong.contains('.') {
        true => misspelling(wrong, &function.to_string()),
        false => misspelling(wrong, function.name),
    });
    nearest.map(|function| format!("did you mean `{function}`?")).unwrap_or_default()
}

fn owned<'v>(value: impl Into<Value>) -> Answer<'v> {
    Some(Cow::Owned(value.into()))
}
