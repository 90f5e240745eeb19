//! Running one action: from what a flow asks to what the service answered.

use std::sync::Arc;

use catalog::{Action, ConnectionUse, Integration, Method, Request, Response, Retry, Setup, Success, Verb, Work};
use model::{ConnectionId, TenantId, expression::Template};
use serde_json::Value;

use crate::{
    Call, CallError, Error, Outcome, Vault,
    credential::Credential,
    exchange::{Exchange, Purpose},
    failure::{Failure, brief},
    names::Names,
    opening::Unusable,
    scopes::require_granted,
};

/// An action with everything it needs, ready to be sent.
struct Performance<'a> {
    integration: &'a Integration,
    action: &'a Action,
    response: &'a Response,
    params: &'a Value,
    /// The same for every try, so that the service recognises the second.
    key: String,
}

impl Vault {
    /// Runs one action of an integration, signed by a connection. The params must have been checked already.
    ///
    /// # Errors
    /// [`CallError::Refused`] when trying again cannot help, [`CallError::Outage`] when it may. No text in either
    /// holds any part of a credential.
    pub async fn call(&self, tenant: &TenantId, call: Call<'_>) -> Result<Outcome, CallError> {
        let result = self.perform(tenant, call).await;
        self.metrics.called(&result);
        result
    }

    async fn perform(&self, tenant: &TenantId, call: Call<'_>) -> Result<Outcome, CallError> {
        let known = self.catalog.action(call.integration, call.action);
        let (integration, action) = known.ok_or_else(|| Failure::refused("the catalogue has no such action"))?;
        let response = match &action.work {
            Work::Requests { response, .. } => response,
            Work::Native(native) => return self.perform_native(tenant, integration, *native, &call).await,
        };
        if call.connection.is_none() && needs_connection(action) {
            return Err(Failure::refused("this action needs a connection").into());
        }
        let key = self.rng.uuid().to_string();
        let performance = Performance { integration, action, response, params: call.params, key };
        match call.connection {
            None => Ok(self.send_all(&performance, None).await?),
            Some(id) => self.call_signed(tenant, id, &performance).await,
        }
    }

    async fn call_signed(
        &self,
        tenant: &TenantId,
        id: &ConnectionId,
        performance: &Performance<'_>,
    ) -> Result<Outcome, CallError> {
        let credential = self.credential(tenant, id).await.map_err(|unusable| no_credential(id, unusable))?;
        let declared = self.declared_for(performance.integration, &credential)?;
        require_granted(performance.action, declared, &credential)?;
        let first = self.send_all(performance, Some(&credential)).await;
        if !shows_expired_token(&first, &credential, declared) {
            return Ok(first?);
        }
        // The service no longer takes the token. The next caller gets a new one in any case; this call is sent
        // again only if a second time does no harm.
        match self.replace_token(tenant, id, &credential).await {
            Ok(Some(renewed)) if performance.response.retry != Retry::Never => {
                Ok(self.send_all(performance, Some(&renewed)).await?)
            }
            Ok(_) => Ok(first?),
            Err(unusable) => {
                tracing::warn!(connection = %id, ?unusable, "the service refused a token, and there is no other");
                Ok(first?)
            }
        }
    }

    async fn send_all(
        &self,
        performance: &Performance<'_>,
        credential: Option<&Arc<Credential>>,
    ) -> Result<Outcome, Failure> {
        let signed_by = match credential {
            Some(credential) => Some((&**credential, self.declared_for(performance.integration, credential)?)),
            None => None,
        };
        let setup_type = signed_by.map(|(credential, _)| credential.setup_type.as_str());
        let requests: Vec<_> = performance.action.requests_for(setup_type).collect();
        let mut answers: Vec<(&str, Value)> = Vec::with_capacity(requests.len());
        for (position, declared) in requests.iter().enumerate() {
            // A service takes a key that comes twice for the same request, so each of several has its own.
            let key = match position {
                0 => performance.key.clone(),
                later => format!("{}-{later}", performance.key),
            };
            let exchange = Exchange {
                integration: performance.integration,
                declared,
                names: self.names(performance, signed_by, &answers),
                credential: signed_by,
                purpose: Purpose::Act { repeated: performance.repeated(&key) },
            };
            let sent = exchange.send(&self.http).await;
            let is_last = position + 1 == requests.len();
            let answer = sent.and_then(|answer| {
                performance.require_success(&answer, self.names(performance, signed_by, &answers), is_last)?;
                Ok(answer)
            });
            let has_changed = requests[..position].iter().any(|earlier| !is_read(earlier));
            let answer = answer.map_err(|failure| if has_changed { failure.after_a_change() } else { failure })?;
            // One without a name cannot be read by later requests; `response` is the last answer and no other.
            answers.push((declared.name.as_deref().unwrap_or_default(), answer));
        }
        let (_, last) =
            answers.pop().ok_or_else(|| Failure::refused("this action cannot be done with this kind of connection"))?;
        let names = self.names(performance, signed_by, &answers);
        Ok(performance.outcome(&last, names))
    }

