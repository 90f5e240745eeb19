//! Where the next part of a list begins: what a list gives out as `next` and takes back as `from`.
//!
//! Sealed, so that clients cannot read it, change it, or take it to another list. Nothing about it is stored.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use model::{Id, UnixMillis};
use seal::Sealed;

use crate::{
    app::App,
    error::{Error, Result},
};

/// How long the contract lets one be good.
const LIFETIME: Duration = Duration::from_hours(24);
/// What it is sealed for, beside its list.
const TABLE: &str = "checkpoints";
const COLUMN: &str = "next";

pub(crate) const FROM_HELP: &str = "Optional Id from which to start selection.";

/// A place in a list that goes by time, and by id within a millisecond.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Checkpoint<K> {
    pub(crate) at: UnixMillis,
    pub(crate) id: Id<K>,
}

impl<K> Checkpoint<K> {
    /// As text for the client of this one list: `executions/af_…`.
    ///
    /// # Errors
    /// [`Error::Away`] when the key cannot be read.
    pub(crate) async fn seal(&self, app: &App, list: &str) -> Result<String> {
        let text = format!("{} {} {}", app.clock.now().0, self.at.0, self.id);
        let sealed = app.vault.seal_system(TABLE, COLUMN, list, text.as_bytes()).await?;
        Ok(URL_SAFE_NO_PAD.encode(sealed.as_bytes()))
    }

    /// Reads it back.
    ///
    /// # Errors
    /// [`Error::Query`] naming `from`, for what this list never gave out, or gave out too long ago.
    pub(crate) async fn open(app: &App, list: &str, text: &str) -> Result<Self> {
        let sealed = URL_SAFE_NO_PAD.decode(text).map_err(|_| foreign())?;
        let sealed = Sealed::from_stored(sealed);
        let opened = match app.vault.open_system(TABLE, COLUMN, list, &sealed).await {
            Err(vault::Error::Unavailable(cause)) => return Err(Error::Away(cause)),
            opened => opened.map_err(|_| foreign())?,
        };
        let (made_at, checkpoint) = read(&opened).ok_or_else(foreign)?;
        if app.clock.now().since(made_at) >= LIFETIME { Err(expired()) } else { Ok(checkpoint) }
    }
}

fn read<K>(opened: &[u8]) -> Option<(UnixMillis, Checkpoint<K>)> {
    let mut words = std::str::from_utf8(opened).ok()?.splitn(3, ' ');
    let mut moment = || words.next()?.parse().ok().map(UnixMillis);
    let (made_at, at) = (moment()?, moment()?);
    Some((made_at, Checkpoint { at, id: Id::parse(words.next()?)? }))
}

fn foreign() -> Error {
    wrong("Object didn't pass validation for format checkpoint")
}

fn expired() -> Error {
    wrong("The checkpoint is older than 24 hours: begin again without it")
}

fn wrong(what: &str) -> Error {
    Error::Query(format!("'{what}' on property from ({FROM_HELP})"))
}
