//! Sends requests for one URL prefix to another: for sandboxes, egress proxies and stand-ins of services.

use serde_json::Value;
use url::Url;

/// URL prefixes and what takes their place; the longest that fits wins.
#[derive(Clone, Debug, Default)]
pub struct Rewrites(Vec<Rewrite>);

#[derive(Clone, Debug)]
struct Rewrite {
    from: String,
    to: String,
}

impl Rewrites {
    /// Reads a JSON object of URL prefix → URL prefix; blank text holds none. Errors are a sentence naming the bad part.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let object: serde_json::Map<String, Value> =
            serde_json::from_str(text).map_err(|error| format!("not a JSON object of URL prefixes: {error}"))?;
        let mut rewrites = object.iter().map(Rewrite::parse).collect::<Result<Vec<_>, _>>()?;
        rewrites.sort_by_key(|rewrite| std::cmp::Reverse(rewrite.from.len()));
        Ok(Self(rewrites))
    }

    /// Where a request for `url` really goes; `None`: to `url`.
    pub fn apply(&self, url: &Url) -> Option<Url> {
        let (rewrite, rest) = self.0.iter().find_map(|rewrite| Some((rewrite, rewrite.rest(url.as_str())?)))?;
        let target = format!("{}{rest}", rewrite.to);
        Some(Url::parse(&target).expect("a URL without query, followed by a path, query or fragment, is a URL"))
    }
}

impl Rewrite {
    fn parse((from, to): (&String, &Value)) -> Result<Self, String> {
        let to = to.as_str().ok_or_else(|| format!("`{from}`: its value must be text, a URL prefix"))?;
        Ok(Self { from: prefix(from)?, to: prefix(to)? })
    }

    /// What follows the prefix, if the prefix ends at a boundary of the URL: `https://api.example` is no prefix of
    /// `https://api.example.org` nor of `https://api.example:8443`.
    fn rest<'u>(&self, url: &'u str) -> Option<&'u str> {
        url.strip_prefix(self.from.as_str()).filter(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
    }
}

/// A prefix as the URL parser would print it, without the last slash, so that it compares with parsed URLs.
fn prefix(text: &str) -> Result<String, String> {
    let url = Url::parse(text).map_err(|error| format!("`{text}` is not a URL: {error}"))?;
    let bare = url.query().is_none() && url.fragment().is_none() && !has_userinfo(&url);
    if !matches!(url.scheme(), "http" | "https") || !bare {
        return Err(format!("`{text}` must be an http or https URL without user, query and fragment"));
    }
    let text = String::from(url);
    Ok(text.strip_suffix('/').unwrap_or(&text).to_owned())
}

/// Whether the URL carries a user name or a password.
pub(super) fn has_userinfo(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(rewrites: &str, url: &str) -> Option<String> {
        Rewrites::parse(rewrites).unwrap().apply(&Url::parse(url).unwrap()).map(String::from)
    }

    const TWILIO: &str = r#"{"https://api.twilio.com": "http://127.0.0.1:9000/twilio"}"#;

    #[test]
    fn a_prefix_is_replaced_and_the_rest_kept() {
        for (url, expected) in [
            ("https://api.twilio.com", "http://127.0.0.1:9000/twilio/"),
            ("https://api.twilio.com/a/b?c=d", "http://127.0.0.1:9000/twilio/a/b?c=d"),
            ("https://api.twilio.com?c=d", "http://127.0.0.1:9000/twilio/?c=d"),
            ("https://API.twilio.com:443/a", "http://127.0.0.1:9000/twilio/a"),
            ("https://api.twilio.com/../%2e%2e/a", "http://127.0.0.1:9000/twilio/a"),
        ] {
            assert_eq!(rewritten(TWILIO, url).as_deref(), Some(expected), "{url}");
        }
    }

    #[test]
    fn a_prefix_matches_only_at_a_boundary() {
        for url in [
            "https://api.twilio.com.evil.example/a",
            "https://api.twilio.community/a",
            "https://api.twilio.com:8443/a",
            "https://api.twilio.com@evil.example/",
            "https://api.twilio.com:x@evil.example/",
            "http://api.twilio.com/a",
            "https://evil.example/https://api.twilio.com/",
        ] {
            assert_eq!(rewritten(TWILIO, url), None, "{url}");
        }
        let with_path = r#"{"https://a.example/v1/": "http://b.example"}"#;
        assert_eq!(rewritten(with_path, "https://a.example/v10"), None);
        assert_eq!(rewritten(with_path, "https://a.example/v1?x").as_deref(), Some("http://b.example/?x"));
    }

    #[test]
    fn the_longest_prefix_wins_whatever_the_order() {
        for text in [
            r#"{"https://a.example": "http://one.example", "https://a.example/v1": "http://two.example"}"#,
            r#"{"https://a.example/v1": "http://two.example", "https://a.example": "http://one.example"}"#,
        ] {
            assert_eq!(rewritten(text, "https://a.example/v1/x").as_deref(), Some("http://two.example/x"));
            assert_eq!(rewritten(text, "https://a.example/v2/x").as_deref(), Some("http://one.example/v2/x"));
        }
    }

    #[test]
    fn what_is_not_a_prefix_is_named() {
        for (text, part) in [
            ("[]", "JSON object"),
            ("{", "JSON object"),
            (r#"{"api.twilio.com": "http://x.example"}"#, "`api.twilio.com`"),
            (r#"{"https://a.example": 5}"#, "`https://a.example`"),
            (r#"{"https://a.example": "ftp://b.example"}"#, "`ftp://b.example`"),
            (r#"{"https://a.example?x": "http://b.example"}"#, "`https://a.example?x`"),
            (r#"{"https://u:p@a.example": "http://b.example"}"#, "`https://u:p@a.example`"),
        ] {
            let error = Rewrites::parse(text).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
        assert!(rewritten("  ", "https://a.example").is_none());
    }
}
