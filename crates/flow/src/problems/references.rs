//! Problems of templates: those that cannot be read, and those that read actions which are not there.

use std::collections::HashSet;

use model::expression::{self, Path, Tree};
use serde_json::Value;

use super::{Code, Problem, sites::Site};
use crate::{
    aliases::Aliases,
    program::{Action, Body, Program},
};

/// The problems of each action. Without a program, what the actions read is not known.
pub(super) fn problems(program: Option<&Program>, actions: &Value, sites: &[Site<'_>]) -> Vec<Vec<Problem>> {
    let Some(program) = program else { return vec![Vec::new(); sites.len()] };
    let aliases = Aliases::of(actions.as_array().map_or(&[][..], Vec::as_slice));
    let mut compiled = Vec::new();
    flatten(&program.actions, &mut compiled);
    // Both go through the same actions in the same order.
    sites.iter().zip(compiled).map(|(site, action)| of_action(site, action, &aliases)).collect()
}

fn flatten<'p>(actions: &'p [Action], flat: &mut Vec<&'p Action>) {
    for action in actions {
        flat.push(action);
        if let Body::Branch { then, otherwise, .. } = &action.body {
            flatten(then, flat);
            flatten(otherwise, flat);
        }
    }
}

fn of_action(site: &Site<'_>, action: &Action, aliases: &Aliases) -> Vec<Problem> {
    let mut names = Vec::new();
    match &action.body {
        Body::Params(Ok(tree)) => collect(tree, "", &mut names),
        Body::Branch { test: Ok(test), .. } => {
            names.extend(test.names().into_iter().map(|path| ("/if".to_owned(), path)))
        }
        Body::Params(Err(error)) => {
            let message = format!("{} (character {})", error.message, error.at + 1);
            return vec![at(site, Code::InvalidExpression, &error.path, message)];
        }
        Body::Branch { test: Err(message), .. } => {
            return vec![at(site, Code::InvalidExpression, "/if", message.clone())];
        }
    }
    let mut told = HashSet::new();
    let unknown = names.into_iter().filter_map(|(inside, path)| {
        let name = action_read(path)?;
        let message = missing(&name, aliases)?;
        told.insert(name).then(|| at(site, Code::UnknownReference, &inside, message))
    });
    unknown.collect()
}

fn missing(name: &str, aliases: &Aliases) -> Option<String> {
    if aliases.knows(name) {
        return None;
    }
    Some(match aliases.is_shared(name) {
        true => format!("Several actions are called {name:?}, so that the name stands for none: read one by its id"),
        false => format!("There is no action {name:?} in this flow, so that what is read from it is undefined"),
    })
}

/// Which action a path reads, by the name that is written there.
fn action_read(path: &Path) -> Option<String> {
    if path.root() != "actions" {
        return None;
    }
    match path.segments.get(1)? {
        expression::Segment::Name(name) => Some(name.clone()),
        expression::Segment::Index(index) => Some(index.to_string()),
    }
}

/// Every path a tree reads, each with the JSON pointer to the text it stands in.
fn collect<'t>(tree: &'t Tree, inside: &str, names: &mut Vec<(String, &'t Path)>) {
    match tree {
        Tree::Constant(_) => {}
        Tree::Template(template) => names.extend(template.names().into_iter().map(|path| (inside.to_owned(), path))),
        Tree::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| collect(item, &format!("{inside}/{index}"), names));
        }
        Tree::Object(members) => members.iter().for_each(|(name, member)| {
            let name = name.replace('~', "~0").replace('/', "~1");
            collect(member, &format!("{inside}/{name}"), names);
        }),
    }
}

/// A problem at a JSON pointer inside the params.
fn at(site: &Site<'_>, code: Code, inside: &str, message: String) -> Problem {
    let mut problem = site.problem(code, &["params"], message);
    problem.path.push_str(inside);
    problem
}
