//! `/api/v2/flows`

use serde_json::{Value, json};

use crate::house::House;

fn id(flow: &Value) -> String {
    flow["id"].as_str().unwrap().to_owned()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn a_flow_without_actions_has_no_such_key() {
    let house = House::new().await;
    let token = house.token("all").await;
    for body in [r#"{"name":"a"}"#, r#"{"name":"a","actions":[]}"#] {
        let made = house.post("/api/v2/flows", &token, body).await.expect(201);
        assert_eq!(keys(&made), ["id", "name", "created_at", "updated_at"]);
        assert_eq!(made["created_at"], "2024-09-12T12:52:15.805Z");
        assert_eq!(made["created_at"], made["updated_at"]);
        let shown = house.get(&format!("/api/v2/flows/{}", id(&made)), &token).await.expect(200);
        assert_eq!(shown, made);
    }
}

#[tokio::test]
async fn actions_come_back_to_the_letter() {
    let house = House::new().await;
    let token = house.token("all").await;
    let action = r#"{ "type":"FLOW","id":"x_1",  "action":"RETURN_JSON","params":{"payload":{"b":1.50,"a":"\u00e9\/","n":12345678901234567890}}}"#;
    let body = format!(r#"{{"actions":[{action}],"name":"a"}}"#);
    let made = house.post("/api/v2/flows", &token, &body).await;
    made.expect(201);
    assert!(made.text.contains(&format!(r#""actions":[{action}],"#)), "{}", made.text);
    let shown = house.get(&format!("/api/v2/flows/{}", id(&made.json())), &token).await;
    assert_eq!(shown.text, made.text);
}

#[tokio::test]
async fn a_change_touches_only_what_it_names() {
    let house = House::new().await;
    let token = house.token("all").await;
    let body = r#"{"name":"a","actions":[{"id":"n_1","type":"FLOW","action":"DO_NOTHING","params":{}}]}"#;
    let made = house.post("/api/v2/flows", &token, body).await.expect(201);
    let path = format!("/api/v2/flows/{}", id(&made));
    house.wait(5);
    let renamed = house.patch(&path, &token, r#"{"name":"b"}"#).await.expect(200);
    assert_eq!((&renamed["name"], &renamed["actions"]), (&json!("b"), &made["actions"]));
    assert_eq!(renamed["updated_at"], "2024-09-12T12:52:15.810Z");
    for clearing in [r#"{"actions":null}"#, r#"{"actions":[]}"#] {
        house.patch(&path, &token, body).await.expect(200);
        let cleared = house.patch(&path, &token, clearing).await.expect(200);
        assert_eq!(keys(&cleared), ["id", "name", "created_at", "updated_at"]);
    }
}

#[tokio::test]
async fn a_deleted_flow_is_gone() {
    let house = House::new().await;
    let token = house.token("all").await;
    let path =
        format!("/api/v2/flows/{}", id(&house.post("/api/v2/flows", &token, r#"{"name":"a"}"#).await.expect(201)));
    let deleted = house.delete(&path, &token).await;
    assert_eq!((deleted.status.as_u16(), deleted.text.as_str()), (204, ""));
    let gone = json!({"statusCode": 404, "error": "Not Found", "message": "Flow not found"});
    assert_eq!(house.get(&path, &token).await.expect(404), gone);
    assert_eq!(house.patch(&path, &token, r#"{"name":"b"}"#).await.expect(404), gone);
    assert_eq!(house.delete(&path, &token).await.expect(404), gone);
}

#[tokio::test]
async fn lists_are_bare_or_counted_and_newest_first() {
    let house = House::new().await;
    let token = house.token("all").await;
    for name in ["old", "new"] {
        let actions = r#"[{"id":"n_1","type":"FLOW","action":"DO_NOTHING","params":{}}]"#;
        let body = format!(r#"{{"name":"{name}","actions":{actions}}}"#);
        house.post("/api/v2/flows", &token, &body).await.expect(201);
        house.wait(10);
    }
    let bare = house.get("/api/v2/flows", &token).await.expect(200);
    let names: Vec<_> = bare.as_array().unwrap().iter().map(|flow| flow["name"].clone()).collect();
    assert_eq!(names, ["new", "old"]);
    assert_eq!(keys(&bare[0]), ["id", "name", "created_at", "updated_at"]);

    let counted = house.get("/api/v2/flows?include_totals=true&per_page=1&page=1", &token).await.expect(200);
    assert_eq!(keys(&counted), ["limit", "start", "total", "flows"]);
    assert_eq!((&counted["limit"], &counted["start"], &counted["total"]), (&json!(1), &json!(1), &json!(2)));
    assert_eq!(counted["flows"][0]["name"], "old");

    let past = house.get("/api/v2/flows?page=7&per_page=50&include_totals=true", &token).await.expect(200);
    assert_eq!((&past["start"], &past["flows"]), (&json!(350), &json!([])));
}

#[tokio::test]
async fn hydration_adds_what_forms_would() {
    let house = House::new().await;
    let token = house.token("all").await;
    let made = house.post("/api/v2/flows", &token, r#"{"name":"a"}"#).await.expect(201);
    let path = format!("/api/v2/flows/{}?hydrate=form_count&hydrate=forms", id(&made));
    let shown = house.get(&path, &token).await.expect(200);
    assert_eq!((&shown["form_count"], &shown["forms"]), (&json!(0), &json!([])));
    let listed = house.get("/api/v2/flows?hydrate=form_count&synchronous=true", &token).await.expect(200);
    assert_eq!(listed[0]["form_count"], 0);
}

#[tokio::test]
async fn a_body_that_breaks_a_rule_is_told_which() {
    let house = House::new().await;
    let token = house.token("all").await;
    let long = format!(r#"{{"name":"{}"}}"#, "x".repeat(151));
    for (body, rule) in [
        ("{}", "'Missing required property: name'"),
        (r#"{"name":"a","x":1}"#, "'Additional properties not allowed: x'"),
        (r#"{"name":7}"#, "'Expected type string but found type number' on property name"),
        (&long, "'String is too long (151 chars), maximum 150' on property name"),
        ("[]", "'Expected type object but found type array'"),
    ] {
        let refused = house.post("/api/v2/flows", &token, body).await.expect(400);
        assert_eq!(refused["message"], format!("Payload validation error: {rule}."));
        assert_eq!(refused["errorCode"], "invalid_body");
    }
}

#[tokio::test]
async fn actions_that_could_never_run_are_refused_with_their_place() {
    let house = House::new().await;
    let token = house.token("all").await;
    let body = r#"{"name":"a","actions":[{"id":"x_1","type":"HTTP","action":"SEND_REQUEST","params":{}}]}"#;
    let refused = house.post("/api/v2/flows", &token, body).await.expect(400);
    let message = refused["message"].as_str().unwrap();
    assert!(message.contains("Missing required property: url' on property actions[0].params"), "{message}");
}
