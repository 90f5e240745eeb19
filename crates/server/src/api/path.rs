//! Ids in paths. Text that never was an id of ours is let through: it names nothing and is answered with 404.

use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::request::Parts,
};
use model::Id;

use crate::error::{Error, Result};

/// The ids of a path, still as text.
pub(crate) struct Ids(Vec<(String, String)>);

impl Ids {
    /// The text with this name, which the route must declare.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, text)| text.as_str())
    }

    /// The id with this name, which the route must declare.
    ///
    /// # Errors
    /// [`Error::Path`] when the text is too long for an id.
    pub(crate) fn id<K>(&self, name: &str) -> Result<Id<K>> {
        let text = self.text(name);
        // No database stores a NUL in text.
        Id::parse(text).filter(|_| !text.contains('\0')).ok_or_else(|| Error::Path(wrong(name, text)))
    }
}

fn wrong(name: &str, text: &str) -> String {
    match text.chars().count() {
        length @ 31.. => format!("'String is too long ({length} chars), maximum 30' on property {name}"),
        _ => format!("'Object didn't pass validation for format id' on property {name}"),
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Ids {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let params = RawPathParams::from_request_parts(parts, state)
            .await
            .map_err(|_| Error::Path("'The path is not valid UTF-8'".to_owned()))?;
        Ok(Self(params.iter().map(|(key, text)| (key.to_owned(), text.to_owned())).collect()))
    }
}
