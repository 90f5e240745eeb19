//! What happens when an action does not work.

use catalog::schema::Violation;
use model::Status;

use super::*;

#[test]
fn a_failure_ends_the_flow_and_is_told_on_action_and_run() {
    let failing = with(http("call", "https://a.example"), "alias", json!("Call it"));
    let played = play(json!([failing, http("never", "https://a.example")]), vec![outage()]);
    assert_eq!((played.ending.status, &played.ending.output), (Status::Failed, &None));
    let code = "ERR_ACTION_EXECUTION_ERROR";
    let of_run =
        json!({ "action_id": "call", "action_alias": "Call it", "code": code, "message": "the service is away" });
    assert_eq!(played.ending.error, Some(of_run.clone()));
    assert_eq!(played.debug["error"], of_run);
    assert_eq!(played.debug["output"], json!(null));
    let entry = &played.debug["tracing"][0];
    assert_eq!(entry["error"], json!({ "code": code, "message": "the service is away" }));
    assert_eq!((&entry["output"], &entry["status"]), (&json!(null), &json!(503)));
}

#[test]
fn an_allowed_failure_is_told_on_the_action_only_and_leaves_no_output() {
    let allowed = with(http("call", "https://a.example"), "allow_failure", json!(true));
    let played = play(json!([allowed, give(json!({ "seen": "{{actions.call ?? 'undefined'}}" }))]), vec![outage()]);
    assert_eq!(played.ending.output, Some(json!({ "seen": "undefined" })));
    assert_eq!((played.ending.status, &played.debug["error"]), (Status::Completed, &json!(null)));
    assert_eq!(played.debug["tracing"][0]["error"]["message"], "the service is away");
}

#[test]
fn an_allowed_failure_of_a_condition_takes_neither_way() {
    let params =
        json!({ "if": { "operator": "?", "operands": [] }, "then": [give(json!("no"))], "else": [give(json!("no"))] });
    let allowed = with(action("if", "FLOW.BOOLEAN_CONDITION", params), "allow_failure", json!(true));
    assert_eq!(play(json!([allowed, give(json!("after"))]), vec![]).ending.output, Some(json!("after")));
}

#[test]
fn a_failure_inside_a_branch_is_not_excused_by_the_condition() {
    let params = json!({ "if": true, "then": [http("call", "https://a.example")] });
    let allowed = with(action("if", "FLOW.BOOLEAN_CONDITION", params), "allow_failure", json!(true));
    assert_eq!(play(json!([allowed]), vec![outage()]).ending.status, Status::Failed);
}

#[test]
fn params_that_come_out_wrong_are_refused_before_anything_is_sent() {
    let played = play(json!([http("call", "{{fields.absent}}")]), vec![]);
    let error = played.ending.error.unwrap();
    let invalid = json!([{ "code": "ERR_WRONG_DATA_TYPE", "message": "must be string", "details": { "type": "string" }, "path": "/url" }]);
    assert_eq!(error["code"], "ERR_INVALID_ACTION_PARAMS");
    assert_eq!(error["message"], "Calculated parameters do not satisfy the expected schema");
    assert_eq!(error["details"], json!({ "invalidParams": invalid }));
    assert!(played.calls.is_empty());
}

#[test]
fn a_connection_that_comes_out_undefined_is_refused_where_it_is_needed() {
    let sms = json!({ "connection_id": "{{fields.absent}}", "from": "+1", "to": "+2", "message": "Hi" });
    let error = play(json!([action("sms", "TWILIO.SEND_SMS", sms)]), vec![]).ending.error.unwrap();
    assert_eq!(error["details"]["invalidParams"][0]["path"], "/connection_id");
}

#[test]
fn limits_of_length_speak_of_the_template_not_of_the_value() {
    let sms =
        json!({ "connection_id": "ac_1", "from": "+1", "to": "+2", "message": "{{functions.toString(fields.long)}}" });
    let input = Input { fields: json!({ "long": "x".repeat(5000) }), ..input() };
    let played = play_with(&json!([action("sms", "TWILIO.SEND_SMS", sms)]), input, vec![answer(json!({}))]);
    assert_eq!(played.calls.len(), 1);
}

#[test]
fn what_the_vault_says_about_params_reads_the_same() {
    let violation = Violation::other(vec![], "the url names no host");
    let played =
        play(json!([http("call", "https://a.example")]), vec![Reply::Fails(CallError::Params(vec![violation]))]);
    assert_eq!(played.ending.error.unwrap()["code"], "ERR_INVALID_ACTION_PARAMS");
}

#[test]
fn a_refusal_keeps_its_own_code_and_details() {
    let refused = CallError::Refused {
        code: "ERR_ENTITY_NOT_FOUND".to_owned(),
        message: "Connection not found".to_owned(),
        details: Some(Box::new(json!({ "connection_id": "ac_1" }))),
        status: None,
    };
    let error = play(json!([http("call", "https://a.example")]), vec![Reply::Fails(refused)]).ending.error.unwrap();
    assert_eq!(
        (&error["code"], &error["details"]),
        (&json!("ERR_ENTITY_NOT_FOUND"), &json!({ "connection_id": "ac_1" }))
    );
}

#[test]
fn a_template_that_cannot_be_read_fails_its_action_alone() {
    let broken = with(http("call", "https://{{fields.}}/"), "allow_failure", json!(true));
    let played = play(json!([broken, give(json!("after"))]), vec![]);
    assert_eq!(played.ending.output, Some(json!("after")));
    let entry = &played.debug["tracing"][0]["error"]["details"]["invalidParams"][0];
    let message = "found `}` where a name should be (character 18)";
    assert_eq!(*entry, json!({ "code": "ERR_INVALID_EXPRESSION", "message": message, "path": "/url" }));
}

#[test]
fn an_action_that_no_file_declares_any_more_fails_by_name() {
    let error = play(json!([action("a", "GONE.DO_IT", json!({}))]), vec![]).ending.error.unwrap();
    assert_eq!(error["message"], "No integration knows the action GONE.DO_IT");
}

#[test]
fn a_delay_fails_while_somebody_waits() {
    let delay = action("wait", "FLOW.DELAY_FLOW", json!({ "number": 1, "units": "SECONDS" }));
    let error = play(json!([delay]), vec![]).ending.error.unwrap();
    assert_eq!(error["message"], "A flow that is waited for cannot be delayed");
}
