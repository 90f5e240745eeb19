//! An authorization code in the body of a request: the contract's own way to connect, for programs that walked a person
//! through the service's page themselves.

use catalog::{
    Integration,
    schema::{Segment, Violation, Wrong},
};
use model::{Connection, ConnectionId, TenantId};
use serde_json::Value;
use zeroize::Zeroizing;

use super::exchanging::{Exchanged, NotGranted, Offer, unregistered};
use crate::{
    Error, Vault,
    connections::{Accepted, at_setup},
};

/// What stands in a setup with a code.
pub(crate) struct Offered {
    pub(crate) code: Zeroizing<String>,
    /// As the page was told.
    pub(crate) redirect_uri: Option<String>,
    /// The PKCE verifier, if the page was given a challenge.
    pub(crate) verifier: Option<Zeroizing<String>>,
    /// Whether another account than the present one is fine.
    pub(crate) another_account: bool,
}

impl Offered {
    /// Reads a setup; `None` when it is of another kind.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it does not fit the integration, or holds no code.
    pub(crate) fn read(integration: &Integration, setup: &Value) -> Result<Option<Self>, Error> {
        let declared = integration.check_setup(setup).map_err(|found| Error::Invalid(at_setup(found)))?;
        if declared.oauth.is_none() {
            return Ok(None);
        }
        let code = text(setup, "code")?.ok_or_else(|| {
            let missing = Wrong::Missing("code".to_owned());
            Error::Invalid(at_setup(vec![Violation { path: Vec::new(), wrong: missing, description: None }]))
        })?;
        Ok(Some(Self {
            code: Zeroizing::new(code),
            redirect_uri: text(setup, "redirect_uri")?,
            verifier: text(setup, "code_verifier")?.map(Zeroizing::new),
            another_account: setup["another_account"] == true,
        }))
    }
}

impl Vault {
    /// Spends a code for the connection `id`.
    pub(crate) async fn accept_offered(
        &self,
        tenant: &TenantId,
        id: &ConnectionId,
        (integration, offered): (&Integration, &Offered),
    ) -> Result<Accepted, Error> {
        let exchanged = self.exchange_offered(tenant, integration, offered).await?;
        self.seal_exchanged(tenant, id, integration, exchanged).await
    }

    /// The same for a connection that may have an account already.
    pub(crate) async fn accept_other(
        &self,
        tenant: &TenantId,
        current: &Connection,
        (integration, offered): (&Integration, &Offered),
    ) -> Result<Accepted, Error> {
        let exchanged = self.exchange_offered(tenant, integration, offered).await?;
        if !offered.another_account
            && let Some((present, new)) = self.other_account(tenant, current, &exchanged).await?
        {
            let said = format!(
                "this code is for the account {new}, but the connection is for {present}: add another_account: true to the setup if it is to change"
            );
            return Err(Error::Refused { said });
        }
        self.seal_exchanged(tenant, &current.id, integration, exchanged).await
    }

    async fn exchange_offered(
        &self,
        tenant: &TenantId,
        integration: &Integration,
        offered: &Offered,
    ) -> Result<Exchanged, Error> {
        let declared = self.grantable(&integration.id)?;
        if self.store.oauth_client(tenant, &integration.id).await?.is_none() {
            return Err(Error::Invalid(at_setup(vec![Violation::other(Vec::new(), unregistered(&integration.id))])));
        }
        let offer = Offer {
            code: &offered.code,
            redirect_uri: offered.redirect_uri.as_deref(),
            verifier: offered.verifier.as_ref().map(|verifier| verifier.as_str()),
            asked: None,
        };
        let exchanged = self.exchange(tenant, declared, offer).await;
        exchanged.map_err(|why| match why {
            NotGranted::Refused(said) | NotGranted::Unreachable(said) => Error::Refused { said },
            NotGranted::Fault(error) => error,
        })
    }
}

fn text(setup: &Value, name: &str) -> Result<Option<String>, Error> {
    match &setup[name] {
        Value::Null => Ok(None),
        Value::String(text) if !text.is_empty() => Ok(Some(text.clone())),
        _ => {
            let path = vec![Segment::Name(name.to_owned())];
            Err(Error::Invalid(at_setup(vec![Violation::other(path, "This must be a text, and not empty")])))
        }
    }
}
