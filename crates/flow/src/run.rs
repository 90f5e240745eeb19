//! A run as a machine that does no I/O: it says what to call, is told what came of it, and says how it ended.

use std::slice;

use catalog::{
    Catalog, ConnectionUse, Work,
    schema::{Moment, Schema, Segment, Type, Violation, Wrong},
};
use model::{
    Clock, ConnectionId, Rng,
    expression::{MASK, Rendered, Tree},
};
use serde_json::{Value, json};
use vault::{Call, CallError, Outcome};

use crate::{
    condition::{Condition, Verdict},
    ending::Ending,
    failure::Failure,
    native::{Effect, is_for_the_vault, perform},
    program::{Action, Body, Program},
    record::Record,
    scope::{Input, State, covered},
    secret_params,
};

/// What a run needs next.
#[derive(Debug)]
pub(crate) enum Next {
    /// Nothing: one action is done, and there may be more.
    Step,
    /// The answer to this call, by [`Run::answer`].
    Call(Prepared),
    /// Nothing ever: it is over.
    Ended(Ending),
}

/// A call for the vault.
#[derive(Debug, PartialEq)]
pub(crate) struct Prepared {
    pub(crate) integration: String,
    pub(crate) action: String,
    pub(crate) connection: Option<ConnectionId>,
    pub(crate) params: Value,
}

impl Prepared {
    /// As the vault takes it.
    pub(crate) fn as_call(&self) -> Call<'_> {
        let Self { integration, action, connection, params } = self;
        Call { integration, action, connection: connection.as_ref(), params }
    }
}

/// What an action came to, before anybody is asked.
enum Begun<'p> {
    Output(Value),
    Branch(&'p [Action], bool),
    Call(Prepared),
    Ended(Ending),
}

/// A run on its way.
pub(crate) struct Run<'p> {
    catalog: &'p Catalog,
    clock: Clock,
    state: State,
    /// The lists of actions it is inside of, innermost last.
    lists: Vec<slice::Iter<'p, Action>>,
    /// Whose call is being answered.
    current: Option<&'p Action>,
    record: Record,
}

impl<'p> Run<'p> {
    pub(crate) fn new(program: &'p Program, catalog: &'p Catalog, input: Input, clock: Clock, rng: Rng) -> Self {
        let shown = json!({ "context": input.context, "fields": input.fields, "vars": covered(&input.vars) });
        let mut record = Record::new(shown);
        record.hide(&input.vars);
        let lists = vec![program.actions.iter()];
        let state = State::new(input, clock.clone(), rng);
        Self { catalog, clock, state, lists, current: None, record }
    }

    /// Goes on until something is needed, at most one action far.
    pub(crate) fn next(&mut self) -> Next {
        let Some(action) = self.advance() else { return Next::Ended(Ending::plain()) };
        self.current = Some(action);
        self.record.begin(action, self.clock.now());
        match self.begin(action) {
            Ok(Begun::Call(prepared)) => Next::Call(prepared),
            Ok(Begun::Output(output)) => self.complete(action, Outcome { output, status: None }),
            Ok(Begun::Branch(branch, result)) => {
                self.lists.push(branch.iter());
                self.complete(action, Outcome { output: json!({ "result": result }), status: None })
            }
            Ok(Begun::Ended(ending)) => Next::Ended(ending),
            Err(failure) => self.fail(action, &failure),
        }
    }

    /// Takes what came of the last call.
    pub(crate) fn answer(&mut self, result: Result<Outcome, CallError>) -> Next {
        match (self.current, result) {
            (Some(action), Ok(outcome)) => self.complete(action, outcome),
            (Some(action), Err(error)) => {
                let mut failure = Failure::from(error);
                if action.mask_output {
                    failure.cover_details();
                }
                self.fail(action, &failure)
            }
            (None, _) => Next::Step,
        }
    }

    /// Ends the run from outside; the action that is being waited for takes the blame.
    pub(crate) fn abort(&mut self, message: String) -> Ending {
        let failure = Failure::flow(message);
        self.record.failure(&failure, self.clock.now());
        Ending::failed(&failure, self.current)
    }

    /// The record, when all is over.
    pub(crate) fn into_record(self) -> Record {
        self.record
    }

