//! Requests go where the file says they go, and nobody can listen on the way.

use model::expression::{Expression, Part};

use super::Meaning;
use crate::{
    action::Work,
    error::Complaint,
    key::Key,
    request::{Request, Target, Verb},
    schema::{Format, Schema, Segment},
    url_template::{Encoding, UrlPart, UrlTemplate},
};

/// One URL of the file.
struct Written<'m> {
    key: Key,
    url: &'m UrlTemplate,
}

/// Every base, every token endpoint, and every request's URL or path.
fn each_url<'m>(meaning: &'m Meaning<'_>) -> Vec<Written<'m>> {
    let integration = meaning.integration;
    let mut urls = Vec::new();
    urls.extend(integration.base.as_ref().map(|url| Written { key: Key::new(&["base"]), url }));
    for (name, setup) in &integration.setups {
        let key = Key::new(&["setup", name]);
        urls.extend(setup.base.as_ref().map(|url| Written { key: key.child("base"), url }));
        let token = setup.oauth.as_ref().map(|oauth| &oauth.token);
        urls.extend(token.map(|url| Written { key: key.child("oauth").child("token"), url }));
    }
    urls.extend(each_request(meaning).into_iter().filter_map(|(key, request)| match &request.target {
        Target::Url(url) | Target::BehindBase(url) => Some(Written { key, url }),
        Target::RawPath(_) => None,
    }));
    urls
}

/// Every request of the file, with the key that says where it goes.
fn each_request<'m>(meaning: &'m Meaning<'_>) -> Vec<(Key, &'m Request)> {
    let mut requests = Vec::new();
    for (name, setup) in &meaning.integration.setups {
        let key = Key::new(&["setup", name]);
        let token = setup.token.as_ref().map(|token| (key.child("token"), &token.request));
        let check = setup.check.as_ref().and_then(|check| check.request.as_ref());
        requests.extend(token.into_iter().chain(check.map(|request| (key.child("check"), request))));
        let metadata = setup.oauth.as_ref().and_then(|oauth| oauth.metadata.as_ref());
        requests.extend(metadata.map(|metadata| (key.child("oauth").child("metadata"), &metadata.request)));
    }
    for (name, action) in &meaning.integration.actions {
        let key = Key::new(&["action", name, "request"]);
        let all = match &action.work {
            Work::Requests { requests, .. } => requests.as_slice(),
            Work::Native(_) => &[],
        };
        requests.extend(all.iter().enumerate().map(|(index, request)| (key.item(index), request)));
    }
    requests.into_iter().map(|(key, request)| (place_of(&key, request), request)).collect()
}

fn place_of(key: &Key, request: &Request) -> Key {
    match (&request.verb, &request.target) {
        (Verb::Fixed(method), _) => key.child(&method.name().to_lowercase()),
        (Verb::Chosen(_), Target::RawPath(_)) => key.child("path"),
        (Verb::Chosen(_), _) => key.child("url"),
    }
}

const HTTPS: &str = "Begin it with https://";

/// What is written down as a URL begins with `https://`, carries no credentials and has no fragment.
pub(super) fn every_url_is_https(meaning: &Meaning<'_>) -> Vec<Complaint> {
    let mut complaints = pages_without_https(meaning);
    for Written { key, url } in each_url(meaning) {
        let source = url.source();
        let stands_alone = [Key::new(&["base"]), Key::new(&["token"])].iter().any(|it| it.0.last() == key.0.last());
        let begins_well = source.starts_with("https://") || source.starts_with("{{");
        if !begins_well && (stands_alone || !source.starts_with('/')) {
            let fix = if stands_alone { HTTPS } else { "Begin it with https://, or with / to put it behind the base" };
            complaints.push(Complaint::new(key.clone(), format!("{source:?} is not an https URL"), fix));
        }
        if url.written_host().is_some_and(|host| host.contains('@')) {
            let fix = "Say how to sign in [setup.TYPE.sign]";
            complaints.push(Complaint::new(key.clone(), "credentials in a URL end up in logs", fix));
        }
        if url.parts().iter().any(|part| matches!(part, UrlPart::Literal(text) if text.contains('#'))) {
            complaints.push(Complaint::new(key, "a fragment is never sent", "Drop everything from the #"));
        }
    }
    complaints
}

