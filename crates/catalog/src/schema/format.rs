//! The formats a string may be asked to have, under the names the contract gives them.

use std::net::Ipv4Addr;

use serde::Deserialize;
use url::Url;

/// What a string must be. Only its form is looked at; nothing is resolved or called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// An e-mail address.
    Email,
    /// An absolute https URL.
    HttpsUrl,
    /// A bare host name, without scheme, port or path.
    Hostname,
    /// The id an author gives an action.
    Identifier,
}

impl Format {
    /// The name the contract uses, also in its error messages.
    pub fn name(self) -> &'static str {
        match self {
            Format::Email => "email",
            Format::HttpsUrl => "forms-url-https",
            Format::Hostname => "hostname-rfc2181",
            Format::Identifier => "forms-custom-identifier",
        }
    }

    /// Whether the text has this format.
    pub fn accepts(self, text: &str) -> bool {
        match self {
            Format::Email => is_email(text),
            Format::HttpsUrl => is_https_url(text),
            Format::Hostname => is_hostname(text),
            Format::Identifier => is_identifier(text),
        }
    }
}

/// One `@` with something before it and a dotted host behind it: typing mistakes are caught, odd but
/// deliverable addresses are not refused.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let local_is_sound = !local.is_empty()
        && local.len() <= 64
        && !local.contains('@')
        && !local.chars().any(|c| c.is_whitespace() || c.is_control());
    local_is_sound && domain.contains('.') && is_hostname(domain)
}

fn is_https_url(text: &str) -> bool {
    // The parser trims and repairs; a value that needs repair is not an absolute https URL.
    let well_begun = text.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https://"));
    let clean = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    well_begun && clean && Url::parse(text).is_ok_and(|url| url.has_host())
}

fn is_hostname(text: &str) -> bool {
    let fits = !text.is_empty() && text.len() <= 253;
    // All digits and dots is an address, and addresses are not names.
    fits && text.split('.').all(is_host_label) && text.parse::<Ipv4Addr>().is_err()
}

fn is_host_label(label: &str) -> bool {
    let fits = !label.is_empty() && label.len() <= 63;
    let edges = !label.starts_with('-') && !label.ends_with('-');
    fits && edges && label.chars().all(|c| c.is_alphanumeric() || c == '-')
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn holds(format: Format, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(format.accepts(text), "{format:?} should accept {text:?}");
        }
        for text in bad {
            assert!(!format.accepts(text), "{format:?} should refuse {text:?}");
        }
    }

    #[test]
    fn an_email_has_a_local_part_and_a_dotted_host() {
        let good = ["a@b.co", "first.last+tag@mail.example.org", "o'neil@example.com"];
        let bad = ["", "a", "@b.co", "a@", "a@b", "a@b@c.co", "a b@c.co", "a@-b.co", "a@b..co", "a\n@b.co"];
        holds(Format::Email, &good, &bad);
    }

    #[test]
    fn an_https_url_is_absolute_and_https() {
        let good = ["https://a.example", "https://a.example:8443/x?y=1", "HTTPS://A.EXAMPLE/"];
        let bad = [
            "",
            "http://a.example",
            "a.example",
            "//a.example",
            "https://",
            "https:/a",
            " https://a.example",
            "https://a b/",
        ];
        holds(Format::HttpsUrl, &good, &bad);
    }

    #[test]
    fn a_hostname_is_bare() {
        let good = ["example.com", "tenant.eu.auth0.com", "localhost", "a-b.co"];
        let bad = [
            "",
            "https://example.com",
            "example.com/",
            "example.com:443",
            "a_b.co",
            "-a.co",
            "a..co",
            "127.0.0.1",
            "a@b.co",
        ];
        holds(Format::Hostname, &good, &bad);
    }

    #[test]
    fn an_identifier_is_one_word() {
        holds(Format::Identifier, &["http_request_eFjk", "updateUser_j0M1"], &["", "a b", "a.b", "é"]);
    }
}