    fn advance(&mut self) -> Option<&'p Action> {
        loop {
            match self.lists.last_mut()?.next() {
                Some(action) => return Some(action),
                None => drop(self.lists.pop()),
            }
        }
    }

    fn complete(&mut self, action: &'p Action, outcome: Outcome) -> Next {
        let shown = if action.mask_output {
            self.record.hide(&outcome.output);
            Value::from(MASK)
        } else {
            outcome.output.clone()
        };
        self.record.output(shown, outcome.status, self.clock.now());
        match self.state.set_output(&action.id, outcome.output, action.mask_output) {
            Ok(()) => Next::Step,
            Err(_) => Next::Ended(self.too_much(action)),
        }
    }

    fn too_much(&mut self, action: &Action) -> Ending {
        let failure = Failure::flow("The outputs and variables of this run have grown too large");
        self.record.failure(&failure, self.clock.now());
        Ending::failed(&failure, Some(action))
    }

    fn fail(&mut self, action: &Action, failure: &Failure) -> Next {
        self.record.failure(failure, self.clock.now());
        if action.allow_failure { Next::Step } else { Next::Ended(Ending::failed(failure, Some(action))) }
    }

    fn begin(&mut self, action: &'p Action) -> Result<Begun<'p>, Failure> {
        match &action.body {
            Body::Branch { test, then, otherwise } => {
                let holds = self.decide(test)?;
                Ok(Begun::Branch(if holds { then } else { otherwise }, holds))
            }
            Body::Params(Ok(tree)) => self.with_params(action, tree),
            Body::Params(Err(error)) => Err(Failure::expression(error)),
        }
    }

    fn decide(&mut self, test: &Result<Condition, String>) -> Result<bool, Failure> {
        let test = test.as_ref().map_err(Failure::action)?;
        let Verdict { holds, shown, masked, overflowed } = test.decide(&self.state);
        masked.iter().for_each(|value| self.record.hide(value));
        self.record.input(json!({ "if": shown }));
        if overflowed { Err(too_large()) } else { Ok(holds) }
    }

    fn with_params(&mut self, action: &'p Action, tree: &Tree) -> Result<Begun<'p>, Failure> {
        let (_, known) = self.catalog.action(&action.integration, &action.name).ok_or_else(|| unknown(action))?;
        let stores_vars = matches!(known.work, Work::Native(catalog::Native::StoreVars));
        let (mut params, shown) = self.render(tree, &known.params, stores_vars)?;
        let connection = match known.connection {
            ConnectionUse::None => None,
            wanted => connection(&mut params, wanted)?,
        };
        let violations = known.params.validate(&params, Moment::Run);
        if !violations.is_empty() {
            return Err(Failure::params(&violations));
        }
        match &known.work {
            Work::Native(native) if !is_for_the_vault(*native) => {
                self.local(action, tree, perform(*native, &params)?, shown)
            }
            Work::Native(_) | Work::Requests { .. } => {
                let (integration, action) = (action.integration.clone(), action.name.clone());
                Ok(Begun::Call(Prepared { integration, action, connection, params }))
            }
        }
    }

    /// The params, and what the record shows of them where that differs.
    fn render(&mut self, tree: &Tree, declared: &Schema, stores_vars: bool) -> Result<(Value, Option<Value>), Failure> {
        let Rendered { value, mut shown, masked, overflowed } = tree.render(&self.state);
        let params = value.unwrap_or_else(|| json!({}));
        masked.iter().for_each(|value| self.record.hide(value));
        if stores_vars {
            self.record.hide(&params["vars"]);
            shown = Some(json!({ "vars": covered(&params["vars"]) }));
        }
        if secret_params::any(declared) {
            let shown = shown.get_or_insert_with(|| params.clone());
            secret_params::cover(declared, &params, shown).into_iter().for_each(|value| self.record.hide(value));
        }
        self.record.input(shown.clone().unwrap_or_else(|| params.clone()));
        if overflowed { Err(too_large()) } else { Ok((params, shown)) }
    }

    fn local(
        &mut self,
        action: &Action,
        tree: &Tree,
        effect: Effect,
        shown: Option<Value>,
    ) -> Result<Begun<'p>, Failure> {
        match effect {
            Effect::Output(output) => Ok(Begun::Output(output)),
            Effect::Answer(output) => {
                let shown = shown.map(|mut shown| shown["payload"].take());
                Ok(Begun::Ended(Ending::answer(output, shown)))
            }
            Effect::Message(message) => Ok(Begun::Ended(Ending::message(action, message))),
            Effect::Vars(vars) => match self.state.store_vars(vars, declared_vars(tree)) {
                Ok(()) => Ok(Begun::Output(Value::Null)),
                Err(_) => Ok(Begun::Ended(self.too_much(action))),
            },
        }
    }
}

/// The variables an author lists: one that comes out undefined must not keep its old value.
fn declared_vars(params: &Tree) -> impl Iterator<Item = &str> {
    let vars = members(params).iter().find(|(key, _)| key == "vars");
    vars.map_or(&[][..], |(_, vars)| members(vars)).iter().map(|(name, _)| name.as_str())
}

fn members(tree: &Tree) -> &[(String, Tree)] {
    match tree {
        Tree::Object(members) => members,
        _ => &[],
    }
}

/// Takes `connection_id` out of the params.
fn connection(params: &mut Value, wanted: ConnectionUse) -> Result<Option<ConnectionId>, Failure> {
    let id = params.as_object_mut().and_then(|params| params.shift_remove("connection_id"));
    match id {
        Some(Value::String(id)) => match ConnectionId::parse(&id) {
            Some(id) => Ok(Some(id)),
            None => Err(Failure::action("Connection not found")),
        },
        None | Some(Value::Null) if wanted == ConnectionUse::Optional => Ok(None),
        _ => Err(Failure::params(&[Violation {
            path: vec![Segment::Name("connection_id".to_owned())],
            wrong: Wrong::Type { expected: vec![Type::String], found: "undefined" },
            description: None,
        }])),
    }
}

fn unknown(action: &Action) -> Failure {
    Failure::action(format!("No integration knows the action {}.{}", action.integration, action.name))
}

fn too_large() -> Failure {
    Failure::action("The calculated parameters are too large")
}
