//! Nothing masked is ever recorded.

use super::*;

const MASK: &str = "███";

/// The record as text: whatever is not in it cannot leak from it.
fn text(played: &Played) -> String {
    played.debug.to_string()
}

#[test]
fn variables_work_but_are_covered_in_input_params_and_messages() {
    let request =
        json!({ "url": "https://a.example", "headers": { "x-token": "{{vars.token}}", "x-all": "n={{vars.n}}" } });
    let played = play(json!([action("call", "HTTP.SEND_REQUEST", request)]), vec![answer(json!({}))]);
    assert_eq!(played.calls[0].params["headers"], json!({ "x-token": "variable-token", "x-all": "n=7" }));
    assert_eq!(played.debug["input"]["vars"], json!({ "token": MASK, "n": MASK }));
    assert_eq!(played.debug["tracing"][0]["input"]["headers"], json!({ "x-token": MASK, "x-all": "n=███" }));
    assert!(!text(&played).contains("variable-token"));
}

#[test]
fn stored_variables_are_covered_even_if_written_as_literals() {
    let store = action("store", "FLOW.STORE_VARS", json!({ "vars": { "pin": "literal-secret", "n": 5 } }));
    let played = play(json!([store, give(json!({ "pin": "{{vars.pin}}" }))]), vec![]);
    assert_eq!(played.ending.output, Some(json!({ "pin": "literal-secret" })));
    assert_eq!(played.debug["tracing"][0]["input"], json!({ "vars": { "pin": MASK, "n": MASK } }));
    assert_eq!(played.debug["output"], json!({ "pin": MASK }));
    assert!(!text(&played).contains("literal-secret"));
}

#[test]
fn a_masked_value_is_scrubbed_wherever_else_it_turns_up() {
    let request = json!({ "url": "https://a.example", "payload": { "p": "{{functions.mask(fields.password)}}" } });
    let echo = answer(json!({ "body": "you said correct horse", "again": { "url": "/?p=correct%20horse" } }));
    let played = play(json!([action("call", "HTTP.SEND_REQUEST", request)]), vec![echo]);
    assert_eq!(played.calls[0].params["payload"], json!({ "p": "correct horse" }));
    assert_eq!(played.debug["input"]["fields"]["password"], MASK);
    assert_eq!(played.debug["tracing"][0]["output"]["body"], "you said ███");
    assert!(!text(&played).contains("horse"));
}

#[test]
fn an_output_can_be_masked_and_still_be_used() {
    let masked = with(http("login", "https://a.example"), "mask_output", json!(true));
    let next =
        action("call", "HTTP.SEND_REQUEST", json!({ "url": "https://b.example/{{actions.login.body.session}}" }));
    let answers =
        vec![answer(json!({ "body": { "session": "session-secret" } })), answer(json!({ "seen": "session-secret" }))];
    let played = play(json!([masked, next, give(json!({ "all": "{{actions}}" }))]), answers);
    assert_eq!(played.calls[1].params["url"], "https://b.example/session-secret");
    assert_eq!(played.debug["tracing"][0]["output"], MASK);
    assert_eq!(played.debug["tracing"][1]["input"]["url"], "https://b.example/███");
    assert_eq!(played.debug["tracing"][1]["output"], json!({ "seen": MASK }));
    assert_eq!(played.debug["output"], json!({ "all": MASK }));
    assert_eq!(played.ending.output.as_ref().unwrap()["all"]["login"]["body"]["session"], "session-secret");
    assert!(!text(&played).contains("session-secret"));
}

#[test]
fn short_masked_values_are_covered_but_not_scrubbed_elsewhere() {
    let played = play(json!([give(json!({ "n": "{{functions.mask(fields.age)}}", "age": "{{fields.age}}" }))]), vec![]);
    assert_eq!(played.debug["output"], json!({ "n": MASK, "age": 36 }));
}

#[test]
fn conditions_and_error_messages_are_covered_too() {
    let test = json!({ "operator": "EQ", "operands": ["{{vars.token}}", "x"] });
    let say = action("say", "FLOW.ERROR_MESSAGE", json!({ "message": "Wrong: {{vars.token}}" }));
    let branch = action("if", "FLOW.BOOLEAN_CONDITION", json!({ "if": test, "else": [say] }));
    let played = play(json!([branch]), vec![]);
    assert_eq!(played.debug["tracing"][0]["input"]["if"]["operands"], json!([MASK, "x"]));
    assert_eq!(played.ending.error.as_ref().unwrap()["message"], "Wrong: ███");
    assert!(!text(&played).contains("variable-token"));
}

#[test]
fn what_a_failing_service_says_is_scrubbed() {
    let failed =
        CallError::Outage { message: "cannot reach variable-token".to_owned(), status: None, may_have_acted: false };
    let call = action("call", "HTTP.SEND_REQUEST", json!({ "url": "https://{{vars.token}}.example" }));
    let played = play(json!([call]), vec![Reply::Fails(failed)]);
    assert_eq!(played.debug["tracing"][0]["error"]["message"], "cannot reach ███");
    assert!(!text(&played).contains("variable-token"));
}

#[test]
fn names_of_actions_stay_readable_even_if_a_secret_is_called_the_same() {
    let input = Input { vars: json!({ "v": "http_request" }), ..input() };
    let played = play_with(&json!([http("http_request", "https://a.example")]), input, vec![outage()]);
    assert_eq!(played.debug["tracing"][0]["id"], "http_request");
    assert_eq!(played.debug["error"]["action_id"], "http_request");
}

#[test]
fn with_more_masked_text_than_can_be_searched_nothing_is_shown() {
    let input = Input { vars: json!({ "v": "x".repeat((1 << 20) + 1) }), ..input() };
    let played = play_with(&json!([give(json!({ "age": "{{fields.age}}" }))]), input, vec![]);
    assert_eq!(played.ending.output, Some(json!({ "age": 36 })));
    assert_eq!((&played.debug["input"], &played.debug["output"]), (&json!(MASK), &json!(MASK)));
    assert_eq!(played.debug["tracing"][0]["input"], MASK);
}

#[test]
fn a_masked_output_does_not_come_back_as_the_details_of_an_error() {
    let refused = CallError::Refused {
        code: "ERR_ACTION_EXECUTION_ERROR".to_owned(),
        message: "the service refused".to_owned(),
        details: Some(Box::new(json!({ "body": "private" }))),
        status: Some(422),
    };
    let masked = with(http("call", "https://a.example"), "mask_output", json!(true));
    let played = play(json!([masked]), vec![Reply::Fails(refused)]);
    assert_eq!(played.debug["tracing"][0]["error"]["details"], MASK);
    assert!(!text(&played).contains("private"));
}
