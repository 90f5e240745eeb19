//! One string with `{{ }}` in it.

use super::{Dialect, Expression, ParseError, Path, Rendered, Scope, cursor::Cursor, evaluate::Evaluation, parser};

/// A parsed string. Exactly one expression and nothing around it keeps the value's type; anything else is text.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    source: String,
    parts: Vec<Part>,
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Text that stands for itself.
    Literal(String),
    /// Text between `{{` and `}}`.
    Expression(Expression),
}

impl Template {
    /// Parses `text`.
    ///
    /// # Errors
    /// When a `{{` is never closed, or what it opens is not an expression of the `dialect`.
    pub fn parse(text: &str, dialect: Dialect) -> Result<Self, ParseError> {
        let mut cursor = Cursor::new(text);
        let mut parts = Vec::new();
        let mut literal = String::new();
        while let Some(before) = cursor.take_until("{{") {
            literal.push_str(before);
            if dialect == Dialect::Flow && reads_custom_vars(cursor.rest()) {
                literal.push_str(cursor.take_past("}}").ok_or_else(|| cursor.error(parser::UNCLOSED))?);
                continue;
            }
            flush(&mut literal, &mut parts);
            parts.push(Part::Expression(parser::braced(&mut cursor, dialect)?));
        }
        literal.push_str(cursor.rest());
        flush(&mut literal, &mut parts);
        Ok(Self { source: text.to_owned(), parts })
    }

    /// The pieces in order; none for the empty string, and no two literals in a row.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The text it was parsed from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether nothing in it depends on a scope.
    pub fn is_literal(&self) -> bool {
        self.parts.iter().all(|part| matches!(part, Part::Literal(_)))
    }

    /// Every path it reads.
    pub fn names(&self) -> Vec<&Path> {
        let mut names = Vec::new();
        self.collect_names(&mut names);
        names
    }

    pub(super) fn collect_names<'t>(&'t self, names: &mut Vec<&'t Path>) {
        for part in &self.parts {
            if let Part::Expression(expression) = part {
                expression.collect_names(names);
            }
        }
    }

    /// Lets `f` change every path it reads. The source keeps what the author wrote.
    pub fn rewrite(&mut self, f: &mut dyn FnMut(&mut Path)) {
        for part in &mut self.parts {
            if let Part::Expression(expression) = part {
                expression.rewrite(f);
            }
        }
    }

    /// The value it has in `scope`.
    pub fn evaluate(&self, scope: &dyn Scope) -> Rendered {
        let mut evaluation = Evaluation::new(scope);
        let value = evaluation.template(self);
        evaluation.finish(value)
    }
}

/// Liquid fills these in when the message is sent, filters and all: `{{ custom_vars.name | upcase }}`.
fn reads_custom_vars(after_braces: &str) -> bool {
    let inside = after_braces.trim_start_matches("{{").trim_start();
    inside.strip_prefix("custom_vars").is_some_and(|rest| !rest.starts_with(super::path::is_name_part))
}

fn flush(literal: &mut String, parts: &mut Vec<Part>) {
    if !literal.is_empty() {
        parts.push(Part::Literal(std::mem::take(literal)));
    }
}
