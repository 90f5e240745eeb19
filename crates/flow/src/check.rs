//! What a save refuses: actions that are not shaped like actions. What they mean is found out when they run.

use catalog::{
    Catalog,
    schema::{Format, Moment, Schema, Segment, Type, Violation, Wrong},
};
use serde_json::Value;

use crate::program::{branches, is_condition};

/// Actions a flow may hold, nested ones included.
pub const MAX_ACTIONS: usize = 1000;
/// Conditions inside one another. Each takes three levels of JSON, and JSON parsers end at 128.
pub const MAX_NESTING: usize = 32;

/// Everything that is wrong with `actions`; paths begin with `actions`.
pub(crate) fn check(catalog: &Catalog, actions: &Value) -> Result<(), Vec<Violation>> {
    let mut visit = Visit { catalog, envelope: envelope(), found: Vec::new(), count: 0 };
    visit.list(actions, &[name("actions")], MAX_NESTING);
    if visit.count > MAX_ACTIONS {
        let message =
            format!("A flow may hold {MAX_ACTIONS} actions, nested ones included, and this one has {}", visit.count);
        visit.found.push(Violation::other(vec![name("actions")], message));
    }
    if visit.found.is_empty() { Ok(()) } else { Err(visit.found) }
}

/// What every action looks like from outside.
fn envelope() -> Schema {
    Schema::object()
        .required("id", Schema::string().format(Format::Identifier))
        .optional("alias", Schema::string().max_length(100))
        .required("type", Schema::string())
        .required("action", Schema::string())
        .optional("params", Schema::object().open())
        .optional("allow_failure", Schema::boolean())
        .optional("mask_output", Schema::boolean())
}

struct Visit<'c> {
    catalog: &'c Catalog,
    envelope: Schema,
    found: Vec<Violation>,
    count: usize,
}

impl Visit<'_> {
    fn list(&mut self, actions: &Value, path: &[Segment], levels_left: usize) {
        let Some(actions) = actions.as_array() else {
            let violations = Schema::of(Type::Array).validate(actions, Moment::Save);
            return self.found.extend(violations.into_iter().map(|violation| violation.under(path)));
        };
        self.count += actions.len();
        // Too long a list is one mistake, not thousands.
        for (index, action) in actions.iter().take(MAX_ACTIONS).enumerate() {
            self.action(action, &inside(path, Segment::Index(index)), levels_left);
        }
    }

    fn action(&mut self, action: &Value, path: &[Segment], levels_left: usize) {
        let violations = self.envelope.validate(action, Moment::Save);
        if violations.is_empty() {
            self.params(action, path);
        }
        self.found.extend(violations.into_iter().map(|violation| violation.under(path)));
        if is_condition(action) {
            self.nested(action, path, levels_left);
        }
    }

    fn params(&mut self, action: &Value, path: &[Segment]) {
        let (Some(integration), Some(id)) = (action["type"].as_str(), action["action"].as_str()) else { return };
        let Some((_, known)) = self.catalog.action(integration, id) else {
            let (key, value) = match self.catalog.integration(integration) {
                Some(_) => ("action", id),
                None => ("type", integration),
            };
            return self.report(inside(path, name(key)), Wrong::Choice(value.to_owned()));
        };
        match action.get("params") {
            None if known.params_are_optional() => {}
            None => self.report(path.to_vec(), Wrong::Missing("params".to_owned())),
            Some(params) => {
                let path = inside(path, name("params"));
                let violations = known.saved_params().validate(params, Moment::Save);
                self.found.extend(violations.into_iter().map(|violation| violation.under(&path)));
            }
        }
    }

    fn nested(&mut self, action: &Value, path: &[Segment], levels_left: usize) {
        let params = inside(path, name("params"));
        for (branch, actions) in ["then", "else"].into_iter().zip(branches(action)) {
            let Some(actions) = actions.filter(|actions| !actions.is_empty()) else { continue };
            let path = inside(&params, name(branch));
            match levels_left.checked_sub(1) {
                Some(levels_left) => self.list(&action["params"][branch], &path, levels_left),
                None => {
                    self.count += actions.len();
                    let message = format!("Conditions are nested more than {MAX_NESTING} levels deep");
                    self.found.push(Violation::other(path, message));
                }
            }
        }
    }

    fn report(&mut self, path: Vec<Segment>, wrong: Wrong) {
        self.found.push(Violation { path, wrong, description: None });
    }
}

fn name(text: &str) -> Segment {
    Segment::Name(text.to_owned())
}

fn inside(path: &[Segment], segment: Segment) -> Vec<Segment> {
    path.iter().cloned().chain([segment]).collect()
}
