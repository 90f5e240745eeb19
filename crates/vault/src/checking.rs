//! Finding out whether credentials work, by the cheapest request that proves it.

use catalog::{Check, Integration, Request, Setup, Target, UrlError};
use model::{
    ConnectionId, TenantId,
    expression::{Template, as_text},
};
use serde_json::Value;

use crate::{
    Error, Vault,
    connections::{acceptable, readable},
    credential::{Credential, Opened},
    exchange::{Exchange, Purpose},
    failure::{Failure, brief},
    names::Names,
    opening::Unusable,
    secret_json::SecretJson,
    token::Token,
};

/// What a service says to a connection's credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckResult {
    /// They work; and what the service calls the account, if it says so.
    Works { account_name: Option<String> },
    /// The service does not take them, in its own words.
    Refused { said: String },
    /// Nobody knows: the service could not be reached.
    Unreachable { said: String },
    /// This integration has no request that would prove anything.
    Unchecked,
}

/// What a service says of whose account it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Account {
    /// What to call it.
    pub(crate) name: Option<String>,
    /// What tells it from all others.
    pub(crate) id: Option<String>,
}

/// A check that was asked.
pub(crate) struct Checked {
    pub(crate) result: CheckResult,
    pub(crate) account: Account,
    status: Option<u16>,
}

impl Checked {
    fn new(result: CheckResult) -> Self {
        Self { result, account: Account::default(), status: None }
    }
}

impl From<Failure> for CheckResult {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused { message, .. } => Self::Refused { said: message },
            Failure::Outage { message, .. } => Self::Unreachable { said: message },
        }
    }
}

impl Vault {
    /// Tries a setup that is not stored.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the integration is unknown or the setup does not fit it.
    pub async fn check_setup(&self, app_id: &str, setup: Value) -> Result<CheckResult, Error> {
        let integration = self.connectable(app_id)?;
        let setup = SecretJson::new(setup);
        let declared = acceptable(integration, setup.value())?;
        Ok(self.try_setup(integration, declared, &setup).await)
    }

