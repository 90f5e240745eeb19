//! References by alias: published flows name actions by their label, so a unique alias stands for its id.

use std::collections::{HashMap, HashSet};

use model::expression::{Path, Segment};
use serde_json::Value;

use crate::program::branches;

/// The ids of a flow, and the aliases that belong to exactly one of them.
#[derive(Default)]
pub(crate) struct Aliases {
    ids: HashSet<String>,
    /// `None` for an alias that several actions carry.
    by_alias: HashMap<String, Option<String>>,
}

impl Aliases {
    pub(crate) fn of(actions: &[Value]) -> Self {
        let mut aliases = Self::default();
        let mut pending: Vec<&Value> = actions.iter().collect();
        while let Some(action) = pending.pop() {
            aliases.add(action);
            pending.extend(branches(action).into_iter().flatten().flatten());
        }
        aliases
    }

    fn add(&mut self, action: &Value) {
        let Some(id) = action["id"].as_str() else { return };
        self.ids.insert(id.to_owned());
        if let Some(alias) = action["alias"].as_str() {
            let owner = self.by_alias.entry(alias.to_owned());
            owner.and_modify(|owner| *owner = None).or_insert_with(|| Some(id.to_owned()));
        }
    }

    /// Whether an action has this id, or one alone has it as its alias.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.ids.contains(name) || self.by_alias.get(name).is_some_and(Option::is_some)
    }

    /// Whether several actions have this alias, so that it stands for none.
    pub(crate) fn is_shared(&self, name: &str) -> bool {
        self.by_alias.get(name).is_some_and(Option::is_none)
    }

    /// Makes `actions.<alias>` read `actions.<id>`, unless some action has that id.
    pub(crate) fn resolve(&self, path: &mut Path) {
        if path.root() != "actions" {
            return;
        }
        let Some(Segment::Name(name)) = path.segments.get_mut(1) else { return };
        if !self.ids.contains(name)
            && let Some(Some(id)) = self.by_alias.get(name.as_str())
        {
            name.clone_from(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn resolved(name: &str) -> String {
        let flow = json!([
            { "id": "a", "alias": "decode" },
            { "id": "b", "alias": "twice", "params": { "then": [{ "id": "c", "alias": "twice" }] } },
            { "id": "d", "alias": "a" },
            { "id": "e", "params": { "else": [{ "id": "f", "alias": "deep" }] } },
        ]);
        let mut path = Path { segments: vec![Segment::Name("actions".into()), Segment::Name(name.into())] };
        Aliases::of(flow.as_array().unwrap()).resolve(&mut path);
        path.to_string()
    }

    #[test]
    fn a_unique_alias_stands_for_its_id_at_any_depth() {
        assert_eq!(resolved("decode"), "actions.a");
        assert_eq!(resolved("deep"), "actions.f");
    }

    #[test]
    fn an_id_wins_over_an_alias_of_the_same_name() {
        assert_eq!(resolved("a"), "actions.a");
    }

    #[test]
    fn an_alias_of_two_actions_stands_for_neither() {
        assert_eq!(resolved("twice"), "actions.twice");
    }
}
