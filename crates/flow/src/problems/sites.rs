//! The actions of a flow one after the other, each with where it stands.

use catalog::{Action, Catalog, Native, Work, schema::Segment};
use serde_json::Value;

use super::{Code, Problem};
use crate::program::{branches, is_condition};

/// An action and its place.
pub(super) struct Site<'v> {
    pub(super) action: &'v Value,
    /// The way to it; begins with `actions`.
    pub(super) path: Vec<Segment>,
    /// What the catalogue knows of it, if anything.
    pub(super) known: Option<&'v Action>,
    /// Who ended the flow, if this is the first action that is too late.
    pub(super) ended_by: Option<&'v str>,
}

impl<'v> Site<'v> {
    pub(super) fn id(&self) -> Option<&'v str> {
        self.action["id"].as_str()
    }

    /// A problem at a place inside this action.
    pub(super) fn problem(&self, code: Code, inside: &[&str], message: String) -> Problem {
        let names = inside.iter().map(|name| Segment::Name((*name).to_owned()));
        let path = pointer(&self.path.iter().cloned().chain(names).collect::<Vec<_>>());
        Problem { action_id: self.id().map(str::to_owned), path, code, message }
    }
}

/// A way as a JSON pointer.
pub(super) fn pointer(path: &[Segment]) -> String {
    let escaped = |name: &str| name.replace('~', "~0").replace('/', "~1");
    let step = |segment: &Segment| match segment {
        Segment::Name(name) => format!("/{}", escaped(name)),
        Segment::Index(index) => format!("/{index}"),
    };
    path.iter().map(step).collect()
}

/// Every action, each before those in its branches. What is no list of actions has none.
pub(super) fn sites<'v>(catalog: &'v Catalog, actions: &'v Value) -> Vec<Site<'v>> {
    let mut sites = Vec::new();
    let actions = actions.as_array().map_or(&[][..], Vec::as_slice);
    add(catalog, actions, &[Segment::Name("actions".to_owned())], &mut sites);
    sites
}

fn add<'v>(catalog: &'v Catalog, actions: &'v [Value], path: &[Segment], sites: &mut Vec<Site<'v>>) {
    let mut ended_by = None;
    let mut is_told = false;
    for (index, action) in actions.iter().enumerate() {
        let path: Vec<Segment> = path.iter().cloned().chain([Segment::Index(index)]).collect();
        // The first who is too late speaks for the others.
        let late = ended_by.filter(|_| !is_told);
        is_told |= late.is_some();
        sites.push(Site { action, path: path.clone(), known: known(catalog, action), ended_by: late });
        if is_condition(action) {
            for (branch, actions) in ["then", "else"].into_iter().zip(branches(action)) {
                let steps = ["params", branch].map(|name| Segment::Name(name.to_owned()));
                let path: Vec<Segment> = path.iter().cloned().chain(steps).collect();
                add(catalog, actions.unwrap_or_default(), &path, sites);
            }
        }
        if ended_by.is_none() && ends(catalog, action) {
            ended_by = Some(action["id"].as_str().unwrap_or_default());
        }
    }
}

fn known<'c>(catalog: &'c Catalog, action: &Value) -> Option<&'c Action> {
    let (_, known) = catalog.action(action["type"].as_str()?, action["action"].as_str()?)?;
    Some(known)
}

/// Whether nothing after the action can run. One that may fail lets the flow go on, if it does.
fn ends(catalog: &Catalog, action: &Value) -> bool {
    if action["allow_failure"] == true {
        return false;
    }
    if is_condition(action) {
        let ends_all = |actions: &[Value]| actions.iter().any(|action| ends(catalog, action));
        return branches(action).into_iter().all(|branch| branch.is_some_and(ends_all));
    }
    let work = known(catalog, action).map(|known| &known.work);
    matches!(work, Some(Work::Native(Native::ReturnJson | Native::ErrorMessage)))
}
