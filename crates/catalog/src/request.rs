//! One request, ready to be filled in: method, place, query, headers, body.

use model::expression::{Path, Scope, Template, Tree};
use serde::Deserialize;
use url::Url;

use crate::url_template::{UrlError, UrlTemplate};

/// What to do at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Read.
    Get,
    /// Create or do.
    Post,
    /// Replace.
    Put,
    /// Change.
    Patch,
    /// Remove.
    Delete,
}

impl Method {
    /// The word on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
        }
    }

    /// The method with this name on the wire.
    pub fn named(name: &str) -> Option<Method> {
        let all = [Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete];
        all.into_iter().find(|method| method.name() == name)
    }
}

/// A method that the file fixes, or that the params choose.
#[derive(Clone, Debug)]
pub enum Verb {
    /// Always this.
    Fixed(Method),
    /// The method whose name this renders to.
    Chosen(Template),
}

/// Where a request goes.
#[derive(Clone, Debug)]
pub enum Target {
    /// A whole URL.
    Url(UrlTemplate),
    /// A path behind the base of the setup or the integration, each value encoded for where it stands.
    BehindBase(UrlTemplate),
    /// A path behind the base that comes ready-made from the author of a flow.
    RawPath(Template),
}

/// User name and password in clear, for the `Authorization: Basic` header.
#[derive(Clone, Debug)]
pub struct Basic {
    /// The part before the colon.
    pub username: Template,
    /// The part behind it.
    pub password: Template,
}

/// How nested values are written in a form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum FormStyle {
    /// Nothing may be nested, except that a list repeats its name.
    #[default]
    Flat,
    /// `address[city]=…`, `items[0]=…`
    Brackets,
}

/// What a request carries. A member that comes out undefined is left out.
#[derive(Clone, Debug)]
pub enum Body {
    /// Nothing.
    None,
    /// `application/json`
    Json(Tree),
    /// `application/x-www-form-urlencoded`
    Form {
        /// An object.
        fields: Tree,
        /// How nested values are written.
        style: FormStyle,
    },
    /// `text/plain`
    Text(Template),
    /// `application/xml`
    Xml(Template),
    /// The params choose between the kinds.
    Chosen {
        /// Renders to `JSON`, `FORM` or `XML`.
        kind: Template,
        /// What to send; no body at all if undefined.
        value: Tree,
    },
}

/// One request, ready to be filled in.
///
/// Its templates read `setup`, `token`, `derive`, `params` and the answers of earlier requests by their names.
#[derive(Clone, Debug)]
pub struct Request {
    /// The name under which later templates read the answer (`as`).
    pub name: Option<String>,
    /// The one setup type it is for (`for`); `None` is all of them.
    pub setup: Option<String>,
    /// What to do.
    pub verb: Verb,
    /// Where.
    pub target: Target,
    /// An object whose members go behind the `?`; null and undefined ones are left out.
    pub query: Option<Tree>,
    /// An object of headers; null and undefined ones are left out.
    pub headers: Option<Tree>,
    /// Credentials beside those of the connection. Left out if the user name and the password are undefined.
    pub basic: Option<Basic>,
    /// What to send along.
    pub body: Body,
}

impl Request {
    /// The URL to call, without the members of [`Request::query`].
    ///
    /// What stands behind a base stays on the base's scheme, host and port, whatever the values are.
    ///
    /// # Errors
    /// When a value is missing or cannot stand where it should, or the result is no URL.
    pub fn url(&self, base: Option<&UrlTemplate>, scope: &dyn Scope) -> Result<Url, UrlError> {
        match &self.target {
            Target::Url(template) => parse(&template.render(scope)?),
            Target::BehindBase(path) => behind(&required_base(base, scope)?, &path.render(scope)?),
            Target::RawPath(path) => behind(&required_base(base, scope)?, &raw_path(path, scope)?),
        }
    }
}

impl Request {
    /// Every path that its URL and its body read: what may end up where a redirect would carry it along.
    pub fn names_in_url_and_body(&self) -> Vec<&Path> {
        let mut names = match &self.target {
            Target::Url(url) | Target::BehindBase(url) => url.names(),
            Target::RawPath(path) => path.names(),
        };
        names.extend(self.body.names());
        names
    }
}

impl Body {
    fn names(&self) -> Vec<&Path> {
        match self {
            Body::None => Vec::new(),
            Body::Json(tree) | Body::Form { fields: tree, .. } => tree.names(),
            Body::Text(template) | Body::Xml(template) => template.names(),
            Body::Chosen { value, .. } => value.names(),
        }
    }
}

fn required_base(base: Option<&UrlTemplate>, scope: &dyn Scope) -> Result<String, UrlError> {
    base.ok_or_else(|| UrlError::Missing("base".to_owned()))?.render(scope)
}

fn raw_path(path: &Template, scope: &dyn Scope) -> Result<String, UrlError> {
    match path.evaluate(scope).value {
        Some(serde_json::Value::String(text)) if is_path(&text) => Ok(text),
        Some(_) => Err(UrlError::NoPath),
        None => Err(UrlError::Missing(path.source().to_owned())),
    }
}

/// A path begins with one slash; two, or a backslash that browsers and servers take for one, begin a host.
fn is_path(text: &str) -> bool {
    let one_slash = text.starts_with('/') && !text.starts_with("//");
    one_slash && !text.chars().any(|c| c == '\\' || c.is_control())
}

fn behind(base: &str, path: &str) -> Result<Url, UrlError> {
    let home = parse(base)?;
    let url = parse(&format!("{}{path}", base.trim_end_matches('/')))?;
    if url.origin() == home.origin() { Ok(url) } else { Err(UrlError::OutsideBase) }
}

fn parse(text: &str) -> Result<Url, UrlError> {
    let url = Url::parse(text).map_err(|_| UrlError::NoUrl)?;
    if url.has_host() { Ok(url) } else { Err(UrlError::NoUrl) }
}
