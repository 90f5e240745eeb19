//! Checks a value against a schema and collects everything that is wrong with it.
//!
//! The recursion follows the schema, which is finite, so no value is deep enough to overflow the stack.

use serde_json::{Map, Number, Value};

use super::{Additional, Format, Schema, Segment, Type, Violation, Wrong};

/// When a value is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// On save, as it was written: everything is checked. A text with `{{` passes any format, since only its
    /// result will have one.
    Save,
    /// On save, where braces are nothing but text: setups and the bodies of requests.
    Setup,
    /// Just before it is used, its templates filled in: type, format, choice and presence, never length. A
    /// member that is missing now was there when it was saved and came out undefined, so the message is the one
    /// for a wrong type; an optional `null` counts as missing.
    Run,
}

/// What stands in a message for the value of a secret.
const HIDDEN: &str = "███";

impl Schema {
    /// Everything that is wrong with the value, outermost and earliest first; empty if nothing is.
    pub fn validate(&self, value: &Value, moment: Moment) -> Vec<Violation> {
        let mut visit = Visit { moment, path: Vec::new(), found: Vec::new() };
        visit.check(self, value);
        visit.found
    }
}

struct Visit {
    moment: Moment,
    path: Vec<Segment>,
    found: Vec<Violation>,
}

impl Visit {
    fn report(&mut self, schema: &Schema, wrong: Wrong) {
        self.found.push(Violation { path: self.path.clone(), wrong, description: schema.help.clone() });
    }

    fn inside(&mut self, segment: Segment, schema: &Schema, value: &Value) {
        self.path.push(segment);
        self.check(schema, value);
        self.path.pop();
    }

    fn check(&mut self, schema: &Schema, value: &Value) {
        if !schema.types.is_empty() && !schema.types.iter().any(|one| is_of(value, *one)) {
            let expected = schema.types.clone();
            return self.report(schema, Wrong::Type { expected, found: found_type(value) });
        }
        if !schema.choices.is_empty() && !schema.choices.contains(value) {
            let shown = if schema.secret { HIDDEN.to_owned() } else { plain(value) };
            self.report(schema, Wrong::Choice(shown));
        }
        match value {
            Value::String(text) => self.check_text(schema, text),
            Value::Number(number) => self.check_number(schema, number),
            Value::Array(items) => self.check_array(schema, items),
            Value::Object(members) => self.check_object(schema, members),
            Value::Null | Value::Bool(_) => {}
        }
        self.check_alternatives(schema, value);
    }

    fn check_text(&mut self, schema: &Schema, text: &str) {
        let will_change = self.moment == Moment::Save && text.contains("{{");
        if let Some(format) = schema.format
            && !will_change
            && !format.accepts(text)
        {
            self.report(schema, wrong_format(schema, format, text));
        }
        if self.moment == Moment::Run {
            return;
        }
        let length = text.chars().count();
        if let Some(minimum) = schema.limits.min_length.filter(|minimum| length < *minimum) {
            self.report(schema, Wrong::TooShort { length, minimum });
        }
        if let Some(maximum) = schema.limits.max_length.filter(|maximum| length > *maximum) {
            self.report(schema, Wrong::TooLong { length, maximum });
        }
    }

    fn check_number(&mut self, schema: &Schema, number: &Number) {
        if self.moment == Moment::Run {
            return;
        }
        if let Some(minimum) = schema.limits.minimum.filter(|minimum| is_below(number, *minimum)) {
            self.report(schema, Wrong::TooSmall { value: number.to_string(), minimum });
        }
        if let Some(maximum) = schema.limits.maximum.filter(|maximum| is_above(number, *maximum)) {
            self.report(schema, Wrong::TooGreat { value: number.to_string(), maximum });
        }
    }

    fn check_array(&mut self, schema: &Schema, items: &[Value]) {
        if self.moment != Moment::Run {
            let count = items.len();
            if let Some(minimum) = schema.limits.min_items.filter(|minimum| count < *minimum) {
                self.report(schema, Wrong::TooFewItems { count, minimum });
            }
            if let Some(maximum) = schema.limits.max_items.filter(|maximum| count > *maximum) {
                self.report(schema, Wrong::TooManyItems { count, maximum });
            }
        }
        if let Some(item_schema) = &schema.items {
            for (index, item) in items.iter().enumerate() {
                self.inside(Segment::Index(index), item_schema, item);
            }
        }
    }

