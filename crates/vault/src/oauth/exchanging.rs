//! What a service gives for a code: tokens that are proved before anything is stored, and whose account they are for.

use catalog::{Integration, Metadata, Oauth, Refresh, Setup};
use model::{ConnectionId, TenantId};
use serde_json::{Map, Value, json};
use store::{Grant, Granted};
use zeroize::Zeroizing;

use super::{OpenedClient, TokenFailure};
use crate::{
    CheckResult, Error, Vault,
    checking::Account,
    connections::{Accepted, setup_place, tokens_place},
    credential::Credential,
    exchange::{Exchange, Purpose},
    failure::Failure,
    names::Names,
    refresh::grant_of,
    secret_json::SecretJson,
    token::Token,
};

/// A code, and what the page that gave it was told.
pub(super) struct Offer<'a> {
    pub(super) code: &'a str,
    pub(super) redirect_uri: Option<&'a str>,
    pub(super) verifier: Option<&'a str>,
    /// The scopes asked for, if we know.
    pub(super) asked: Option<&'a str>,
}

/// What a code bought, proved good.
pub(super) struct Exchanged {
    /// What is sealed as the connection's setup: never the code.
    pub(super) setup: SecretJson,
    pub(super) token: Token,
    /// The scopes granted, as far as anybody said.
    pub(super) scopes: Option<String>,
    pub(super) account: Account,
}

/// Why a code bought nothing that may be stored.
#[derive(Debug)]
pub(super) enum NotGranted {
    /// The service, or what it gave, is not good.
    Refused(String),
    /// The service could not be asked.
    Unreachable(String),
    Fault(Error),
}

impl<E: Into<Error>> From<E> for NotGranted {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

/// The three that everything here is about.
#[derive(Clone, Copy)]
struct Declared<'a> {
    integration: &'a Integration,
    setup: &'a Setup,
    oauth: &'a Oauth,
}

impl Vault {
    /// Buys tokens for a code, and proves them: by one refresh where there is something to refresh with, and by asking
    /// the service whose they are.
    pub(super) async fn exchange(
        &self,
        tenant: &TenantId,
        (integration, setup, oauth): (&Integration, &Setup, &Oauth),
        offer: Offer<'_>,
    ) -> Result<Exchanged, NotGranted> {
        let declared = Declared { integration, setup, oauth };
        let client = self.opened_client(tenant, &integration.id).await?;
        let client = client.ok_or_else(|| NotGranted::Refused(unregistered(&integration.id)))?;
        let first = self.ask(declared, &client, &form(&offer)).await;
        if let Err(TokenFailure::Client(said)) = &first {
            // One incident, shown where the client is registered.
            self.note_client(tenant, &integration.id, Some(said)).await;
        }
        let first = first.map_err(|failure| not_granted(failure, "the service did not take the code"))?;
        let token = self.drill(declared, &client, first).await?;
        let entered = json!({
            "type": setup.type_name, "client_id": client.client_id, "client": client.named(),
        });
        let mut credential = self.passing(integration, setup, &entered, Some(token));
        if let Some(metadata) = &oauth.metadata {
            let told = self.ask_metadata(declared, &credential, metadata).await?;
            let token = credential.token.take().and_then(|token| with(&token, told, oauth));
            credential = self.passing(integration, setup, &entered, token);
        }
        let account = self.identify(declared, &credential).await?;
        let token = credential.token.take().ok_or_else(|| Error::Broken(anyhow::anyhow!("a token was lost")))?;
        self.note_client(tenant, &integration.id, None).await;
        // A service that does not say what it granted granted what it was asked for (RFC 6749, section 5.1).
        let scopes = token.scopes().or_else(|| offer.asked.map(str::to_owned));
        Ok(Exchanged { setup: SecretJson::new(entered), token, scopes, account })
    }

    /// Notes whether the service takes the OAuth client. A code is spent already: this may fail without harm.
    async fn note_client(&self, tenant: &TenantId, app_id: &str, said: Option<&str>) {
        let noted = self.store.note_oauth_client(tenant, app_id, said).await;
        let _ = noted.inspect_err(|error| tracing::warn!(%error, app_id, "an OAuth client's state could not be noted"));
    }

    /// Seals what a code bought, for the connection `id`.
    pub(super) async fn seal_exchanged(
        &self,
        tenant: &TenantId,
        id: &ConnectionId,
        integration: &Integration,
        exchanged: Exchanged,
    ) -> Result<Accepted, Error> {
        let (_, declared, oauth) = self.grantable(&integration.id)?;
        let Exchanged { setup, token, scopes, account } = exchanged;
        let account_name = account.name.or_else(|| self.account_name(declared, &setup));
        let ring = self.keys.ring(tenant).await?;
        let bytes = Zeroizing::new(setup.value().to_string().into_bytes());
        let sealed = ring.seal(&self.rng, setup_place(tenant, id), &bytes)?;
        let tokens = ring.seal(&self.rng, tokens_place(tenant, id), &token.to_stored())?;
        let grant = Grant { scopes, account: account.id, ..grant_of(&token, Some(oauth), &self.rng) };
        let granted = Some(Granted { tokens, grant });
        Ok(Accepted { setup_type: declared.type_name.clone(), account_name, sealed, granted })
    }

