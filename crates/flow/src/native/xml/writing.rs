//! From JSON to XML: every key becomes an element, and nothing is put around them.

use std::fmt::Write;

use serde_json::{Map, Value};

use super::{
    ATTRIBUTES, MAX_BYTES, MAX_DEPTH, TEXT,
    characters::{are_allowed, is_name},
};
use crate::failure::Failure;

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// Characters of a key that an error shows.
const SHOWN: usize = 40;

/// The elements of an object, or of the JSON text of one.
///
/// # Errors
/// What cannot be said in XML. Keys are named, values are not.
pub(in crate::native) fn serialize(object: &Value) -> Result<String, Failure> {
    let read: Value;
    let object = match object {
        Value::String(text) => {
            read = serde_json::from_str(text).unwrap_or_default();
            &read
        }
        other => other,
    };
    let members = object.as_object().ok_or_else(|| Failure::action("The text is no JSON object"))?;
    if members.is_empty() {
        return Err(Failure::action("An empty object has no elements"));
    }
    let mut writer = Writer { xml: DECLARATION.to_owned() };
    for (name, value) in members {
        writer.elements(name, value, Place { depth: 0, breaks: true }).map_err(Failure::action)?;
    }
    Ok(writer.xml)
}

/// Where an element is written.
#[derive(Clone, Copy)]
struct Place {
    depth: usize,
    /// Whether it begins a line of its own: not beside text, which that would change.
    breaks: bool,
}

struct Writer {
    xml: String,
}

impl Writer {
    /// One element, or one for each item of a list.
    fn elements(&mut self, name: &str, value: &Value, place: Place) -> Result<(), String> {
        match value {
            Value::Array(items) => items.iter().try_for_each(|item| match item {
                Value::Array(_) => Err(format!("{} holds a list in a list, which has no name", shown(name))),
                one => self.elements(name, one, place),
            }),
            _ if place.depth >= MAX_DEPTH => Err(format!("The object is nested more than {MAX_DEPTH} times")),
            _ if name == TEXT || !is_name(name) => Err(format!("{} cannot be the name of an element", shown(name))),
            one => self.element(name, one, place),
        }
    }

    fn element(&mut self, name: &str, value: &Value, place: Place) -> Result<(), String> {
        if self.xml.len() > MAX_BYTES {
            return Err(format!("The XML would be larger than {MAX_BYTES} bytes"));
        }
        if place.breaks {
            self.xml.push('\n');
            self.xml.extend(std::iter::repeat_n("  ", place.depth));
        }
        self.xml.push('<');
        self.xml.push_str(name);
        match value {
            Value::Object(members) => self.members(name, members, place),
            other => {
                let text = text_of(other).ok_or_else(|| format!("{} holds no text", shown(name)))?;
                self.content(name, &text)
            }
        }
    }

    /// From after the name of an element to its end.
    fn members(&mut self, name: &str, members: &Map<String, Value>, place: Place) -> Result<(), String> {
        self.attributes(members.get(ATTRIBUTES))?;
        let text = match members.get(TEXT) {
            Some(text) => text_of(text).ok_or_else(|| format!("{TEXT} of {} is no text", shown(name)))?,
            None => String::new(),
        };
        let children: Vec<_> = members.iter().filter(|(key, _)| *key != ATTRIBUTES && *key != TEXT).collect();
        if children.iter().all(|(_, value)| value.as_array().is_some_and(Vec::is_empty)) {
            return self.content(name, &text);
        }
        self.xml.push('>');
        self.escaped(name, &text, "")?;
        let inside = Place { depth: place.depth + 1, breaks: place.breaks && text.is_empty() };
        for (child, value) in children {
            self.elements(child, value, inside)?;
        }
        if inside.breaks {
            self.xml.push('\n');
            self.xml.extend(std::iter::repeat_n("  ", place.depth));
        }
        self.close(name);
        Ok(())
    }

    fn attributes(&mut self, attributes: Option<&Value>) -> Result<(), String> {
        let members = match attributes {
            None | Some(Value::Null) => return Ok(()),
            Some(Value::Object(members)) => members,
            Some(_) => return Err(format!("{ATTRIBUTES} holds attributes, so it must be an object")),
        };
        for (name, value) in members.iter().filter(|(_, value)| !value.is_null()) {
            if !is_name(name) {
                return Err(format!("{} cannot be the name of an attribute", shown(name)));
            }
            let text = text_of(value).ok_or_else(|| format!("the attribute {} is no text", shown(name)))?;
            self.xml.push(' ');
            self.xml.push_str(name);
            self.xml.push_str("=\"");
            self.escaped(name, &text, "\"\t\n")?;
            self.xml.push('"');
        }
        Ok(())
    }

    fn content(&mut self, name: &str, text: &str) -> Result<(), String> {
        if text.is_empty() {
            self.xml.push_str("/>");
            return Ok(());
        }
        self.xml.push('>');
        self.escaped(name, text, "")?;
        self.close(name);
        Ok(())
    }

    fn close(&mut self, name: &str) {
        self.xml.push_str("</");
        self.xml.push_str(name);
        self.xml.push('>');
    }

    /// Text with what XML would read otherwise escaped; `also` is escaped as well.
    fn escaped(&mut self, name: &str, text: &str, also: &str) -> Result<(), String> {
        if !are_allowed(text) {
            return Err(format!("{} holds a character that XML does not allow", shown(name)));
        }
        for character in text.chars() {
            match character {
                '&' => self.xml.push_str("&amp;"),
                '<' => self.xml.push_str("&lt;"),
                '>' => self.xml.push_str("&gt;"),
                '"' if also.contains('"') => self.xml.push_str("&quot;"),
                // A reader turns it into a line feed unless it is written as a number.
                '\r' => self.xml.push_str("&#13;"),
                special if also.contains(special) => drop(write!(self.xml, "&#{};", u32::from(special))),
                plain => self.xml.push(plain),
            }
        }
        Ok(())
    }
}

/// The text of a value that is one; null is none at all.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// A key as errors show it.
fn shown(name: &str) -> String {
    let start: String = name.chars().take(SHOWN).collect();
    let dots = if start.len() < name.len() { "…" } else { "" };
    format!("\"{start}{dots}\"")
}
