//! `GET /oauth/callback`: where services send people back to. A browser shows what this answers, so it is a page: no
//! script, nothing of the query in it, and nothing of it in the address it sends the browser on to.

mod outcome;
mod page;

use std::collections::HashMap;

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use url::form_urlencoded;
use vault::{CameBack, Connected, NotConnected};

use self::{outcome::Outcome, page::Page};
use crate::{
    access::Visitor,
    app::App,
    error::{Error, Result},
};

/// Set once a browser has been sent round to show its cookie.
const AGAIN: &str = "again";
/// All that is read of the query. Services add more, which is theirs.
const KNOWN: [&str; 6] = ["state", "code", "error", "error_description", "iss", AGAIN];

/// Finish granting a connection: for browsers that a service sends back.
#[utoipa::path(get, path = "/oauth/callback", tag = "oauth", operation_id = "oauth_callback", security(),
    params(("state" = Option<String>, Query, description = "As the service was given it"),
        ("code" = Option<String>, Query, description = "What the grant is exchanged for"),
        ("error" = Option<String>, Query, description = "Why there is no grant"),
        ("error_description" = Option<String>, Query, description = "The same for people"),
        ("iss" = Option<String>, Query, description = "Who the service says it is (RFC 9207)")),
    responses((status = 200, body = String, content_type = "text/html", description = "A page that says what happened"),
        (status = 303, description = "To the console, for somebody who is signed in there"),
        (status = "4XX", body = String, content_type = "text/html"),
        (status = "5XX", body = String, content_type = "text/html")))]
pub(crate) async fn show(State(app): State<App>, method: Method, headers: HeaderMap, uri: Uri) -> Response {
    // Whoever only asks about the page, as programs that look at links do, is nobody coming back.
    if method == Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET")]).into_response();
    }
    let visitor = match visitor(&app, &headers).await {
        Ok(visitor) => visitor,
        Err(error) => return page(&app, &Outcome::fault(error)),
    };
    let Some(query) = read(&uri) else { return page(&app, &Outcome::of(NotConnected::UnknownState)) };
    if visitor.is_none() && comes_from_elsewhere(&headers) && !query.contains_key(AGAIN) {
        return Page::round(&query, AGAIN).into_response(&app.rng);
    }
    match app.vault.finish_authorization(came_back(query, visitor.as_ref())).await {
        Ok(connected) => arrived(&app, visitor.as_ref(), connected).await,
        Err(error) => page(&app, &Outcome::of(error)),
    }
}

/// Who is signed in in this browser. Somebody who is not has not done anything wrong.
async fn visitor(app: &App, headers: &HeaderMap) -> Result<Option<Visitor>> {
    match app.sessions.visitor(&Method::GET, headers).await {
        Ok(visitor) => Ok(Some(visitor)),
        Err(error @ (Error::Away(_) | Error::Broken(_))) => Err(error),
        Err(_) => Ok(None),
    }
}

/// Whether a page of another site led here. Browsers then hold our cookie back, whoever is signed in.
fn comes_from_elsewhere(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site")
}

/// What we know of the query; `None` when it says something twice, which no service does (RFC 6749, section 3.1).
fn read(uri: &Uri) -> Option<HashMap<String, String>> {
    let mut query = HashMap::new();
    let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned();
    for (name, value) in pairs.filter(|(name, _)| KNOWN.contains(&name.as_str())) {
        if query.insert(name, value).is_some() {
            return None;
        }
    }
    Some(query)
}

fn came_back(mut query: HashMap<String, String>, visitor: Option<&Visitor>) -> CameBack {
    CameBack {
        state: query.remove("state").unwrap_or_default(),
        code: query.remove("code"),
        error: query.remove("error"),
        error_description: query.remove("error_description"),
        iss: query.remove("iss"),
        session_hash: visitor.map(|visitor| visitor.session.token_hash.clone()),
    }
}

/// Back to the vault for somebody who can look into it, a page for everyone else.
async fn arrived(app: &App, visitor: Option<&Visitor>, connected: Connected) -> Response {
    match vault_page(app, visitor, &connected).await {
        Ok(Some(address)) => (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response(),
        Ok(None) => page(app, &Outcome::connected(name(app, &connected).await, connected.account_name)),
        Err(error) => {
            // It is connected all the same.
            error.log_cause();
            page(app, &Outcome::connected(None, connected.account_name))
        }
    }
}

async fn vault_page(app: &App, visitor: Option<&Visitor>, connected: &Connected) -> Result<Option<HeaderValue>> {
    let Some(visitor) = visitor else { return Ok(None) };
    let own = app.store.tenants_of_member(&visitor.person).await?;
    let tenant = own.into_iter().find(|(tenant, _)| tenant.id == connected.tenant).map(|(tenant, _)| tenant.name);
    let address = tenant.map(|name| format!("/t/{name}/vault?connected={}", connected.connection));
    Ok(address.and_then(|address| HeaderValue::try_from(address).ok()))
}

async fn name(app: &App, connected: &Connected) -> Option<String> {
    let connection = app.store.connection(&connected.tenant, &connected.connection).await;
    connection.ok().flatten().map(|connection| connection.name)
}

fn page(app: &App, outcome: &Outcome) -> Response {
    Page::telling(outcome).into_response(&app.rng)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_services_add_is_passed_over_and_what_comes_twice_is_refused() {
        let query = read(&Uri::from_static("/oauth/callback?code=a%2Fb&state=s&scope=x&scope=y&authuser=0")).unwrap();
        assert_eq!((query.len(), query["code"].as_str(), query["state"].as_str()), (2, "a/b", "s"));
        assert!(read(&Uri::from_static("/oauth/callback?state=s&state=t")).is_none());
    }
}
