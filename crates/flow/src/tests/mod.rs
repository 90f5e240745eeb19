//! Runs of whole flows, with the answers of services written down beforehand.

mod branches;
mod checking;
mod failures;
mod limits;
mod masking;
mod outcomes;
mod record;

use std::{collections::VecDeque, sync::OnceLock};

use catalog::Catalog;
use model::{Clock, Rng, UnixMillis};
use serde_json::{Value, json};
use vault::{CallError, Outcome};

use crate::{
    Input,
    ending::Ending,
    program::Program,
    run::{Next, Prepared, Run},
};

/// What the vault says to one call.
pub(crate) enum Reply {
    Works(Value),
    Fails(CallError),
}

/// What came of a run.
pub(crate) struct Played {
    pub(crate) ending: Ending,
    pub(crate) debug: Value,
    pub(crate) calls: Vec<Prepared>,
}

pub(crate) fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(Catalog::builtin)
}

pub(crate) fn input() -> Input {
    Input {
        fields: json!({ "name": "Ada", "age": 36, "password": "correct horse" }),
        context: json!({ "user": { "id": "auth0|1" } }),
        vars: json!({ "token": "variable-token", "n": 7 }),
    }
}

/// Runs `actions`; each call gets the next of `answers`.
pub(crate) fn play(actions: Value, answers: Vec<Reply>) -> Played {
    play_with(&actions, input(), answers)
}

pub(crate) fn play_with(actions: &Value, input: Input, answers: Vec<Reply>) -> Played {
    let program = Program::compile(actions).unwrap();
    let clock = Clock::fixed(UnixMillis(1_726_145_535_805));
    let mut run = Run::new(&program, catalog(), input, clock, Rng::seeded(1));
    let mut answers = VecDeque::from(answers);
    let mut calls = Vec::new();
    let mut next = run.next();
    let mut ending = loop {
        next = match next {
            Next::Ended(ending) => break ending,
            Next::Step => run.next(),
            Next::Call(prepared) => {
                calls.push(prepared);
                run.answer(match answers.pop_front().expect("one answer for every call") {
                    Reply::Works(output) => Ok(Outcome { output, status: Some(200) }),
                    Reply::Fails(error) => Err(error),
                })
            }
        };
    };
    let debug = run.into_record().finish(&mut ending);
    Played { ending, debug, calls }
}

pub(crate) fn answer(output: Value) -> Reply {
    Reply::Works(output)
}

pub(crate) fn outage() -> Reply {
    Reply::Fails(CallError::Outage {
        message: "the service is away".to_owned(),
        status: Some(503),
        may_have_acted: true,
    })
}

/// An action with an id, of a type and name: `action("a", "HTTP.SEND_REQUEST", …)`.
pub(crate) fn action(id: &str, kind: &str, params: Value) -> Value {
    let (integration, name) = kind.split_once('.').unwrap();
    json!({ "id": id, "type": integration, "action": name, "params": params })
}

pub(crate) fn with(mut action: Value, key: &str, value: Value) -> Value {
    action[key] = value;
    action
}

pub(crate) fn http(id: &str, url: &str) -> Value {
    action(id, "HTTP.SEND_REQUEST", json!({ "url": url }))
}

pub(crate) fn give(payload: Value) -> Value {
    action("answer", "FLOW.RETURN_JSON", json!({ "payload": payload }))
}

/// What the template gives at the end of a run of `actions`.
pub(crate) fn seen_after(mut actions: Vec<Value>, answers: Vec<Reply>, template: &str) -> Value {
    actions.push(give(json!({ "seen": template })));
    play(Value::Array(actions), answers).ending.output.unwrap()["seen"].take()
}
