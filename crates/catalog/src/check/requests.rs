//! Actions and requests that can be carried out.

use model::expression::{Dialect, Part, Template};
use serde_json::Value;

use super::Shape;
use crate::{
    error::Complaint,
    file::{ActionFile, RequestFile},
    key::Key,
    response::Retry,
};

/// The roots templates know already.
const ROOTS: [&str; 7] = ["setup", "params", "token", "derive", "response", "functions", "shape"];

fn each_action<'f>(shape: &Shape<'f>) -> impl Iterator<Item = (Key, &'f ActionFile)> {
    shape.file.action.iter().map(|(name, action)| (Key::new(&["action", name]), action))
}

fn each_request<'f>(shape: &Shape<'f>) -> impl Iterator<Item = (Key, &'f RequestFile)> {
    each_action(shape).flat_map(|(key, action)| {
        let numbered = action.request.iter().enumerate();
        numbered.map(move |(index, request)| (key.child("request").item(index), request))
    })
}

/// The program does it, or a service does.
pub(super) fn every_action_is_native_or_sends_requests(shape: &Shape<'_>) -> Vec<Complaint> {
    let wrong = shape.file.action.iter().filter_map(|(name, action)| {
        let sends = !action.request.is_empty() || action.response.is_some();
        match (action.native.is_some(), sends) {
            (true, true) => Some((name, "a native action sends no request")),
            (false, _) if action.request.is_empty() => Some((name, "the action does nothing")),
            _ => None,
        }
    });
    let complaint = |(name, message): (&String, &str)| {
        let fix = format!("Give it either native = \"…\" or an [[action.{name}.request]]");
        Complaint::new(Key::new(&["action", name]), message, fix)
    };
    wrong.map(complaint).collect()
}

/// `get = URL` and its sisters say both at once; otherwise `method` goes with `url` or with `path`.
pub(super) fn every_request_says_one_method_and_one_place(shape: &Shape<'_>) -> Vec<Complaint> {
    let wrong = each_request(shape).filter(|(_, request)| {
        let fixed = request.fixed_methods().count();
        let places = usize::from(request.url.is_some()) + usize::from(request.path.is_some());
        !matches!((fixed, request.method.is_some(), places), (1, false, 0) | (0, true, 1))
    });
    let fix = "Write get, post, put, patch or delete = \"URL\", or method = \"…\" with one of url and path";
    wrong.map(|(key, _)| Complaint::new(key, "the request does not say one method and one place", fix)).collect()
}

/// A request cannot be JSON and a form at once.
pub(super) fn every_request_has_at_most_one_body(shape: &Shape<'_>) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (key, request) in each_request(shape) {
        let texts = usize::from(request.text.is_some()) + usize::from(request.xml.is_some());
        let values = usize::from(request.json.is_some()) + usize::from(request.form.is_some());
        if texts + values + usize::from(request.body.is_some()) > 1 {
            let fix = "Keep one of json, form, text, xml and body";
            complaints.push(Complaint::new(key.clone(), "the request has more than one body", fix));
        }
        if request.form_style.is_some() && request.form.is_none() {
            let fix = "Drop form_style, or send a form";
            complaints.push(Complaint::new(key, "form_style without a form", fix));
        }
    }
    complaints
}

/// Query, headers and form are names with values: a table, or one expression that gives one.
pub(super) fn every_query_header_and_form_is_a_table(shape: &Shape<'_>) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (key, request) in each_request(shape) {
        let parts = [("query", &request.query), ("headers", &request.headers), ("form", &request.form)];
        for (name, value) in parts {
            if value.as_ref().is_some_and(|value| !value.is_object() && !is_one_expression(value)) {
                let fix = format!("Write {name} = {{ name = \"value\" }}, or one {{{{expression}}}}");
                complaints.push(Complaint::new(key.child(name), format!("{name} is not a table"), fix));
            }
        }
    }
    complaints
}

fn is_one_expression(value: &Value) -> bool {
    let template = value.as_str().and_then(|text| Template::parse(text, Dialect::Catalogue).ok());
    template.is_some_and(|template| matches!(template.parts(), [Part::Expression(_)]))
}

/// Every request but the last is there for its answer, and each answer has a name of its own.
pub(super) fn every_answer_is_read_by_its_own_name(shape: &Shape<'_>) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (key, action) in each_action(shape) {
        let mut seen: Vec<&str> = Vec::new();
        for (index, request) in action.request.iter().enumerate() {
            let key = key.child("request").item(index);
            let followed = action.request[index + 1..].iter().any(|later| may_follow(request, later));
            match request.r#as.as_deref() {
                None if followed => {
                    let fix = "Add as = \"name\", so that later templates can read its answer";
                    complaints.push(Complaint::new(key, "a request that another one follows has no name", fix));
                }
                Some(name) if seen.contains(&name) || ROOTS.contains(&name) => {
                    let message = format!("{name} is the name of something else already");
                    complaints.push(Complaint::new(key.child("as"), message, "Choose another name"));
                }
                name => seen.extend(name),
            }
        }
    }
    complaints
}

/// Requests for different setup types never meet.
fn may_follow(earlier: &RequestFile, later: &RequestFile) -> bool {
    match (&earlier.r#for, &later.r#for) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

/// `for` names a setup of this file.
pub(super) fn every_request_is_for_a_setup_that_exists(shape: &Shape<'_>) -> Vec<Complaint> {
    let types: Vec<&str> = shape.file.setup.keys().map(String::as_str).collect();
    let unknown = each_request(shape).filter_map(|(key, request)| {
        let only = request.r#for.as_deref().filter(|only| !types.contains(only))?;
        let message = format!("there is no setup {only}");
        Some(Complaint::new(key.child("for"), message, format!("Use one of: {}", types.join(", "))))
    });
    unknown.collect()
}

/// Sending twice is a decision, so the file makes it.
pub(super) fn every_action_says_whether_it_may_be_retried(shape: &Shape<'_>) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    // One that does nothing is complained about already.
    let sending = each_action(shape).filter(|(_, action)| action.native.is_none() && !action.request.is_empty());
    for (key, action) in sending {
        let key = key.child("response");
        let response = action.response.as_ref();
        let retry = response.and_then(|response| response.retry);
        if retry.is_none() {
            let fix = "Add retry = \"never\", \"idempotent\" or \"with_key\"";
            complaints.push(Complaint::new(key.clone(), "nothing says whether it may be sent twice", fix));
        }
        let has_header = response.is_some_and(|response| response.idempotency_header.is_some());
        if has_header != (retry == Some(Retry::WithKey)) {
            let fix = "Use both or neither";
            let message = "retry = \"with_key\" and idempotency_header belong together";
            complaints.push(Complaint::new(key, message, fix));
        }
    }
    complaints
}
