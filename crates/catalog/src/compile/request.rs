//! Requests, their places and their bodies.

use model::expression::Tree;
use serde_json::{Map, Value};

use super::{Compiler, Position, field::text};
use crate::{
    file::{BasicFile, ChosenBodyFile, RequestFile},
    key::Key,
    request::{Basic, Body, Method, Request, Target, Verb},
};

impl Compiler {
    /// `None` if it does not say one method and one place; a check has complained about that.
    pub(super) fn request(&mut self, key: &Key, file: &RequestFile, position: &Position<'_>) -> Option<Request> {
        let (verb, target) = self.place(key, file, position)?;
        Some(Request {
            name: file.r#as.clone(),
            setup: file.r#for.clone(),
            verb,
            target,
            query: self.tree_if(&key.child("query"), file.query.as_ref(), position),
            headers: self.tree_if(&key.child("headers"), file.headers.as_ref(), position),
            basic: file.basic.as_ref().and_then(|basic| self.basic(&key.child("basic"), basic, position)),
            body: self.body(key, file, position),
        })
    }

    fn place(&mut self, key: &Key, file: &RequestFile, position: &Position<'_>) -> Option<(Verb, Target)> {
        if let Some((method, word, url)) = file.fixed_methods().next() {
            return Some((Verb::Fixed(method), self.target(&key.child(word), url, position)?));
        }
        let chosen = self.template_if(&key.child("method"), file.method.as_deref(), position)?;
        let target = match (&file.url, &file.path) {
            (Some(url), _) => self.target(&key.child("url"), url, position)?,
            (None, Some(path)) => Target::RawPath(self.template(&key.child("path"), path, position)?),
            (None, None) => return None,
        };
        Some((Verb::Chosen(chosen), target))
    }

    pub(super) fn target(&mut self, key: &Key, url: &str, position: &Position<'_>) -> Option<Target> {
        let template = self.url(key, url, position)?;
        Some(if url.starts_with('/') { Target::BehindBase(template) } else { Target::Url(template) })
    }

    pub(super) fn basic(&mut self, key: &Key, file: &BasicFile, position: &Position<'_>) -> Option<Basic> {
        let username = self.template(&key.child("username"), &file.username, position);
        let password = self.template(&key.child("password"), &file.password, position);
        Some(Basic { username: username?, password: password? })
    }

    fn body(&mut self, key: &Key, file: &RequestFile, position: &Position<'_>) -> Body {
        let body = if let Some(json) = &file.json {
            self.tree(&key.child("json"), json, position).map(Body::Json)
        } else if let Some(form) = &file.form {
            let style = file.form_style.unwrap_or_default();
            self.tree(&key.child("form"), form, position).map(|fields| Body::Form { fields, style })
        } else if let Some(text) = &file.text {
            self.template(&key.child("text"), text, position).map(Body::Text)
        } else if let Some(xml) = &file.xml {
            self.template(&key.child("xml"), xml, position).map(Body::Xml)
        } else {
            file.body.as_ref().and_then(|chosen| self.chosen_body(&key.child("body"), chosen, position))
        };
        body.unwrap_or(Body::None)
    }

    fn chosen_body(&mut self, key: &Key, file: &ChosenBodyFile, position: &Position<'_>) -> Option<Body> {
        let kind = self.template(&key.child("as"), &file.r#as, position);
        let value = self.tree(&key.child("value"), &file.value, position);
        Some(Body::Chosen { kind: kind?, value: value? })
    }
}

impl RequestFile {
    /// The keys `get`, `post`, … that are there, with the URL each names.
    pub(crate) fn fixed_methods(&self) -> impl Iterator<Item = (Method, &'static str, &str)> {
        let all = [
            (Method::Get, "get", &self.get),
            (Method::Post, "post", &self.post),
            (Method::Put, "put", &self.put),
            (Method::Patch, "patch", &self.patch),
            (Method::Delete, "delete", &self.delete),
        ];
        all.into_iter().filter_map(|(method, word, url)| Some((method, word, url.as_deref()?)))
    }
}

/// `grant_type` in front of what a token endpoint is sent.
pub(super) fn with_grant_type(name: &str, body: &Value) -> Value {
    let mut members = Map::new();
    members.insert("grant_type".to_owned(), text(name));
    members.extend(body.as_object().cloned().unwrap_or_default());
    Value::Object(members)
}

/// What an action puts out if its file does not say.
pub(super) fn whole_body() -> Value {
    text("{{response.body}}")
}

/// Nothing at all, where something must stand.
pub(super) fn nothing() -> Tree {
    Tree::Constant(Value::Null)
}
