//! The question itself: one call of a token endpoint, by whichever grant the setup declares.

use std::time::Duration;

use catalog::{Grant, Oauth, Refresh, TokenGrant};
use model::{TenantId, UnixMillis};
use serde_json::Value;

use super::{assertion, trouble::Trouble};
use crate::{
    Vault,
    credential::Credential,
    exchange::{Exchange, Purpose},
    failure::Failure,
    names::Names,
    token::Token,
};

impl Vault {
    /// Asks for the token that follows the credential's present one.
    pub(super) async fn next_token(&self, tenant: &TenantId, credential: &Credential) -> Result<Token, Trouble> {
        let (_, setup) = credential.declared(&self.catalog).ok_or_else(|| Trouble::misconfigured(UNDECLARED))?;
        match &setup.oauth {
            None => self.ask_for_token(credential).await.map_err(Trouble::of_setup),
            Some(oauth) => self.ask_to_refresh(tenant, credential, oauth).await,
        }
    }

    async fn ask_to_refresh(
        &self,
        tenant: &TenantId,
        credential: &Credential,
        oauth: &Oauth,
    ) -> Result<Token, Trouble> {
        let present = credential.token.as_ref().ok_or_else(|| Trouble::reconnect(NO_GRANT))?;
        let refresh_token = present.refresh_token().filter(|_| oauth.refresh != Refresh::None);
        let refresh_token = refresh_token.ok_or_else(|| Trouble::reconnect(NO_REFRESH_TOKEN))?;
        let client = self.opened_client(tenant, &credential.app_id).await;
        let client = client.map_err(|error| Trouble::later(error.to_string()))?;
        let client = client.ok_or_else(|| Trouble::misconfigured(NO_CLIENT))?;
        if credential.oauth_client_id().is_some_and(|granted_to| granted_to != client.client_id) {
            return Err(Trouble::misconfigured(OTHER_CLIENT));
        }
        let (integration, _) = credential.declared(&self.catalog).ok_or_else(|| Trouble::misconfigured(UNDECLARED))?;
        let form = [("grant_type", "refresh_token"), ("refresh_token", refresh_token)];
        let asked_at = self.clock.now();
        let answer = self.ask_token_endpoint(&client, integration, oauth, &form).await?;
        // A success that says no token may still have spent the old one.
        let token = Token::granted(answer, asked_at, oauth).ok_or_else(|| unusable_answer(present, asked_at))?;
        Ok(token.succeeding(present))
    }

    /// One call of the token endpoint that the credential's own setup can pay for.
    pub(crate) async fn ask_for_token(&self, credential: &Credential) -> Result<Token, Failure> {
        let (integration, setup) = credential.declared(&self.catalog).ok_or_else(|| Failure::refused(UNDECLARED))?;
        let grant = setup.token.as_ref().ok_or_else(|| Failure::refused(UNDECLARED))?;
        let asked_at = self.clock.now();
        let signed = self.assertion(grant, credential, asked_at)?;
        let names = credential.name(Names::new(&self.clock, &self.rng));
        let names = match &signed {
            Some(signed) => names.with("assertion", signed),
            None => names,
        };
        let exchange = Exchange {
            integration,
            declared: &grant.request,
            names,
            credential: Some((credential, setup)),
            purpose: Purpose::FetchToken,
        };
        let answer = exchange.send_for_token(&self.http).await?;
        read_token(answer, asked_at, Duration::from_secs(grant.expires_in), credential)
    }

    fn assertion(
        &self,
        grant: &TokenGrant,
        credential: &Credential,
        now: UnixMillis,
    ) -> Result<Option<Value>, Failure> {
        match (&grant.assertion, grant.grant) {
            (Some(declared), Grant::JwtBearer) => {
                let names = credential.name(Names::new(&self.clock, &self.rng));
                assertion::sign(declared, &names, now).map(Some).map_err(Failure::refused)
            }
            _ => Ok(None),
        }
    }
}

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

fn unusable_answer(present: &Token, asked_at: UnixMillis) -> Trouble {
    tracing::warn!(?present, %asked_at, "a token endpoint answered without an access_token");
    let said = "the token endpoint answered without an access_token".to_owned();
    Trouble::from(crate::oauth::TokenFailure::Unclear { said, status: Some(200) })
}

const UNDECLARED: &str = "the catalogue no longer declares how this connection gets its token";
const NO_GRANT: &str = "nobody has granted this connection anything yet: connect it";
const NO_REFRESH_TOKEN: &str =
    "the access token has ended and the service gave nothing to renew it with: connect again";
const NO_CLIENT: &str = "the OAuth client of this integration is not registered any more: register it again";
const OTHER_CLIENT: &str =
    "the OAuth client of this integration is another one than the grant was given to: connect again";
