//! What really happened at the service: every refresh token, how often it was spent and by whose request, every access
//! token and until when it is good. The product never sees this; the verdict is computed from it.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use model::{Clock, UnixMillis};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::plan::{Fault, Policy, REUSE_WINDOW};

/// The grant a person gave to one connection: a line of refresh tokens.
#[derive(Clone, Debug)]
pub(crate) struct Family {
    pub(crate) policy: Policy,
    /// Which of the fleet's connections has it.
    pub(crate) connection: usize,
    pub(crate) granted_at: UnixMillis,
    /// How long its access tokens live, in milliseconds.
    pub(crate) life: i64,
    pub(crate) death: Option<Death>,
}

/// The end of a grant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Death {
    pub(crate) at: UnixMillis,
    pub(crate) cause: Cause,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Cause {
    /// The person withdrew it.
    Withdrawn,
    /// A refresh token was used again that must not be: `spent` is the request that had used it before, `by` the one
    /// that used it again.
    Reused { spent: usize, by: usize },
}

/// A request for a token, in the order they arrived.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) at: UnixMillis,
    pub(crate) node: usize,
    pub(crate) family: usize,
    /// The first of its grant: the proof, while somebody connects, that the grant can be refreshed at all. Nothing is
    /// stored before it, so there is nothing to write a journal about.
    pub(crate) is_drill: bool,
    /// SHA-256 of the refresh token it came with.
    pub(crate) hash: [u8; 32],
    pub(crate) fault: Option<Fault>,
    /// Whether the service took the refresh token and gave another.
    pub(crate) rotated: bool,
    /// Whether a new access token was made.
    pub(crate) issued: bool,
    /// When the answer was on its way.
    pub(crate) answered: Option<UnixMillis>,
}

struct RefreshToken {
    family: usize,
    /// The requests that rotated it, by number.
    rotated: Vec<usize>,
    arrived: usize,
    parent: Option<String>,
    child_was_used: bool,
}

struct AccessToken {
    family: usize,
    until: UnixMillis,
}

/// How a call with an access token is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Judgement {
    Valid,
    /// It had ended so many milliseconds before it arrived.
    Late {
        by: i64,
        family: usize,
    },
    /// Its grant is dead, which ends its access tokens too.
    Revoked,
    /// The service never gave it.
    Unknown,
}

#[derive(Default)]
struct Books {
    families: Vec<Family>,
    refresh_tokens: HashMap<String, RefreshToken>,
    access_tokens: HashMap<String, AccessToken>,
    asked: Vec<Asked>,
    made: u64,
}

/// The books of the service.
pub(crate) struct Truth {
    books: Mutex<Books>,
    clock: Clock,
}

impl Truth {
    pub(crate) fn new() -> Self {
        Self { books: Mutex::default(), clock: Clock::system() }
    }

    pub(crate) fn now(&self) -> UnixMillis {
        self.clock.now()
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A person grants; returns the code that the connection exchanges.
    pub(crate) fn grant(&self, policy: Policy, connection: usize, life: i64) -> String {
        let granted_at = self.now();
        let mut books = self.books();
        books.families.push(Family { policy, connection, granted_at, life, death: None });
        format!("code-{}", books.families.len() - 1)
    }

    /// Exchanges a code for the first tokens.
    pub(crate) fn exchange(&self, code: &str) -> Option<Value> {
        let now = self.now();
        let mut books = self.books();
        let family = code.strip_prefix("code-")?.parse().ok().filter(|family| *family < books.families.len())?;
        let refresh_token = books.make_refresh_token(family, None);
        Some(books.answer(family, now, Some(refresh_token)))
    }

    /// Notes that a refresh token has arrived; the number of the request, and whether something may go wrong with it:
    /// with the first use of a token and not while somebody connects. `None` when the service never gave it.
    pub(crate) fn arrived(&self, node: usize, token: &str) -> Option<(usize, bool)> {
        let at = self.now();
        let mut books = self.books();
        let refresh_token = books.refresh_tokens.get_mut(token)?;
        refresh_token.arrived += 1;
        let (family, is_first) = (refresh_token.family, refresh_token.arrived == 1);
        let is_drill = is_first && refresh_token.parent.is_none();
        // A reusable refresh token is the same every time.
        let may_fail = !is_drill && (is_first || books.families[family].policy == Policy::Reusable);
        let (hash, fault) = (Sha256::digest(token).into(), None);
        let asked = Asked { at, node, family, is_drill, hash, fault, rotated: false, issued: false, answered: None };
        books.asked.push(asked);
        Some((books.asked.len() - 1, may_fail))
    }

    /// Notes what goes wrong with a request.
    pub(crate) fn curse(&self, request: usize, fault: Fault) {
        self.books().asked[request].fault = Some(fault);
    }

    /// Notes that an answer is on its way.
    pub(crate) fn answered(&self, request: usize) {
        let now = self.now();
        self.books().asked[request].answered = Some(now);
    }

    /// The person withdraws the grant that a request is about.
    pub(crate) fn withdraw(&self, request: usize) {
        let now = self.now();
        let mut books = self.books();
        let family = books.asked[request].family;
        books.kill(family, now, Cause::Withdrawn);
    }

    /// Answers a refresh by the family's policy; `None` is `invalid_grant`.
    pub(crate) fn refresh(&self, request: usize, token: &str) -> Option<Value> {
        let now = self.now();
        let mut books = self.books();
        let (family, fault) = (books.asked[request].family, books.asked[request].fault);
        if books.families[family].death.is_some() {
            return None;
        }
        let keeps = books.families[family].policy == Policy::Reusable || fault == Some(Fault::NoRefreshToken);
        if let Some(spent) = books.forbids(token, now) {
            books.kill(family, now, Cause::Reused { spent, by: request });
            return None;
        }
        books.note_use(token);
        let successor = (!keeps).then(|| books.make_refresh_token(family, Some(token.to_owned())));
        books.asked[request].issued = true;
        if successor.is_some() {
            books.asked[request].rotated = true;
            books.refresh_tokens.get_mut(token).expect("it arrived").rotated.push(request);
        }
        let mut answer = books.answer(family, now, successor);
        if fault == Some(Fault::NoExpiresIn) {
            answer.as_object_mut().expect("an object").remove("expires_in");
        }
        Some(answer)
    }

    /// Judges a call that arrives now.
    pub(crate) fn judge(&self, token: &str) -> Judgement {
        let now = self.now();
        let books = self.books();
        let Some(token) = books.access_tokens.get(token) else { return Judgement::Unknown };
        match books.families[token.family].death {
            _ if now >= token.until => Judgement::Late { by: now.0 - token.until.0, family: token.family },
            Some(_) => Judgement::Revoked,
            None => Judgement::Valid,
        }
    }

    /// A copy of what the verdict needs.
    pub(crate) fn told(&self) -> (Vec<Family>, Vec<Asked>) {
        let books = self.books();
        (books.families.clone(), books.asked.clone())
    }

    /// How many requests brought a new token.
    pub(crate) fn refreshes(&self) -> usize {
        self.books().asked.iter().filter(|asked| asked.issued).count()
    }

    /// From now on the access tokens of a grant live so many milliseconds.
    pub(crate) fn lengthen(&self, family: usize, life: i64) {
        self.books().families[family].life = life;
    }

    /// How many requests to refresh there were for a grant.
    pub(crate) fn asked_for(&self, family: usize) -> usize {
        self.books().asked.iter().filter(|asked| asked.family == family).count()
    }

    /// The newest request of this node that brought a new token.
    pub(crate) fn newest_issued(&self, node: usize) -> Option<Asked> {
        self.books().asked.iter().rev().find(|asked| asked.node == node && asked.issued).cloned()
    }

    pub(crate) fn family(&self, family: usize) -> Family {
        self.books().families[family].clone()
    }

    /// The grants that are dead.
    pub(crate) fn dead(&self) -> Vec<(usize, Family)> {
        let books = self.books();
        let dead = books.families.iter().enumerate().filter(|(_, family)| family.death.is_some());
        dead.map(|(number, family)| (number, family.clone())).collect()
    }
}

impl Books {
    fn make_refresh_token(&mut self, family: usize, parent: Option<String>) -> String {
        self.made += 1;
        let token = format!("refresh-{family}-{}-of-the-torture", self.made);
        let new = RefreshToken { family, rotated: Vec::new(), arrived: 0, parent, child_was_used: false };
        self.refresh_tokens.insert(token.clone(), new);
        token
    }