    /// Tries what a connection holds; `None` when the tenant has none of this id.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn check_connection(&self, tenant: &TenantId, id: &ConnectionId) -> Result<Option<CheckResult>, Error> {
        let checked = match self.open_row(&self.cache.slot(tenant, id)).await {
            Ok(credential) => self.check_credential(tenant, id, &credential).await,
            Err(unusable) => Err(unusable),
        };
        match checked {
            Ok(result) => Ok(Some(result)),
            Err(Unusable::Missing) => Ok(None),
            Err(Unusable::Empty) => Ok(Some(CheckResult::Refused { said: NOTHING_ENTERED.to_owned() })),
            Err(Unusable::NoToken(failure)) => Ok(Some(failure.into())),
            Err(Unusable::Fault(error)) => Err(Error::shared(error)),
        }
    }

    async fn check_credential(
        &self,
        tenant: &TenantId,
        id: &ConnectionId,
        credential: &Credential,
    ) -> Result<CheckResult, Unusable> {
        if credential.declared(&self.catalog).is_none_or(|(_, setup)| setup.check.is_none()) {
            return Ok(CheckResult::Unchecked);
        }
        let Some((integration, declared)) = credential.declared(&self.catalog) else {
            return Ok(CheckResult::Unchecked);
        };
        if declared.oauth.is_some() {
            return self.check_grant(tenant, id, (integration, declared)).await;
        }
        // A token from before proves nothing about what is entered now; a new one does, and is kept.
        let credential = self.prove_token(tenant, id).await?;
        Ok(self.ask_account(integration, declared, &credential).await.result)
    }

    /// A grant is what it was when it was given: its present token proves it, unless the service has ended that early.
    async fn check_grant(
        &self,
        tenant: &TenantId,
        id: &ConnectionId,
        (integration, declared): (&Integration, &Setup),
    ) -> Result<CheckResult, Unusable> {
        let credential = self.credential(tenant, id).await?;
        let checked = self.ask_account(integration, declared, &credential).await;
        if checked.status != Some(401) {
            return Ok(checked.result);
        }
        match self.replace_token(tenant, id, &credential).await? {
            Some(renewed) => Ok(self.ask_account(integration, declared, &renewed).await.result),
            None => Ok(checked.result),
        }
    }

    /// Tries a setup that passed its checks: gets a token if it needs one, then asks who it is.
    pub(crate) async fn try_setup(
        &self,
        integration: &Integration,
        declared: &Setup,
        setup: &SecretJson,
    ) -> CheckResult {
        if declared.check.is_none() {
            return CheckResult::Unchecked;
        }
        let mut credential = self.passing(integration, declared, setup.value(), None);
        if declared.token.is_some() {
            match self.ask_for_token(&credential).await {
                Ok(token) => credential = self.passing(integration, declared, setup.value(), Some(token)),
                Err(failure) => return failure.into(),
            }
        }
        self.ask_account(integration, declared, &credential).await.result
    }

    /// A credential for one try, that no row holds.
    pub(crate) fn passing(
        &self,
        integration: &Integration,
        declared: &Setup,
        setup: &Value,
        token: Option<Token>,
    ) -> Credential {
        let setup = SecretJson::new(setup.clone());
        let opened = Opened { setup_type: declared.type_name.clone(), setup, token, generation: 0 };
        Credential::new(integration, opened, &self.clock, &self.rng)
    }

    /// Asks the service whose account a credential is for.
    pub(crate) async fn ask_account(
        &self,
        integration: &Integration,
        declared: &Setup,
        credential: &Credential,
    ) -> Checked {
        let Some(check) = &declared.check else { return Checked::new(CheckResult::Unchecked) };
        // Without a request of its own, having got a token is the proof.
        let Some(request) = &check.request else {
            return Checked::new(CheckResult::Works { account_name: None });
        };
        let names = credential.name(Names::new(&self.clock, &self.rng));
        if is_left_out(request, &names) {
            return Checked::new(CheckResult::Unchecked);
        }
        let exchange = Exchange {
            integration,
            declared: request,
            names: names.clone(),
            credential: Some((credential, declared)),
            purpose: Purpose::Act { repeated: None },
        };
        match exchange.send(&self.http).await {
            Ok(answer) => read_answer(check, &answer, names),
            Err(failure) => Checked { status: failure.status(), ..Checked::new(failure.into()) },
        }
    }
}

/// Whether whoever registered the OAuth client named no place to ask.
fn is_left_out(request: &Request, names: &Names<'_>) -> bool {
    let Target::Url(url) = &request.target else { return false };
    let is_registered = url.names().first().is_some_and(|path| path.root() == "client");
    is_registered && matches!(url.render(names), Err(UrlError::Missing(_)))
}

fn read_answer(check: &Check, answer: &Value, names: Names<'_>) -> Checked {
    let status = answer["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or_default();
    let names = names.with("response", answer);
    let proved = check.success_if.as_ref().is_none_or(|template| names.is_truthy(template));
    if check.success.includes(status) && proved {
        let said = |template: &Option<Template>| readable(&names.text(template.as_ref()?)?);
        let name = said(&check.account_name);
        let id = said(&check.account_id).or_else(|| name.clone());
        let result = CheckResult::Works { account_name: name.clone() };
        return Checked { result, account: Account { name, id }, status: Some(status) };
    }
    let said = format!("the service answered {status}{}", words(&answer["body"]));
    let result = match status {
        429 | 500.. => CheckResult::Unreachable { said },
        _ => CheckResult::Refused { said },
    };
    Checked { status: Some(status), ..Checked::new(result) }
}

/// The words of a refusal, wherever services usually put them.
fn words(body: &Value) -> String {
    let error = &body["error"];
    let candidates =
        [&body["message"], &body["error_description"], &error["message"], error, &body["detail"], &body["description"]];
    let said = candidates.into_iter().find(|said| said.as_str().is_some_and(|said| !said.is_empty()));
    said.map(|said| format!(": {}", brief(&as_text(said)))).unwrap_or_default()
}

const NOTHING_ENTERED: &str = "no credentials have been entered yet";
