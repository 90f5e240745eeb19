//! A flow's actions, compiled: every template parsed, every alias resolved, mistakes kept for the moment they matter.

use model::expression::{Dialect, ParseError, Tree};
use serde_json::{Value, json};

use crate::{aliases::Aliases, check::MAX_NESTING, condition::Condition};

/// A compiled flow.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) actions: Vec<Action>,
}

/// One compiled action.
#[derive(Debug)]
pub(crate) struct Action {
    pub(crate) id: String,
    pub(crate) alias: Option<String>,
    /// The `type` on the wire: `TWILIO`.
    pub(crate) integration: String,
    /// The `action` on the wire: `SEND_SMS`.
    pub(crate) name: String,
    pub(crate) allow_failure: bool,
    pub(crate) mask_output: bool,
    pub(crate) body: Body,
}

/// What an action does.
#[derive(Debug)]
pub(crate) enum Body {
    /// Goes one way or the other.
    Branch { test: Result<Condition, String>, then: Vec<Action>, otherwise: Vec<Action> },
    /// Everything else; the params as they were written. Boxed: parse errors are rare and large.
    Params(Result<Tree, Box<ParseError>>),
}

impl Program {
    /// A flow without actions.
    pub(crate) fn empty() -> Self {
        Self { actions: Vec::new() }
    }

    /// Compiles the stored actions.
    ///
    /// # Errors
    /// Words for the author, when this is no list of actions at all.
    pub(crate) fn compile(actions: &Value) -> Result<Self, String> {
        let actions = actions.as_array().ok_or("The flow's actions are not a list")?;
        Ok(Self { actions: list(actions, &Aliases::of(actions), MAX_NESTING)? })
    }
}

fn list(actions: &[Value], aliases: &Aliases, levels_left: usize) -> Result<Vec<Action>, String> {
    actions.iter().map(|action| compile(action, aliases, levels_left)).collect()
}

fn compile(action: &Value, aliases: &Aliases, levels_left: usize) -> Result<Action, String> {
    let text = |key: &str| action[key].as_str().map(str::to_owned);
    let needed = |key: &str| text(key).ok_or_else(|| format!("An action has no {key}"));
    Ok(Action {
        id: needed("id")?,
        alias: text("alias"),
        integration: needed("type")?,
        name: needed("action")?,
        allow_failure: action["allow_failure"] == true,
        mask_output: action["mask_output"] == true,
        body: if is_condition(action) { branch(action, aliases, levels_left)? } else { params(action, aliases) },
    })
}

fn branch(action: &Value, aliases: &Aliases, levels_left: usize) -> Result<Body, String> {
    let levels_left = levels_left.checked_sub(1).ok_or("Conditions are nested too deeply")?;
    let mut test = Condition::compile(&action["params"]["if"]);
    if let Ok(test) = &mut test {
        test.rewrite(&mut |path| aliases.resolve(path));
    }
    let [then, otherwise] = branches(action).map(|branch| list(branch.unwrap_or_default(), aliases, levels_left));
    Ok(Body::Branch { test, then: then?, otherwise: otherwise? })
}

fn params(action: &Value, aliases: &Aliases) -> Body {
    let nothing = json!({});
    let mut tree = Tree::compile(action.get("params").unwrap_or(&nothing), Dialect::Flow).map_err(Box::new);
    if let Ok(tree) = &mut tree {
        tree.rewrite(&mut |path| aliases.resolve(path));
    }
    Body::Params(tree)
}

/// Whether this is the one action that holds others.
pub(crate) fn is_condition(action: &Value) -> bool {
    action["type"] == "FLOW" && action["action"] == "BOOLEAN_CONDITION"
}

/// The lists under `then` and `else`, where they are lists.
pub(crate) fn branches(action: &Value) -> [Option<&[Value]>; 2] {
    ["then", "else"].map(|branch| action["params"][branch].as_array().map(Vec::as_slice))
}
