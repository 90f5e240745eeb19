//! A right request with exactly one thing wrong, whose name is known.

use proptest::{prelude::*, sample::select};
use serde_json::{Value, json};

use super::{
    case::{Body, Case, Wrong},
    schema::types,
};

/// No operation knows it.
const UNKNOWN: &str = "surplus_key";
/// Ids end at thirty characters.
const LONGEST_ID: usize = 30;

/// The request with something wrong in its path, its query or its body.
pub(super) fn one_thing_wrong(case: Case) -> BoxedStrategy<Case> {
    let mut ways = Vec::new();
    // An open operation may ignore its query, as OAuth has it.
    if case.template.starts_with("/api/") {
        ways.push(query(&case, UNKNOWN, "x"));
    }
    for (name, schema) in &case.rules.query {
        ways.extend(bad_texts(schema).into_iter().map(|text| query(&case, name, text)));
    }
    for (index, (name, _)) in
        case.path.iter().enumerate().filter(|(_, (name, _))| name.ends_with("id") && name != "app_id")
    {
        let mut path = case.path.clone();
        path[index].1 = "x".repeat(LONGEST_ID + 1);
        ways.push(Case { path, wrong: Wrong::Name(name.clone()), ..case.clone() });
    }
    if let (Body::Json(body), Some(schema)) = (&case.body, &case.rules.body) {
        // Most of what can go wrong is in bodies.
        ways.extend(spoilt(body, schema, "").into_iter().map(|(body, name)| Case {
            body: Body::Json(body),
            wrong: Wrong::Name(name),
            ..case.clone()
        }));
    }
    match ways.is_empty() {
        true => Just(Case { wrong: Wrong::Anything, ..case }).boxed(),
        false => select(ways).boxed(),
    }
}

fn query(case: &Case, name: &str, text: &str) -> Case {
    let mut query: Vec<_> = case.query.iter().filter(|(each, _)| each != name).cloned().collect();
    query.push((name.to_owned(), text.to_owned()));
    Case { query, wrong: Wrong::Name(name.to_owned()), ..case.clone() }
}

fn bad_texts(schema: &Value) -> Vec<&'static str> {
    let schema = if schema["items"].is_object() { &schema["items"] } else { schema };
    match types(schema).first().map(String::as_str) {
        Some("integer") => vec!["x", "", "1.5", "-1", "99999999999999999999", "null"],
        Some("boolean") => vec!["maybe", "", "1"],
        _ if schema["enum"].is_array() => vec!["no_such_choice", ""],
        _ => Vec::new(),
    }
}

/// Every way to spoil one place of a value, with the name of the place.
fn spoilt(value: &Value, schema: &Value, name: &str) -> Vec<(Value, String)> {
    let mut ways: Vec<(Value, String)> = match name {
        // Nobody can name the body itself.
        "" => Vec::new(),
        name => bad_values(value, schema).into_iter().map(|bad| (bad, name.to_owned())).collect(),
    };
    if schema["oneOf"].is_array() {
        return ways;
    }
    match value {
        Value::Object(members) => {
            ways.extend(spoilt_shapes(value, schema));
            for (member, inner) in members {
                let within = spoilt(inner, &schema["properties"][member], member);
                ways.extend(within.into_iter().map(|(bad, place)| (with(value, member, bad), place)));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let schema = schema["prefixItems"].get(index).unwrap_or(&schema["items"]);
                for (bad, place) in spoilt(item, schema, name) {
                    let mut items = items.clone();
                    items[index] = bad;
                    ways.push((Value::Array(items), place));
                }
            }
        }
        _ => {}
    }
    ways
}

/// An object with a member too many or too few.
fn spoilt_shapes(value: &Value, schema: &Value) -> Vec<(Value, String)> {
    let mut ways = Vec::new();
    if schema["additionalProperties"] == false {
        ways.push((with(value, UNKNOWN, json!(1)), UNKNOWN.to_owned()));
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        let mut less = value.clone();
        less.as_object_mut().expect("an object").shift_remove(name);
        ways.push((less, name.to_owned()));
    }
    ways
}

fn bad_values(value: &Value, schema: &Value) -> Vec<Value> {
    let types = types(schema);
    if types.is_empty() {
        return Vec::new();
    }
    let samples = [
        ("null", Value::Null),
        ("boolean", json!(true)),
        ("number", json!(1.5)),
        ("string", json!("text")),
        ("array", json!([[]])),
        ("object", json!({"a": 1})),
    ];
    let fits = |name: &str| types.iter().any(|one| one == name || (one == "integer" && name == "number"));
    let mut bad: Vec<_> = samples.into_iter().filter(|(name, _)| !fits(name)).map(|(_, sample)| sample).collect();
    let count = |name: &str| schema[name].as_u64().and_then(|count| usize::try_from(count).ok());
    if let Value::String(text) = value {
        bad.extend(
            count("maxLength").map(|most| json!(format!("{text}{}", "é".repeat(most)))).filter(|_| !text.is_empty()),
        );
        bad.extend(count("minLength").filter(|&least| least > 0).map(|_| json!("")));
        bad.extend(schema["enum"].is_array().then(|| json!("NO_SUCH_CHOICE")));
        bad.extend(schema["format"].is_string().then(|| json!("not at all")));
    }
    if value.is_number() {
        bad.extend(schema["minimum"].as_i64().map(|least| json!(least - 1)));
        bad.extend(schema["maximum"].as_i64().map(|most| json!(most + 1)));
    }
    bad
}

fn with(object: &Value, name: &str, value: Value) -> Value {
    let mut object = object.clone();
    object[name] = value;
    object
}
