//! Where a tenant hears of its events: set, shown, taken away. Its secret is shown once, when it is made.

use std::net::IpAddr;

use catalog::schema::{Segment, Violation};
use model::{Actor, AuditLine, TenantId, UnixMillis};
use seal::{Place, Sealed};
use store::EventEndpoint;
use url::{Host, Url};
use zeroize::Zeroizing;

use super::signature::SigningSecret;
use crate::{
    Error, Vault,
    http::{Method, Request, special_purpose},
};

/// Where a tenant hears of its events, as people may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventSettings {
    pub url: String,
    pub created_at: UnixMillis,
}

/// The same after a change.
pub struct NewEventSettings {
    pub settings: EventSettings,
    /// `whsec_…`, if it is new: nobody can see it again.
    pub secret: Option<Zeroizing<String>>,
}

/// Where the secret is sealed.
fn place(tenant: &TenantId) -> Place<'_> {
    Place { table: "event_endpoints", column: "secret", tenant: tenant.as_str(), row: tenant.as_str() }
}

impl Vault {
    /// Where the tenant hears of its events; `None` when it hears of none.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn event_settings(&self, tenant: &TenantId) -> Result<Option<EventSettings>, Error> {
        Ok(self.store.event_endpoint(tenant).await?.map(settings))
    }

    /// Sets where the tenant hears of its events, with a new secret if it has none or its old one is to be replaced.
    ///
    /// # Errors
    /// [`Error::Invalid`] for an address that no message is sent to.
    pub async fn set_event_endpoint(
        &self,
        tenant: &TenantId,
        actor: Actor,
        url: &str,
        rotate_secret: bool,
    ) -> Result<NewEventSettings, Error> {
        check(url).map_err(|why| Error::Invalid(vec![Violation::other(vec![Segment::Name("url".to_owned())], why)]))?;
        let secret = SigningSecret::generate(&self.rng);
        let sealed = self.keys.ring(tenant).await?.seal(&self.rng, place(tenant), secret.as_bytes())?;
        let line = AuditLine::new(&self.rng, actor, "event_endpoint.update", tenant.as_str());
        let stored = self.store.put_event_endpoint(tenant, url, (&sealed, rotate_secret), line).await?;
        let secret = (stored.secret.as_bytes() == sealed.as_bytes()).then(|| secret.reveal());
        Ok(NewEventSettings { settings: settings(stored), secret })
    }

    /// Tells the tenant of nothing any more; `false` when it was told of nothing before.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn delete_event_endpoint(&self, tenant: &TenantId, actor: Actor) -> Result<bool, Error> {
        let line = AuditLine::new(&self.rng, actor, "event_endpoint.delete", tenant.as_str());
        Ok(self.store.delete_event_endpoint(tenant, line).await?)
    }

    pub(super) async fn open_signing_secret(&self, tenant: &TenantId, sealed: &Sealed) -> Result<SigningSecret, Error> {
        Ok(SigningSecret::from_bytes(self.keys.ring(tenant).await?.open(place(tenant), sealed)?))
    }
}

fn settings(stored: EventEndpoint) -> EventSettings {
    EventSettings { url: stored.url, created_at: stored.created_at }
}

/// Why nothing is sent to this address, if nothing is. Whether an inside one is let through, the client decides at
/// each sending.
fn check(url: &str) -> Result<(), String> {
    Request::new(Method::POST, url).map_err(|error| error.to_string())?;
    let parsed = Url::parse(url).map_err(|error| error.to_string())?;
    if parsed.scheme() == "https" || is_inside(&parsed) {
        return Ok(());
    }
    Err("The address must begin with https://, for what is sent there crosses the internet".to_owned())
}

/// Whether the address itself says that it is not on the public internet.
fn is_inside(url: &Url) -> bool {
    let address: IpAddr = match url.host() {
        Some(Host::Domain(name)) => return name == "localhost",
        Some(Host::Ipv4(address)) => address.into(),
        Some(Host::Ipv6(address)) => address.into(),
        None => return false,
    };
    special_purpose(address).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_inside_addresses_go_without_tls() {
        for good in ["https://a.example/x?y=z", "http://127.0.0.1:9/", "http://localhost/", "http://[::1]:8/a"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in
            ["http://a.example/", "http://8.8.8.8/", "ftp://a.example", "a.example", "", "https://u:p@a.example/"]
        {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
