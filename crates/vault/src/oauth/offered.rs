//! An authorization code in the body of a request: the contract's own way to connect, for programs that walked a person
//! through the service's page themselves.

use catalog::{
    Integration,
    schema::{Segment, Violation, Wrong},
};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::{Error, connections::at_setup};

/// What stands in a setup with a code.
pub(crate) struct Offered {
    pub(crate) code: Zeroizing<String>,
    /// As the page was told.
    pub(crate) redirect_uri: Option<String>,
    /// The PKCE verifier, if the page was given a challenge.
    pub(crate) verifier: Option<Zeroizing<String>>,
    /// Whether another account than the present one is fine.
    pub(crate) another_account: bool,
}

impl Offered {
    /// Reads a setup; `None` when it is of another kind.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it does not fit the integration, or holds no code.
    pub(crate) fn read(integration: &Integration, setup: &Value) -> Result<Option<Self>, Error> {
        let declared = integration.check_setup(setup).map_err(|found| Error::Invalid(at_setup(found)))?;
        if declared.oauth.is_none() {
            return Ok(None);
        }
        let code = text(setup, "code")?.ok_or_else(|| {
            let missing = Wrong::Missing("code".to_owned());
            Error::Invalid(at_setup(vec![Violation { path: Vec::new(), wrong: missing, description: None }]))
        })?;
        Ok(Some(Self {
            code: Zeroizing::new(code),
            redirect_uri: text(setup, "redirect_uri")?,
            verifier: text(setup, "code_verifier")?.map(Zeroizing::new),
            another_account: setup["another_account"] == true,
        }))
    }
}

fn text(setup: &Value, name: &str) -> Result<Option<String>, Error> {
    match &setup[name] {
        Value::Null => Ok(None),
        Value::String(text) if !text.is_empty() => Ok(Some(text.clone())),
        _ => {
            let path = vec![Segment::Name(name.to_owned())];
            Err(Error::Invalid(at_setup(vec![Violation::other(path, "This must be a text, and not empty")])))
        }
    }
}

/// The words for a code of another account than the connection's.
pub(crate) fn another_account(present: &str, new: &str) -> String {
    format!(
        "this code is for the account {new}, but the connection is for {present}: add another_account: true to the setup if it is to change"
    )
}
