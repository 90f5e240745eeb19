//! From a connection's id to its opened credential, with a token that is good for the next request.

use std::sync::Arc;

use model::{ConnectionId, TenantId};
use seal::KeyRing;
use store::SealedCredential;

use crate::{
    Error, Vault,
    cache::Slot,
    connections::{setup_place, tokens_place},
    credential::{Credential, Opened},
    failure::Failure,
    secret_json::SecretJson,
    token::Token,
};

/// Why there is no credential to sign with.
#[derive(Clone, Debug)]
pub(crate) enum Unusable {
    /// There is no such connection, or it is somebody else's.
    Missing,
    /// Nobody has entered credentials yet.
    Empty,
    /// It needs a token, and the service gave none.
    NoToken(Failure),
    /// The store or a key failed.
    Fault(Arc<Error>),
}

impl<E: Into<Error>> From<E> for Unusable {
    fn from(error: E) -> Self {
        Self::Fault(Arc::new(error.into()))
    }
}

impl Vault {
    /// The credential of a connection, renewed first if its token is due.
    pub(crate) async fn credential(&self, tenant: &TenantId, id: &ConnectionId) -> Result<Arc<Credential>, Unusable> {
        let slot = self.cache.slot(tenant, id);
        let credential = match slot.trusted() {
            Some(credential) => credential,
            None => self.open_row(&slot).await?,
        };
        let credential = self.with_token(&slot, credential).await?;
        if let Some(token) = credential.token.as_ref() {
            self.metrics.served(token.expires_at().map(|end| end.since(self.clock.now())));
        }
        Ok(credential)
    }

    /// Reads the row; opens it only if the cached credential came from another generation.
    pub(crate) async fn open_row(&self, slot: &Slot) -> Result<Arc<Credential>, Unusable> {
        let Slot { tenant, id, .. } = slot;
        let Some(row) = self.store.credential(tenant, id).await? else {
            // Deleted elsewhere, or never there: questions about invented ids must not fill the memory.
            self.cache.forget(tenant, id);
            return Err(Unusable::Missing);
        };
        if let Some(credential) = slot.confirm(row.generation) {
            return Ok(credential);
        }
        let ring = self.keys.ring(tenant).await?;
        Ok(slot.keep(Arc::new(self.open_credential(&ring, slot, row)?)))
    }

    /// Opens what a row holds.
    pub(crate) fn open_credential(
        &self,
        ring: &KeyRing,
        Slot { tenant, id, .. }: &Slot,
        row: SealedCredential,
    ) -> Result<Credential, Unusable> {
        let (Some(sealed), Some(setup_type)) = (row.setup, row.setup_type) else { return Err(Unusable::Empty) };
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
