//! From the shape of a file to the types the rest of the program works with. Collects complaints instead of
//! stopping at the first, and remembers every name that every template reads for the checks that follow.

mod action;
mod field;
mod oauth;
mod reading;
mod request;
mod setup;

use indexmap::IndexMap;
use model::expression::{Dialect, ParseError, Template, Tree};
use serde_json::Value;

use crate::{
    error::Complaint,
    file::IntegrationFile,
    host::HostPattern,
    integration::Integration,
    key::Key,
    url_template::{UrlPart, UrlTemplate},
};

pub(crate) use field::types_of;
pub(crate) use reading::{Position, Reading, Spot};

/// What compiling a file has gathered so far.
#[derive(Default)]
pub(crate) struct Compiler {
    pub(crate) complaints: Vec<Complaint>,
    pub(crate) readings: Vec<Reading>,
}

impl Compiler {
    /// The file as an integration. Of no use if there are complaints.
    pub(crate) fn integration(&mut self, file: &IntegrationFile) -> Integration {
        let setups = file.setup.keys().map(String::as_str).collect();
        let everywhere = |spot| Position { spot, setups: Vec::clone(&setups), action: None, answers: Vec::new() };
        let derive = self.templates(&Key::new(&["derive"]), &file.derive, &everywhere(Spot::Derive));
        Integration {
            id: file.id.clone(),
            name: file.name.clone(),
            summary: file.summary.clone(),
            docs: file.docs.clone(),
            hosts: self.hosts(&file.hosts, &everywhere(Spot::Host)),
            derive: derive.into_iter().collect(),
            setups: self.setups(file),
            actions: self.actions(file),
            logo: None,
            base: self.url_if(&Key::new(&["base"]), file.base.as_deref(), &everywhere(Spot::Base)),
        }
    }

    fn hosts(&mut self, hosts: &[String], position: &Position<'_>) -> Vec<HostPattern> {
        let key = Key::new(&["hosts"]);
        let patterns = hosts.iter().enumerate().filter_map(|(index, text)| match text.strip_prefix("*.") {
            _ if text == "*" => Some(HostPattern::Any),
            Some(parent) => Some(HostPattern::Below(parent.to_owned())),
            None if text.contains("{{") => self.template(&key.item(index), text, position).map(HostPattern::Named),
            None => Some(HostPattern::Exact(text.clone())),
        });
        patterns.collect()
    }

    /// One text with expressions in it.
    fn template(&mut self, key: &Key, text: &str, position: &Position<'_>) -> Option<Template> {
        let template = self.parsed(key, Template::parse(text, Dialect::Catalogue))?;
        self.readings.extend(reading::of_template(key, &template, position));
        Some(template)
    }

    fn template_if(&mut self, key: &Key, text: Option<&str>, position: &Position<'_>) -> Option<Template> {
        text.and_then(|text| self.template(key, text, position))
    }

    fn templates(
        &mut self,
        key: &Key,
        texts: &IndexMap<String, String>,
        position: &Position<'_>,
    ) -> Vec<(String, Template)> {
        let compiled = texts.iter().map(|(name, text)| {
            let template = self.template(&key.child(name), text, position)?;
            Some((name.clone(), template))
        });
        compiled.flatten().collect()
    }

    /// A value with expressions in its texts.
    fn tree(&mut self, key: &Key, value: &Value, position: &Position<'_>) -> Option<Tree> {
        let tree = self.parsed(key, Tree::compile(value, Dialect::Catalogue))?;
        self.readings.extend(reading::of_tree(key, &tree, position));
        Some(tree)
    }

    fn tree_if(&mut self, key: &Key, value: Option<&Value>, position: &Position<'_>) -> Option<Tree> {
        value.and_then(|value| self.tree(key, value, position))
    }

    /// A URL, or a path, with expressions in it.
    fn url(&mut self, key: &Key, text: &str, position: &Position<'_>) -> Option<UrlTemplate> {
        let url = self.parsed(key, UrlTemplate::compile(text))?;
        for part in url.parts() {
            if let UrlPart::Value { template, encoding } = part {
                let readings = reading::of_template(key, template, position);
                self.readings.extend(readings.into_iter().map(|it| Reading { encoding: Some(*encoding), ..it }));
            }
        }
        Some(url)
    }

    fn url_if(&mut self, key: &Key, text: Option<&str>, position: &Position<'_>) -> Option<UrlTemplate> {
        text.and_then(|text| self.url(key, text, position))
    }

    fn parsed<T>(&mut self, key: &Key, result: Result<T, ParseError>) -> Option<T> {
        let error = match result {
            Ok(parsed) => return Some(parsed),
            Err(error) => error,
        };
        let steps = error.path.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"));
        let key = steps.fold(key.clone(), |key, step| key.child(&step));
        let message = format!("{} (character {})", error.message, error.at + 1);
        self.complaints.push(Complaint::new(key, message, "Expressions are explained in docs/catalogue.md"));
        None
    }
}
