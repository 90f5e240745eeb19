//! Bodies that fit the description, and where it leaves actions and setups open, the catalogue.

use proptest::{
    prelude::*,
    sample::{select, subsequence},
};
use serde_json::{Value, json};

use super::{operation::GRANTED, schema::fitting};
use crate::api::Client;

/// The families whose actions reach nobody and wait for nothing.
const QUIET: [&str; 3] = ["FLOW", "JSON", "XML"];
/// The integrations whose credentials are never tried anywhere.
const UNTRIED: [&str; 2] = ["HTTP", "JWT"];

/// A body, and exactly what it has to fit.
#[derive(Clone, Debug)]
pub(super) struct Fitted {
    pub(super) value: Value,
    pub(super) schema: Value,
}

/// Bodies for the operation with this id.
pub(super) fn bodies(id: &str, schema: Value, catalogue: &Value, client: &Client) -> BoxedStrategy<Fitted> {
    let is = |name: &str| schema["properties"].get(name).is_some();
    let schemas = match () {
        () if is("grant_type") => return token_bodies(schema, client),
        () if is("params") && is("client_id") => vec![registration(schema, catalogue)],
        () if is("actions") => return with_actions(schema, actions(catalogue, id == "create_execution")),
        () if is("setup") => setups(&schema, catalogue),
        () => vec![schema],
    };
    select(schemas).prop_flat_map(fitted).boxed()
}

fn fitted(schema: Value) -> BoxedStrategy<Fitted> {
    fitting(&schema).prop_map(move |value| Fitted { value, schema: schema.clone() }).boxed()
}

/// Up to three actions, none twice, so that each knows its id.
fn with_actions(schema: Value, actions: Vec<Value>) -> BoxedStrategy<Fitted> {
    let chosen = subsequence(actions, 0..=3).prop_flat_map(move |mut actions| {
        for (index, action) in actions.iter_mut().enumerate() {
            action["properties"]["id"] = json!({"type": "string", "const": format!("action_{index}")});
        }
        let mut schema = schema.clone();
        let actions_schema = &mut schema["properties"]["actions"];
        *actions_schema = json!({"type": actions_schema["type"], "prefixItems": actions});
        fitted(schema)
    });
    chosen.boxed()
}

fn actions(catalogue: &Value, quiet: bool) -> Vec<Value> {
    let all = items(&catalogue["integrations"]).flat_map(|each| items(&each["actions"]));
    let chosen = all.filter(|each| {
        let family = each["type"].as_str().unwrap_or_default();
        !quiet || (QUIET.contains(&family) && each["action"] != "DELAY_FLOW")
    });
    chosen.map(action_schema).collect()
}

fn action_schema(action: &Value) -> Value {
    let mut params = action["params"].clone();
    if action["connection"] == "required" {
        require(&mut params, "connection_id", json!({"type": "string", "const": "ac_nobody"}));
    }
    let exactly = |name: &str| json!({"type": "string", "enum": [action[name]]});
    json!({
        "type": "object",
        "properties": {
            "id": {"type": "string"}, "alias": {"type": "string", "maxLength": 100},
            "type": exactly("type"), "action": exactly("action"),
            "params": params, "allow_failure": {"type": "boolean"}, "mask_output": {"type": "boolean"},
        },
        "required": ["id", "type", "action", "params"], "additionalProperties": false,
    })
}

/// One schema for each way to connect.
fn setups(schema: &Value, catalogue: &Value) -> Vec<Value> {
    let names_app = schema["properties"].get("app_id").is_some();
    // A change is tried on a connection to HTTP.
    let apps = if names_app { &UNTRIED[..] } else { &UNTRIED[..1] };
    let mut whole = Vec::new();
    for &app in apps {
        let integration = items(&catalogue["integrations"]).find(|each| each["app_id"] == app).expect("it is built in");
        for setup in items(&integration["setups"]) {
            let mut inner = setup["schema"].clone();
            require(&mut inner, "type", json!({"type": "string", "enum": [setup["type"]]}));
            let mut one = schema.clone();
            one["properties"]["setup"] = inner;
            if names_app {
                one["properties"]["app_id"] = json!({"type": "string", "enum": [app]});
            }
            whole.push(one);
        }
    }
    whole
}

/// What the integration wants to know about an OAuth client.
fn registration(mut schema: Value, catalogue: &Value) -> Value {
    let integration = items(&catalogue["integrations"]).find(|each| each["app_id"] == GRANTED).expect("it is built in");
    let client = items(&integration["setups"]).find_map(|setup| setup["oauth"].get("client"));
    schema["properties"]["params"] = client.expect("it is granted in a browser").clone();
    schema["properties"]["client_secret"]["secret"] = json!(true);
    schema
}

/// The only client there is, wherever its id and secret have to fit.
fn token_bodies(mut schema: Value, client: &Client) -> BoxedStrategy<Fitted> {
    let exactly = |text: &str| json!({"type": "string", "enum": [text]});
    schema["properties"] = json!({});
    for (name, text) in
        [("grant_type", "client_credentials"), ("client_id", &client.id), ("client_secret", &client.secret)]
    {
        require(&mut schema, name, exactly(text));
    }
    fitted(schema)
}

fn require(schema: &mut Value, name: &str, member: Value) {
    schema["properties"][name] = member;
    let mut required: Vec<Value> = items(&schema["required"]).filter(|one| *one != name).cloned().collect();
    required.push(json!(name));
    schema["required"] = Value::Array(required);
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
