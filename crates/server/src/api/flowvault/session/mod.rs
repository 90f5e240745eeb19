//! `/api/v2/flowvault/session`: signing in and out at the console.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod show;
mod view;

use axum::http::{HeaderName, HeaderValue, header};

pub(crate) use view::SessionView;

use crate::{
    access::{Ticket, Visitor, cookie, sessions::COOKIE_SECONDS},
    api::answer::Answer,
    app::App,
    error::Result,
};

/// An answer that hands over the cookie.
pub(crate) type Entered = ([(HeaderName, HeaderValue); 1], Answer<SessionView>);

/// Tells a person who just came in what they may do, and hands them their ticket.
pub(crate) async fn enter(app: &App, ticket: &Ticket, visitor: &Visitor) -> Result<Entered> {
    let view = SessionView::of(app, visitor, None).await?;
    Ok(([(header::SET_COOKIE, cookie::give(ticket, COOKIE_SECONDS))], Answer(view)))
}
