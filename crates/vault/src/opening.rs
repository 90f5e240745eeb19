//! From a connection's id to its opened credential, with a token that is good for the next request.

use std::{sync::Arc, time::Duration};

use model::{Actor, AuditLine, ConnectionId, TenantId, UnixMillis};
use serde_json::Value;
use store::{NewTokens, SealedCredential};

use crate::{
    Error, Vault,
    cache::Slot,
    connections::{setup_place, tokens_place},
    credential::{Credential, Opened},
    exchange::{Exchange, Purpose},
    failure::{EXECUTION_ERROR, Failure},
    names::Names,
    secret_json::SecretJson,
    token::Token,
};

/// Why there is no credential to sign with.
#[derive(Debug)]
pub(crate) enum Unusable {
    /// There is no such connection, or it is somebody else's.
    Missing,
    /// Nobody has entered credentials yet.
    Empty,
    /// It needs a token, and the service gave none.
    NoToken(Failure),
    /// The store or a key failed.
    Fault(Error),
}

impl<E: Into<Error>> From<E> for Unusable {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

impl Vault {
    /// The credential of a connection, renewed first if its token is due.
    pub(crate) async fn credential(&self, tenant: &TenantId, id: &ConnectionId) -> Result<Arc<Credential>, Unusable> {
        let slot = self.cache.slot(tenant, id);
        let credential = match slot.trusted() {
            Some(credential) => credential,
            None => self.open_row(tenant, id, &slot).await?,
        };
        if self.needs_token(&credential) { self.renew(tenant, id, &slot).await } else { Ok(credential) }
    }

    /// Fetches a new token although the present one looks good, because the service refused it. Does nothing
    /// when somebody else has replaced `refused` meanwhile.
    pub(crate) async fn replace_token(
        &self,
        tenant: &TenantId,
        id: &ConnectionId,
        refused: &Credential,
    ) -> Result<Arc<Credential>, Unusable> {
        let slot = self.cache.slot(tenant, id);
        let _alone = slot.fetching.lock().await;
        let current = self.open_row(tenant, id, &slot).await?;
        if current.generation == refused.generation {
            self.fetch(tenant, id, &slot, &current).await
        } else {
            Ok(current)
        }
    }

    fn needs_token(&self, credential: &Credential) -> bool {
        let declared = credential.declared(&self.catalog);
        declared.is_some_and(|(_, setup)| setup.token.is_some())
            && credential.token.as_ref().is_none_or(|token| token.is_due(self.clock.now()))
    }

    /// Waits for its turn, then looks again: whoever held it before has usually done the work.
    async fn renew(&self, tenant: &TenantId, id: &ConnectionId, slot: &Slot) -> Result<Arc<Credential>, Unusable> {
        let _alone = slot.fetching.lock().await;
        let current = self.open_row(tenant, id, slot).await?;
        if !self.needs_token(&current) {
            return Ok(current);
        }
        match self.fetch(tenant, id, slot, &current).await {
            Err(Unusable::NoToken(failure)) if self.still_serves(&current) => {
                tracing::warn!(connection = %id, %failure, "token renewal failed, the present token is still good");
                Ok(current)
            }
            result => result,
        }
    }

    fn still_serves(&self, credential: &Credential) -> bool {
        credential.token.as_ref().is_some_and(|token| !token.is_expired(self.clock.now()))
    }

    /// Asks for a token and stores it before anyone uses it.
    async fn fetch(
        &self,
        tenant: &TenantId,
        id: &ConnectionId,
        slot: &Slot,
        current: &Credential,
    ) -> Result<Arc<Credential>, Unusable> {
        let token = self.ask_for_token(current).await.map_err(Unusable::NoToken)?;
        let sealed = self.keys.ring(tenant).await?.seal(&self.rng, tokens_place(tenant, id), &token.to_stored())?;
        let refreshed_at = current.token.is_some().then(|| self.clock.now());
        let line = AuditLine::new(&self.rng, Actor::System, "connection.refresh", id.as_str());
        // When the generation moved, a person reconnected meanwhile: their setup counts, not our token.
        let tokens = NewTokens { generation: current.generation, tokens: &sealed, refreshed_at };
        self.store.save_tokens(tenant, id, tokens, line).await?;
        self.open_row(tenant, id, slot).await
    }

    /// One call of the token endpoint that the credential's setup declares.
    pub(crate) async fn ask_for_token(&self, credential: &Credential) -> Result<Token, Failure> {
        let declared = credential.declared(&self.catalog).ok_or_else(|| Failure::refused(UNDECLARED))?;
        let grant = declared.1.token.as_ref().ok_or_else(|| Failure::refused(UNDECLARED))?;
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

    /// Reads the row; opens it only if the cached credential came from another generation.
    async fn open_row(&self, tenant: &TenantId, id: &ConnectionId, slot: &Slot) -> Result<Arc<Credential>, Unusable> {
        let row = self.store.credential(tenant, id).await?.ok_or(Unusable::Missing)?;
        if let Some(credential) = slot.confirm(row.generation) {
            return Ok(credential);
        }
        let credential = self.open_credential(tenant, id, row).await?;
        Ok(slot.keep(Arc::new(credential)))
    }

    async fn open_credential(
        &self,
        tenant: &TenantId,
        id: &ConnectionId,
        row: SealedCredential,
    ) -> Result<Credential, Unusable> {
        let (Some(sealed), Some(setup_type)) = (row.setup, row.setup_type) else { return Err(Unusable::Empty) };
        let ring = self.keys.ring(tenant).await?;
        let setup = SecretJson::from_bytes(&ring.open(setup_place(tenant, id), &sealed)?).ok_or_else(damaged)?;
        let token = match row.tokens {
            Some(tokens) => {
                Some(Token::from_stored(&ring.open(tokens_place(tenant, id), &tokens)?).ok_or_else(damaged)?)
            }
            None => None,
        };
        let integration = self.catalog.integration(&row.app_id).ok_or_else(|| gone(&row.app_id))?;
        let opened = Opened { setup_type, setup, token, generation: row.generation };
        Ok(Credential::new(integration, opened, &self.clock, &self.rng))
    }
}

fn damaged() -> Error {
    Error::Broken(anyhow::anyhow!("a sealed value opened but does not read"))
}

fn gone(app_id: &str) -> Error {
    Error::Broken(anyhow::anyhow!("the catalogue no longer has the integration {app_id}"))
}

const UNDECLARED: &str = "the catalogue no longer declares how this connection gets its token";

/// A token endpoint's answer. What it says when it refuses may echo what it was sent.
fn read_token(
    answer: Value,
    asked_at: UnixMillis,
    default_life: Duration,
    credential: &Credential,
) -> Result<Token, Failure> {
    let status = answer["status"].as_u64().and_then(|status| u16::try_from(status).ok());
    if answer["success"] == true {
        let body = answer.get("body").cloned().unwrap_or_default();
        return Token::from_answer(body, asked_at, Some(default_life))
            .ok_or_else(|| Failure::refused("the token endpoint answered without an access_token"));
    }
    let body = &answer["body"];
    let said = body["error_description"].as_str().or_else(|| body["error"].as_str()).unwrap_or("no reason given");
    let status_text = status.map(|status| status.to_string()).unwrap_or_default();
    let message = format!("the token endpoint answered {status_text}: {}", credential.scrubber().text(said));
    Err(match status {
        Some(429 | 500..) => Failure::Outage { message, status },
        _ => Failure::Refused { code: EXECUTION_ERROR.to_owned(), message, details: None, status },
    })
}
