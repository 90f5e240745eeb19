//! Prints a schema as JSON Schema, with the few extra words the console understands.

use serde_json::{Map, Value, json};

use super::{Additional, Schema, Type};

impl Schema {
    /// The JSON Schema of it. Beside the standard words: `secret`, `advanced`, and `x-kind` for how to offer it.
    pub fn to_json_schema(&self) -> Value {
        let mut out = Map::new();
        self.print_type(&mut out);
        self.print_words(&mut out);
        self.print_limits(&mut out);
        if self.types.contains(&Type::Object) {
            self.print_members(&mut out);
        }
        if let Some(items) = &self.items {
            out.insert("items".to_owned(), items.to_json_schema());
        }
        if !self.one_of.is_empty() {
            out.insert("oneOf".to_owned(), self.one_of.iter().map(Schema::to_json_schema).collect());
        }
        Value::Object(out)
    }

    fn print_type(&self, out: &mut Map<String, Value>) {
        match self.types.as_slice() {
            [] => {}
            [one] => drop(out.insert("type".to_owned(), json!(one.name()))),
            many => drop(out.insert("type".to_owned(), many.iter().map(|one| one.name()).collect())),
        }
    }

    fn print_words(&self, out: &mut Map<String, Value>) {
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                out.insert(name.to_owned(), value);
            }
        };
        put("title", self.label.clone().map(Value::from));
        put("description", self.help.clone().map(Value::from));
        put("format", self.format.map(|format| json!(format.name())));
        put("pattern", self.pattern.clone().map(Value::from));
        put("enum", (!self.choices.is_empty()).then(|| json!(self.choices)));
        put("default", self.default.clone());
        put("secret", self.secret.then_some(json!(true)));
        put("advanced", self.advanced.then_some(json!(true)));
        put("x-kind", self.kind.map(|kind| json!(kind.name())));
    }

    fn print_limits(&self, out: &mut Map<String, Value>) {
        let limits = &self.limits;
        let counts = [
            ("minLength", limits.min_length),
            ("maxLength", limits.max_length),
            ("minItems", limits.min_items),
            ("maxItems", limits.max_items),
            ("maxProperties", limits.max_members),
        ];
        for (name, count) in counts {
            out.extend(count.map(|count| (name.to_owned(), json!(count))));
        }
        for (name, bound) in [("minimum", limits.minimum), ("maximum", limits.maximum)] {
            out.extend(bound.map(|bound| (name.to_owned(), json!(bound))));
        }
    }

    fn print_members(&self, out: &mut Map<String, Value>) {
        let members: Map<String, Value> =
            self.members.iter().map(|(name, member)| (name.clone(), member.schema.to_json_schema())).collect();
        let required: Vec<&str> =
            self.members.iter().filter(|(_, member)| member.required).map(|(name, _)| name.as_str()).collect();
        out.insert("properties".to_owned(), Value::Object(members));
        if !required.is_empty() {
            out.insert("required".to_owned(), json!(required));
        }
        let additional = match &self.additional {
            Additional::Refused => json!(false),
            Additional::Allowed => json!(true),
            Additional::Each(each) => each.to_json_schema(),
        };
        out.insert("additionalProperties".to_owned(), additional);
    }
}
