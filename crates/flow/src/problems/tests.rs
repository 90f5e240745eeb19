//! Flows with something to look after, and what is said about them.

use model::{Connection, ConnectionId, UnixMillis};
use serde_json::{Value, json};

use super::{Connections, named, problems};
use crate::tests::{action, catalog, give, http, with};

/// A filled Twilio connection, an empty one, and one of Slack.
fn connections() -> Connections {
    let connection = |id: &str, app_id: &str, ready| {
        let connection = Connection {
            id: ConnectionId::from_stored(id.to_owned()),
            app_id: app_id.to_owned(),
            name: format!("My {id}"),
            account_name: None,
            ready,
            created_at: UnixMillis(0),
            updated_at: UnixMillis(0),
            refreshed_at: None,
        };
        (connection.id.clone(), connection)
    };
    let all = [connection("ac_full", "TWILIO", true), connection("ac_empty", "TWILIO", false)];
    all.into_iter().chain([connection("ac_slack", "SLACK", true)]).collect()
}

/// Each problem as `action code path`, and its message.
fn found(actions: &Value) -> Vec<(String, String)> {
    let found = problems(catalog(), actions, &connections()).into_iter();
    found
        .map(|it| (format!("{} {} {}", it.action_id.unwrap_or_default(), it.code.as_str(), it.path), it.message))
        .collect()
}

#[track_caller]
fn finds(actions: &Value, expected: &[(&str, &str)]) {
    let found = found(actions);
    let found: Vec<_> = found.iter().map(|(place, message)| (place.as_str(), message.as_str())).collect();
    assert_eq!(found, expected);
}

fn sms(id: &str, connection: Value) -> Value {
    action(id, "TWILIO.SEND_SMS", json!({ "connection_id": connection, "from": "+1", "to": "+2", "message": "m" }))
}

fn condition(id: &str, then: Value, otherwise: Value) -> Value {
    let test = json!({ "operator": "EQ", "operands": [1, 1] });
    action(id, "FLOW.BOOLEAN_CONDITION", json!({ "if": test, "then": then, "else": otherwise }))
}

fn nothing(id: &str) -> Value {
    action(id, "FLOW.DO_NOTHING", json!({}))
}

#[test]
fn a_flow_that_is_in_order_has_no_problems() {
    let alias = with(http("call", "https://example.com"), "alias", json!("Call"));
    let answer = give(json!({ "by_id": "{{actions.call.body}}", "by_alias": "{{actions.Call.status}}" }));
    finds(&json!([sms("a", json!("ac_full")), alias, condition("if", json!([nothing("b")]), json!([])), answer]), &[]);
    finds(&json!([]), &[]);
}

#[test]
fn a_connection_that_is_missing_empty_or_of_another_integration_is_told_at_any_depth() {
    let inside = json!([sms("b", json!("ac_empty"))]);
    finds(
        &json!([sms("a", json!("ac_gone")), condition("if", json!([]), inside), sms("c", json!("ac_slack"))]),
        &[
            (
                "a unknown_connection /actions/0/params/connection_id",
                "There is no connection ac_gone; if it was deleted, choose another",
            ),
            (
                "b empty_connection /actions/1/params/else/0/params/connection_id",
                "The connection \"My ac_empty\" has no credentials yet: enter them",
            ),
            (
                "c wrong_connection /actions/2/params/connection_id",
                "\"My ac_slack\" is a connection of Slack, and this action needs one of Twilio",
            ),
        ],
    );
}

#[test]
fn a_connection_that_only_a_run_can_tell_is_no_problem() {
    finds(&json!([sms("a", json!("{{vars.connection}}"))]), &[]);
    finds(&json!([http("a", "https://example.com")]), &[]);
}

#[test]
fn a_connection_that_may_be_left_out_when_saving_is_missed_all_the_same() {
    let at_run = catalog().integrations().flat_map(|it| it.actions.values().map(move |action| (it, action)));
    let at_run = at_run.filter(|(_, action)| action.connection == catalog::ConnectionUse::AtRun);
    let ids: Vec<_> = at_run.map(|(it, action)| format!("{}.{}", it.id, action.id)).collect();
    assert!(!ids.is_empty());
    for id in ids {
        let places: Vec<_> = found(&json!([action("a", &id, json!({}))])).into_iter().map(|(place, _)| place).collect();
        assert!(
            places.contains(&"a missing_connection /actions/0/params/connection_id".to_owned()),
            "{id}: {places:?}"
        );
    }
}

