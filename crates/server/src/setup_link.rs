//! The link that lets somebody become the first person: shown once, at the terminal, and never to the log.

use std::net::SocketAddr;

use anyhow::{Result, anyhow};
use model::Actor;
use url::Url;

use crate::{access::Sessions, error::Error};

/// A new link under `base`, which ends with a slash; `None` when there is a person already.
///
/// # Errors
/// The database's.
pub(crate) async fn make(sessions: &Sessions, base: &str, actor: Actor) -> Result<Option<String>> {
    let ticket = sessions.new_setup_link(actor).await.map_err(cause)?;
    // After the #, so that it reaches no server's log on the way.
    Ok(ticket.map(|ticket| format!("{base}setup#{}", ticket.reveal())))
}

/// Where people find the console: under the public URL, or where the server listens, `host:port`.
pub(crate) fn base(public_url: Option<&Url>, listen: &str, is_tls: bool) -> String {
    let scheme = if is_tls { "https" } else { "http" };
    let everywhere = listen.parse().is_ok_and(|address: SocketAddr| address.ip().is_unspecified());
    match (public_url, listen.rsplit_once(':')) {
        (Some(url), _) => url.to_string(),
        // Everywhere is no place to go to.
        (None, Some((_, port))) if everywhere => format!("{scheme}://localhost:{port}/"),
        (None, _) => format!("{scheme}://{listen}/"),
    }
}

fn cause(error: Error) -> anyhow::Error {
    match error {
        Error::Away(cause) | Error::Broken(cause) => cause.context("could not make a set-up link"),
        other => anyhow!("could not make a set-up link: {other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_leads_to_the_public_url_or_to_this_machine() {
        let public_url = Url::parse("https://vault.example.com/").unwrap();
        assert_eq!(base(Some(&public_url), "127.0.0.1:1", false), "https://vault.example.com/");
        assert_eq!(base(None, "127.0.0.1:8080", false), "http://127.0.0.1:8080/");
        assert_eq!(base(None, "0.0.0.0:8443", true), "https://localhost:8443/");
        assert_eq!(base(None, "[::]:8080", false), "http://localhost:8080/");
        assert_eq!(base(None, "vault.local:8080", false), "http://vault.local:8080/");
    }
}
