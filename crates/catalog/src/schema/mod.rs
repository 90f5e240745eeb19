//! What a value may look like: the subset of JSON Schema that setups, params and request bodies need.
//!
//! One declaration serves two moments (see [`Moment`]) and prints itself as JSON Schema for the console and OpenAPI.

mod build;
mod format;
mod json;
mod validate;
mod violation;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;

pub use format::Format;
pub use validate::Moment;
pub use violation::{Segment, Violation, Wrong};

/// A JSON type. A whole number is an integer and a number at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Text.
    String,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Names and values.
    Object,
    /// A list.
    Array,
    /// `null`.
    Null,
}

impl Type {
    /// The name JSON Schema gives it.
    pub fn name(self) -> &'static str {
        match self {
            Type::String => "string",
            Type::Integer => "integer",
            Type::Number => "number",
            Type::Boolean => "boolean",
            Type::Object => "object",
            Type::Array => "array",
            Type::Null => "null",
        }
    }
}

/// How a form should offer a value, where its type does not say enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Text of several lines.
    Text,
    /// A nested list of actions.
    Actions,
    /// A tree of comparisons.
    Condition,
    /// Free JSON.
    Json,
}

impl Kind {
    /// The value of `x-kind` in the JSON Schema.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Actions => "actions",
            Kind::Condition => "condition",
            Kind::Json => "json",
        }
    }
}

/// The limits a value must keep. Which ones apply depends on its type; `None` means unlimited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Fewest characters of a string.
    pub min_length: Option<usize>,
    /// Most characters of a string.
    pub max_length: Option<usize>,
    /// Smallest number.
    pub minimum: Option<i64>,
    /// Greatest number.
    pub maximum: Option<i64>,
    /// Fewest items of an array.
    pub min_items: Option<usize>,
    /// Most items of an array.
    pub max_items: Option<usize>,
    /// Most members of an object.
    pub max_members: Option<usize>,
}

/// One declared member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// What its value may be.
    pub schema: Schema,
    /// Whether it must be there.
    pub required: bool,
}

/// What an object may hold beside its declared members.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Additional {
    /// Nothing.
    #[default]
    Refused,
    /// Anything.
    Allowed,
    /// Any name, with values of this shape.
    Each(Box<Schema>),
}

/// What a value may look like, and how a person is told about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schema {
    /// The allowed types; empty allows all.
    pub types: Vec<Type>,
    /// What a form calls it.
    pub label: Option<String>,
    /// A sentence of help.
    pub help: Option<String>,
    /// What its text must be.
    pub format: Option<Format>,
    /// Guides people in the console; never refuses what the contract accepts.
    pub pattern: Option<String>,
    /// Lengths, ranges and counts.
    pub limits: Limits,
    /// The only allowed values; empty allows all.
    pub choices: Vec<Value>,
    /// Declared members, in the order a form shows them.
    pub members: IndexMap<String, Member>,
    /// What an object may hold beside them.
    pub additional: Additional,
    /// What each item of an array may be.
    pub items: Option<Box<Schema>>,
    /// If not empty, exactly one of these must hold as well.
    pub one_of: Vec<Schema>,
    /// What a form proposes. Never filled in by validation.
    pub default: Option<Value>,
    /// Whether the value is a secret: never shown, not even in the message that refuses it.
    pub secret: bool,
    /// Whether a form hides it behind "Advanced".
    pub advanced: bool,
    /// How a form should offer it.
    pub kind: Option<Kind>,
}