/// Pages that people are sent to.
fn pages_without_https(meaning: &Meaning<'_>) -> Vec<Complaint> {
    let docs = meaning.integration.docs.as_deref().map(|page| (Key::new(&["docs"]), page));
    let finds = meaning
        .integration
        .setups
        .iter()
        .filter_map(|(name, setup)| Some((Key::new(&["setup", name, "find"]), setup.find.as_deref()?)));
    let oauth = meaning.integration.setups.iter().filter_map(|(name, setup)| Some((name, setup.oauth.as_ref()?)));
    let consents =
        oauth.map(|(name, oauth)| (Key::new(&["setup", name, "oauth", "authorize"]), oauth.authorize.source()));
    let is_safe = |page: &str| match page.contains("{{") {
        true => page.starts_with("https://") || page.starts_with("{{"),
        false => Format::HttpsUrl.accepts(page),
    };
    let wrong = docs.into_iter().chain(finds).chain(consents).filter(|(_, page)| !is_safe(page));
    wrong.map(|(key, page)| Complaint::new(key, format!("{page:?} is not an https URL"), HTTPS)).collect()
}

/// The host of every URL is one of `hosts`.
pub(super) fn every_host_is_declared(meaning: &Meaning<'_>) -> Vec<Complaint> {
    let hosts = &meaning.integration.hosts;
    let strange = each_url(meaning).into_iter().filter_map(|Written { key, url }| {
        let host = default_host(url).or_else(|| url.written_host())?;
        let name = if host.contains('{') { host } else { host.split_once(':').map_or(host, |(name, _)| name) };
        let known = hosts.iter().any(|pattern| pattern.covers(host) || pattern.covers(name));
        (!known)
            .then(|| Complaint::new(key, format!("{host} is not one of the hosts"), format!("Add {name:?} to hosts")))
    });
    strange.collect()
}

/// The host that stands in a URL where nobody enters another: `https://{{client.params.x ?? 'the.host'}}/…`. What is
/// entered is held against the hosts when a request leaves.
fn default_host(url: &UrlTemplate) -> Option<&str> {
    let [UrlPart::Literal(scheme), UrlPart::Value { template, encoding: Encoding::Host }, rest @ ..] = url.parts()
    else {
        return None;
    };
    let stands_alone = match rest {
        [] => true,
        [UrlPart::Literal(behind), ..] => behind.starts_with(['/', '?']),
        [UrlPart::Value { .. }, ..] => false,
    };
    match template.parts() {
        [Part::Expression(Expression::Fallback(choices))] if scheme == "https://" && stands_alone => {
            let [Expression::Path(path), Expression::Literal(host)] = choices.as_slice() else { return None };
            host.as_str().filter(|_| path.root() == "client")
        }
        _ => None,
    }
}

/// A path alone needs something to stand behind, with every setup type it may be used with.
pub(super) fn every_path_has_a_base(meaning: &Meaning<'_>) -> Vec<Complaint> {
    let integration = meaning.integration;
    let without_base = |only: Option<&str>| {
        let mut types =
            integration.setups.keys().map(String::as_str).filter(|name| only.is_none_or(|only| only == *name));
        integration.base.is_none()
            && (integration.setups.is_empty() || types.any(|name| integration.base(Some(name)).is_none()))
    };
    let lost = each_request(meaning).into_iter().filter(|(key, request)| {
        let own = match key.0.get(1) {
            Some(Segment::Name(name)) if meaning.file.setup.contains_key(name) => Some(name.as_str()),
            _ => request.setup.as_deref(),
        };
        !matches!(request.target, Target::Url(_)) && without_base(own)
    });
    let fix = "Write the whole URL, or add base = \"https://…\" to the file or to the setup";
    lost.map(|(key, _)| Complaint::new(key, "a path without a base leads nowhere", fix)).collect()
}

/// A field that a whole URL begins with has been checked for https when it was saved.
pub(super) fn every_field_that_begins_a_url_is_an_https_url(meaning: &Meaning<'_>) -> Vec<Complaint> {
    let begins = meaning.readings.iter().filter(|it| it.encoding == Some(Encoding::Raw));
    let wrong = begins.filter_map(|reading| {
        let setups = reading.setups.iter().filter_map(|setup| meaning.integration.setups.get(setup));
        let (entered, name): (Vec<&Schema>, _) = match reading.path.root() {
            "setup" => (setups.map(|setup| &setup.fields).collect(), reading.path.name(1)?),
            "client" => {
                (setups.filter_map(|setup| Some(&setup.oauth.as_ref()?.client)).collect(), reading.path.name(2)?)
            }
            _ => return None,
        };
        let mut fields = entered.into_iter().filter_map(|schema| schema.members.get(name));
        if fields.all(|field| field.schema.format == Some(Format::HttpsUrl)) {
            return None;
        }
        let message = format!("a URL begins with {{{{{}}}}}, which may be anything", reading.path);
        Some(Complaint::new(reading.key.clone(), message, format!("Add format = \"https-url\" to the field {name}")))
    });
    wrong.collect()
}
