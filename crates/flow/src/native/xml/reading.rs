//! From XML to JSON, in one pass and without recursion. Entities of its own a text cannot have: what a DTD declares is
//! refused, so nothing grows and nothing is fetched.

use std::borrow::Cow;

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_xml_entity,
    events::{BytesRef, BytesStart, Event},
};
use serde_json::{Map, Value};

use super::{
    ATTRIBUTES, MAX_BYTES, MAX_DEPTH, TEXT,
    characters::{are_allowed, is_allowed, is_name},
    is_blank,
};
use crate::failure::Failure;

const NOT_WELL_FORMED: &str = "it is not well-formed";

/// The document as an object with one key, the name of its outermost element.
///
/// # Errors
/// What is wrong and in which line, in words that quote nothing of the text.
pub(in crate::native) fn parse(text: &str) -> Result<Value, Failure> {
    if text.len() > MAX_BYTES {
        return Err(Failure::action(format!("The XML is larger than {MAX_BYTES} bytes")));
    }
    // A byte order mark, and blanks that templates leave before the declaration.
    let text = with_plain_line_ends(text.trim_start_matches('\u{FEFF}').trim_start());
    let mut document = Document::default();
    let mut reader = Reader::from_str(&text);
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().check_comments = true;
    loop {
        let event = reader.read_event().map_err(|_| NOT_WELL_FORMED);
        let done = event.and_then(|event| document.take(event));
        match done {
            Ok(true) => return Ok(Value::Object(document.done)),
            Ok(false) => {}
            Err(reason) => {
                let at = usize::try_from(reader.buffer_position().max(reader.error_position())).unwrap_or(usize::MAX);
                let line = text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
                return Err(Failure::action(format!("The text is not valid XML (line {line}): {reason}")));
            }
        }
    }
}

/// As XML wants it done before anything else (section 2.11).
fn with_plain_line_ends(text: &str) -> Cow<'_, str> {
    match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => Cow::Borrowed(text),
    }
}

/// A document on its way to JSON.
#[derive(Default)]
struct Document {
    /// The elements it is inside of, outermost first.
    open: Vec<Element>,
    /// The outermost element, once it is closed.
    done: Map<String, Value>,
    has_begun: bool,
}

#[derive(Default)]
struct Element {
    name: String,
    attributes: Map<String, Value>,
    children: Map<String, Value>,
    text: String,
}

impl Document {
    /// Takes the next piece; says whether it was the last one.
    fn take(&mut self, event: Event<'_>) -> Result<bool, &'static str> {
        let is_first = !std::mem::replace(&mut self.has_begun, true);
        match event {
            Event::Start(start) | Event::Empty(start) => self.open(&start)?,
            Event::End(_) => self.close()?,
            Event::Text(text) => self.add_text(&text)?,
            Event::CData(text) => self.inside().map(|element| element.add(&text))??,
            Event::GeneralRef(reference) => self.add_reference(&reference)?,
            Event::Decl(_) if !is_first => return Err("its declaration is not at the beginning"),
            Event::DocType(declaration) if declaration.contains('[') => return Err("it declares entities or elements"),
            Event::DocType(_) | Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof if !self.open.is_empty() => return Err("an element is not closed"),
            Event::Eof if self.done.is_empty() => return Err("it has no element"),
            Event::Eof => return Ok(true),
        }
        Ok(false)
    }

    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), &'static str> {
        if self.open.is_empty() && !self.done.is_empty() {
            return Err("it has more than one outermost element");
        }
        if self.open.len() == MAX_DEPTH {
            return Err("its elements are nested too deep, more than 50 times");
        }
        let name = start.name().0;
        if !is_name(name) {
            return Err("an element has no valid name");
        }
        if name == TEXT {
            return Err("an element is called _, which is where text is kept");
        }
        let (name, attributes) = (name.to_owned(), attributes(start)?);
        self.open.push(Element { name, attributes, ..Element::default() });
        Ok(())
    }

    fn close(&mut self) -> Result<(), &'static str> {
        let element = self.open.pop().ok_or(NOT_WELL_FORMED)?;
        let around = self.open.last_mut().map_or(&mut self.done, |parent| &mut parent.children);
        let (name, value) = element.into_member();
        match around.get_mut(&name) {
            None => drop(around.insert(name, value)),
            // The value of one element is never a list.
            Some(Value::Array(several)) => several.push(value),
            Some(first) => {
                let before = first.take();
                *first = Value::Array(vec![before, value]);
            }
        }
        Ok(())
    }

    fn inside(&mut self) -> Result<&mut Element, &'static str> {
        self.open.last_mut().ok_or("there is text outside of its outermost element")
    }

    fn add_text(&mut self, text: &str) -> Result<(), &'static str> {
        if self.open.is_empty() && is_blank(text) { Ok(()) } else { self.inside()?.add(text) }
    }

    fn add_reference(&mut self, reference: &BytesRef<'_>) -> Result<(), &'static str> {
        let element = self.inside()?;
        match reference.resolve_char_ref().map_err(|_| NOT_WELL_FORMED)? {
            Some(character) if is_allowed(character) => element.text.push(character),
            Some(_) => return Err("it holds a character that XML does not allow"),
            None => element.text.push_str(resolve_xml_entity(reference).ok_or("it names an unknown entity")?),
        }
        Ok(())
    }
}

impl Element {
    fn add(&mut self, text: &str) -> Result<(), &'static str> {
        if !are_allowed(text) {
            return Err("it holds a character that XML does not allow");
        }
        self.text.push_str(text);
        Ok(())
    }

    fn into_member(self) -> (String, Value) {
        let Self { name, attributes, children, text } = self;
        if attributes.is_empty() && children.is_empty() {
            return (name, Value::String(text));
        }
        let mut members = Map::new();
        if !attributes.is_empty() {
            members.insert(ATTRIBUTES.to_owned(), Value::Object(attributes));
        }
        // Between children, blanks are there for the eye.
        if !text.is_empty() && (children.is_empty() || !is_blank(&text)) {
            members.insert(TEXT.to_owned(), Value::String(text));
        }
        members.extend(children);
        (name, Value::Object(members))
    }
}

fn attributes(start: &BytesStart<'_>) -> Result<Map<String, Value>, &'static str> {
    let mut found = Map::new();
    // The reader's own search for doubles compares each with each, which many attributes make slow.
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| NOT_WELL_FORMED)?;
        let name = attribute.key.0;
        if !is_name(name) || attribute.value.contains('<') {
            return Err("an attribute is not well-formed");
        }
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_err(|_| "an attribute names an unknown entity or character")?;
        if !are_allowed(&value) {
            return Err("it holds a character that XML does not allow");
        }
        if found.insert(name.to_owned(), Value::from(value.into_owned())).is_some() {
            return Err("an element has the same attribute twice");
        }
    }
    Ok(found)
}
