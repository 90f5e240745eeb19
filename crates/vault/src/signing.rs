//! Putting a connection's credential into a request: the last thing that happens before it is sent.

use catalog::{Basic, Signature};
use model::expression::{Template, as_text};
use url::Url;
use zeroize::Zeroizing;

use crate::{failure::Failure, http::Request, names::Names};

/// Signs the part of a request that is its URL. Says whether a credential is in it now.
pub(crate) fn sign_url(url: &mut Url, signatures: &[Signature], names: &Names<'_>) -> Result<bool, Failure> {
    let mut signed = false;
    for signature in signatures {
        match signature {
            Signature::Query { name, value } => add_key(url, name, &text(value, names)?),
            Signature::Key { place, name, value } if is_query(place, names)? => {
                add_key(url, &text(name, names)?, &text(value, names)?);
            }
            _ => continue,
        }
        signed = true;
    }
    Ok(signed)
}

/// Signs the headers of a request.
pub(crate) fn sign_headers<'r>(
    mut request: Request<'r>,
    signatures: &[Signature],
    names: &Names<'_>,
) -> Result<Request<'r>, Failure> {
    for signature in signatures {
        request = match signature {
            Signature::Basic(basic) => with_basic(request, basic, names),
            Signature::Bearer(token) => {
                let value = Zeroizing::new(format!("Bearer {}", *text(token, names)?));
                request.credential_header("authorization", &value)?
            }
            Signature::Header { name, value } => request.credential_header(name, &text(value, names)?)?,
            Signature::Key { place, name, value } if !is_query(place, names)? => {
                request.credential_header(&text(name, names)?, &text(value, names)?)?
            }
            Signature::Query { .. } | Signature::Key { .. } => request,
        };
    }
    Ok(request)
}

/// `Authorization: Basic …`; a missing password is an empty one.
pub(crate) fn with_basic<'r>(request: Request<'r>, basic: &Basic, names: &Names<'_>) -> Request<'r> {
    let (username, password) = parts(basic, names);
    request.basic(&username, &password)
}

/// `user:password`, as base64 then hides it.
pub(crate) fn basic_pair(basic: &Basic, names: &Names<'_>) -> Zeroizing<String> {
    let (username, password) = parts(basic, names);
    Zeroizing::new(format!("{}:{}", *username, *password))
}

fn parts(basic: &Basic, names: &Names<'_>) -> (Zeroizing<String>, Zeroizing<String>) {
    let part = |template| optional_text(template, names).unwrap_or_default();
    (part(&basic.username), part(&basic.password))
}

/// Whether the author of the request gave any part of a user name and password.
pub(crate) fn is_given(basic: &Basic, names: &Names<'_>) -> bool {
    [&basic.username, &basic.password].into_iter().any(|part| optional_text(part, names).is_some())
}

/// An older parameter of the same name gives way: the connection decides who is asking.
fn add_key(url: &mut Url, name: &str, value: &str) {
    let others: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(other, _)| other != name)
        .map(|(other, value)| (other.into_owned(), value.into_owned()))
        .collect();
    url.query_pairs_mut().clear().extend_pairs(others).append_pair(name, value);
}

fn is_query(place: &Template, names: &Names<'_>) -> Result<bool, Failure> {
    Ok(text(place, names)?.as_str() == "QUERY")
}

fn optional_text(template: &Template, names: &Names<'_>) -> Option<Zeroizing<String>> {
    let value = template.evaluate(names).value.filter(|value| !value.is_null())?;
    Some(Zeroizing::new(as_text(&value).into_owned()))
}

fn text(template: &Template, names: &Names<'_>) -> Result<Zeroizing<String>, Failure> {
    optional_text(template, names)
        .ok_or_else(|| Failure::refused("the connection's credentials are incomplete: enter them again"))
}
