//! What a flow does with one connection: what the connection must be allowed to do at its service.

use std::collections::BTreeSet;

use model::ConnectionId;
use serde_json::Value;

use crate::program::branches;

/// Every action of `actions`, a JSON text, that names this connection as its own, as `(type, action)`. What only a run
/// can tell, since a template names the connection, is not among them.
pub fn actions_of_connection(actions: &str, connection: &ConnectionId) -> BTreeSet<(String, String)> {
    // What is not JSON was never saved by us and does nothing.
    let actions: Value = serde_json::from_str(actions).unwrap_or_default();
    let mut pending: Vec<&Value> = actions.as_array().into_iter().flatten().collect();
    let mut found = BTreeSet::new();
    while let Some(action) = pending.pop() {
        let text = |member: &str| action[member].as_str().unwrap_or_default().to_owned();
        if action["params"]["connection_id"] == connection.as_str() {
            found.insert((text("type"), text("action")));
        }
        pending.extend(branches(action).into_iter().flatten().flatten());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(actions: &str) -> Vec<String> {
        let connection = ConnectionId::from_stored("ac_1".to_owned());
        actions_of_connection(actions, &connection).into_iter().map(|(kind, name)| format!("{kind}.{name}")).collect()
    }

    #[test]
    fn each_action_counts_once_however_deep_and_often_it_stands() {
        let actions = r#"[
            {"type": "HUBSPOT", "action": "GET_CONTACT", "params": {"connection_id": "ac_1"}},
            {"type": "HUBSPOT", "action": "ENROLL_CONTACT", "params": {"connection_id": "ac_2"}},
            {"type": "FLOW", "action": "BOOLEAN_CONDITION", "params": {
                "then": [{"type": "HUBSPOT", "action": "UPSERT_CONTACT", "params": {"connection_id": "ac_1"}}],
                "else": [{"type": "FLOW", "action": "BOOLEAN_CONDITION", "params": {
                    "then": [{"type": "HUBSPOT", "action": "GET_CONTACT", "params": {"connection_id": "ac_1"}}]
                }}]
            }}
        ]"#;
        assert_eq!(found(actions), ["HUBSPOT.GET_CONTACT", "HUBSPOT.UPSERT_CONTACT"]);
    }

    #[test]
    fn templates_and_what_is_no_list_of_actions_name_nothing() {
        let templated = r#"[{"type": "HUBSPOT", "action": "GET_CONTACT", "params": {"connection_id": "{{vars.id}}"}}]"#;
        for actions in [templated, "not JSON", "{}", "[7, null]"] {
            assert!(found(actions).is_empty(), "{actions}");
        }
    }
}
