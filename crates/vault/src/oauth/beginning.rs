//! Sending a person to a service's page.

use catalog::{
    Integration, Oauth,
    schema::{Format, Segment, Violation, Wrong},
};
use model::{Actor, AuditLine, ConnectionId, TenantId};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use store::Authorization;
use url::Url;
use zeroize::Zeroizing;

use super::{
    BeginAuthorization, OpenedClient,
    exchanging::unregistered,
    returning::{JOURNEY_LASTS, verifier_place},
    state::{challenge, new_verifier, state_hash},
};
use crate::{Error, Vault, names::Names};

/// What may stand for itself in a query. A space becomes `%20`, which everybody reads; `+` is not as safe.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What the page is told, beside what the integration's file adds.
struct Question<'a> {
    redirect_uri: &'a Url,
    scopes: &'a [String],
    state: &'a str,
    verifier: &'a Zeroizing<String>,
}

impl Vault {
    /// The address of the page where a person grants a connection; `None` when there is no such connection.
    ///
    /// # Errors
    /// [`Error::Invalid`] when connections to the integration are not granted in a browser, no OAuth client is
    /// registered for it, or an action is unknown.
    pub async fn begin_authorization(
        &self,
        tenant: &TenantId,
        actor: Actor,
        id: &ConnectionId,
        begin: BeginAuthorization,
    ) -> Result<Option<Url>, Error> {
        let Some(connection) = self.store.connection(tenant, id).await? else { return Ok(None) };
        let (integration, _, oauth) = self.grantable(&connection.app_id)?;
        let client = self.opened_client(tenant, &integration.id).await?;
        let client = client.ok_or_else(|| invalid("app_id", unregistered(&integration.id)))?;
        let granted = self.store.renewal(tenant, id).await?.and_then(|renewal| renewal.scopes).unwrap_or_default();
        let scopes = wanted((integration, oauth), &client, &begin, &granted)?;
        let (state, verifier) = (self.new_state().await?, new_verifier(&self.rng));
        let question =
            Question { redirect_uri: &begin.redirect_uri, scopes: &scopes, state: &state, verifier: &verifier };
        let page = self.page(oauth, &client, &question)?;
        let state_hash = state_hash(&state);
        let sealed = self.keys.ring(tenant).await?;
        let sealed = sealed.seal(&self.rng, verifier_place(tenant, &state_hash).as_place(), verifier.as_bytes())?;
        let now = self.clock.now();
        let row = Authorization {
            state_hash,
            tenant: tenant.clone(),
            connection: id.clone(),
            actor: actor.label(),
            verifier: sealed,
            scopes: scopes.join(" "),
            redirect_uri: begin.redirect_uri.into(),
            another_account: begin.another_account,
            session_hash: begin.session_hash,
            created_at: now,
        };
        let line = AuditLine::new(&self.rng, actor, "connection.authorize", id.as_str());
        self.store.begin_authorization(&row, now.minus(JOURNEY_LASTS), line).await?;
        Ok(Some(page))
    }

    /// The page's address with the question behind it. What the address holds already stays as it is written.
    fn page(&self, oauth: &Oauth, client: &OpenedClient, question: &Question<'_>) -> Result<Url, Error> {
        let named = client.named();
        let names = Names::new(&self.clock, &self.rng).with("client", &named);
        let page = oauth.authorize.render(&names).map_err(|error| invalid("app_id", error.to_string()))?;
        if !Format::HttpsUrl.accepts(&page) {
            return Err(invalid("app_id", "the page of the service is no https URL"));
        }
        let mut page = Url::parse(&page).map_err(|error| invalid("app_id", error.to_string()))?;
        let mut query = page.query().unwrap_or_default().to_owned();
        for (name, value) in question.pairs(oauth, client) {
            let separator = if query.is_empty() || query.ends_with('&') { "" } else { "&" };
            let encode = |text: &str| utf8_percent_encode(text, RESERVED).to_string();
            query.push_str(&format!("{separator}{}={}", encode(&name), encode(&value)));
        }
        page.set_query(Some(&query));
        page.set_fragment(None);
        Ok(page)
    }
}

impl Question<'_> {
    fn pairs(&self, oauth: &Oauth, client: &OpenedClient) -> Vec<(String, String)> {
        let mut pairs = vec![
            ("response_type", "code".to_owned()),
            ("client_id", client.client_id.clone()),
            ("redirect_uri", self.redirect_uri.to_string()),
        ];
        if !self.scopes.is_empty() {
            pairs.push(("scope", self.scopes.join(&oauth.scopes.separator)));
        }
        pairs.push(("state", self.state.to_owned()));
        if oauth.pkce {
            pairs.push(("code_challenge", challenge(self.verifier)));
            pairs.push(("code_challenge_method", "S256".to_owned()));
        }
        let declared = oauth.params.iter().map(|(name, value)| (name.clone(), value.clone()));
        pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).chain(declared).collect()
    }
}

/// Every scope to ask for, each once: never fewer than were granted before, since some services take back what is not
/// asked for again.
fn wanted(
    (integration, oauth): (&Integration, &Oauth),
    client: &OpenedClient,
    begin: &BeginAuthorization,
    granted: &str,
) -> Result<Vec<String>, Error> {
    if let Some(unknown) = begin.actions.iter().find(|action| !integration.actions.contains_key(*action)) {
        let path = vec![Segment::Name("actions".to_owned())];
        let wrong = Wrong::Choice(unknown.clone());
        return Err(Error::Invalid(vec![Violation { path, wrong, description: None }]));
    }
    let declared = oauth.scopes_for(begin.actions.iter().map(String::as_str)).into_iter();
    let entered = client.scopes.iter().chain(&begin.scopes).map(String::as_str);
    let mut wanted: Vec<String> = Vec::new();
    for scope in declared.chain(entered).chain(granted.split_whitespace()) {
        if !wanted.iter().any(|known| known == scope) {
            wanted.push(scope.to_owned());
        }
    }
    Ok(wanted)
}

fn invalid(property: &str, message: impl Into<String>) -> Error {
    Error::Invalid(vec![Violation::other(vec![Segment::Name(property.to_owned())], message)])
}
