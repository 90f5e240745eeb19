//! What to do with a lease just taken: the rules of REFRESH in one pure function, decided while nobody else can.

use std::time::Duration;

use catalog::{Oauth, Refresh, Setup};
use model::{FailureClass, Renewal, UnixMillis};

use super::trouble::pause;
use crate::credential::Credential;

/// Why somebody wants a new token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Want {
    /// A caller needs one that is good for a while.
    Fresh,
    /// The scheduler found that its time has come.
    Scheduled,
    /// A service refused the token of this generation.
    Other { than: i64 },
    /// Somebody asks for proof that the credentials still work, whatever is known.
    Proof,
}

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Ask for a new one.
    Ask,
    /// What is there is good.
    Good,
    /// The last failure stands, and it is not time for another try.
    Stands,
    /// The refresh token may be spent already. Spending it again could kill the grant, and there is nothing to gain
    /// while the access token lives.
    Keep { until: Option<UnixMillis> },
}

/// Everything that is known under the lease.
pub(crate) struct Known<'a> {
    pub(crate) credential: &'a Credential,
    pub(crate) declared: &'a Setup,
    pub(crate) renewal: &'a Renewal,
    pub(crate) now: UnixMillis,
}

/// Judges.
pub(crate) fn judge(want: Want, known: &Known<'_>) -> Verdict {
    if !is_wanted(want, known) {
        return Verdict::Good;
    }
    let failure = known.renewal.failure.as_ref();
    if failure.is_some_and(|failure| failure.class == FailureClass::Reconnect) {
        return Verdict::Stands;
    }
    // A refused access token is as good as gone, and with it whatever could be lost.
    if !matches!(want, Want::Other { .. })
        && let Some(until) = kept_until(known)
    {
        return Verdict::Keep { until };
    }
    if want != Want::Proof && again_at(known).is_some_and(|again| known.now < again) {
        return Verdict::Stands;
    }
    Verdict::Ask
}

/// When it is time for another try after the last failure. What is never looked at without being asked has no such
/// time in its row.
fn again_at(known: &Known<'_>) -> Option<UnixMillis> {
    let failure = known.renewal.failure.as_ref()?;
    known.renewal.refresh_at.or_else(|| pause(failure.class, failure.times).map(|pause| failure.at.plus(pause)))
}

fn is_wanted(want: Want, known: &Known<'_>) -> bool {
    let Some(token) = &known.credential.token else { return true };
    match want {
        Want::Fresh => token.is_due(known.now),
        Want::Scheduled => known.renewal.refresh_at.is_some_and(|due| known.now >= due),
        Want::Other { than } => known.credential.generation == than,
        Want::Proof => true,
    }
}

/// While what the journal tells of makes another spending dangerous: until when.
#[expect(clippy::option_option, reason = "for ever, until some time, or not at all")]
fn kept_until(known: &Known<'_>) -> Option<Option<UnixMillis>> {
    let spent = known.renewal.spent.as_ref().filter(|spent| spent.generation == known.credential.generation)?;
    let oauth = known.declared.oauth.as_ref()?;
    let token = known.credential.token.as_ref()?;
    let again_is_safe = match oauth.refresh {
        Refresh::Reusable | Refresh::None => true,
        Refresh::Rotating | Refresh::SingleUse => known.now < spent.at.plus(window(oauth)),
    };
    // With the access token gone there is nothing left to lose.
    (!again_is_safe && !token.is_expired(known.now)).then(|| token.expires_at())
}

/// How long a used refresh token still works for sure.
fn window(oauth: &Oauth) -> Duration {
    Duration::from_secs(oauth.reuse_window.unwrap_or(0))
}
