//! Fields and params as schemas.

use indexmap::IndexMap;
use serde_json::Value;

use crate::{
    file::{ActionFile, FieldFile, TypeWord},
    schema::{Additional, Kind, Limits, Member, Schema, Type},
};

/// An object with these members.
pub(super) fn object(fields: &IndexMap<String, FieldFile>, open: bool) -> Schema {
    let additional = if open { Additional::Allowed } else { Additional::Refused };
    Schema { members: members(fields), additional, ..Schema::object() }
}

/// The params of an action. Each alternative looks at its own params only and leaves the others to the whole.
pub(super) fn params(file: &ActionFile) -> Schema {
    let one_of = file.one_of.iter().map(|params| object(params, true)).collect();
    Schema { one_of, ..object(&file.param, file.open) }
}

/// The JSON types a field allows; empty allows all. Text, if the file says nothing.
pub(crate) fn types_of(file: &FieldFile) -> Vec<Type> {
    if file.r#type.is_empty() && file.one_of.is_empty() {
        return vec![Type::String];
    }
    file.r#type.iter().filter_map(|word| json_type(*word)).collect()
}

fn members(fields: &IndexMap<String, FieldFile>) -> IndexMap<String, Member> {
    let member =
        |(name, file): (&String, &FieldFile)| (name.clone(), Member { schema: schema(file), required: file.required });
    fields.iter().map(member).collect()
}

fn schema(file: &FieldFile) -> Schema {
    let types = types_of(file);
    Schema {
        label: file.label.clone(),
        help: file.help.clone(),
        format: file.format,
        pattern: file.pattern.clone(),
        limits: limits(file, &types),
        choices: file.r#enum.clone(),
        members: members(&file.fields),
        additional: additional(file),
        items: file.items.as_deref().map(|items| Box::new(schema(items))),
        one_of: file.one_of.iter().map(schema).collect(),
        default: file.default.clone(),
        secret: file.secret,
        advanced: file.advanced,
        kind: file.kind.or_else(|| file.r#type.contains(&TypeWord::Text).then_some(Kind::Text)),
        types,
    }
}

fn additional(file: &FieldFile) -> Additional {
    match &file.values {
        Some(values) => Additional::Each(Box::new(schema(values))),
        None if file.open => Additional::Allowed,
        None => Additional::Refused,
    }
}

/// `min` and `max` mean what they must for the type; a check refuses them where that is not clear.
fn limits(file: &FieldFile, types: &[Type]) -> Limits {
    let count = |bound: Option<i64>| bound.and_then(|bound| usize::try_from(bound).ok());
    let mut limits = Limits { min_items: file.min_items, max_items: file.max_items, ..Limits::default() };
    match types.first() {
        Some(Type::Integer | Type::Number) => (limits.minimum, limits.maximum) = (file.min, file.max),
        Some(Type::String) => (limits.min_length, limits.max_length) = (count(file.min), count(file.max)),
        Some(Type::Object) => limits.max_members = count(file.max),
        _ => {}
    }
    limits
}

fn json_type(word: TypeWord) -> Option<Type> {
    match word {
        TypeWord::String | TypeWord::Text => Some(Type::String),
        TypeWord::Integer => Some(Type::Integer),
        TypeWord::Number => Some(Type::Number),
        TypeWord::Boolean => Some(Type::Boolean),
        TypeWord::Object => Some(Type::Object),
        TypeWord::Array => Some(Type::Array),
        TypeWord::Null => Some(Type::Null),
        TypeWord::Any => None,
    }
}

/// A text as a JSON value.
pub(super) fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}
