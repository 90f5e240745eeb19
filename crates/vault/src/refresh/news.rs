//! What of a renewal is worth telling: that a person must act, that what was granted shrank, that all is well again.

use model::{ConnectionId, FailureClass, Renewal, TenantId};
use store::{Grant, NewEvent};

use super::{attempt::Spending, trouble::Trouble};
use crate::{
    Error, Vault,
    cache::Slot,
    events::{About, News},
    scopes::missing,
};

impl Vault {
    /// Told once, however often the grant is found dead.
    pub(super) fn news_of_trouble(
        &self,
        slot: &Slot,
        spending: &Spending,
        trouble: &Trouble,
        said: &str,
    ) -> Option<NewEvent> {
        let is_news = trouble.class == FailureClass::Reconnect && !needs_person(&spending.claimed.renewal);
        is_news.then(|| self.event(about(slot, spending), News::ReconnectRequired { reason: said }))
    }

    /// Told when a service grants less than it did before.
    pub(super) fn news_of_grant(&self, slot: &Slot, spending: &Spending, grant: &Grant) -> Option<NewEvent> {
        let (before, now) = (spending.claimed.renewal.scopes.as_deref()?, grant.scopes.as_deref()?);
        let missing: Vec<String> = missing(before.split_whitespace(), now).into_iter().map(str::to_owned).collect();
        (!missing.is_empty()).then(|| self.event(about(slot, spending), News::ScopesMissing { missing: &missing }))
    }

    /// Told when a person has brought a connection back.
    pub(crate) async fn news_of_recovery(
        &self,
        tenant: &TenantId,
        id: &ConnectionId,
    ) -> Result<Option<NewEvent>, Error> {
        if !self.store.renewal(tenant, id).await?.is_some_and(|renewal| needs_person(&renewal)) {
            return Ok(None);
        }
        let Some(connection) = self.store.connection(tenant, id).await? else { return Ok(None) };
        let about = About { tenant, connection: id, app_id: &connection.app_id, name: Some(&connection.name) };
        Ok(Some(self.event(about, News::Recovered)))
    }
}

fn needs_person(renewal: &Renewal) -> bool {
    renewal.failure.as_ref().is_some_and(|failure| failure.class == FailureClass::Reconnect)
}

fn about<'a>(slot: &'a Slot, spending: &'a Spending) -> About<'a> {
    About { tenant: &slot.tenant, connection: &slot.id, app_id: &spending.credential.app_id, name: None }
}
