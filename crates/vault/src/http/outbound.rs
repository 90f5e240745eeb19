//! How far requests may reach: what the operator configures, as text, once.

use std::time::Duration;

use super::{network::Network, rewrite::Rewrites};

/// Names the networks that are let through although they are not the public internet.
pub const ALLOW_VARIABLE: &str = "FLOWVAULT_OUTBOUND_ALLOW";
/// Names the URL prefixes that are sent elsewhere.
pub const REWRITE_VARIABLE: &str = "FLOWVAULT_OUTBOUND_REWRITE";

/// The outgoing side of the configuration.
#[derive(Clone, Debug, Default)]
pub struct Outbound {
    /// Networks normally refused, and let through here.
    pub allow: Vec<Network>,
    /// Where requests really go. The target is guarded like any other address.
    pub rewrites: Rewrites,
    /// How long and how much.
    pub limits: Limits,
    /// PEM certificates trusted beside the system's: for services with a certificate of one's own authority.
    pub extra_roots: Option<String>,
}

/// Bounds of one request, redirects included.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From asking for the name's addresses to the end of the TLS handshake.
    pub connect: Duration,
    /// From the first look-up to the last byte of the last answer.
    pub total: Duration,
    /// Bytes of an answer's body, after decompression.
    pub body_bytes: usize,
}

impl Default for Limits {
    /// A synchronous flow has a visitor waiting: half a minute is the longest that is still an answer. Ten megabytes
    /// are far more than any API in the catalogue sends, and few enough to hold many at once.
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), total: Duration::from_secs(30), body_bytes: 10 * 1024 * 1024 }
    }
}

/// A variable of the configuration that cannot be understood.
#[derive(Debug, thiserror::Error)]
#[error("{variable}: {problem}")]
pub struct ParseError {
    /// The variable's name.
    pub variable: &'static str,
    /// Which part of it is wrong, as a sentence.
    pub problem: String,
}

impl Outbound {
    /// Reads the texts of [`ALLOW_VARIABLE`] (networks, comma separated) and [`REWRITE_VARIABLE`] (JSON object of URL
    /// prefix → URL prefix). Blank texts change nothing.
    pub fn parse(allow: &str, rewrite: &str) -> Result<Self, ParseError> {
        let allow = allow.split(',').map(str::trim).filter(|network| !network.is_empty()).map(str::parse);
        let allow =
            allow.collect::<Result<_, _>>().map_err(|problem| ParseError { variable: ALLOW_VARIABLE, problem })?;
        let rewrites =
            Rewrites::parse(rewrite).map_err(|problem| ParseError { variable: REWRITE_VARIABLE, problem })?;
        Ok(Self { allow, rewrites, ..Self::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_read_with_and_without_prefix() {
        let outbound = Outbound::parse("127.0.0.0/8, 10.1.0.0/16,::1 , fd00::/8,", "").unwrap();
        let shown: Vec<_> = outbound.allow.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["127.0.0.0/8", "10.1.0.0/16", "::1/128", "fd00::/8"]);
        assert!(Outbound::parse("", " ").unwrap().allow.is_empty());
        assert!(Outbound::parse("0.0.0.0/0,::/0", "").is_ok());
    }

    #[test]
    fn errors_name_the_variable_and_the_bad_part() {
        for bad in ["localhost", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0/8", "10.1.2.3/8", "::1/-1"] {
            let error = Outbound::parse(&format!("127.0.0.0/8,{bad}"), "").unwrap_err().to_string();
            assert!(error.starts_with("FLOWVAULT_OUTBOUND_ALLOW: ") && error.contains(&format!("`{bad}`")), "{error}");
        }
        let error = Outbound::parse("", r#"{"twilio": "http://x"}"#).unwrap_err().to_string();
        assert!(error.starts_with("FLOWVAULT_OUTBOUND_REWRITE: `twilio`"), "{error}");
    }
}