    async fn ask(
        &self,
        Declared { integration, oauth, .. }: Declared<'_>,
        client: &OpenedClient,
        form: &[(&str, &str)],
    ) -> Result<Token, TokenFailure> {
        let asked_at = self.clock.now();
        let answer = self.ask_token_endpoint(client, integration, oauth, form).await?;
        Ok(Token::granted(answer, asked_at, oauth).expect("the endpoint's answer holds an access token"))
    }

    /// Refreshes once, right away: better to learn now that a service gives refresh tokens that it does not take, than
    /// an hour after the person has gone.
    async fn drill(&self, declared: Declared<'_>, client: &OpenedClient, first: Token) -> Result<Token, NotGranted> {
        let Some(refresh_token) = first.refresh_token().filter(|_| declared.oauth.refresh != Refresh::None) else {
            return Ok(first);
        };
        let form = [("grant_type", "refresh_token"), ("refresh_token", refresh_token)];
        let second = self.ask(declared, client, &form).await;
        let second = second.map_err(|failure| not_granted(failure, "the service gave a token that does not renew"))?;
        Ok(second.succeeding(&first))
    }

    /// What the integration's file wants to know beside the token.
    async fn ask_metadata(
        &self,
        Declared { integration, setup, .. }: Declared<'_>,
        credential: &Credential,
        metadata: &Metadata,
    ) -> Result<Map<String, Value>, NotGranted> {
        let signed = metadata.request.headers.is_none();
        let exchange = Exchange {
            integration,
            declared: &metadata.request,
            names: credential.name(Names::new(&self.clock, &self.rng)),
            credential: Some((credential, setup)),
            purpose: if signed { Purpose::Act { repeated: None } } else { Purpose::FetchToken },
        };
        let mut answer = exchange.send_for_token(&self.http).await.map_err(unasked)?;
        if answer["success"] != true {
            return Err(unasked(Failure::answered(
                answer["status"].as_u64().and_then(|status| u16::try_from(status).ok()),
                &format!("the service answered {} when asked about the account", answer["status"]),
                None,
            )));
        }
        let kept = |name: &String| Some((name.clone(), answer["body"].get_mut(name)?.take()));
        Ok(metadata.keep.iter().filter_map(kept).collect())
    }

    async fn identify(
        &self,
        Declared { integration, setup, .. }: Declared<'_>,
        credential: &Credential,
    ) -> Result<Account, NotGranted> {
        let found = self.ask_account(integration, setup, credential).await;
        match found.result {
            CheckResult::Works { .. } | CheckResult::Unchecked => Ok(found.account),
            CheckResult::Refused { said } => {
                Err(NotGranted::Refused(format!("the service does not take its own token: {said}")))
            }
            CheckResult::Unreachable { said } => Err(NotGranted::Unreachable(said)),
        }
    }
}

/// The token, and what the service tells beside it.
fn with(token: &Token, told: Map<String, Value>, oauth: &Oauth) -> Option<Token> {
    let mut whole = token.value().as_object().cloned().unwrap_or_default();
    whole.extend(told);
    Token::granted(Value::Object(whole), token.asked_at, oauth)
}

/// What to do where nobody registered an OAuth client.
pub(super) fn unregistered(app_id: &str) -> String {
    format!("no OAuth client is registered for {app_id}: PUT /api/v2/flows/vault/oauth-clients/{app_id} first")
}

fn form<'a>(offer: &Offer<'a>) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![("grant_type", "authorization_code"), ("code", offer.code)];
    form.extend(offer.redirect_uri.map(|uri| ("redirect_uri", uri)));
    form.extend(offer.verifier.map(|verifier| ("code_verifier", verifier)));
    form
}

fn not_granted(failure: TokenFailure, what: &str) -> NotGranted {
    match failure {
        TokenFailure::NotSent(said) | TokenFailure::Later { said, .. } => NotGranted::Unreachable(said),
        TokenFailure::Client(said) => NotGranted::Refused(format!("the service refuses the OAuth client: {said}")),
        TokenFailure::InvalidGrant(said) | TokenFailure::Ours(said) | TokenFailure::Unclear { said, .. } => {
            NotGranted::Refused(format!("{what}: {said}"))
        }
    }
}

fn unasked(failure: Failure) -> NotGranted {
    match failure {
        Failure::Refused { message, .. } => NotGranted::Refused(message),
        Failure::Outage { message, .. } => NotGranted::Unreachable(message),
    }
}
