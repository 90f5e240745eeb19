//! Thousands of requests made from the description of the API: right ones, right ones with one thing wrong, and
//! rubbish. The server never fails, never panics, never repeats a secret, and a refusal names what was wrong.
//! Chance is seeded, so every run sends the same requests.

mod bodies;
mod case;
mod house;
mod operation;
mod rubbish;
mod schema;
mod wrong;

use std::sync::Arc;

use proptest::{
    strategy::{BoxedStrategy, Just, Strategy as _, ValueTree as _},
    test_runner::TestRunner,
};
use tokio::task::JoinSet;

use self::{
    case::{Case, Wrong},
    house::House,
    operation::Operation,
    rubbish::rubbish,
    wrong::one_thing_wrong,
};
use crate::api::Answer;

/// How many of each kind.
const RIGHT: usize = 1200;
const WRONG: usize = 2600;
const RUBBISH: usize = 1200;
/// Requests under way at once.
const SENDERS: usize = 4;
/// Where the server may send what it has to send, to be heard by nobody.
const ELSEWHERE: &str = "https://events.example.com";
/// In every secret that is sent.
const SECRET: &str = "planted-secret-93c1f7";

/// What becomes of a right request.
type Spoil = fn(Case) -> BoxedStrategy<Case>;

#[tokio::test]
async fn no_generated_request_breaks_the_server_or_is_refused_without_a_reason() {
    let (house, operations) = House::open().await;
    let (house, cases) = (Arc::new(house), Arc::new(generate(&operations)));
    let mut senders = JoinSet::new();
    for first in 0..SENDERS {
        let (house, cases) = (Arc::clone(&house), Arc::clone(&cases));
        senders.spawn(async move {
            let (mut wrong, mut named) = (Vec::new(), 0);
            for case in cases.iter().skip(first).step_by(SENDERS) {
                let _told = Told(case);
                let answer = house.send(case).await;
                named += usize::from(answer.status == 400 && matches!(case.wrong, Wrong::Name(_)));
                wrong.extend(
                    judge(case, &answer).map(|what| format!("{what}\n  {case}\n  {} {}", answer.status, answer.text)),
                );
            }
            (wrong, named)
        });
    }
    let (wrong, named): (Vec<_>, Vec<_>) = senders.join_all().await.into_iter().unzip();
    let (wrong, named) = (wrong.concat(), named.into_iter().sum::<usize>());
    assert!(named > WRONG / 2, "only {named} of {WRONG} reached what reads them");
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    nothing_leaked(&house);
}

fn generate(operations: &[Operation]) -> Vec<Case> {
    let kinds: [(usize, Spoil); 3] = [(RIGHT, |case| Just(case).boxed()), (WRONG, one_thing_wrong), (RUBBISH, rubbish)];
    let mut chance = TestRunner::deterministic();
    let mut cases = Vec::new();
    for (count, spoil) in kinds {
        // Each operation in its turn.
        for operation in operations.iter().cycle().take(count) {
            let drawn = operation.right().prop_flat_map(spoil).new_tree(&mut chance);
            cases.push(drawn.expect("nothing is filtered").current());
        }
    }
    cases
}

/// What is wrong with an answer, beside what [`crate::openapi`] sees in it.
fn judge(case: &Case, answer: &Answer) -> Option<String> {
    let is_malformed = answer.status == 400;
    match &case.wrong {
        // Only who was sent out by the server can come back right.
        Wrong::Nothing if case.template == "/oauth/callback" => None,
        Wrong::Nothing => is_malformed.then(|| "a right request is refused".to_owned()),
        Wrong::Name(name) if !(400..500).contains(&answer.status) => Some(format!("taken, though {name} is wrong")),
        Wrong::Name(name) if is_malformed && !answer.text.contains(name) => {
            Some(format!("does not say that {name} is wrong"))
        }
        _ => None,
    }
}

fn nothing_leaked(house: &House) {
    let log = house.server.output();
    assert!(!log.contains("panicked"), "{log}");
    for secret in [SECRET, house.api.client().secret.as_str()] {
        assert!(!log.contains(secret), "the log tells a secret");
        let told: Vec<_> = house.api.heard().into_iter().filter(|answer| answer.contains(secret)).collect();
        assert!(told.is_empty(), "a secret came back: {told:?}");
    }
}

/// Says which request it was when its answer is wrong.
struct Told<'a>(&'a Case);

impl Drop for Told<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("── what was sent ──\n{}", self.0);
        }
    }
}
