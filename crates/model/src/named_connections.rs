//! Which connections a flow names, found in the text of its actions without knowing what the actions are.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::ConnectionId;

/// The member that names a connection, in the params of any action at any depth.
const MEMBER: &str = "connection_id";

/// Every connection that `actions`, a JSON text, names anywhere. Templates and texts too long for an id name none.
pub fn named_connections(actions: &str) -> BTreeSet<ConnectionId> {
    let mut found = BTreeSet::new();
    // What is not JSON was never saved by us and names nothing.
    if let Ok(actions) = serde_json::from_str(actions) {
        collect(&actions, &mut found);
    }
    found
}

fn collect(value: &Value, found: &mut BTreeSet<ConnectionId>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(members) => members.iter().for_each(|(name, member)| match member {
            Value::String(text) if name == MEMBER => found.extend(connection(text)),
            member => collect(member, found),
        }),
        _ => {}
    }
}

fn connection(text: &str) -> Option<ConnectionId> {
    let is_plain = !text.contains("{{") && !text.contains('\0');
    ConnectionId::parse(text).filter(|_| is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_are_found_in_branches_of_branches_once() {
        let actions = r#"[
            {"id": "a", "params": {"connection_id": "ac_1"}},
            {"id": "b", "params": {
                "then": [{"id": "c", "params": {"connection_id": "ac_2"}}],
                "else": [{"id": "d", "params": {"then": [{"id": "e", "params": {"connection_id": "ac_1"}}]}}]
            }}
        ]"#;
        let found: Vec<_> = named_connections(actions).into_iter().map(|id| id.to_string()).collect();
        assert_eq!(found, ["ac_1", "ac_2"]);
    }

    #[test]
    fn what_names_no_connection_is_passed_over() {
        let actions = r#"[{"params": {"connection_id": "{{vars.id}}", "body": {"connection_id": 7}}}]"#;
        assert!(named_connections(actions).is_empty());
        assert!(named_connections("not JSON").is_empty());
    }
}
