//! The `if` of a condition: a tree of AND and OR over comparisons.

use model::expression::{Dialect, Path, Scope, Tree};
use serde_json::{Value, json};

use crate::operator::Operator;

/// Groups inside one another. The envelope around them takes levels too, and JSON itself ends at 128.
const MAX_DEPTH: usize = 32;

/// A compiled condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Test { operator: Operator, name: String, operands: Vec<Tree> },
}

/// What a condition came to.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) holds: bool,
    /// The condition with its operands filled in, masked ones covered.
    pub(crate) shown: Value,
    /// The real values behind the covers.
    pub(crate) masked: Vec<Value>,
    pub(crate) overflowed: bool,
}

impl Condition {
    /// Compiles what stands under `if`; words for the author where it cannot be understood.
    pub(crate) fn compile(value: &Value) -> Result<Self, String> {
        compile(value, MAX_DEPTH)
    }

    /// Every path it reads, in the order of writing.
    pub(crate) fn names(&self) -> Vec<&Path> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::names).collect(),
            Self::Test { operands, .. } => operands.iter().flat_map(Tree::names).collect(),
        }
    }

    /// Lets `f` change every path it reads.
    pub(crate) fn rewrite(&mut self, f: &mut dyn FnMut(&mut Path)) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter_mut().for_each(|part| part.rewrite(f)),
            Self::Test { operands, .. } => operands.iter_mut().for_each(|operand| operand.rewrite(f)),
        }
    }

    /// Decides. Every operand is rendered, so that the record shows them all.
    pub(crate) fn decide(&self, scope: &dyn Scope) -> Verdict {
        match self {
            Self::All(parts) => group("AND", parts, scope, |parts| parts.iter().all(|part| part.holds)),
            Self::Any(parts) => group("OR", parts, scope, |parts| parts.iter().any(|part| part.holds)),
            Self::Test { operator, name, operands } => test(*operator, name, operands, scope),
        }
    }
}

fn compile(value: &Value, levels_left: usize) -> Result<Condition, String> {
    match value {
        _ if levels_left == 0 => Err(format!("Conditions are nested more than {MAX_DEPTH} levels deep")),
        Value::Object(_) => node(value, levels_left),
        // A value on its own is asked whether it is true.
        Value::Bool(_) | Value::String(_) => leaf(Operator::IsTrue, "IS_TRUE", std::slice::from_ref(value)),
        _ => Err("A condition must be an object with operator and operands".to_owned()),
    }
}

fn node(value: &Value, levels_left: usize) -> Result<Condition, String> {
    let name = value["operator"].as_str().ok_or("A condition has no operator")?;
    let operands =
        value["operands"].as_array().ok_or_else(|| format!("The condition {name} has no list of operands"))?;
    let parts = || operands.iter().map(|operand| compile(operand, levels_left - 1)).collect::<Result<_, _>>();
    match name {
        "AND" => Ok(Condition::All(parts()?)),
        "OR" => Ok(Condition::Any(parts()?)),
        _ => match Operator::parse(name) {
            Some(operator) => leaf(operator, name, operands),
            None => Err(format!("Unknown operator {name}; known are AND, OR, {}", Operator::names())),
        },
    }
}

fn leaf(operator: Operator, name: &str, operands: &[Value]) -> Result<Condition, String> {
    let (wanted, found) = (operator.arity(), operands.len());
    if wanted != found {
        let plural = if wanted == 1 { "" } else { "s" };
        return Err(format!("The operator {name} takes {wanted} operand{plural}, not {found}"));
    }
    let compiled = operands.iter().map(|operand| Tree::compile(&unquoted(operand), Dialect::Flow));
    let operands =
        compiled.collect::<Result<_, _>>().map_err(|error| format!("An operand of {name} is wrong: {error}"))?;
    Ok(Condition::Test { operator, name: name.to_owned(), operands })
}

/// Editors save `"text"` with its quotes where a person typed them; they are not part of the text.
fn unquoted(operand: &Value) -> Value {
    let inner = operand.as_str().and_then(|text| text.strip_prefix('"')?.strip_suffix('"'));
    inner.map_or_else(|| operand.clone(), Value::from)
}

fn group(name: &str, parts: &[Condition], scope: &dyn Scope, holds: fn(&[Verdict]) -> bool) -> Verdict {
    let verdicts: Vec<Verdict> = parts.iter().map(|part| part.decide(scope)).collect();
    let mut verdict = Verdict { holds: holds(&verdicts), ..Verdict::default() };
    let mut shown = Vec::with_capacity(verdicts.len());
    for part in verdicts {
        shown.push(part.shown);
        verdict.masked.extend(part.masked);
        verdict.overflowed |= part.overflowed;
    }
    verdict.shown = json!({ "operator": name, "operands": shown });
    verdict
}

fn test(operator: Operator, name: &str, operands: &[Tree], scope: &dyn Scope) -> Verdict {
    let mut verdict = Verdict::default();
    let (mut values, mut shown) = (Vec::with_capacity(2), Vec::with_capacity(2));
    for operand in operands {
        let rendered = operand.render(scope);
        shown.push(rendered.shown.or_else(|| rendered.value.clone()).unwrap_or(Value::Null));
        values.push(rendered.value);
        verdict.masked.extend(rendered.masked);
        verdict.overflowed |= rendered.overflowed;
    }
    verdict.holds = operator.holds(&values);
    verdict.shown = json!({ "operator": name, "operands": shown });
    verdict
}
