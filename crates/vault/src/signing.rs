//! Putting a connection's credential into a request: the last thing that happens before it is sent.

use catalog::{Basic, Signature};
use model::expression::{Template, as_text};
use url::{
    Url,
    form_urlencoded::{self, Serializer},
};
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

/// An older parameter of the same name gives way: the connection decides who is asking. The others stay as they are
/// written, since some services sign or compare the text of a query.
fn add_key(url: &mut Url, name: &str, value: &str) {
    let is_other = |pair: &&str| form_urlencoded::parse(pair.as_bytes()).all(|(other, _)| other != name);
    let others = url.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()).filter(is_other);
    let mut query = Zeroizing::new(others.fold(String::new(), |query, pair| query + pair + "&"));
    query.push_str(&Serializer::new(String::new()).append_pair(name, value).finish());
    url.set_query(Some(&query));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(url: &str) -> String {
        let mut url = Url::parse(url).unwrap();
        add_key(&mut url, "api key", "s&cret");
        url.into()
    }

    #[test]
    fn a_key_joins_a_query_and_leaves_the_rest_as_it_is_written() {
        assert_eq!(signed("https://a.example/x"), "https://a.example/x?api+key=s%26cret");
        assert_eq!(
            signed("https://a.example/x?q=a%20b+c&flag&&e=%7B#end"),
            "https://a.example/x?q=a%20b+c&flag&e=%7B&api+key=s%26cret#end"
        );
    }

    #[test]
    fn a_key_of_the_same_name_gives_way_however_it_is_written() {
        assert_eq!(
            signed("https://a.example/x?api+key=1&api%20key=2&%61pi%20key&a=1"),
            "https://a.example/x?a=1&api+key=s%26cret"
        );
    }
}
