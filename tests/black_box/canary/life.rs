//! Everything that can be done with a connection, from its making to its end.

use serde_json::{Value, json};

use super::{CONNECTIONS, secrets::Secrets};
use crate::{
    actions::{action, get, may_fail, return_json, send_sms},
    api::Api,
    service::Service,
};

/// Created, listed, read, renamed, used in runs that work and runs that fail, reconnected, used again, deleted.
pub(super) async fn live_a_life(api: &Api, service: &Service, app_id: &str, setup: Value) {
    let connection = api.connect(app_id, setup.clone()).await;
    let path = format!("{CONNECTIONS}/{connection}");
    api.get(&path).await.expect(200);
    api.get(&format!("{CONNECTIONS}?include_totals=true")).await.expect(200);
    api.patch(&path, &json!({"name": "renamed"})).await.expect(200);
    use_it(api, service, app_id, &connection).await;
    api.reconnect(&connection, setup).await;
    use_it(api, service, app_id, &connection).await;
    api.delete(&path).await.expect(204);
    api.delete(&path).await.expect(404);
}

async fn use_it(api: &Api, service: &Service, app_id: &str, connection: &str) {
    let (works, fails) = match app_id {
        "TWILIO" => twilio_actions(connection),
        "AUTH0" => auth0_actions(connection),
        _ => http_actions(service, connection),
    };
    let flow = api.save_flow(works).await;
    let run = api.run(&flow, json!({})).await;
    assert_eq!(run.status, "COMPLETED", "{run:?}");
    api.record(&flow, &run.id).await;
    api.get(&format!("/api/v2/flows/{flow}/executions")).await.expect(200);
    let flow = api.save_flow(json!([fails])).await;
    let run = api.run(&flow, json!({})).await;
    assert_eq!(run.status, "FAILED", "{run:?}");
    api.record(&flow, &run.id).await;
}

fn twilio_actions(connection: &str) -> (Value, Value) {
    let text = send_sms("text", connection, "hello");
    (json!([may_fail(text.clone()), return_json(json!({"said": "{{actions.text}}"}))]), text)
}

fn auth0_actions(connection: &str) -> (Value, Value) {
    let call = |path: &&str| {
        let params = json!({"connection_id": connection, "method": "GET", "pathname": format!("/{path}")});
        action(path, "AUTH0", "SEND_REQUEST", params)
    };
    let fails = action("user", "AUTH0", "GET_USER", json!({"connection_id": connection, "user_id": "denied"}));
    (every_answer_is_told(call), fails)
}

fn http_actions(service: &Service, connection: &str) -> (Value, Value) {
    let works = every_answer_is_told(|path| get(path, connection, &service.url(&format!("/{path}"))));
    (works, get("ask", connection, "http://127.0.0.1:1/nobody/listens"))
}

/// Calls the service on each of its paths and gives all it said back, to the caller and into the record.
fn every_answer_is_told(call: impl Fn(&&str) -> Value) -> Value {
    let paths = ["json", "text", "xml", "broken", "error", "denied", "moved"];
    let said: Vec<_> = paths.iter().map(|path| format!("{{{{actions.{path}}}}}")).collect();
    let calls = paths.iter().map(|path| may_fail(call(path)));
    calls.chain([return_json(json!({"said": said}))]).collect()
}

/// Setups that are refused must not be repeated in the refusal, nor in the log of it.
pub(super) async fn refuse_setups(api: &Api, secrets: &Secrets) {
    let wrong = [
        json!({"type": "BEARER", "token": secrets.bearer.secret(), "extra": 1}),
        json!({"type": "BEARER", "token": [secrets.bearer.secret()]}),
        json!({"type": "BASIC_AUTH", "username": 7, "password": secrets.password.secret()}),
        json!({"type": "BASIC_AUTH", "username": "u", "password": secrets.password.secret().repeat(9)}),
        json!({"type": "API_KEY", "name": "n", "value": secrets.header_key.secret(), "in": "BODY"}),
        json!({"type": "API_KEY", "name": "n", "value": {"deep": secrets.query_key.secret()}, "in": "QUERY"}),
    ];
    for setup in wrong {
        api.post(CONNECTIONS, &json!({"app_id": "HTTP", "name": "wrong", "setup": setup})).await.expect(400);
    }
    let broken =
        format!("{{\"app_id\": \"HTTP\", \"name\": \"wrong\", \"setup\": {{\"token\": \"{}\"", secrets.bearer.secret());
    api.post_text(CONNECTIONS, &broken).await.expect(400);
}
