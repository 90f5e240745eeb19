//! What authors of flows and integration files may rely on, one sentence per test.

mod functions;
mod masking;
mod parsing;
mod properties;
mod rendering;
mod shapes;

use serde_json::{Value, json};

use crate::{Clock, Rng, UnixMillis};

use super::{Dialect, ParseError, Path, Rendered, Scope, Template, Tree};

/// A scope over one JSON object; `vars` and `secret.*` are hidden.
pub(super) struct Names {
    values: Value,
    clock: Clock,
    rng: Rng,
}

impl Names {
    pub(super) fn new(values: Value) -> Self {
        Self { values, clock: Clock::fixed(UnixMillis(1_726_145_535_805)), rng: Rng::seeded(1) }
    }

    fn some() -> Self {
        Self::new(json!({
            "fields": {
                "name": "Ada", "age": 36, "ok": true, "nothing": null, "list": ["a", "b", "c"],
                "first name": "Augusta", "phone": { "number": "+34" }, "ratio": 1.5, "empty": "",
            },
            "vars": { "pin": "1234-5678", "n": 7 },
            "actions": { "http-1": { "status": 200 } },
        }))
    }
}

impl Scope for Names {
    fn root(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }
    fn hides(&self, path: &Path) -> bool {
        path.root() == "vars"
    }
    fn clock(&self) -> &Clock {
        &self.clock
    }
    fn rng(&self) -> &Rng {
        &self.rng
    }
}

fn render(text: &str) -> Rendered {
    Template::parse(text, Dialect::Catalogue).unwrap().evaluate(&Names::some())
}

/// The value of one expression.
fn value(expression: &str) -> Option<Value> {
    render(&format!("{{{{{expression}}}}}")).value
}

fn text(template: &str) -> String {
    render(template).value.unwrap().as_str().unwrap().to_owned()
}

fn mistake(template: &str) -> ParseError {
    Template::parse(template, Dialect::Flow).unwrap_err()
}

fn tree(value: &Value) -> Rendered {
    Tree::compile(value, Dialect::Flow).unwrap().render(&Names::some())
}
