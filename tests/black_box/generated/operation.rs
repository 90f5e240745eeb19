//! What the description says one may send, operation by operation.

use proptest::prelude::*;
use serde_json::Value;

use super::{
    bodies::{Fitted, bodies},
    case::{Body, Case, Rules, Wrong},
    schema::fitting,
};
use crate::api::Client;

/// An integration whose connections are granted in a browser.
pub(super) const GRANTED: &str = "HUBSPOT";

/// One operation of the description.
pub(super) struct Operation {
    method: String,
    template: String,
    path: Vec<(String, String)>,
    query: Vec<(String, Value)>,
    bodies: Option<BoxedStrategy<Fitted>>,
    by_person: bool,
}

/// What is behind the paths of a furnished server.
pub(super) struct Things {
    pub(super) flow: String,
    /// Another one, that may be changed.
    pub(super) changing: String,
    pub(super) connection: String,
    /// One that is granted in a browser.
    pub(super) granted: String,
    pub(super) execution: String,
}

impl Things {
    /// What stands for a parameter of a path. Nothing that others look at is deleted or changed.
    fn named(&self, method: &str, template: &str, name: &str) -> String {
        let thing = match (method, name) {
            ("DELETE", _) => "af_nobody",
            (_, "app_id") if template.contains("/oauth-clients/") => GRANTED,
            (_, "app_id") => "HTTP",
            (_, "execution_id") => &self.execution,
            _ if template.ends_with("/authorization") => &self.granted,
            _ if template.contains("/connections/") => &self.connection,
            ("PATCH", _) => &self.changing,
            _ => &self.flow,
        };
        thing.to_owned()
    }
}

impl Operation {
    /// Requests that fit the description.
    pub(super) fn right(&self) -> BoxedStrategy<Case> {
        let Self { method, template, path, query, bodies, by_person } = self;
        let case = Case {
            method: method.clone(),
            template: template.clone(),
            rules: Rules { query: query.clone(), body: None },
            path: path.clone(),
            query: Vec::new(),
            body: Body::None,
            wrong: Wrong::Nothing,
            by_person: *by_person,
        };
        let queries = queries(query);
        let Some(bodies) = bodies else {
            return queries.prop_map(move |query| Case { query, ..case.clone() }).boxed();
        };
        let whole = (queries, bodies.clone()).prop_map(move |(query, Fitted { value, schema })| {
            let rules = Rules { body: Some(schema), ..case.rules.clone() };
            Case { query, rules, body: Body::Json(value), ..case.clone() }
        });
        whole.boxed()
    }
}

fn queries(rules: &[(String, Value)]) -> BoxedStrategy<Vec<(String, String)>> {
    // Only our own answers hold a `from` that fits.
    let sent = rules.iter().filter(|(name, _)| name != "from");
    let each = |(name, schema): &(String, Value)| {
        let name = name.clone();
        (any::<bool>(), fitting(schema)).prop_map(move |(kept, value)| {
            let values = if let Value::Array(values) = value { values } else { vec![value] };
            let text = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            values.into_iter().filter(|_| kept).map(|value| (name.clone(), text(value))).collect::<Vec<_>>()
        })
    };
    sent.map(each).collect::<Vec<_>>().prop_map(|all| all.concat()).boxed()
}

/// All operations of a description, with the catalogue's word where it leaves things open.
pub(super) fn operations(description: &Value, catalogue: &Value, client: &Client, things: &Things) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (template, item) in description["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let id = operation["operationId"].as_str().expect("an id");
            let schema = operation.pointer("/requestBody/content/application~1json/schema");
            let schema = schema.map(|schema| resolved(schema, description));
            let security = operation["security"].to_string();
            let names = template.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
            operations.push(Operation {
                path: names
                    .map(|name| (name.to_owned(), things.named(&method.to_uppercase(), template, name)))
                    .collect(),
                method: method.to_uppercase(),
                template: template.clone(),
                query: query_rules(operation),
                bodies: schema.map(|schema| bodies(id, schema, catalogue, client)),
                // Signing out would end the session of all others.
                by_person: security.contains("session") && !security.contains("token") && id != "sign_out",
            });
        }
    }
    operations
}

fn query_rules(operation: &Value) -> Vec<(String, Value)> {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let queries = parameters.filter(|parameter| parameter["in"] == "query");
    queries.map(|each| (each["name"].as_str().expect("a name").to_owned(), each["schema"].clone())).collect()
}

/// The schema with every reference replaced by what it leads to.
fn resolved(schema: &Value, description: &Value) -> Value {
    match schema {
        Value::Object(members) => match members.get("$ref").and_then(Value::as_str) {
            Some(place) => resolved(description.pointer(place.trim_start_matches('#')).expect("a place"), description),
            None => members.iter().map(|(name, inner)| (name.clone(), resolved(inner, description))).collect(),
        },
        Value::Array(items) => items.iter().map(|item| resolved(item, description)).collect(),
        other => other.clone(),
    }
}