    fn answer(&mut self, family: usize, now: UnixMillis, refresh_token: Option<String>) -> Value {
        self.made += 1;
        let token = format!("access-{family}-{}-of-the-torture", self.made);
        let life = self.families[family].life;
        self.access_tokens.insert(token.clone(), AccessToken { family, until: UnixMillis(now.0 + life) });
        let mut answer = json!({"access_token": token, "token_type": "Bearer", "expires_in": life / 1000});
        if let Some(refresh_token) = refresh_token {
            answer["refresh_token"] = json!(refresh_token);
        }
        answer
    }

    /// Whether using this refresh token now is the reuse that a thief would do; by which request it was spent before.
    fn forbids(&self, token: &str, now: UnixMillis) -> Option<usize> {
        let known = &self.refresh_tokens[token];
        let (first, last) = (*known.rotated.first()?, *known.rotated.last()?);
        let since = now.since(self.asked[first].at);
        let forgiven =
            self.families[known.family].policy == Policy::Rotating && since <= REUSE_WINDOW && !known.child_was_used;
        (!forgiven).then_some(last)
    }

    fn note_use(&mut self, token: &str) {
        let parent = self.refresh_tokens[token].parent.clone();
        if let Some(parent) = parent.and_then(|parent| self.refresh_tokens.get_mut(&parent)) {
            parent.child_was_used = true;
        }
    }

    fn kill(&mut self, family: usize, at: UnixMillis, cause: Cause) {
        self.families[family].death.get_or_insert(Death { at, cause });
    }
}

#[test]
fn the_truth_forgives_as_each_policy_says() {
    let truth = Truth::new();
    let spend = |token: &str| {
        let (request, _) = truth.arrived(0, token).expect("a token of ours");
        truth.refresh(request, token)
    };
    for (policy, forgiven) in [(Policy::Reusable, true), (Policy::Rotating, true), (Policy::SingleUse, false)] {
        let first = truth.exchange(&truth.grant(policy, 0, 5000)).expect("a good code");
        let token = first["refresh_token"].as_str().expect("text").to_owned();
        spend(&token).expect("the first use");
        assert_eq!(spend(&token).is_some(), forgiven, "{policy:?}");
        assert_eq!(truth.judge(first["access_token"].as_str().expect("text")) == Judgement::Valid, forgiven);
    }
}

#[test]
fn the_truth_knows_reuse_after_a_successor_was_used() {
    let truth = Truth::new();
    let spend = |token: &str| {
        let (request, _) = truth.arrived(0, token).expect("a token of ours");
        truth.refresh(request, token)
    };
    let first = truth.exchange(&truth.grant(Policy::Rotating, 0, 5000)).expect("a good code");
    let token = first["refresh_token"].as_str().expect("text");
    let second = spend(token).expect("the first use");
    spend(second["refresh_token"].as_str().expect("text")).expect("the successor");
    assert!(spend(token).is_none(), "a thief, or we");
    assert!(truth.dead().len() == 1);
}
