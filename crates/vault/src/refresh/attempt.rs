//! The steps of one renewal: claim, read and journal; ask; store; publish. Runs in a task of its own, so that no caller
//! who gives up takes a grant with them.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use catalog::Setup;
use model::{FailureClass, Spent};
use seal::{KeyRing, Sealed};
use sha2::{Digest as _, Sha256};
use store::{Claim, Claimed, Decision, FailedRenewal, Lease, NewTokens};
use tokio::time::sleep;

use super::{
    deciding::{Known, Verdict, Want, judge},
    flight::Landed,
    grant_of,
    trouble::Trouble,
};
use crate::{
    Error, Vault, cache::Slot, connections::tokens_place, credential::Credential, failure::Failure, metrics::Outcome,
    opening::Unusable, token::Token,
};

/// How long a token endpoint may take in all.
pub(crate) const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// Longer than [`ANSWER_WITHIN`], so that nobody else begins while an answer may still come.
const LEASE: Duration = Duration::from_mins(1);
/// How often the row is looked at while another process renews.
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(100);
/// How long another process is waited for.
const OTHERS_WITHIN: Duration = Duration::from_secs(20);
/// How often a person may reconnect while one token is being fetched.
const RECONNECTS_AT_MOST: usize = 3;
/// The first and the longest pause between two tries to store an answer.
const STORE_AGAIN_AFTER: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(2));

/// A lease that was taken to ask for a token, and what was read under it.
pub(super) struct Spending {
    pub(super) credential: Arc<Credential>,
    pub(super) claimed: Box<Claimed>,
    since: Instant,
    want: Want,
}

/// What taking the lease led to.
enum Taken {
    /// The end: nothing has to be asked, or nothing can be.
    Landed(Landed),
    Busy,
    Spending(Spending),
}

/// What judging under the lease found out, beside the decision for the store.
enum Judged {
    Spend(Arc<Credential>),
    Landed(Landed),
}

impl Vault {
    /// Renews a connection's token once, or finds that there is no need.
    pub(super) async fn attempt(&self, slot: &Slot, want: Want) -> Landed {
        let waited_since = Instant::now();
        for _ in 0..RECONNECTS_AT_MOST {
            let spending = loop {
                match self.claim(slot, want).await? {
                    Taken::Landed(landed) => return landed,
                    Taken::Spending(spending) => break spending,
                    Taken::Busy if waited_since.elapsed() < OTHERS_WITHIN => sleep(LOOK_AGAIN_AFTER).await,
                    Taken::Busy => return Err(Unusable::NoToken(Failure::not_sent(BUSY))),
                }
            };
            // `None` when a person reconnected meanwhile, and a token has to be fetched with the new setup.
            if let Some(landed) = self.spend(slot, &spending).await {
                return landed;
            }
        }
        Err(Unusable::NoToken(Failure::not_sent("the connection is being changed: try again")))
    }

    async fn claim(&self, slot: &Slot, want: Want) -> Result<Taken, Unusable> {
        let ring = self.keys.ring(&slot.tenant).await?;
        let since = Instant::now();
        let mut judged = None;
        let lease = Lease { owner: &self.name, length: LEASE };
        let claim = self.store.claim_renewal(&slot.tenant, &slot.id, lease, |claimed| {
            let (verdict, decision) = self.decide(slot, want, &ring, claimed);
            judged = Some(verdict);
            decision
        });
        let claim = claim.await?;
        match (claim, judged) {
            (Claim::Gone, _) => {
                self.cache.forget(&slot.tenant, &slot.id);
                Ok(Taken::Landed(Err(Unusable::Missing)))
            }
            (Claim::Taken(claimed, _), Some(Judged::Spend(credential))) => {
                self.measure(want, &credential, &claimed);
                Ok(Taken::Spending(Spending { credential, claimed, since, want }))
            }
            (Claim::Taken(..), Some(Judged::Landed(landed))) => Ok(Taken::Landed(landed.map(|good| slot.keep(good)))),
            _ => Ok(Taken::Busy),
        }
    }

