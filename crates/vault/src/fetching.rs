//! Getting tokens: one request at a time for a connection, stored before anyone uses what came of it.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use catalog::Grant;
use model::{ConnectionId, TenantId, UnixMillis};
use serde_json::Value;
use store::{Claim, Decision, Grant as Granted, Lease, NewTokens};

use crate::{
    Vault,
    attempts::Attempts,
    cache::Slot,
    connections::tokens_place,
    credential::Credential,
    exchange::{Exchange, Purpose},
    failure::Failure,
    names::Names,
    opening::Unusable,
    token::Token,
};

/// How often a person may reconnect while one token is being fetched.
const RECONNECTS_AT_MOST: usize = 3;

impl Vault {
    /// The credential, with a token that is good for the next request if it needs one.
    pub(crate) async fn with_token(
        &self,
        slot: &Slot,
        credential: Arc<Credential>,
    ) -> Result<Arc<Credential>, Unusable> {
        if !self.needs_token(&credential) {
            return Ok(credential);
        }
        let waiting_since = Instant::now();
        let mut attempts = if self.still_serves(&credential) {
            // Nobody waits for what they can do without: while somebody renews, or just failed to, it serves on.
            match slot.fetching.try_lock() {
                Ok(attempts) if !attempts.just_failed(credential.generation, self.clock.now()) => attempts,
                _ => return Ok(credential),
            }
        } else {
            slot.fetching.lock().await
        };
        // Whoever held it before has usually done the work.
        let current = self.open_row(slot).await?;
        if !self.needs_token(&current) {
            return Ok(current);
        }
        if let Some(failure) = attempts.failure_since(waiting_since, current.generation) {
            return Err(Unusable::NoToken(failure));
        }
        match self.fetch(slot, &current, &mut attempts).await {
            Err(unusable) if self.still_serves(&current) && !matches!(unusable, Unusable::Missing) => {
                tracing::warn!(connection = %slot.id, ?unusable, "token renewal failed, the present token is still good");
                Ok(current)
            }
            result => result,
        }
    }

    /// The credential with a new token although the one it has looked good, because the service refused that.
    /// `None` when a new one would not help.
    pub(crate) async fn replace_token(
        &self,
        tenant: &TenantId,
        id: &ConnectionId,
        refused: &Credential,
    ) -> Result<Option<Arc<Credential>>, Unusable> {
        let slot = self.cache.slot(tenant, id);
        let waiting_since = Instant::now();
        let mut attempts = slot.fetching.lock().await;
        let current = self.open_row(&slot).await?;
        if current.generation != refused.generation {
            drop(attempts);
            return self.with_token(&slot, current).await.map(Some);
        }
        if let Some(failure) = attempts.failure_since(waiting_since, current.generation) {
            return Err(Unusable::NoToken(failure));
        }
        if attempts.just_replaced(self.clock.now()) {
            return Ok(None);
        }
        let renewed = self.fetch(&slot, &current, &mut attempts).await?;
        attempts.note_replacement(self.clock.now());
        Ok(Some(renewed))
    }

    /// The credential with a token fetched just now: proof that its setup still buys one.
    pub(crate) async fn prove_token(&self, tenant: &TenantId, id: &ConnectionId) -> Result<Arc<Credential>, Unusable> {
        let slot = self.cache.slot(tenant, id);
        let mut attempts = slot.fetching.lock().await;
        let current = self.open_row(&slot).await?;
        if !self.declares_token(&current) {
            return Ok(current);
        }
        self.fetch(&slot, &current, &mut attempts).await
    }

    fn declares_token(&self, credential: &Credential) -> bool {
        credential.declared(&self.catalog).is_some_and(|(_, setup)| setup.token.is_some())
    }

    fn needs_token(&self, credential: &Credential) -> bool {
        self.declares_token(credential) && credential.token.as_ref().is_none_or(|token| token.is_due(self.clock.now()))
    }

    fn still_serves(&self, credential: &Credential) -> bool {
        credential.token.as_ref().is_some_and(|token| !token.is_expired(self.clock.now()))
    }

