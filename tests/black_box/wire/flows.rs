//! Flows on the wire.

use serde_json::{Value, json};

use super::{is_date, is_id, keys, text};
use crate::process::Launch;

const PATH: &str = "/api/v2/flows";

#[tokio::test]
async fn a_flow_without_actions_has_no_such_key() {
    let server = Launch::new().start().await;
    let api = server.api();
    let answer = api.post(PATH, &json!({"name": "update-test-flow"})).await.expect(201);
    let made = answer.json();
    let (id, date) = (text(&made, "id"), text(&made, "created_at"));
    assert!(is_id(id, "af_") && is_date(date), "{made}");
    let expected = format!(r#"{{"id":"{id}","name":"update-test-flow","created_at":"{date}","updated_at":"{date}"}}"#);
    assert_eq!(answer.text, expected);
    assert_eq!(api.get(&format!("{PATH}/{id}")).await.expect(200).text, expected);
}

#[tokio::test]
async fn actions_come_back_to_the_letter() {
    let server = Launch::new().start().await;
    let api = server.api();
    let actions = concat!(
        r#"[{"type":"JSON","id":"make_1","action":"CREATE_JSON","alias":"caf\u00e9 \/ \"x\"","params":{"object":{"#,
        r#""z":1.0,"a":1e2,"big":12345678901234567890123,"n":null,"e":"é","t":"{{fields.a ?? 'b'}}"}},"#,
        r#""mask_output":false,"allow_failure":false},"#,
        r#"{"id":"if_1","type":"FLOW","action":"BOOLEAN_CONDITION","params":{"else":[],"if":{"operator":"EQ","operands":["1",1]},"then":[]}}]"#,
    );
    let made = api.post_text(PATH, &format!(r#"{{"name":"x","actions":{actions}}}"#)).await.expect(201);
    let id = text(&made.json(), "id").to_owned();
    assert!(made.text.contains(actions), "{}", made.text);
    let read = api.get(&format!("{PATH}/{id}")).await.expect(200);
    assert!(read.text.contains(actions), "{}", read.text);
    assert_eq!(keys(&read.json()), ["id", "name", "actions", "created_at", "updated_at"]);
}

#[tokio::test]
async fn a_change_replaces_what_it_names_and_nothing_else() {
    let server = Launch::new().start().await;
    let api = server.api();
    let actions = json!([{"id": "stop_1", "type": "FLOW", "action": "DO_NOTHING", "params": {}}]);
    let path = format!("{PATH}/{}", api.save_flow(actions.clone()).await);

    let renamed = api.patch(&path, &json!({"name": "renamed"})).await.expect(200).json();
    assert_eq!((text(&renamed, "name"), &renamed["actions"]), ("renamed", &actions));
    assert!(text(&renamed, "updated_at") > text(&renamed, "created_at"));
    for empty in [json!({"actions": null}), json!({"actions": []})] {
        api.patch(&path, &json!({"actions": actions})).await.expect(200);
        let emptied = api.patch(&path, &empty).await.expect(200).json();
        assert_eq!(keys(&emptied), ["id", "name", "created_at", "updated_at"], "{empty}");
    }
}

#[tokio::test]
async fn executed_at_appears_with_the_first_run() {
    let server = Launch::new().start().await;
    let api = server.api();
    let flow = api.save_flow(json!([{"id": "stop_1", "type": "FLOW", "action": "DO_NOTHING", "params": {}}])).await;
    let path = format!("{PATH}/{flow}");
    let before = api.get(&path).await.expect(200).json();
    api.run(&flow, json!({})).await;
    let after = api.get(&path).await.expect(200).json();
    assert_eq!(keys(&after), ["id", "name", "actions", "created_at", "updated_at", "executed_at"]);
    assert!(is_date(text(&after, "executed_at")));
    assert_eq!(after["updated_at"], before["updated_at"], "a run is no change");
    assert_eq!(
        keys(&api.get(PATH).await.expect(200).json()[0]),
        ["id", "name", "created_at", "updated_at", "executed_at"]
    );
}

#[tokio::test]
async fn lists_leave_the_actions_out_and_show_the_newest_first() {
    let server = Launch::new().start().await;
    let api = server.api();
    for name in ["first", "second", "third"] {
        api.post(PATH, &json!({"name": name, "actions": []})).await.expect(201);
    }
    let listed = api.get(&format!("{PATH}?include_totals=true&per_page=2")).await.expect(200).json();
    assert_eq!(keys(&listed), ["limit", "start", "total", "flows"]);
    assert_eq!((&listed["limit"], &listed["start"], &listed["total"]), (&json!(2), &json!(0), &json!(3)));
    let names: Vec<_> = listed["flows"].as_array().expect("a list").iter().map(|flow| text(flow, "name")).collect();
    assert_eq!(names, ["third", "second"]);
    assert_eq!(keys(&listed["flows"][0]), ["id", "name", "created_at", "updated_at"]);
    assert_eq!(api.get(&format!("{PATH}?page=9")).await.expect(200).text, "[]");
}

#[tokio::test]
async fn hydration_is_answered_though_there_are_no_forms_yet() {
    let server = Launch::new().start().await;
    let api = server.api();
    let path = format!("{PATH}/{}", api.save_flow(json!([])).await);
    let flow = api.get(&format!("{path}?hydrate=form_count&hydrate=forms")).await.expect(200).json();
    assert_eq!((&flow["form_count"], &flow["forms"]), (&json!(0), &json!([])));
    let listed = api.get(&format!("{PATH}?hydrate=form_count&synchronous=true")).await.expect(200).json();
    assert!(listed.as_array().is_some_and(|flows| flows.iter().all(|flow| flow["form_count"] == json!(0))), "{listed}");
}

#[tokio::test]
async fn a_deleted_flow_is_gone() {
    let server = Launch::new().start().await;
    let api = server.api();
    let path = format!("{PATH}/{}", api.save_flow(json!([])).await);
    assert_eq!(api.delete(&path).await.expect(204).text, "");
    let gone = r#"{"statusCode":404,"error":"Not Found","message":"Flow not found"}"#;
    assert_eq!(api.get(&path).await.expect(404).text, gone);
    assert_eq!(api.delete(&path).await.expect(404).text, gone);
    assert_eq!(api.patch(&path, &json!({"name": "y"})).await.expect(404).text, gone);
}

#[tokio::test]
async fn a_flow_that_cannot_run_is_refused_with_the_place_of_the_fault() {
    let server = Launch::new().start().await;
    let api = server.api();
    let wrong: [(Value, &str); 7] = [
        (json!([{"type": "FLOW", "action": "DO_NOTHING"}]), "actions[0]"),
        (json!([{"id": "a", "type": "NOBODY", "action": "X", "params": {}}]), "actions[0]"),
        (json!([{"id": "a", "type": "FLOW", "action": "DO_NOTHING", "params": {}, "colour": 1}]), "colour"),
        (json!([{"id": "a", "type": "HTTP", "action": "SEND_REQUEST", "params": {}}]), "actions[0].params"),
        (json!([{"id": "a", "type": "HTTP", "action": "SEND_REQUEST", "params": {"url": 7}}]), "actions[0].params.url"),
        (
            json!([{"id": "a", "type": "HTTP", "action": "SEND_REQUEST", "params": {"url": "x", "method": "HEAD"}}]),
            "actions[0].params.method",
        ),
        (json!("none"), "actions"),
    ];
    for (actions, place) in wrong {
        let refused = api.post(PATH, &json!({"name": "x", "actions": actions})).await;
        assert_eq!(refused.refusal(), (400, "invalid_body".to_owned()), "{actions}");
        let problem = refused.json();
        assert!(text(&problem, "message").contains(place), "{place:?} in {problem}");
    }
}

#[tokio::test]
async fn old_keys_and_long_names_are_refused() {
    let server = Launch::new().start().await;
    let api = server.api();
    for body in
        [json!({"name": "x", "description": "d"}), json!({"name": "x".repeat(151)}), json!({"name": ""}), json!({})]
    {
        assert_eq!(api.post(PATH, &body).await.refusal(), (400, "invalid_body".to_owned()), "{body}");
    }
}
