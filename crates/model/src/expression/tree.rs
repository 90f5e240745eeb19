//! A JSON value whose strings are templates, compiled once.

use serde_json::{Map, Value};

use super::{Dialect, ParseError, Path, Rendered, Scope, Template, evaluate::Evaluation};

/// Levels of arrays and objects; the JSON parser that feeds us stops at the same number.
const MAX_DEPTH: usize = 128;

/// A compiled JSON value. Keys are never templates.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// A part without any template.
    Constant(Value),
    /// A string with at least one expression.
    Template(Template),
    /// An array with a template somewhere in it.
    Array(Vec<Tree>),
    /// An object with a template somewhere in it.
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// Compiles every string in `value`.
    ///
    /// # Errors
    /// The first string that is no template, with the JSON pointer to it; or nesting beyond any use.
    pub fn compile(value: &Value, dialect: Dialect) -> Result<Self, ParseError> {
        compile(value, dialect, MAX_DEPTH)
    }

    /// The value in `scope`. Members that are undefined are left out, items that are undefined become null.
    pub fn render(&self, scope: &dyn Scope) -> Rendered {
        let mut evaluation = Evaluation::new(scope);
        let both = evaluation.tree(self);
        evaluation.finish(both)
    }

    /// Every path it reads, in the order of writing.
    pub fn names(&self) -> Vec<&Path> {
        let mut names = Vec::new();
        self.collect_names(&mut names);
        names
    }

    fn collect_names<'t>(&'t self, names: &mut Vec<&'t Path>) {
        match self {
            Self::Constant(_) => {}
            Self::Template(template) => template.collect_names(names),
            Self::Array(items) => items.iter().for_each(|item| item.collect_names(names)),
            Self::Object(members) => members.iter().for_each(|(_, member)| member.collect_names(names)),
        }
    }

    /// Lets `f` change every path it reads.
    pub fn rewrite(&mut self, f: &mut dyn FnMut(&mut Path)) {
        match self {
            Self::Constant(_) => {}
            Self::Template(template) => template.rewrite(f),
            Self::Array(items) => items.iter_mut().for_each(|item| item.rewrite(f)),
            Self::Object(members) => members.iter_mut().for_each(|(_, member)| member.rewrite(f)),
        }
    }
}

fn compile(value: &Value, dialect: Dialect, levels_left: usize) -> Result<Tree, ParseError> {
    match value {
        Value::String(text) if text.contains("{{") => string(text, dialect),
        Value::Array(_) | Value::Object(_) if levels_left == 0 => {
            Err(ParseError::new(0, format!("nested more than {MAX_DEPTH} levels deep")))
        }
        Value::Array(items) => array(items, dialect, levels_left - 1),
        Value::Object(members) => object(members, dialect, levels_left - 1),
        _ => Ok(Tree::Constant(value.clone())),
    }
}

fn string(text: &str, dialect: Dialect) -> Result<Tree, ParseError> {
    let template = Template::parse(text, dialect)?;
    Ok(if template.is_literal() { Tree::Constant(Value::String(text.to_owned())) } else { Tree::Template(template) })
}

fn array(items: &[Value], dialect: Dialect, levels_left: usize) -> Result<Tree, ParseError> {
    let compiled = items
        .iter()
        .enumerate()
        .map(|(index, item)| compile(item, dialect, levels_left).map_err(|error| error.below(&index.to_string())));
    let trees = compiled.collect::<Result<Vec<_>, _>>()?;
    match trees.iter().all(is_constant) {
        true => Ok(Tree::Constant(trees.into_iter().filter_map(into_constant).collect())),
        false => Ok(Tree::Array(trees)),
    }
}

fn object(members: &Map<String, Value>, dialect: Dialect, levels_left: usize) -> Result<Tree, ParseError> {
    let compiled = members.iter().map(|(key, member)| {
        let tree = compile(member, dialect, levels_left).map_err(|error| error.below(key))?;
        Ok((key.clone(), tree))
    });
    let trees = compiled.collect::<Result<Vec<_>, ParseError>>()?;
    match trees.iter().all(|(_, tree)| is_constant(tree)) {
        true => {
            let members = trees.into_iter().filter_map(|(key, tree)| Some((key, into_constant(tree)?)));
            Ok(Tree::Constant(Value::Object(members.collect())))
        }
        false => Ok(Tree::Object(trees)),
    }
}

fn is_constant(tree: &Tree) -> bool {
    matches!(tree, Tree::Constant(_))
}

fn into_constant(tree: Tree) -> Option<Value> {
    match tree {
        Tree::Constant(value) => Some(value),
        _ => None,
    }
}
