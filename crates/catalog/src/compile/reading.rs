//! Which names the templates of a file read, and from where.

use model::expression::{Expression, Part, Path, Template, Tree};

use crate::{key::Key, url_template::Encoding};

/// The kinds of places where a template may stand. Each may read its own roots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spot {
    Host,
    Base,
    Derive,
    AccountName,
    Sign,
    Token,
    Client,
    Check,
    CheckAnswer,
    Request,
    Response,
}

/// Where a template stands.
#[derive(Clone, Debug)]
pub(crate) struct Position<'f> {
    pub(crate) spot: Spot,
    /// The setup types it may be rendered with.
    pub(crate) setups: Vec<&'f str>,
    /// The action it belongs to.
    pub(crate) action: Option<&'f str>,
    /// The names of the answers that are there by then.
    pub(crate) answers: Vec<&'f str>,
}

/// One name that one template reads.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) key: Key,
    pub(crate) path: Path,
    /// Whether only `shape.masked` gets to see it.
    pub(crate) is_masked: bool,
    /// How it becomes part of a URL, if it does.
    pub(crate) encoding: Option<Encoding>,
    pub(crate) spot: Spot,
    pub(crate) setups: Vec<String>,
    pub(crate) action: Option<String>,
    pub(crate) answers: Vec<String>,
}

/// The names a template reads.
pub(crate) fn of_template(key: &Key, template: &Template, position: &Position<'_>) -> Vec<Reading> {
    let mut found = Vec::new();
    for part in template.parts() {
        if let Part::Expression(expression) = part {
            collect(expression, false, &mut found);
        }
    }
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let readings = found.into_iter().map(|(path, is_masked)| Reading {
        key: key.clone(),
        path: path.clone(),
        is_masked,
        encoding: None,
        spot: position.spot,
        setups: owned(&position.setups),
        action: position.action.map(str::to_owned),
        answers: owned(&position.answers),
    });
    readings.collect()
}

/// The names a tree of templates reads.
pub(crate) fn of_tree(key: &Key, tree: &Tree, position: &Position<'_>) -> Vec<Reading> {
    match tree {
        Tree::Constant(_) => Vec::new(),
        Tree::Template(template) => of_template(key, template, position),
        Tree::Array(items) => {
            let numbered = items.iter().enumerate();
            numbered.flat_map(|(index, item)| of_tree(&key.item(index), item, position)).collect()
        }
        Tree::Object(members) => {
            members.iter().flat_map(|(name, member)| of_tree(&key.child(name), member, position)).collect()
        }
    }
}

fn collect<'e>(expression: &'e Expression, is_masked: bool, found: &mut Vec<(&'e Path, bool)>) {
    match expression {
        Expression::Path(path) => found.push((path, is_masked)),
        Expression::Literal(_) | Expression::Undefined => {}
        Expression::Member { of, .. } => collect(of, is_masked, found),
        Expression::Object(members) => members.iter().for_each(|(_, inner)| collect(inner, is_masked, found)),
        Expression::Array(inner) | Expression::Fallback(inner) => {
            inner.iter().for_each(|inner| collect(inner, is_masked, found));
        }
        Expression::Call { function, arguments } => {
            let masks = function.family() == "shape" && function.name() == "masked";
            arguments.iter().for_each(|inner| collect(inner, is_masked || masks, found));
        }
    }
}
