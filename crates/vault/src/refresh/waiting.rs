//! What callers see of renewals: a token that is good for the next request, or a clear reason why there is none.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use model::{ConnectionId, TenantId};
use tokio::time::timeout;

use super::{deciding::Want, flight::Landed};
use crate::{Vault, cache::Slot, credential::Credential, failure::Failure, opening::Unusable};

/// How long a caller waits for a token at most. What was begun goes on without them.
const CALLERS_WAIT: Duration = Duration::from_secs(40);
/// How long a caller waits while the present token is still good.
const PATIENT_CALLERS_WAIT: Duration = Duration::from_secs(10);
/// How many renewals a caller waits for, where what they bring has ended already.
const LANDINGS_AT_MOST: usize = 3;

impl Vault {
    /// The credential, with a token that is good for the next request if it needs one.
    pub(crate) async fn with_token(
        &self,
        slot: &Arc<Slot>,
        credential: Arc<Credential>,
    ) -> Result<Arc<Credential>, Unusable> {
        if !self.needs_token(&credential) {
            return Ok(credential);
        }
        let still_serves = self.still_serves(&credential);
        let standing = slot.memory().standing_failure(credential.generation, self.clock.now());
        // Nobody waits for what they can do without: while somebody renews, or just failed to, it serves on.
        if still_serves && (standing.is_some() || slot.is_renewing()) {
            return Ok(credential);
        }
        if let Some(failure) = standing {
            return Err(Unusable::NoToken(failure));
        }
        let patience = if still_serves { PATIENT_CALLERS_WAIT } else { CALLERS_WAIT };
        match self.fresh(slot, patience).await {
            Err(unusable) if !matches!(unusable, Unusable::Missing) && self.still_serves(&credential) => {
                tracing::warn!(connection = %slot.id, ?unusable, "token renewal failed, the present token is still good");
                Ok(credential)
            }
            landed => landed,
        }
    }

    /// The credential with a token that lives. One that was stored may have ended by then, where the database took
    /// longer than tokens live; and the renewal that was under way may have found nothing to do by its own measure.
    async fn fresh(&self, slot: &Arc<Slot>, patience: Duration) -> Landed {
        let deadline = Instant::now() + patience;
        for _ in 0..LANDINGS_AT_MOST {
            let landed = self.renew(slot, Want::Fresh, deadline.saturating_duration_since(Instant::now())).await?;
            if self.token_setup(&landed).is_none() || self.still_serves(&landed) {
                return Ok(landed);
            }
        }
        Err(Unusable::NoToken(Failure::not_sent("the token ended before it could be used: try again")))
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
        if slot.memory().just_replaced(self.clock.now()) {
            let current = self.open_row(&slot).await?;
            return Ok((current.generation != refused.generation).then_some(current));
        }
        let want = Want::Other { than: refused.generation };
        let mut landed = self.renew(&slot, want, CALLERS_WAIT).await?;
        if landed.generation == refused.generation {
            // That was somebody else's, who found nothing to do.
            landed = self.renew(&slot, want, CALLERS_WAIT).await?;
        }
        slot.memory().note_replacement(self.clock.now());
        if landed.generation == refused.generation {
            return Ok(None);
        }
        if self.needs_token(&landed) && !self.still_serves(&landed) {
            landed = self.fresh(&slot, CALLERS_WAIT).await?;
        }
        Ok(Some(landed))
    }

    /// The credential with a token fetched just now: proof that its setup still buys one.
    pub(crate) async fn prove_token(&self, tenant: &TenantId, id: &ConnectionId) -> Result<Arc<Credential>, Unusable> {
        let slot = self.cache.slot(tenant, id);
        self.renew(&slot, Want::Proof, CALLERS_WAIT).await
    }

    /// Waits for the renewal under way, or begins one.
    async fn renew(&self, slot: &Arc<Slot>, want: Want, patience: Duration) -> Landed {
        let flight = self.join_or_begin(slot, want);
        self.metrics.waited();
        let too_slow = |_| Err(Unusable::NoToken(Failure::not_sent("the token's renewal takes long: try again")));
        timeout(patience, flight.landed()).await.unwrap_or_else(too_slow)
    }

    fn needs_token(&self, credential: &Credential) -> bool {
        self.token_setup(credential).is_some()
            && credential.token.as_ref().is_none_or(|token| token.is_due(self.clock.now()))
    }

    fn still_serves(&self, credential: &Credential) -> bool {
        credential.token.as_ref().is_some_and(|token| !token.is_expired(self.clock.now()))
    }
}
