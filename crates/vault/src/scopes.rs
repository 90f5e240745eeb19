//! What a grant permits, compared with what an action needs: a refusal that names the scope before anything is sent
//! says more than the service's own.

use catalog::{Action, Setup};

use crate::{credential::Credential, failure::Failure};

/// Refuses an action whose scopes were not granted. Where the service did not say what it granted, it may find out
/// itself.
pub(crate) fn require_granted(action: &Action, declared: &Setup, credential: &Credential) -> Result<(), Failure> {
    let granted = credential.token.as_ref().and_then(|token| token.scopes());
    let (Some(oauth), Some(granted)) = (&declared.oauth, granted) else { return Ok(()) };
    let needed = oauth.scopes.by_action.get(&action.id).into_iter().flatten();
    let missing = missing(needed.map(String::as_str), &granted);
    if missing.is_empty() {
        return Ok(());
    }
    Err(Failure::refused(format!(
        "the connection was not granted {}, which this action needs: connect it again and agree to that",
        missing.join(" and ")
    )))
}

/// Which of the scopes needed are not among those granted, which are parted by spaces.
pub fn missing<'a>(needed: impl IntoIterator<Item = &'a str>, granted: &str) -> Vec<&'a str> {
    needed.into_iter().filter(|scope| !granted.split(' ').any(|granted| granted == *scope)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_granted_is_missing() {
        assert_eq!(missing(["a", "b", "bc"], "a bc"), ["b"]);
        assert_eq!(missing(["a"], ""), ["a"]);
    }
}
