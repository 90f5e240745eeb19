//! One request of a catalogue file: filled in, signed, sent, and its answer as the file's templates read it.

use catalog::{Integration, Method, Request as Declared, Setup, Signature, UrlTemplate, Verb};
use model::expression::{Tree, as_text};
use serde_json::{Map, Value, json};
use url::Url;

use crate::{
    body,
    credential::Credential,
    failure::Failure,
    http::{self, Hosts, Request},
    names::Names,
    signing,
};

/// Everything one request is made of.
pub(crate) struct Exchange<'a> {
    pub(crate) integration: &'a Integration,
    pub(crate) declared: &'a Declared,
    pub(crate) names: Names<'a>,
    /// Whose secrets are in it, and are taken out of the answer.
    pub(crate) credential: Option<(&'a Credential, &'a Setup)>,
    pub(crate) purpose: Purpose<'a>,
}

/// What a request is for.
pub(crate) enum Purpose<'a> {
    /// An action, signed by the connection. With a header by which the service recognises a repeated request, and
    /// its value, where the service knows one.
    Act { repeated: Option<(&'a str, &'a str)> },
    /// Getting the token that will sign others: its body is the credential, and it has no reason to be redirected.
    FetchToken,
}

impl Exchange<'_> {
    /// Sends the request and gives `{status, headers, body, success}`, with the connection's secrets taken out.
    pub(crate) async fn send(&self, client: &http::Client) -> Result<Value, Failure> {
        let mut answer = self.send_for_token(client).await?;
        if let Some((credential, _)) = self.credential {
            credential.scrubber().json(&mut answer);
        }
        Ok(answer)
    }

    /// The same with all secrets still in the answer: for the vault itself, when the answer is the secret.
    pub(crate) async fn send_for_token(&self, client: &http::Client) -> Result<Value, Failure> {
        let permitted = |host: &str| self.integration.may_reach(host, &self.names);
        let request = self.build()?.hosts(Hosts::Only(&permitted));
        match (client.send(request).await, self.credential) {
            (Ok(answer), _) => Ok(readable(answer)),
            (Err(error), Some((credential, _))) => Err(error.scrubbed(credential.scrubber()).into()),
            (Err(error), None) => Err(error.into()),
        }
    }

    fn build<'r>(&self) -> Result<Request<'r>, Failure> {
        let (url, is_signed) = self.url()?;
        let mut request = Request::new(self.method()?, url.as_str())?;
        let written = body::write(&self.declared.body, &self.names)?;
        if let Some(content_type) = written.content_type {
            request = request.header("content-type", content_type)?.body(written.bytes);
        }
        for (name, value) in self.members(self.declared.headers.as_ref(), "headers")? {
            request = request.header(&name, &as_text(&value))?;
        }
        if let Some(basic) = self.declared.basic.as_ref().filter(|basic| signing::is_given(basic, &self.names)) {
            request = signing::with_basic(request, basic, &self.names);
        }
        request = if is_signed || self.carries_secret() { request.secret_inside() } else { request };
        match self.purpose {
            Purpose::FetchToken => Ok(request.secret_inside().without_redirects()),
            Purpose::Act { repeated } => self.sign(request, repeated),
        }
    }

    fn sign<'r>(&self, request: Request<'r>, repeated: Option<(&str, &str)>) -> Result<Request<'r>, Failure> {
        let request = match repeated {
            Some((header, key)) => request.header(header, key)?,
            None => request,
        };
        signing::sign_headers(request, self.signatures(), &self.names)
    }

    fn signatures(&self) -> &[Signature] {
        match (&self.purpose, self.credential) {
            (Purpose::Act { .. }, Some((_, setup))) => &setup.sign,
            _ => &[],
        }
    }

    /// The URL with its query, and whether a credential is in it.
    fn url(&self) -> Result<(Url, bool), Failure> {
        let setup_type = self.credential.map(|(credential, _)| credential.setup_type.as_str());
        let base: Option<&UrlTemplate> = self.integration.base(setup_type);
        let url = self.declared.url(base, &self.names);
        let mut url = url.map_err(|error| Failure::refused(error.to_string()))?;
        let query = self.members(self.declared.query.as_ref(), "query parameters")?;
        if !query.is_empty() {
            append_query(&mut url, &query);
        }
        let is_signed = signing::sign_url(&mut url, self.signatures(), &self.names)?;
        Ok((url, is_signed))
    }

    /// Whether the file itself puts a secret into the URL, its query or the body.
    fn carries_secret(&self) -> bool {
        let Some((_, setup)) = self.credential else { return false };
        let is_secret = |name: &str| setup.secret_fields().any(|field| field == name);
        let query = self.declared.query.iter().flat_map(Tree::names);
        self.declared.names_in_url_and_body().into_iter().chain(query).any(|path| match path.root() {
            "token" | "derive" => true,
            "setup" => path.name(1).is_none_or(is_secret),
            _ => false,
        })
    }

    fn method(&self) -> Result<http::Method, Failure> {
        let method = match &self.declared.verb {
            Verb::Fixed(method) => Some(*method),
            Verb::Chosen(template) => {
                template.evaluate(&self.names).value.as_ref().and_then(Value::as_str).and_then(Method::named)
            }
        };
        let method = method.ok_or_else(|| Failure::refused("the method must be GET, POST, PUT, PATCH or DELETE"))?;
        Ok(method.name().parse().expect("the five methods are valid"))
    }

    /// An object of headers or query parameters; null members are left out.
    fn members(&self, tree: Option<&Tree>, what: &str) -> Result<Map<String, Value>, Failure> {
        match tree.and_then(|tree| tree.render(&self.names).value) {
            None | Some(Value::Null) => Ok(Map::new()),
            Some(Value::Object(members)) => Ok(members.into_iter().filter(|(_, value)| !value.is_null()).collect()),
            Some(_) => Err(Failure::refused(format!("the {what} must be an object"))),
        }
    }
}

/// Adds parameters; a list repeats its name.
fn append_query(url: &mut Url, query: &Map<String, Value>) {
    let mut pairs = url.query_pairs_mut();
    for (name, value) in query {
        match value {
            Value::Array(items) => items.iter().for_each(|item| {
                pairs.append_pair(name, &as_text(item));
            }),
            value => {
                pairs.append_pair(name, &as_text(value));
            }
        }
    }
}

/// The answer as templates read it.
fn readable(answer: http::Response) -> Value {
    json!({
        "status": answer.status,
        "headers": answer.headers,
        "body": parse_body(&answer.body),
        "success": (200..300).contains(&answer.status),
    })
}

/// JSON if it is JSON whatever its content type says, else text; nothing is null.
fn parse_body(bytes: &[u8]) -> Value {
    if bytes.is_empty() {
        return Value::Null;
    }
    serde_json::from_slice(bytes).unwrap_or_else(|_| Value::String(String::from_utf8_lossy(bytes).into_owned()))
}
