//! The places an integration may call: its credentials travel nowhere else.

use std::fmt;

use model::expression::{Scope, Template};
use serde_json::Value;
use url::Url;

/// One entry of `hosts`.
#[derive(Clone, Debug)]
pub enum HostPattern {
    /// `*`: the person who runs the flow decides.
    Any,
    /// `api.twilio.com`
    Exact(String),
    /// `*.salesforce.com`: one or more labels in front of this.
    Below(String),
    /// `{{setup.domain}}`: the host the setup names, or that of the URL it names.
    Named(Template),
}

impl HostPattern {
    /// Whether a request may go to `host`, given as the URL parser prints it.
    pub fn matches(&self, host: &str, scope: &dyn Scope) -> bool {
        match self {
            HostPattern::Any => true,
            HostPattern::Exact(name) => name == host,
            HostPattern::Below(parent) => is_below(host, parent),
            HostPattern::Named(template) => match template.evaluate(scope).value {
                Some(Value::String(name)) => name.eq_ignore_ascii_case(host) || is_host_of(&name, host),
                _ => false,
            },
        }
    }

    /// The same before any setup is known: whether the pattern covers the host part of a URL as it is written.
    pub(crate) fn covers(&self, written: &str) -> bool {
        match self {
            HostPattern::Any => true,
            HostPattern::Exact(name) => name == written,
            HostPattern::Below(parent) => is_below(written, parent),
            HostPattern::Named(template) => template.source() == written,
        }
    }
}

/// As a file has it.
impl fmt::Display for HostPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HostPattern::Any => f.write_str("*"),
            HostPattern::Exact(name) => f.write_str(name),
            HostPattern::Below(parent) => write!(f, "*.{parent}"),
            HostPattern::Named(template) => f.write_str(template.source()),
        }
    }
}

fn is_host_of(url: &str, host: &str) -> bool {
    Url::parse(url).is_ok_and(|url| url.host_str() == Some(host))
}

fn is_below(host: &str, parent: &str) -> bool {
    host.strip_suffix(parent).and_then(|front| front.strip_suffix('.')).is_some_and(|label| !label.is_empty())
}