    /// Asks for a token and stores it before anyone uses it.
    async fn fetch(
        &self,
        slot: &Slot,
        current: &Arc<Credential>,
        attempts: &mut Attempts,
    ) -> Result<Arc<Credential>, Unusable> {
        let fetched = self.fetch_for_present_setup(slot, current).await;
        let failure = match &fetched {
            Err(Unusable::NoToken(failure)) => failure.clone(),
            // A database that reads but does not write is no reason to ask for a token that nobody will keep, again
            // and again.
            Err(Unusable::Fault(error)) => Failure::not_sent(error.to_string()),
            _ => return fetched,
        };
        attempts.note_failure(current.generation, self.clock.now(), failure);
        fetched
    }

    async fn fetch_for_present_setup(
        &self,
        slot: &Slot,
        current: &Arc<Credential>,
    ) -> Result<Arc<Credential>, Unusable> {
        let mut current = Arc::clone(current);
        for _ in 0..RECONNECTS_AT_MOST {
            let token = self.ask_for_token(&current).await.map_err(Unusable::NoToken)?;
            self.store_token(slot, &current, &token).await?;
            // What is in the row counts, stored by us or not: another node may have been faster. Without any token,
            // a person reconnected meanwhile, and theirs has to be fetched with the new setup.
            current = self.open_row(slot).await?;
            if current.token.is_some() || !self.declares_token(&current) {
                return Ok(current);
            }
        }
        Err(Unusable::NoToken(Failure::not_sent("the connection is being changed: try again")))
    }

    async fn store_token(&self, slot: &Slot, current: &Credential, token: &Token) -> Result<(), Unusable> {
        let Slot { tenant, id, .. } = slot;
        let sealed = self.keys.ring(tenant).await?.seal(&self.rng, tokens_place(tenant, id), &token.to_stored())?;
        let refreshed_at = current.token.is_some().then(|| self.clock.now());
        let lease = Lease { owner: "", length: Duration::ZERO };
        let claim = self.store.claim_renewal(tenant, id, lease, |_| Decision::Spend { hash: [0; 32] }).await?;
        let Claim::Taken(claimed, _) = claim else { return Ok(()) };
        // When the generation moved, what was bought with the old setup is dropped.
        let (generation, number) = (current.generation, claimed.number);
        let grant = &Granted::default();
        let tokens = NewTokens { generation, number, tokens: &sealed, refreshed_at, grant, event: None };
        self.store.save_tokens(tenant, id, tokens).await?;
        Ok(())
    }

    /// One call of the token endpoint that the credential's setup declares.
    pub(crate) async fn ask_for_token(&self, credential: &Credential) -> Result<Token, Failure> {
        let declared = credential.declared(&self.catalog).ok_or_else(|| Failure::refused(UNDECLARED))?;
        let grant = declared.1.token.as_ref().ok_or_else(|| Failure::refused(UNDECLARED))?;
        if grant.grant == Grant::JwtBearer {
            return Err(Failure::refused(NO_ASSERTIONS));
        }
        let exchange = Exchange {
            integration: declared.0,
            declared: &grant.request,
            names: credential.name(Names::new(&self.clock, &self.rng)),
            credential: Some((credential, declared.1)),
            purpose: Purpose::FetchToken,
        };
        let asked_at = self.clock.now();
        let answer = exchange.send_for_token(&self.http).await?;
        read_token(answer, asked_at, Duration::from_secs(grant.expires_in), credential)
    }
}

const UNDECLARED: &str = "the catalogue no longer declares how this connection gets its token";

const NO_ASSERTIONS: &str = "connections that sign in with a key file are not available yet";

/// A token endpoint's answer. What it says when it refuses may echo what it was sent.
fn read_token(
    mut answer: Value,
    asked_at: UnixMillis,
    default_life: Duration,
    credential: &Credential,
) -> Result<Token, Failure> {
    let status = answer["status"].as_u64().and_then(|status| u16::try_from(status).ok());
    let said = credential.scrubber().text(reason(&answer["body"])).into_owned();
    if answer["success"] == true {
        let token = Token::from_answer(answer["body"].take(), asked_at, Some(default_life));
        return token.ok_or_else(|| {
            Failure::answered(status, &format!("the token endpoint answered without an access_token: {said}"), None)
        });
    }
    let status_text = status.map(|status| status.to_string()).unwrap_or_default();
    Err(Failure::answered(status, &format!("the token endpoint answered {status_text}: {said}"), None))
}

/// The words of RFC 6749 section 5.2, which some services send with a 200 as well.
fn reason(body: &Value) -> &str {
    let words = [&body["error_description"], &body["error"]];
    words.into_iter().find_map(Value::as_str).unwrap_or("no reason given")
}
