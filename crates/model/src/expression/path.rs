//! Names of values: `actions.lookup.body['first name'][0]`.

use std::fmt;

use serde_json::Value;

/// A name, read from left to right. The first segment is the root, which the scope knows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Path {
    /// Never empty.
    pub segments: Vec<Segment>,
}

/// One step into a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Segment {
    /// `.name` or `['name']`.
    Name(String),
    /// `[0]`.
    Index(usize),
}

impl Path {
    /// The first segment as a name; empty if someone rewrote it to an index.
    pub fn root(&self) -> &str {
        self.segments.first().and_then(Segment::name).unwrap_or_default()
    }

    /// The name at `position`, if there is one and it is not an index.
    pub fn name(&self, position: usize) -> Option<&str> {
        self.segments.get(position).and_then(Segment::name)
    }
}

impl Segment {
    fn name(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            Self::Index(_) => None,
        }
    }

    /// As in JavaScript, `list.0` and `list[0]` are the same, and so are `object[0]` and `object['0']`.
    fn step<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        match (value, self) {
            (Value::Object(members), Self::Name(name)) => members.get(name),
            (Value::Object(members), Self::Index(index)) => members.get(&index.to_string()),
            (Value::Array(items), Self::Index(index)) => items.get(*index),
            (Value::Array(items), Self::Name(name)) => items.get(name.parse::<usize>().ok()?),
            _ => None,
        }
    }
}

/// Follows `segments` into `value`; `None` as soon as one leads nowhere.
pub(super) fn walk<'v>(value: &'v Value, segments: &[Segment]) -> Option<&'v Value> {
    segments.iter().try_fold(value, |value, segment| segment.step(value))
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, segment) in self.segments.iter().enumerate() {
            match segment {
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Name(name) if position == 0 => f.write_str(name)?,
                Segment::Name(name) if is_plain(name) => write!(f, ".{name}")?,
                Segment::Name(name) => write!(f, "['{}']", name.replace('\\', "\\\\").replace('\'', "\\'"))?,
            }
        }
        Ok(())
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_name_part)
}

/// Whether `c` may stand inside a name. The hyphen may, since nothing here subtracts.
pub(super) fn is_name_part(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '-')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn path(segments: &[&str]) -> Path {
        Path { segments: segments.iter().map(|&name| Segment::Name(name.to_owned())).collect() }
    }

    #[test]
    fn a_path_prints_as_an_author_would_write_it() {
        let mut path = path(&["actions", "http_1", "x-id", "it's me"]);
        path.segments.push(Segment::Index(3));
        assert_eq!(path.to_string(), r"actions.http_1.x-id['it\'s me'][3]");
    }

    #[test]
    fn a_number_after_a_dot_is_an_index_and_an_index_into_an_object_is_a_name() {
        let value = json!({ "list": ["a", "b"], "7": "seven" });
        assert_eq!(walk(&value, &path(&["list", "1"]).segments), Some(&json!("b")));
        assert_eq!(walk(&value, &[Segment::Index(7)]), Some(&json!("seven")));
    }

    #[test]
    fn a_step_into_nothing_leads_nowhere() {
        let value = json!({ "text": "abc", "nothing": null });
        for segments in [["text", "length"], ["nothing", "x"], ["absent", "x"]] {
            assert_eq!(walk(&value, &path(&segments).segments), None);
        }
    }
}
