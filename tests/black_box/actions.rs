//! The actions the tests put into flows, as a person would write them in the API.

use serde_json::{Value, json};

/// Any action.
pub(crate) fn action(id: &str, kind: &str, name: &str, params: Value) -> Value {
    json!({"id": id, "type": kind, "action": name, "params": params})
}

/// `HTTP.SEND_REQUEST`.
pub(crate) fn send_request(id: &str, params: Value) -> Value {
    action(id, "HTTP", "SEND_REQUEST", params)
}

/// A GET of this URL with this connection.
pub(crate) fn get(id: &str, connection: &str, url: &str) -> Value {
    send_request(id, json!({"connection_id": connection, "method": "GET", "url": url}))
}

/// `TWILIO.SEND_SMS`.
pub(crate) fn send_sms(id: &str, connection: &str, message: &str) -> Value {
    let params = json!({"connection_id": connection, "from": "+15005550006", "to": "+15005550009", "message": message});
    action(id, "TWILIO", "SEND_SMS", params)
}

/// `FLOW.RETURN_JSON`.
pub(crate) fn return_json(payload: Value) -> Value {
    action("answer", "FLOW", "RETURN_JSON", json!({"payload": payload}))
}

/// The same action, with which the flow goes on when it fails.
pub(crate) fn may_fail(mut action: Value) -> Value {
    action["allow_failure"] = json!(true);
    action
}

/// `FLOW.BOOLEAN_CONDITION` that compares two values.
pub(crate) fn if_equal(left: &str, right: &str, then: Value, otherwise: Value) -> Value {
    let condition = json!({"operator": "AND", "operands": [{"operator": "EQ", "operands": [left, right]}]});
    action("is_equal", "FLOW", "BOOLEAN_CONDITION", json!({"if": condition, "then": then, "else": otherwise}))
}
