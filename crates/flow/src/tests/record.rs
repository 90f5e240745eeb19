//! What an execution shows.

use super::*;

#[test]
fn a_record_has_input_output_error_and_one_entry_per_action() {
    let call = with(http("call", "https://a.example/{{fields.age}}"), "alias", json!("Call"));
    let played = play(json!([call, give(json!({ "ok": true }))]), vec![answer(json!({ "status": 200 }))]);
    assert_eq!(
        played.debug,
        json!({
            "input": {
                "context": { "user": { "id": "auth0|1" } },
                "fields": { "name": "Ada", "age": 36, "password": "correct horse" },
                "vars": { "token": "███", "n": "███" },
            },
            "output": { "ok": true },
            "error": null,
            "tracing": [
                {
                    "id": "call", "alias": "Call", "type": "HTTP", "action": "SEND_REQUEST",
                    "input": { "url": "https://a.example/36" }, "output": { "status": 200 }, "error": null,
                    "status": 200, "started_at": "2024-09-12T12:52:15.805Z", "duration_ms": 0,
                },
                {
                    "id": "answer", "alias": null, "type": "FLOW", "action": "RETURN_JSON",
                    "input": { "payload": { "ok": true } }, "output": null, "error": null,
                    "started_at": "2024-09-12T12:52:15.805Z", "duration_ms": 0,
                },
            ],
        })
    );
}

#[test]
fn the_input_of_an_action_names_its_connection() {
    let sms = json!({ "connection_id": "ac_1", "from": "+1", "to": "+2", "message": "Hi" });
    let played = play(json!([action("sms", "TWILIO.SEND_SMS", sms.clone())]), vec![answer(json!({}))]);
    assert_eq!(played.debug["tracing"][0]["input"], sms);
}

#[test]
fn actions_inside_branches_stand_in_the_order_they_ran() {
    let branch = action(
        "if",
        "FLOW.BOOLEAN_CONDITION",
        json!({ "if": true, "then": [action("in", "FLOW.DO_NOTHING", json!({}))] }),
    );
    let played = play(json!([branch, action("after", "FLOW.DO_NOTHING", json!({}))]), vec![]);
    let ids: Vec<&str> =
        played.debug["tracing"].as_array().unwrap().iter().map(|entry| entry["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["if", "in", "after"]);
}