    pub(crate) fn declared_for(&self, integration: &Integration, credential: &Credential) -> Result<&Setup, Failure> {
        let declared = credential.declared(&self.catalog).filter(|_| credential.app_id == integration.id);
        let declared = declared.ok_or_else(|| {
            Failure::refused(format!("the connection is one to {}, not to {}", credential.app_id, integration.id))
        })?;
        Ok(declared.1)
    }

    fn names<'a>(
        &'a self,
        performance: &Performance<'a>,
        signed_by: Option<(&'a Credential, &Setup)>,
        answers: &'a [(&'a str, Value)],
    ) -> Names<'a> {
        let mut names = Names::new(&self.clock, &self.rng).with("params", performance.params);
        if let Some((credential, _)) = signed_by {
            names = credential.name(names);
        }
        answers.iter().fold(names, |names, (name, answer)| names.with(name, answer))
    }
}

impl Performance<'_> {
    fn repeated<'k>(&'k self, key: &'k str) -> Option<(&'k str, &'k str)> {
        self.response.idempotency_header.as_deref().map(|header| (header, key))
    }

    /// Reads an answer as the file says: done, refused in the service's words, or failing.
    /// What the file says of success is about the last answer; those before it only have to be fine.
    fn require_success(&self, answer: &Value, names: Names<'_>, is_last: bool) -> Result<(), Failure> {
        let names = names.with("response", answer);
        let status = status_of(answer);
        let expected = if is_last { &self.response.success } else { &Success::Fine };
        let accepted = status.is_some_and(|status| expected.includes(status));
        let proof = self.response.success_if.as_ref().filter(|_| is_last);
        let disproof = self.response.failure_if.as_ref().filter(|_| is_last);
        let proved = proof.is_none_or(|template| names.is_truthy(template));
        if accepted && proved && !disproof.is_some_and(|template| names.is_truthy(template)) {
            return Ok(());
        }
        let words = &self.response.error;
        let said = |template: &Option<Template>| template.as_ref().and_then(|template| names.text(template));
        let shown_status = status.map(|status| status.to_string()).unwrap_or_default();
        let message = said(&words.message).unwrap_or_else(|| format!("the service answered {shown_status}"));
        let details = said(&words.code).map(|code| serde_json::json!({ "code": brief(&code) }));
        Err(Failure::answered(status, &message, details))
    }

    fn outcome(&self, answer: &Value, names: Names<'_>) -> Outcome {
        let rendered = self.response.output.render(&names.with("response", answer));
        Outcome { output: rendered.value.unwrap_or(Value::Null), status: status_of(answer) }
    }
}

/// Whether the service says, as only it may, that the token has ended.
fn shows_expired_token(result: &Result<Outcome, Failure>, credential: &Credential, declared: &Setup) -> bool {
    const USUAL: &[u16] = &[401];
    let (status, code) = match result {
        Ok(outcome) => (outcome.status, None),
        Err(failure) => (failure.status(), failure.code()),
    };
    let expired = declared.oauth.as_ref().map(|oauth| &oauth.expired);
    let statuses = expired.map_or(USUAL, |expired| &expired.status);
    let codes = expired.map_or(&[][..], |expired| &expired.codes);
    let says_so = status.is_some_and(|status| statuses.contains(&status))
        || code.is_some_and(|code| codes.iter().any(|known| known == code));
    says_so && credential.token.is_some()
}

fn needs_connection(action: &Action) -> bool {
    matches!(action.connection, ConnectionUse::Required | ConnectionUse::AtRun)
}

/// Whether a request changes nothing at the service.
fn is_read(request: &Request) -> bool {
    matches!(request.verb, Verb::Fixed(Method::Get))
}

fn status_of(answer: &Value) -> Option<u16> {
    answer["status"].as_u64().and_then(|status| u16::try_from(status).ok())
}

pub(crate) fn no_credential(id: &ConnectionId, unusable: Unusable) -> CallError {
    match unusable {
        Unusable::Missing => Failure::refused("the connection does not exist").into(),
        Unusable::Empty => Failure::refused("the connection has no credentials yet: enter them in the vault").into(),
        // Whatever happened at the token endpoint, the service itself was not asked.
        Unusable::NoToken(Failure::Outage { message, status, .. }) => {
            CallError::Outage { message, status, may_have_acted: false }
        }
        Unusable::NoToken(refused) => refused.into(),
        Unusable::Fault(error) if matches!(*error, Error::Unavailable(_)) => {
            Failure::not_sent(error.to_string()).into()
        }
        Unusable::Fault(error) => {
            tracing::error!(connection = %id, ?error, "a credential could not be opened");
            Failure::refused("the connection's credentials cannot be opened").into()
        }
    }
}
