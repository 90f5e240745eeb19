//! `/api/v2/flows/vault/oauth-clients`: a tenant's own registrations at services, without which nobody can grant a
//! connection in their browser. The secret comes in and never goes out.

mod body;
pub(crate) mod delete;
pub(crate) mod list;
pub(crate) mod put;
pub(crate) mod show;
mod view;

pub(crate) use body::ScopeName;
pub(crate) use view::OauthClientView;

use crate::api::path::Ids;

/// What callers are told about a registration that is not there.
const NOT_FOUND: &str = "OAuth client not found";

/// The integration that the path names. No database can be asked for a NUL, so that text names none.
fn app_id(ids: &Ids) -> Option<&str> {
    Some(ids.text("app_id")).filter(|text| !text.contains('\0'))
}