    fn check_object(&mut self, schema: &Schema, members: &Map<String, Value>) {
        if self.moment != Moment::Run {
            self.check_member_names(schema, members);
        }
        self.check_presence(schema, members);
        for (name, value) in members {
            let declared = schema.members.get(name);
            let left_open = self.moment == Moment::Run && value.is_null() && declared.is_some_and(|it| !it.required);
            let expected = match (declared, &schema.additional) {
                (Some(member), _) if !left_open => &member.schema,
                (None, Additional::Each(each)) => each,
                _ => continue,
            };
            self.inside(Segment::Name(name.clone()), expected, value);
        }
    }

    fn check_member_names(&mut self, schema: &Schema, members: &Map<String, Value>) {
        if schema.additional == Additional::Refused && schema.types.contains(&Type::Object) {
            for name in members.keys().filter(|name| !schema.members.contains_key(*name)) {
                self.report(schema, Wrong::Additional(name.clone()));
            }
        }
        let count = members.len();
        if let Some(maximum) = schema.limits.max_members.filter(|maximum| count > *maximum) {
            self.report(schema, Wrong::TooManyMembers { count, maximum });
        }
    }

    fn check_presence(&mut self, schema: &Schema, members: &Map<String, Value>) {
        for (name, member) in schema.members.iter().filter(|(_, member)| member.required) {
            if members.contains_key(name) {
                continue;
            }
            match self.moment {
                Moment::Save | Moment::Setup => self.report(schema, Wrong::Missing(name.clone())),
                Moment::Run if accepts_null(&member.schema) => {}
                Moment::Run => self.inside(Segment::Name(name.clone()), &member.schema, &Value::Null),
            }
        }
    }

    fn check_alternatives(&mut self, schema: &Schema, value: &Value) {
        if schema.one_of.is_empty() {
            return;
        }
        let holding = schema.one_of.iter().filter(|one| one.validate(value, self.moment).is_empty()).count();
        match holding {
            0 => self.report(schema, Wrong::NoAlternative(alternative_types(schema))),
            1 => {}
            _ => self.report(schema, Wrong::ManyAlternatives),
        }
    }
}

fn wrong_format(schema: &Schema, format: Format, text: &str) -> Wrong {
    let value = if schema.secret { HIDDEN } else { text };
    Wrong::Format { format, value: value.to_owned() }
}

/// Whether an undefined value may stay: every type is allowed, or null is one of them.
fn accepts_null(schema: &Schema) -> bool {
    if schema.types.is_empty() {
        return schema.one_of.is_empty() || schema.one_of.iter().any(accepts_null);
    }
    schema.types.contains(&Type::Null)
}

fn alternative_types(schema: &Schema) -> Vec<Type> {
    let mut types: Vec<Type> = Vec::new();
    for one in schema.one_of.iter().flat_map(|one| &one.types) {
        if !types.contains(one) {
            types.push(*one);
        }
    }
    types
}

fn is_of(value: &Value, one: Type) -> bool {
    match one {
        Type::String => value.is_string(),
        Type::Integer => value.as_number().is_some_and(is_whole),
        Type::Number => value.is_number(),
        Type::Boolean => value.is_boolean(),
        Type::Object => value.is_object(),
        Type::Array => value.is_array(),
        Type::Null => value.is_null(),
    }
}

/// `3.0` is whole too: JSON knows one kind of number.
fn is_whole(number: &Number) -> bool {
    number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|it| it.is_finite() && it.fract() == 0.0)
}

fn found_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[expect(clippy::cast_precision_loss, reason = "the limits of the catalogue are far below 2^53")]
fn is_below(number: &Number, minimum: i64) -> bool {
    number.as_i64().map_or_else(|| number.as_f64().is_some_and(|it| it < minimum as f64), |it| it < minimum)
}

#[expect(clippy::cast_precision_loss, reason = "the limits of the catalogue are far below 2^53")]
fn is_above(number: &Number, maximum: i64) -> bool {
    number.as_i64().map_or_else(|| number.as_f64().is_some_and(|it| it > maximum as f64), |it| it > maximum)
}

/// Text without quotes, everything else as JSON.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