#[test]
fn what_a_save_would_refuse_today_is_told_with_its_action() {
    let old = json!([
        condition("if", json!([action("a", "HTTP.SEND_REQUEST", json!({ "url": 7 }))]), json!([])),
        action("b", "NOPE.X", json!({})),
        { "id": "c", "type": "HTTP", "action": "SEND_REQUEST", "colour": "red", "params": { "url": "https://x.example" } },
    ]);
    finds(
        &old,
        &[
            ("a invalid_params /actions/0/params/then/0/params/url", "Expected type string but found type number"),
            ("b invalid_action /actions/1/type", "No enum match for: NOPE"),
            ("c invalid_action /actions/2/colour", "Additional properties not allowed: colour"),
        ],
    );
    finds(&json!({}), &[(" invalid_action /actions", "Expected type array but found type object")]);
    finds(&json!([7]), &[(" invalid_action /actions/0", "Expected type object but found type number")]);
}

#[test]
fn an_id_that_appears_twice_is_told_once() {
    let message = "Another action has the id a too, so that {{actions.a}} reads whichever ran last";
    finds(
        &json!([nothing("a"), condition("if", json!([nothing("a")]), json!([]))]),
        &[("a duplicate_id /actions/1/params/then/0/id", message)],
    );
}

#[test]
fn a_template_that_reads_an_action_that_is_not_there_is_told_where_it_stands() {
    let url = http("call", "https://example.com/{{actions.gone.id}}/{{actions.gone.name}}");
    let missing = |name| format!("There is no action {name:?} in this flow, so that what is read from it is undefined");
    let mut test = condition("if", json!([]), json!([]));
    test["params"]["if"]["operands"] = json!(["{{actions.lost.id}}", "{{actions.call.body}}"]);
    finds(
        &json!([url, test, give(json!({ "a/b": ["{{actions['7'].x ?? 1}}"] }))]),
        &[
            ("call unknown_reference /actions/0/params/url", &missing("gone")),
            ("if unknown_reference /actions/1/params/if", &missing("lost")),
            ("answer unknown_reference /actions/2/params/payload/a~1b/0", &missing("7")),
        ],
    );
}

#[test]
fn an_alias_of_two_actions_stands_for_neither() {
    let called = |id| with(nothing(id), "alias", json!("Step"));
    let message = "Several actions are called \"Step\", so that the name stands for none: read one by its id";
    finds(
        &json!([called("a"), called("b"), give(json!({ "seen": "{{actions.Step.x}}" }))]),
        &[("answer unknown_reference /actions/2/params/payload/seen", message)],
    );
}

#[test]
fn a_template_or_a_condition_that_cannot_be_read_is_told_with_its_character() {
    let mut test = condition("if", json!([]), json!([]));
    test["params"]["if"] = json!({ "operator": "SAME", "operands": [] });
    let found = found(&json!([http("call", "https://x.example/{{ oh no"), test]));
    let places: Vec<_> = found.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(places, ["call invalid_expression /actions/0/params/url", "if invalid_expression /actions/1/params/if"]);
    assert!(found[0].1.contains("(character "), "{found:?}");
    assert!(found[1].1.starts_with("Unknown operator SAME; known are"), "{found:?}");
}

#[test]
fn the_first_action_after_the_end_is_told() {
    let message = "This action and what follows it never run: answer ends the flow before them";
    let end = || give(json!({}));
    finds(&json!([end(), nothing("b"), nothing("c")]), &[("b unreachable_action /actions/1", message)]);
    let stop = action("stop", "FLOW.ERROR_MESSAGE", json!({ "message": "m" }));
    let message = "This action and what follows it never run: if ends the flow before them";
    finds(
        &json!([condition("if", json!([stop]), json!([end()])), nothing("b")]),
        &[("b unreachable_action /actions/1", message)],
    );
}

#[test]
fn what_ends_the_flow_only_sometimes_leaves_the_rest_its_turn() {
    let end = || give(json!({}));
    finds(&json!([condition("if", json!([end()]), json!([])), nothing("b")]), &[]);
    finds(&json!([with(end(), "allow_failure", json!(true)), nothing("b")]), &[]);
}

#[test]
fn a_delay_is_told_since_runs_are_waited_for() {
    let delay = action("wait", "FLOW.DELAY_FLOW", json!({ "number": 1, "units": "SECONDS" }));
    finds(
        &json!([delay]),
        &[("wait delay /actions/0", "A run that somebody waits for cannot be delayed: it fails here")],
    );
}

#[test]
fn only_connections_of_actions_are_looked_up() {
    let call = action(
        "a",
        "HTTP.SEND_REQUEST",
        json!({ "url": "https://x.example", "payload": { "connection_id": "ac_body" } }),
    );
    let actions =
        json!([call, condition("if", json!([sms("b", json!("ac_1"))]), json!([sms("c", json!("{{vars.x}}"))]))]);
    let ids: Vec<_> = named(catalog(), &actions).into_iter().map(|id| id.to_string()).collect();
    assert_eq!(ids, ["ac_1"]);
}
