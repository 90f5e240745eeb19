//! Where services send people back to after they granted a connection. Registered at each service, to the letter.

use axum::{extract::FromRequestParts, http::request::Parts};
use url::Url;

use super::audience::Audiences;
use crate::{
    app::App,
    error::{Error, Result},
};

/// The path of [`super::callback`].
const PATH: &str = "oauth/callback";

/// The address under `base`, which ends with a slash; `None` when that is no place to go to.
pub(crate) fn under(base: &str) -> Option<Url> {
    Url::parse(&format!("{base}{PATH}")).ok()
}

/// The address as whoever sent this request knows the server, unless the public URL says otherwise.
pub(crate) struct RedirectUri(pub(crate) Url);

impl FromRequestParts<App> for RedirectUri {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let known_as = Audiences::of(app.public_url.as_ref(), app.is_tls, &parts.headers, &parts.uri);
        let address = under(known_as.issuer());
        address.map(Self).ok_or_else(|| Error::Path("'The host header names no host'".to_owned()))
    }
}