    fn measure(&self, want: Want, credential: &Credential, claimed: &Claimed) {
        let due = claimed.renewal.refresh_at.filter(|_| want == Want::Scheduled);
        if let Some(due) = due {
            self.metrics.delayed(self.clock.now().since(due));
        }
        let spends = self.token_setup(credential).is_some_and(|setup| setup.oauth.is_some());
        if spends && lost_answer(claimed).is_some() {
            let was_noted = claimed.renewal.failure.is_some();
            self.metrics.spent_twice(if was_noted { "unclear" } else { "crash" });
        }
    }

    /// Decides what to do with the lease, inside the transaction that takes it.
    fn decide(&self, slot: &Slot, want: Want, ring: &KeyRing, claimed: &Claimed) -> (Judged, Decision) {
        let renewal = &claimed.renewal;
        let leave = |landed, refresh_at| (Judged::Landed(landed), Decision::Leave { refresh_at });
        let credential = match self.open_credential(ring, slot, claimed.credential.clone()) {
            Ok(credential) => Arc::new(credential),
            Err(unusable) => return leave(Err(unusable), None),
        };
        let Some(declared) = self.token_setup(&credential) else { return leave(Ok(credential), None) };
        let known = Known { credential: &credential, declared, renewal, now: self.clock.now() };
        match judge(want, &known) {
            Verdict::Ask => {
                let refresh_token = credential.token.as_ref().and_then(Token::refresh_token).unwrap_or_default();
                let hash = Sha256::digest(refresh_token).into();
                (Judged::Spend(credential), Decision::Spend { hash })
            }
            Verdict::Good => leave(Ok(credential), renewal.refresh_at),
            Verdict::Stands => {
                let failure = self.standing(slot, claimed);
                leave(Err(Unusable::NoToken(failure)), renewal.refresh_at)
            }
            Verdict::Keep { until } => leave(Ok(credential), until),
        }
    }

    /// The last failure, as callers are told again.
    fn standing(&self, slot: &Slot, claimed: &Claimed) -> Failure {
        let (said, may_pass) = match &claimed.renewal.failure {
            Some(failure) => (failure.said.clone(), failure.class.may_pass()),
            None => (String::new(), true),
        };
        let failure = if may_pass { Failure::not_sent(said) } else { Failure::refused(said) };
        slot.memory().note_failure(claimed.credential.generation, claimed.renewal.refresh_at, failure.clone());
        failure
    }

    /// Asks under the lease, and stores what comes of it. `None` when the connection moved on meanwhile.
    async fn spend(&self, slot: &Slot, spending: &Spending) -> Option<Landed> {
        let asked = Instant::now();
        let answer = if spending.since.elapsed() + ANSWER_WITHIN > LEASE {
            // This process was paused since it took the lease: by now somebody else may have begun.
            Err(Trouble::later("the renewal was interrupted before anything was sent"))
        } else {
            self.next_token(&slot.tenant, &spending.credential).await
        };
        let outcome = answer.as_ref().map_or_else(|trouble| trouble.class.into(), |_| Outcome::Fresh);
        self.metrics.refreshed(outcome, asked.elapsed());
        match answer {
            Ok(token) => self.keep_token(slot, spending, self.learn(spending, token)).await,
            Err(trouble) => self.note_trouble(slot, spending, trouble).await,
        }
    }

    /// A service that refuses a token whose life nobody told has told it now.
    fn learn(&self, spending: &Spending, token: Token) -> Token {
        match (&spending.credential.token, spending.want) {
            (Some(refused), Want::Other { .. }) => token.learning_from(refused, self.clock.now()),
            _ => token,
        }
    }

    async fn keep_token(&self, slot: &Slot, spending: &Spending, token: Token) -> Option<Landed> {
        let oauth = self.token_setup(&spending.credential).and_then(|setup| setup.oauth.as_ref());
        let grant = grant_of(&token, oauth, &self.rng);
        let saved = async {
            let ring = self.keys.ring(&slot.tenant).await?;
            let sealed = ring.seal(&self.rng, tokens_place(&slot.tenant, &slot.id), &token.to_stored())?;
            self.save_until_done(slot, spending, (&sealed, &grant)).await
        };
        match saved.await {
            Err(error) => Some(Err(error.into())),
            // Whatever is in the row counts, stored by us or not.
            Ok(_) => match self.open_row(slot).await {
                Ok(current) if current.token.is_none() && self.token_setup(&current).is_some() => None,
                opened => Some(opened),
            },
        }
    }

