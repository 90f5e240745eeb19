//! What a save refuses, and where it points.

use crate::check::{MAX_ACTIONS, MAX_NESTING, check};

use super::*;

/// Each violation as `property: message`.
fn wrong(actions: &Value) -> Vec<String> {
    let violations = check(catalog(), actions).err().unwrap_or_default();
    violations.iter().map(|it| format!("{}: {}", it.property(), it.contract_message())).collect()
}

fn nest(inner: Value) -> Value {
    action("if", "FLOW.BOOLEAN_CONDITION", json!({ "if": { "operator": "EQ", "operands": [1, 1] }, "then": inner }))
}

#[test]
fn a_flow_as_the_editor_saves_it_is_accepted() {
    let full = json!({
        "id": "http_request_eFjk", "alias": "Call", "type": "HTTP", "action": "SEND_REQUEST", "allow_failure": false,
        "mask_output": false, "params": { "url": "{{fields.url}}", "method": "POST", "payload": { "a": "{{fields.a}}" } },
    });
    assert_eq!(wrong(&json!([full, nest(json!([])), { "id": "n", "type": "FLOW", "action": "DO_NOTHING" }])), [""; 0]);
}

#[test]
fn the_envelope_is_closed_and_complete() {
    let strange = json!([{ "id": "a b", "type": "FLOW", "action": "DO_NOTHING", "extra": 1, "alias": "x".repeat(101), "mask_output": "yes" }]);
    assert_eq!(
        wrong(&strange),
        [
            "actions[0]: Additional properties not allowed: extra",
            "actions[0].id: Object didn't pass validation for format forms-custom-identifier: a b",
            "actions[0].alias: String is too long (101 chars), maximum 100",
            "actions[0].mask_output: Expected type boolean but found type string",
        ]
    );
    assert_eq!(
        wrong(&json!([{ "type": "FLOW", "action": "DO_NOTHING" }])),
        ["actions[0]: Missing required property: id"]
    );
    assert_eq!(wrong(&json!({})), ["actions: Expected type array but found type object"]);
    assert_eq!(wrong(&json!([1])), ["actions[0]: Expected type object but found type number"]);
}

#[test]
fn unknown_types_and_actions_are_named() {
    assert_eq!(wrong(&json!([action("a", "NOPE.X", json!({}))])), ["actions[0].type: No enum match for: NOPE"]);
    assert_eq!(wrong(&json!([action("a", "HTTP.X", json!({}))])), ["actions[0].action: No enum match for: X"]);
}

#[test]
fn params_are_checked_by_the_catalogue_at_any_depth() {
    let inner =
        json!([action("ok", "FLOW.DO_NOTHING", json!({})), action("a", "HTTP.SEND_REQUEST", json!({ "url": 7 }))]);
    assert_eq!(
        wrong(&json!([nest(inner)])),
        ["actions[0].params.then[1].params.url: Expected type string but found type number"]
    );
    assert_eq!(
        wrong(&json!([action("a", "HTTP.SEND_REQUEST", json!({}))])),
        ["actions[0].params: Missing required property: url"]
    );
    assert_eq!(
        wrong(&json!([{ "id": "a", "type": "HTTP", "action": "SEND_REQUEST" }])),
        ["actions[0]: Missing required property: params"]
    );
    assert_eq!(
        wrong(&json!([nest(json!([7]))])),
        ["actions[0].params.then[0]: Expected type object but found type number"]
    );
    assert_eq!(
        wrong(&json!([nest(json!("x"))])),
        ["actions[0].params.then: Expected type array but found type string"]
    );
}

#[test]
fn names_that_appear_twice_and_templates_that_do_not_parse_are_no_reason_to_refuse() {
    let twice = action("a", "FLOW.DO_NOTHING", json!({}));
    assert_eq!(wrong(&json!([twice, twice, http("b", "{{ oh no")])), [""; 0]);
}

#[test]
fn a_flow_has_a_largest_size() {
    let many = |count: usize| Value::Array(vec![action("a", "FLOW.DO_NOTHING", json!({})); count]);
    assert_eq!(wrong(&many(MAX_ACTIONS)), [""; 0]);
    let message = "actions: A flow may hold 1000 actions, nested ones included, and this one has 1001";
    assert_eq!(wrong(&many(MAX_ACTIONS + 1)), [message]);
    assert_eq!(wrong(&json!([nest(many(MAX_ACTIONS))])), [message]);
}

#[test]
fn conditions_have_a_deepest_nesting() {
    let deep = |levels: usize| (0..levels).fold(json!([]), |inner, _| json!([nest(inner)]));
    assert_eq!(wrong(&deep(MAX_NESTING)), [""; 0]);
    let found = wrong(&deep(MAX_NESTING + 5));
    assert_eq!(found.len(), 1);
    assert!(found[0].ends_with(": Conditions are nested more than 32 levels deep"), "{found:?}");
}

#[test]
fn what_is_accepted_at_the_limit_also_compiles() {
    let deep = (0..MAX_NESTING).fold(json!([]), |inner, _| json!([nest(inner)]));
    assert!(Program::compile(&deep).is_ok());
    assert_eq!(play(deep, vec![]).debug["tracing"].as_array().unwrap().len(), MAX_NESTING);
}
