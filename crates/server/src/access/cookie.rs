//! The cookie a session lives in. Its prefix makes browsers refuse it from anyone but this host over TLS; they make an
//! exception for `localhost`.

use axum::http::{HeaderMap, HeaderValue, header};

use super::Ticket;

const NAME: &str = "__Host-flowvault";

/// The ticket that came with a request.
pub(crate) fn ticket(headers: &HeaderMap) -> Option<Ticket> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == NAME).map(|(_, value)| Ticket::claimed(value))
}

/// Hands a ticket to a browser for this many seconds.
pub(crate) fn give(ticket: &Ticket, seconds: u64) -> HeaderValue {
    line(ticket.reveal(), seconds)
}

/// Takes it away again.
pub(crate) fn take() -> HeaderValue {
    line("", 0)
}

fn line(value: &str, seconds: u64) -> HeaderValue {
    let text = format!("{NAME}={value}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Strict");
    let mut line = HeaderValue::try_from(text).expect("tickets are made of letters, digits, dashes and underscores");
    line.set_sensitive(true);
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ticket_is_found_among_other_cookies() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("flowvault=no; a=b"));
        headers.append(header::COOKIE, HeaderValue::from_static("c=d;__Host-flowvault=yes"));
        assert_eq!(ticket(&headers).unwrap().reveal(), "yes");
        assert!(ticket(&HeaderMap::new()).is_none());
    }
}
