//! What actions give, and how flows end.

use model::Status;

use super::*;

#[test]
fn a_flow_without_an_answer_ends_with_an_empty_object() {
    for actions in [json!([]), json!([{ "id": "a", "type": "FLOW", "action": "DO_NOTHING" }])] {
        let played = play(actions, vec![]);
        assert_eq!(played.ending, Ending::plain());
        assert_eq!(played.ending.output, Some(json!({})));
        assert_eq!(played.ending.status, Status::Completed);
    }
}

#[test]
fn a_service_is_called_with_rendered_params_and_its_connection() {
    let sms =
        json!({ "connection_id": "ac_1", "from": "+1", "to": "{{fields.name}}", "message": "Hi {{fields.name}}" });
    let played = play(json!([action("sms", "TWILIO.SEND_SMS", sms)]), vec![answer(json!({}))]);
    let call = &played.calls[0];
    assert_eq!((call.integration.as_str(), call.action.as_str()), ("TWILIO", "SEND_SMS"));
    assert_eq!(call.connection.as_ref().unwrap().as_str(), "ac_1");
    assert_eq!(call.params, json!({ "from": "+1", "to": "Ada", "message": "Hi Ada" }));
}

#[test]
fn a_connection_may_be_missing_where_it_is_optional() {
    let played = play(json!([http("a", "https://a.example")]), vec![answer(json!({}))]);
    assert_eq!(played.calls[0].connection, None);
}

#[test]
fn later_actions_read_the_outputs_of_earlier_ones() {
    let seen = seen_after(
        vec![http("a", "https://a.example")],
        vec![answer(json!({ "body": { "n": [1, 2] } }))],
        "{{actions.a.body.n}}",
    );
    assert_eq!(seen, json!([1, 2]));
}

#[test]
fn an_alias_is_as_good_as_an_id() {
    let aliased = with(http("http_1", "https://a.example"), "alias", json!("look up"));
    let seen = seen_after(vec![aliased], vec![answer(json!({ "status": 200 }))], "{{actions['look up'].status}}");
    assert_eq!(seen, json!(200));
}

#[test]
fn return_json_ends_the_flow_with_its_payload() {
    let played = play(json!([give(json!({ "n": "{{fields.age}}" })), http("never", "https://a.example")]), vec![]);
    assert_eq!(played.ending.output, Some(json!({ "n": 36 })));
    assert_eq!(played.debug["output"], json!({ "n": 36 }));
    assert_eq!(played.debug["tracing"].as_array().unwrap().len(), 1);
}

#[test]
fn return_json_keeps_the_type_of_a_whole_template() {
    let played = play(json!([give(json!("{{context.user}}"))]), vec![]);
    assert_eq!(played.ending.output, Some(json!({ "id": "auth0|1" })));
}

#[test]
fn an_error_message_completes_the_flow_without_an_answer() {
    let message = action("say", "FLOW.ERROR_MESSAGE", json!({ "message": "No, {{fields.name}}" }));
    let played = play(json!([message, http("never", "https://a.example")]), vec![]);
    assert_eq!((played.ending.status, played.ending.output), (Status::Completed, None));
    let error = json!({ "action_id": "say", "action_alias": null, "code": "ERR_FLOW_MESSAGE", "message": "No, Ada" });
    assert_eq!(played.ending.error, Some(error.clone()));
    assert_eq!(played.debug["error"], error);
    assert_eq!(played.debug["tracing"][0]["error"], json!(null));
}

#[test]
fn stored_variables_join_those_that_are_there() {
    let store = |vars| action("store", "FLOW.STORE_VARS", json!({ "vars": vars }));
    let stored = vec![store(json!({ "a": "{{context.user}}" })), store(json!({ "n": "{{fields.age}}" }))];
    assert_eq!(
        seen_after(stored, vec![], "{{vars}}"),
        json!({ "token": "variable-token", "n": 36, "a": { "id": "auth0|1" } })
    );
}

#[test]
fn a_variable_stored_as_undefined_loses_its_value() {
    let store = action("store", "FLOW.STORE_VARS", json!({ "vars": { "n": "{{fields.absent}}" } }));
    assert_eq!(seen_after(vec![store], vec![], "{{vars.n ?? 'gone'}}"), json!("gone"));
}

#[test]
fn local_actions_give_the_outputs_of_the_contract() {
    let actions = vec![
        action("parse", "JSON.PARSE_JSON", json!({ "json": "{\"a\":[1,{{fields.age}}]}" })),
        action("create", "JSON.CREATE_JSON", json!({ "object": { "x": "{{actions.parse.object.a}}" } })),
        action("print", "JSON.SERIALIZE_JSON", json!({ "object": "{{actions.create.result}}" })),
        action(
            "map",
            "FLOW.MAP_VALUE",
            json!({ "input": "{{fields.age}}", "cases": { "36": "old" }, "fallback": "young" }),
        ),
    ];
    assert_eq!(
        seen_after(actions, vec![], "{{[actions.parse, actions.create, actions.print, actions.map]}}"),
        json!([{ "object": { "a": [1, 36] } }, { "result": { "x": [1, 36] } }, { "json": r#"{"x":[1,36]}"# }, { "result": "old" }])
    );
}

#[test]
fn text_for_liquid_goes_through_untouched() {
    let played = play(json!([give(json!({ "text": "{{custom_vars.code}} {{ fields.name }}" }))]), vec![]);
    assert_eq!(played.ending.output, Some(json!({ "text": "{{custom_vars.code}} Ada" })));
}

#[test]
fn a_run_sees_only_its_own_names() {
    for name in ["setup", "token", "derive", "params", "env", "response"] {
        let played = play(json!([give(json!({ "seen": format!("{{{{{name}}}}}") }))]), vec![]);
        assert_eq!(played.ending.output, Some(json!({})), "{name}");
    }
}
