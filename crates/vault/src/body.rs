//! What a request carries, written out.

use catalog::{Body, FormStyle};
use model::expression::as_text;
use serde_json::{Map, Value};
use url::form_urlencoded::Serializer;

use crate::{failure::Failure, names::Names};

/// Bytes and what they are.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) bytes: Vec<u8>,
    pub(crate) content_type: Option<&'static str>,
}

/// Renders the body a catalogue file declares.
pub(crate) fn write(body: &Body, names: &Names<'_>) -> Result<Written, Failure> {
    match body {
        Body::None => Ok(Written::default()),
        Body::Json(tree) => Ok(tree.render(names).value.map_or_else(Written::default, |value| json(&value))),
        Body::Form { fields, style } => Ok(form(tree_object(fields.render(names).value)?, *style)),
        Body::Text(template) => Ok(text(template.evaluate(names).value, "text/plain; charset=utf-8")),
        Body::Xml(template) => Ok(text(template.evaluate(names).value, "application/xml")),
        Body::Chosen { kind, value } => match value.render(names).value {
            None | Some(Value::Null) => Ok(Written::default()),
            Some(value) => chosen(kind.evaluate(names).value.as_ref().and_then(Value::as_str), value),
        },
    }
}

fn chosen(kind: Option<&str>, value: Value) -> Result<Written, Failure> {
    match (kind, value) {
        // What is text already was written by the author in the form they want.
        (Some("FORM"), Value::String(written)) => Ok(text(Some(Value::String(written)), FORM)),
        (Some("FORM"), value) => Ok(form(tree_object(Some(value))?, FormStyle::Brackets)),
        (Some("XML"), Value::String(written)) => Ok(text(Some(Value::String(written)), "application/xml")),
        (Some("XML"), _) => {
            Err(Failure::refused("a body with content type XML must be text; XML.SERIALIZE_XML makes one"))
        }
        (_, Value::String(written)) => Ok(text(Some(Value::String(written)), JSON)),
        (_, value) => Ok(json(&value)),
    }
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

fn json(value: &Value) -> Written {
    Written { bytes: value.to_string().into_bytes(), content_type: Some(JSON) }
}

fn text(value: Option<Value>, content_type: &'static str) -> Written {
    let Some(value) = value else { return Written::default() };
    Written { bytes: as_text(&value).into_owned().into_bytes(), content_type: Some(content_type) }
}

fn tree_object(value: Option<Value>) -> Result<Map<String, Value>, Failure> {
    match value {
        None => Ok(Map::new()),
        Some(Value::Object(members)) => Ok(members),
        Some(_) => Err(Failure::refused("a form body must be an object")),
    }
}

fn form(fields: Map<String, Value>, style: FormStyle) -> Written {
    let mut pairs = Serializer::new(String::new());
    for (name, value) in &fields {
        append(&mut pairs, name, value, style);
    }
    Written { bytes: pairs.finish().into_bytes(), content_type: Some(FORM) }
}

/// Null is left out; what is nested is written as the style says.
fn append(pairs: &mut Serializer<'_, String>, name: &str, value: &Value, style: FormStyle) {
    match (value, style) {
        (Value::Null, _) => {}
        (Value::Array(items), FormStyle::Flat) => items.iter().for_each(|item| append(pairs, name, item, style)),
        (Value::Array(items), FormStyle::Brackets) => {
            items.iter().enumerate().for_each(|(index, item)| append(pairs, &format!("{name}[{index}]"), item, style));
        }
        (Value::Object(members), FormStyle::Brackets) => {
            members.iter().for_each(|(key, member)| append(pairs, &format!("{name}[{key}]"), member, style));
        }
        (value, _) => {
            pairs.append_pair(name, &as_text(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn as_form(value: Value, style: FormStyle) -> String {
        String::from_utf8(form(value.as_object().unwrap().clone(), style).bytes).unwrap()
    }

    #[test]
    fn a_flat_form_repeats_lists_and_leaves_null_out() {
        let value = json!({"To": "+49 1", "tag": ["a", "b"], "none": null, "n": 1.5});
        assert_eq!(as_form(value, FormStyle::Flat), "To=%2B49+1&tag=a&tag=b&n=1.5");
    }

    #[test]
    fn brackets_name_every_level() {
        let value = json!({"address": {"city": "Köln"}, "items": [{"id": 7}]});
        assert_eq!(as_form(value, FormStyle::Brackets), "address%5Bcity%5D=K%C3%B6ln&items%5B0%5D%5Bid%5D=7");
    }

    #[test]
    fn an_xml_body_must_be_text() {
        assert!(chosen(Some("XML"), json!({"a": 1})).is_err());
        assert_eq!(chosen(Some("XML"), json!("<a/>")).unwrap().content_type, Some("application/xml"));
    }
}
