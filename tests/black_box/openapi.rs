//! Whether an answer is one that `docs/openapi.json` promises: path, method, status, content type and body.
//! Every test client passes its answers through here, so that the description cannot drift from the server.

use std::{collections::BTreeMap, sync::LazyLock};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

static DESCRIPTION: LazyLock<Description> = LazyLock::new(|| {
    Description::read(
        &serde_json::from_str(include_str!("../../docs/openapi.json")).expect("docs/openapi.json is JSON"),
    )
});

/// What a server said, and to what.
#[derive(Clone, Copy)]
pub(crate) struct Exchange<'a> {
    pub(crate) method: &'a str,
    /// As it was sent, without the query.
    pub(crate) path: &'a str,
    pub(crate) status: u16,
    /// The `content-type`, empty without one.
    pub(crate) kind: &'a str,
    pub(crate) body: &'a str,
}

/// Compares an answer with the description.
///
/// # Panics
/// When the description does not promise it.
#[track_caller]
pub(crate) fn must_be_described(exchange: Exchange<'_>) {
    if let Err(wrong) = DESCRIPTION.check(exchange) {
        let Exchange { method, path, status, kind, body } = exchange;
        let body: String = body.chars().take(1000).collect();
        panic!("{wrong}, says docs/openapi.json of {method} {path}: {status} {kind:?} {body}");
    }
}

/// The description, each schema compiled once.
struct Description {
    paths: Vec<Path>,
    /// What everything else is answered with.
    problem: Promised,
}

struct Path {
    template: Vec<String>,
    /// By method and by status, `4XX` for all of its kind.
    operations: BTreeMap<String, BTreeMap<String, Promised>>,
}

/// The body of an answer.
enum Promised {
    Nothing,
    Json(Validator),
    /// Of this content type, for people.
    Page(String),
}

impl Description {
    fn read(document: &Value) -> Self {
        let compile = |schema: &Value| {
            // Each schema is a document of its own, in which `#/components/…` must lead somewhere.
            let whole = json!({"allOf": [schema], "components": document["components"]});
            jsonschema::draft202012::options().should_validate_formats(true).build(&whole).expect("a schema")
        };
        let answers = |operation: &Value| {
            let promised = |answer: &Value| match members(&answer["content"]).next() {
                None => Promised::Nothing,
                Some((kind, content)) if kind == "application/json" => Promised::Json(compile(&content["schema"])),
                Some((kind, _)) => Promised::Page(kind.clone()),
            };
            let each = |(status, answer): (&String, &Value)| (status.clone(), promised(answer));
            members(&operation["responses"]).map(each).collect()
        };
        let path = |(template, item): (&String, &Value)| Path {
            template: template.split('/').map(str::to_owned).collect(),
            operations: members(item).map(|(method, each)| (method.to_uppercase(), answers(each))).collect(),
        };
        let mut paths: Vec<Path> = members(&document["paths"]).map(path).collect();
        // `/connections/check` is not a `/connections/{id}`.
        paths.sort_by_key(|path| path.template.iter().filter(|segment| is_parameter(segment)).count());
        Self { paths, problem: Promised::Json(compile(&json!({"$ref": "#/components/schemas/Problem"}))) }
    }

    fn check(&self, exchange: Exchange<'_>) -> Result<(), String> {
        let Exchange { method, path, status, .. } = exchange;
        let segments: Vec<&str> = path.split('/').collect();
        let operations = self.paths.iter().find(|path| path.fits(&segments)).map(|path| &path.operations);
        let Some(answers) = operations.and_then(|all| all.get(if method == "HEAD" { "GET" } else { method })) else {
            return match status {
                _ if operations.is_none() && !path.starts_with("/api/") => Ok(()), // the console's pages
                401 | 404 | 405 => fits(exchange, &self.problem),
                _ => Err("no such operation".to_owned()),
            };
        };
        let of_its_kind = format!("{}XX", status / 100);
        let answer = answers.get(&status.to_string()).or_else(|| answers.get(&of_its_kind));
        fits(exchange, answer.ok_or("no such status")?)
    }
}

impl Path {
    fn fits(&self, segments: &[&str]) -> bool {
        let same = |(segment, own): (&&str, &String)| segment == own || (is_parameter(own) && !segment.is_empty());
        segments.len() == self.template.len() && segments.iter().zip(&self.template).all(same)
    }
}

fn fits(Exchange { method, kind, body, .. }: Exchange<'_>, promised: &Promised) -> Result<(), String> {
    let schema = match promised {
        Promised::Json(schema) if method != "HEAD" => schema,
        Promised::Page(own) if method != "HEAD" => {
            let is_it = kind == format!("{own}; charset=utf-8") && !body.is_empty();
            return if is_it { Ok(()) } else { Err(format!("{own}, labelled as such")) };
        }
        _ => return if body.is_empty() { Ok(()) } else { Err("no body".to_owned()) },
    };
    if kind != "application/json; charset=utf-8" {
        return Err("JSON, labelled as such".to_owned());
    }
    let value = serde_json::from_str(body).map_err(|error| format!("JSON and not: {error}"))?;
    let wrong: Vec<_> =
        schema.iter_errors(&value).map(|error| format!("{error} at {:?}", error.instance_path())).collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{')
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

mod tests {
    use super::{DESCRIPTION, Exchange};

    const FLOW: &str =
        r#""id":"af_1","name":"x","created_at":"2024-09-23T11:02:56.086Z","updated_at":"2024-09-23T11:02:56.086Z""#;
    const KIND: &str = "application/json; charset=utf-8";

    fn said(status: u16, kind: &str, body: &str) -> Result<(), String> {
        DESCRIPTION.check(Exchange { method: "GET", path: "/api/v2/flows/af_1", status, kind, body })
    }

    #[test]
    fn what_is_described_passes() {
        said(200, KIND, &format!("{{{FLOW}}}")).unwrap();
        said(404, KIND, r#"{"statusCode":404,"error":"Not Found","message":"Flow not found"}"#).unwrap();
    }

    #[test]
    fn what_is_not_described_does_not() {
        let flow = format!("{{{FLOW}}}");
        let wrong = [
            said(200, KIND, &format!("{{{FLOW},\"colour\":1}}")),
            said(200, KIND, &flow.replace("\"x\"", "7")),
            said(200, KIND, &flow.replace("2024-09-23T", "yesterday")),
            said(200, KIND, &flow.replace("\"name\":\"x\",", "")),
            said(200, KIND, "{"),
            said(200, "text/plain", &flow),
            said(202, KIND, &flow),
            said(302, KIND, ""),
            said(404, KIND, "{}"),
            DESCRIPTION.check(Exchange { method: "GET", path: "/api/v2/else", status: 200, kind: KIND, body: "{}" }),
            DESCRIPTION.check(Exchange { method: "PUT", path: "/api/v2/flows", status: 200, kind: KIND, body: "{}" }),
            DESCRIPTION.check(Exchange {
                method: "DELETE",
                path: "/api/v2/flows/a",
                status: 204,
                kind: KIND,
                body: "{}",
            }),
        ];
        for (index, each) in wrong.iter().enumerate() {
            assert!(each.is_err(), "the case at {index} passed");
        }
    }
}