    /// Stores an answer: once a service has given something, only the end of the process keeps it from the database.
    async fn save_until_done(
        &self,
        slot: &Slot,
        spending: &Spending,
        (tokens, grant): (&Sealed, &store::Grant),
    ) -> Result<bool, Error> {
        let refreshed_at = spending.credential.token.is_some().then(|| self.clock.now());
        let (generation, number) = (spending.credential.generation, spending.claimed.number);
        let event = self.news_of_grant(slot, spending, grant);
        let new = NewTokens { generation, number, tokens, refreshed_at, grant, event: event.as_ref() };
        let (mut pause, longest) = STORE_AGAIN_AFTER;
        loop {
            match self.store.save_tokens(&slot.tenant, &slot.id, new).await {
                Err(error @ store::Error::Unavailable(_)) => {
                    tracing::warn!(connection = %slot.id, %error, "a new token cannot be stored yet: trying again");
                    sleep(pause).await;
                    pause = (pause * 2).min(longest);
                }
                done => return Ok(done?),
            }
        }
    }

    async fn note_trouble(&self, slot: &Slot, spending: &Spending, trouble: Trouble) -> Option<Landed> {
        let trouble = after_lost_answer(trouble, &spending.claimed);
        let times = spending.claimed.renewal.failure.as_ref().map_or(0, |failure| failure.times) + 1;
        let again_at = trouble.again_at(times, self.clock.now(), &self.rng);
        let is_scheduled = self.token_setup(&spending.credential).is_some_and(|setup| setup.oauth.is_some());
        let said = trouble.failure.to_string();
        tracing::warn!(connection = %slot.id, class = trouble.class.as_str(), said, "a token could not be renewed");
        let event = self.news_of_trouble(slot, spending, &trouble, &said);
        let failed = FailedRenewal {
            number: spending.claimed.number,
            failure: trouble.class,
            said: &said,
            refresh_at: again_at.filter(|_| is_scheduled),
            // Nor is it known any better when this request did nothing, but one before it may have.
            may_be_spent: trouble.may_be_spent || lost_answer(&spending.claimed).is_some(),
            event: event.as_ref(),
        };
        let noted = self.store.fail_renewal(&slot.tenant, &slot.id, failed).await;
        if trouble.blames_client {
            let blamed = self.store.note_oauth_client(&slot.tenant, &spending.credential.app_id, Some(&said)).await;
            let _ = blamed.inspect_err(|error| tracing::warn!(%error, "an incident could not be noted"));
        }
        match noted {
            // A person reconnected meanwhile: the failure is about what is gone.
            Ok(false) => return None,
            Ok(true) => {}
            Err(error) => tracing::warn!(connection = %slot.id, %error, "a failed renewal could not be noted"),
        }
        let generation = spending.credential.generation;
        slot.memory().note_failure(generation, again_at, trouble.failure.clone());
        Some(Err(Unusable::NoToken(trouble.failure)))
    }

    /// How the catalogue says that this credential gets its tokens; `None` if it needs none.
    pub(crate) fn token_setup(&self, credential: &Credential) -> Option<&Setup> {
        let (_, setup) = credential.declared(&self.catalog)?;
        (setup.token.is_some() || setup.oauth.is_some()).then_some(setup)
    }
}

/// A grant that is refused after an answer was lost has most likely died of that, which people should know.
fn after_lost_answer(trouble: Trouble, claimed: &Claimed) -> Trouble {
    match lost_answer(claimed) {
        Some(lost) if trouble.class == FailureClass::Reconnect => {
            let failure =
                Failure::refused(format!("{} (the answer to a renewal at {} was lost)", trouble.failure, lost.at));
            Trouble { failure, ..trouble }
        }
        _ => trouble,
    }
}

/// A request that spent what is about to be spent, and whose answer never came to be stored.
fn lost_answer(claimed: &Claimed) -> Option<&Spent> {
    let spent = claimed.renewal.spent.as_ref();
    spent.filter(|spent| spent.generation == claimed.credential.generation && claimed.credential.tokens.is_some())
}

const BUSY: &str = "another process renews the connection's token and is not done yet: try again";
