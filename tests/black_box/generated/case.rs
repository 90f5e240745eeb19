//! One request, still in parts, so that any part can be spoilt.

use std::fmt;

use serde_json::Value;

/// A request.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) method: String,
    /// `/api/v2/flows/{id}`
    pub(super) template: String,
    /// A JSON Schema of everything below.
    pub(super) rules: Rules,
    /// By name, what stands in the path.
    pub(super) path: Vec<(String, String)>,
    pub(super) query: Vec<(String, String)>,
    pub(super) body: Body,
    pub(super) wrong: Wrong,
    /// Whether a person sends it, not a program.
    pub(super) by_person: bool,
}

/// What is sent as the body.
#[derive(Clone, Debug)]
pub(super) enum Body {
    None,
    Json(Value),
    /// Labelled as this.
    Bytes(&'static str, Vec<u8>),
}

/// What is wrong with a request.
#[derive(Clone, Debug)]
pub(super) enum Wrong {
    Nothing,
    /// One thing, which has this name.
    Name(String),
    /// Nobody knows what.
    Anything,
}

/// What the request has to fit.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    /// Of each query parameter.
    pub(super) query: Vec<(String, Value)>,
    /// Of the body, with the catalogue's schemas where the description leaves things open.
    pub(super) body: Option<Value>,
}

impl Case {
    /// Path and query as they go over the wire.
    pub(super) fn target(&self) -> String {
        let filled = self.path.iter().fold(self.template.clone(), |path, (name, text)| {
            let encoded = url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
            path.replace(&format!("{{{name}}}"), &encoded)
        });
        match url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.query).finish() {
            query if query.is_empty() => filled,
            query => format!("{filled}?{query}"),
        }
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.target())?;
        match &self.body {
            Body::None => Ok(()),
            Body::Json(value) => write!(f, " {value}"),
            Body::Bytes(label, bytes) => write!(f, " {label:?} {:?}", String::from_utf8_lossy(bytes)),
        }
    }
}
