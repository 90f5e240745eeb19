//! A person who comes back from a service's page.

use std::time::Duration;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use catalog::Oauth;
use model::{Actor, Connection, TenantId};
use seal::Place;
use store::Authorization;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::{
    CameBack, Connected, NotConnected, OpenedClient,
    exchanging::{Exchanged, NotGranted, Offer},
    state::state_hash,
};
use crate::{Error, Vault, failure::brief, names::Names};

/// How long a person may take.
pub(super) const JOURNEY_LASTS: Duration = Duration::from_mins(10);

/// Where the verifier of a journey is sealed.
pub(super) struct VerifierPlace<'a> {
    tenant: &'a TenantId,
    row: String,
}

pub(super) fn verifier_place<'a>(tenant: &'a TenantId, state_hash: &[u8]) -> VerifierPlace<'a> {
    VerifierPlace { tenant, row: BASE64_URL_SAFE_NO_PAD.encode(state_hash) }
}

impl VerifierPlace<'_> {
    pub(super) fn as_place(&self) -> Place<'_> {
        Place { table: "authorizations", column: "verifier", tenant: self.tenant.as_str(), row: &self.row }
    }
}

impl From<NotGranted> for NotConnected {
    fn from(why: NotGranted) -> Self {
        match why {
            NotGranted::Refused(said) => Self::Refused { said },
            NotGranted::Unreachable(said) => Self::Unreachable { said },
            NotGranted::Fault(error) => Self::Fault(error),
        }
    }
}

impl Vault {
    /// Makes the connection that a person has just granted. Whatever it held before serves on until this has succeeded.
    ///
    /// # Errors
    /// Why nothing was connected, in words for whoever stands before the browser.
    pub async fn finish_authorization(&self, came_back: CameBack) -> Result<Connected, NotConnected> {
        let vault = self.clone();
        // A browser that is closed now must not take a grant along that the service has given already.
        let finished = self.tasks.see_through(async move { vault.finish(came_back).await }).await;
        finished.unwrap_or_else(|panic| Err(NotConnected::Fault(Error::Broken(panic.into()))))
    }

    async fn finish(&self, came_back: CameBack) -> Result<Connected, NotConnected> {
        let journey = self.take_journey(&came_back).await?;
        let (tenant, id) = (&journey.tenant, &journey.connection);
        let connection = self.store.connection(tenant, id).await?.ok_or(NotConnected::Gone)?;
        let declared = self.grantable(&connection.app_id).map_err(|_| NotConnected::Gone)?;
        let code = self.read_return(tenant, declared.2, (&connection.app_id, &came_back)).await?;
        let verifier = self.open_verifier(&journey).await?;
        let offer = Offer {
            code: &code,
            redirect_uri: Some(&journey.redirect_uri),
            verifier: Some(verifier.as_str()).filter(|_| declared.2.pkce),
            asked: Some(&journey.scopes),
        };
        let exchanged = self.exchange(tenant, declared, offer).await?;
        if !journey.another_account
            && let Some((present, new)) = self.other_account(tenant, &connection, &exchanged).await?
        {
            return Err(NotConnected::AnotherAccount { present, new });
        }
        let actor = Actor::from_label(&journey.actor);
        let accepted = self.seal_exchanged(tenant, id, declared.0, exchanged).await?;
        let stored = self.reconnect(tenant, actor, id, (None, accepted)).await?;
        let stored = stored.ok_or(NotConnected::Gone)?;
        Ok(Connected { tenant: tenant.clone(), connection: id.clone(), account_name: stored.account_name })
    }

    /// The journey that a state belongs to, once.
    async fn take_journey(&self, came_back: &CameBack) -> Result<Authorization, NotConnected> {
        if !self.is_own_state(&came_back.state).await? {
            return Err(NotConnected::UnknownState);
        }
        let since = self.clock.now().minus(JOURNEY_LASTS);
        let journey = self.store.take_authorization(&state_hash(&came_back.state), since).await?;
        let is_same_browser = |journey: &Authorization| match (&journey.session_hash, &came_back.session_hash) {
            (None, _) => true,
            (Some(left), Some(came)) => left.ct_eq(came).into(),
            (Some(_), None) => false,
        };
        journey.filter(is_same_browser).ok_or(NotConnected::UnknownState)
    }

    /// The code, if the right service says yes.
    async fn read_return(
        &self,
        tenant: &TenantId,
        oauth: &Oauth,
        (app_id, came_back): (&str, &CameBack),
    ) -> Result<Zeroizing<String>, NotConnected> {
        let client = self.opened_client(tenant, app_id).await?;
        if let (Some(issuer), Some(iss)) = (self.issuer(oauth, client.as_ref()), &came_back.iss)
            && issuer != *iss
        {
            let said = format!("the answer comes from {}, not from {issuer}", shown(iss));
            return Err(NotConnected::Refused { said });
        }
        match (&came_back.error, &came_back.code) {
            (Some(error), _) => {
                let words = came_back.error_description.as_deref().filter(|words| !words.is_empty());
                let said = words.map_or_else(|| shown(error), |words| format!("{}: {}", shown(error), shown(words)));
                match error.as_str() {
                    "access_denied" => Err(NotConnected::Declined { said }),
                    _ => Err(NotConnected::Refused { said }),
                }
            }
            (None, Some(code)) if !code.is_empty() => Ok(Zeroizing::new(code.clone())),
            _ => Err(NotConnected::Refused { said: "the service sent no code".to_owned() }),
        }
    }

    fn issuer(&self, oauth: &Oauth, client: Option<&OpenedClient>) -> Option<String> {
        let named = client?.named();
        Names::new(&self.clock, &self.rng).with("client", &named).text(oauth.issuer.as_ref()?)
    }

    async fn open_verifier(&self, journey: &Authorization) -> Result<Zeroizing<String>, Error> {
        let place = verifier_place(&journey.tenant, &journey.state_hash);
        let bytes = self.keys.ring(&journey.tenant).await?.open(place.as_place(), &journey.verifier)?;
        let verifier = std::str::from_utf8(&bytes).map(str::to_owned);
        verifier.map(Zeroizing::new).map_err(|error| Error::Broken(error.into()))
    }

    /// The names of the present account and of the new one, if these are two.
    pub(super) async fn other_account(
        &self,
        tenant: &TenantId,
        connection: &Connection,
        exchanged: &Exchanged,
    ) -> Result<Option<(String, String)>, Error> {
        let renewal = self.store.renewal(tenant, &connection.id).await?.filter(|_| connection.ready);
        let (Some(present), Some(new)) = (renewal.and_then(|renewal| renewal.account), &exchanged.account.id) else {
            return Ok(None);
        };
        let named = |name: &Option<String>, id: &str| name.clone().unwrap_or_else(|| id.to_owned());
        let names = (named(&connection.account_name, &present), named(&exchanged.account.name, new));
        Ok((present != *new).then_some(names))
    }
}

/// Words from an address bar, which anybody may have written.
fn shown(words: &str) -> String {
    brief(&words.chars().filter(|c| !c.is_control()).collect::<String>())
}
