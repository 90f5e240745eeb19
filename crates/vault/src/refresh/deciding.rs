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

#[cfg(test)]
mod tests {
    use catalog::{Catalog, SourceFile};
    use model::{Clock, RenewalFailure, Rng, Spent};
    use serde_json::json;

    use super::*;
    use crate::{credential::Opened, secret_json::SecretJson, token::Token};

    /// When the tokens of these tests are asked for; they live an hour.
    const START: UnixMillis = UnixMillis(0);
    const GENERATION: i64 = 4;

    fn catalog(refresh: &str) -> Catalog {
        let text = format!(
            r#"
            id = "ACME"
            name = "Acme"
            summary = "A service"
            hosts = ["acme.example"]
            [setup.OAUTH_CODE]
            label = "OAuth"
            implied = true
            [setup.OAUTH_CODE.field]
            code = {{ label = "Code", secret = true }}
            [setup.OAUTH_CODE.oauth]
            authorize = "https://acme.example/authorize"
            token = "https://acme.example/token"
            client_auth = "body"
            {refresh}
            [setup.OAUTH_CODE.sign]
            bearer = "{{{{token.access_token}}}}"
            "#
        );
        Catalog::load(vec![SourceFile { name: "acme.toml".to_owned(), text }])
            .unwrap_or_else(|errors| panic!("{errors:?}"))
    }

    fn credential(catalog: &Catalog, with_token: bool) -> Credential {
        let answer = json!({"access_token": "a", "refresh_token": "r", "expires_in": 3600});
        let token = with_token.then(|| Token::from_answer(answer, START, None).unwrap());
        let setup = SecretJson::new(json!({"type": "OAUTH_CODE"}));
        let opened = Opened { setup_type: "OAUTH_CODE".to_owned(), setup, token, generation: GENERATION };
        Credential::new(catalog.integration("ACME").unwrap(), opened, &Clock::fixed(START), &Rng::seeded(1))
    }

    fn verdict(refresh: &str, want: Want, renewal: &Renewal, minutes: i64) -> Verdict {
        let catalog = catalog(refresh);
        let credential = credential(&catalog, true);
        let (_, declared) = credential.declared(&catalog).unwrap();
        judge(want, &Known { credential: &credential, declared, renewal, now: UnixMillis(minutes * 60_000) })
    }

    fn scheduled(minutes: i64) -> Renewal {
        Renewal { refresh_at: Some(UnixMillis(minutes * 60_000)), ..Renewal::default() }
    }

    fn failed(class: FailureClass, again_in_minutes: Option<i64>) -> Renewal {
        let failure = RenewalFailure { class, said: "no".to_owned(), at: START, times: 1 };
        let refresh_at = again_in_minutes.map(|minutes| UnixMillis(minutes * 60_000));
        Renewal { failure: Some(failure), refresh_at, ..Renewal::default() }
    }

    fn spent(at_minutes: i64, generation: i64) -> Renewal {
        let spent = Spent { generation, number: 1, at: UnixMillis(at_minutes * 60_000), hash: vec![] };
        Renewal { spent: Some(spent), ..Renewal::default() }
    }

    const REUSABLE: &str = r#"refresh = "reusable""#;
    const SINGLE_USE: &str = r#"refresh = "single_use""#;
    const ROTATING: &str = "refresh = \"rotating\"\nreuse_window = 300";

    #[test]
    fn a_caller_gets_what_is_there_until_its_margin() {
        let verdicts = [54, 55].map(|minutes| verdict(REUSABLE, Want::Fresh, &Renewal::default(), minutes));
        assert_eq!(verdicts, [Verdict::Good, Verdict::Ask]);
    }

    #[test]
    fn the_scheduler_goes_by_the_rows_time_alone() {
        let verdicts = [(40, 39), (40, 40)].map(|(due, now)| verdict(REUSABLE, Want::Scheduled, &scheduled(due), now));
        assert_eq!(verdicts, [Verdict::Good, Verdict::Ask]);
    }

    #[test]
    fn a_refused_token_is_replaced_once() {
        let asked = |than| verdict(REUSABLE, Want::Other { than }, &Renewal::default(), 1);
        assert_eq!((asked(GENERATION), asked(GENERATION - 1)), (Verdict::Ask, Verdict::Good));
    }

    #[test]
    fn a_dead_grant_is_left_alone_by_everyone() {
        let dead = failed(FailureClass::Reconnect, None);
        for want in [Want::Fresh, Want::Proof, Want::Other { than: GENERATION }] {
            assert_eq!(verdict(REUSABLE, want, &dead, 70), Verdict::Stands, "{want:?}");
        }
    }

    #[test]
    fn a_failure_stands_until_its_pause_is_over_unless_somebody_wants_proof() {
        let away = failed(FailureClass::Later, Some(61));
        assert_eq!(verdict(REUSABLE, Want::Fresh, &away, 60), Verdict::Stands);
        assert_eq!(verdict(REUSABLE, Want::Fresh, &away, 61), Verdict::Ask);
        assert_eq!(verdict(REUSABLE, Want::Proof, &away, 60), Verdict::Ask);
        let unscheduled = failed(FailureClass::Misconfigured, None);
        assert_eq!(verdict(REUSABLE, Want::Fresh, &unscheduled, 60), Verdict::Ask, "its ten seconds are over");
    }

    #[test]
    fn a_token_that_stays_as_it_is_may_be_spent_again() {
        assert_eq!(verdict(REUSABLE, Want::Fresh, &spent(55, GENERATION), 56), Verdict::Ask);
    }

    #[test]
    fn within_its_window_a_rotating_token_may_be_spent_again() {
        assert_eq!(verdict(ROTATING, Want::Fresh, &spent(55, GENERATION), 59), Verdict::Ask);
        let until = Some(UnixMillis(3_600_000));
        assert_eq!(
            verdict(ROTATING, Want::Scheduled, &Renewal { refresh_at: Some(START), ..spent(50, GENERATION) }, 56),
            Verdict::Keep { until }
        );
    }

    #[test]
    fn a_single_use_token_is_not_spent_twice_while_the_access_token_lives() {
        let until = Some(UnixMillis(3_600_000));
        assert_eq!(verdict(SINGLE_USE, Want::Fresh, &spent(55, GENERATION), 56), Verdict::Keep { until });
        assert_eq!(verdict(SINGLE_USE, Want::Fresh, &spent(55, GENERATION), 60), Verdict::Ask);
    }

    #[test]
    fn with_the_access_token_refused_there_is_nothing_left_to_lose() {
        assert_eq!(verdict(SINGLE_USE, Want::Other { than: GENERATION }, &spent(5, GENERATION), 6), Verdict::Ask);
    }

    #[test]
    fn what_an_older_generation_spent_is_no_concern() {
        assert_eq!(verdict(SINGLE_USE, Want::Fresh, &spent(5, GENERATION - 1), 56), Verdict::Ask);
    }

    #[test]
    fn without_any_token_there_is_no_choice() {
        let catalog = catalog(SINGLE_USE);
        let credential = credential(&catalog, false);
        let (_, declared) = credential.declared(&catalog).unwrap();
        let known = Known { credential: &credential, declared, renewal: &spent(1, GENERATION), now: START };
        assert_eq!(judge(Want::Fresh, &known), Verdict::Ask);
    }
}
