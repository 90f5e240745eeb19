//! A field of a setup, a param of an action, or anything inside one.

use indexmap::IndexMap;
#[cfg(test)]
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    one_or_many::one_or_many,
    schema::{Format, Kind},
};

/// A value that people or flows give.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldFile {
    /// What people read.
    pub(crate) label: Option<String>,
    /// A sentence of help.
    pub(crate) help: Option<String>,
    /// One type, or a list of them; `string` if left out.
    #[serde(default, deserialize_with = "one_or_many")]
    #[cfg_attr(test, schemars(with = "super::json_schema::OneOrMany<TypeWord>"))]
    pub(crate) r#type: Vec<TypeWord>,
    /// How a form offers it, where the type does not say enough.
    pub(crate) kind: Option<Kind>,
    /// Whether it must be there.
    #[serde(default)]
    pub(crate) required: bool,
    /// Never shown, never quoted.
    #[serde(default)]
    pub(crate) secret: bool,
    /// Whether forms hide it behind "Advanced".
    #[serde(default)]
    pub(crate) advanced: bool,
    /// What a text must be.
    pub(crate) format: Option<Format>,
    /// A regular expression that warns people in forms; it refuses nothing.
    pub(crate) pattern: Option<String>,
    /// Fewest characters of a text, or the smallest number.
    pub(crate) min: Option<i64>,
    /// Most characters of a text, the greatest number, or most members of an object.
    pub(crate) max: Option<i64>,
    /// Fewest items of a list.
    pub(crate) min_items: Option<usize>,
    /// Most items of a list.
    pub(crate) max_items: Option<usize>,
    /// The only allowed values.
    #[serde(default)]
    pub(crate) r#enum: Vec<Value>,
    /// What a form proposes.
    pub(crate) default: Option<Value>,
    /// The members of an object.
    #[serde(default)]
    pub(crate) fields: IndexMap<String, FieldFile>,
    /// Members of any name and value.
    #[serde(default)]
    pub(crate) open: bool,
    /// What members of any other name may hold.
    pub(crate) values: Option<Box<FieldFile>>,
    /// What each item of a list may be.
    pub(crate) items: Option<Box<FieldFile>>,
    /// Alternatives, of which exactly one must hold.
    #[serde(default)]
    pub(crate) one_of: Vec<FieldFile>,
}

/// The words `type` knows. `text` is a string of several lines, `any` leaves the type open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub(crate) enum TypeWord {
    String,
    Text,
    Integer,
    Number,
    Boolean,
    Object,
    Array,
    Null,
    Any,
}
