//! What all that is known of a connection means: one state, why, and who must act. A pure function.

use model::{Connection, FailureClass, Renewal};
use vault::OauthClient;

/// How a connection is, in one word. The worst that holds is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// There are no credentials.
    Empty,
    /// It works, as far as is known.
    Ready,
    /// Its token is being renewed right now.
    Refreshing,
    /// Its token cannot be renewed for now; it is tried again by itself.
    RefreshFailing,
    /// The grant is gone.
    ReconnectRequired,
    /// Flows need more than was granted.
    ScopesMissing,
    /// The service refuses our side, not the grant.
    Misconfigured,
}

impl State {
    /// The word on the wire.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Ready => "ready",
            Self::Refreshing => "refreshing",
            Self::RefreshFailing => "refresh_failing",
            Self::ReconnectRequired => "reconnect_required",
            Self::ScopesMissing => "scopes_missing",
            Self::Misconfigured => "misconfigured",
        }
    }
}

/// Without whom it does not get better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WhoMustAct {
    Nobody,
    /// An editor has to enter credentials, or connect.
    EditorFills,
    EditorReconnects,
    EditorGrantsMore,
    /// An editor has to enter other credentials.
    EditorCorrects,
    /// Nobody has registered an OAuth client, or not any more.
    EditorRegisters,
    /// Something is wrong with the registration.
    Registrant,
}

impl WhoMustAct {
    /// The words on the wire: who, and what they do.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::EditorFills => "an editor: add the credentials",
            Self::EditorReconnects => "an editor: connect again",
            Self::EditorGrantsMore => "an editor: connect again and grant what is missing",
            Self::EditorCorrects => "an editor: correct the credentials",
            Self::EditorRegisters => "an editor: register an OAuth client",
            Self::Registrant => "whoever registered the OAuth client",
        }
    }
}

/// What is judged.
pub(crate) struct Facts<'a> {
    pub(crate) connection: &'a Connection,
    /// Whether a person granted it in their browser, or could.
    pub(crate) is_granted: bool,
    /// The OAuth client of its integration.
    pub(crate) client: Option<&'a OauthClient>,
    pub(crate) renewal: &'a Renewal,
    pub(crate) missing: &'a [String],
}

/// What it means.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Judgement {
    pub(crate) state: State,
    pub(crate) who_must_act: WhoMustAct,
    /// Why, for people; `None` where there is nothing to explain.
    pub(crate) reason: Option<String>,
}

/// Judges. What needs a person comes before what passes by itself.
pub(crate) fn judge(facts: &Facts<'_>) -> Judgement {
    if !facts.connection.ready {
        return judgement(State::Empty, WhoMustAct::EditorFills, "No credentials are stored yet");
    }
    let needs_a_person = lost(facts).or_else(|| misconfigured(facts));
    let trouble = needs_a_person.or_else(|| failing(facts.renewal)).or_else(|| lacking(facts.missing));
    trouble.unwrap_or(Judgement {
        state: if facts.renewal.is_leased { State::Refreshing } else { State::Ready },
        who_must_act: WhoMustAct::Nobody,
        reason: None,
    })
}

fn judgement(state: State, who_must_act: WhoMustAct, reason: impl Into<String>) -> Judgement {
    Judgement { state, who_must_act, reason: Some(reason.into()) }
}

/// What the last renewal failed with, if it was of this class.
fn said(renewal: &Renewal, class: FailureClass) -> Option<&str> {
    renewal.failure.as_ref().filter(|failure| failure.class == class).map(|failure| failure.said.as_str())
}

fn lost(facts: &Facts<'_>) -> Option<Judgement> {
    let said = said(facts.renewal, FailureClass::Reconnect)?;
    let who = if facts.is_granted { WhoMustAct::EditorReconnects } else { WhoMustAct::EditorCorrects };
    Some(judgement(State::ReconnectRequired, who, said))
}

fn misconfigured(facts: &Facts<'_>) -> Option<Judgement> {
    let problem = |who, reason: String| Some(judgement(State::Misconfigured, who, reason));
    if facts.is_granted {
        let Some(client) = facts.client else {
            let reason = format!("No OAuth client is registered for {}", facts.connection.app_id);
            return problem(WhoMustAct::EditorRegisters, reason);
        };
        if let Some((said, _)) = &client.refused {
            return problem(WhoMustAct::Registrant, format!("The service refuses the OAuth client: {said}"));
        }
    }
    let said = said(facts.renewal, FailureClass::Misconfigured)?;
    problem(if facts.is_granted { WhoMustAct::Registrant } else { WhoMustAct::EditorCorrects }, said.to_owned())
}

fn failing(renewal: &Renewal) -> Option<Judgement> {
    let failing = |reason: String| Some(judgement(State::RefreshFailing, WhoMustAct::Nobody, reason));
    if let Some(failure) = renewal.failure.as_ref().filter(|failure| failure.class.may_pass()) {
        return failing(failure.said.clone());
    }
    // Whoever asked died with the answer: nobody knows whether the refresh token is spent.
    let spent = renewal.spent.as_ref().filter(|_| !renewal.is_leased)?;
    failing(format!("A renewal began at {} and its end was never written down", spent.at))
}

fn lacking(missing: &[String]) -> Option<Judgement> {
    let reason = || format!("These scopes are needed and were not granted: {}", missing.join(", "));
    (!missing.is_empty()).then(|| judgement(State::ScopesMissing, WhoMustAct::EditorGrantsMore, reason()))
}

#[cfg(test)]
mod tests {
    use model::{ConnectionId, RenewalFailure, Spent, UnixMillis};

    use super::*;

    const AT: UnixMillis = UnixMillis(1_726_145_535_805);

    fn connection(ready: bool) -> Connection {
        Connection {
            id: ConnectionId::from_stored("ac_1".to_owned()),
            app_id: "HUBSPOT".to_owned(),
            name: "contacts".to_owned(),
            account_name: None,
            ready,
            created_at: AT,
            updated_at: AT,
            refreshed_at: None,
        }
    }

    fn client(refused: Option<&str>) -> OauthClient {
        OauthClient {
            app_id: "HUBSPOT".to_owned(),
            client_id: "c".to_owned(),
            scopes: Vec::new(),
            params: serde_json::Map::new(),
            refused: refused.map(|said| (said.to_owned(), AT)),
            created_at: AT,
            updated_at: AT,
        }
    }

    fn quiet() -> Renewal {
        Renewal::default()
    }

    fn leased() -> Renewal {
        Renewal { is_leased: true, ..quiet() }
    }

    fn failed(class: FailureClass) -> Renewal {
        let failure = RenewalFailure { class, said: "the service says no".to_owned(), at: AT, times: 2 };
        Renewal { failure: Some(failure), ..quiet() }
    }

    fn spent(renewal: Renewal) -> Renewal {
        Renewal { spent: Some(Spent { generation: 1, number: 1, at: AT, hash: Vec::new() }), ..renewal }
    }

    /// What is judged of a connection that a person granted.
    fn granted(client: Option<&OauthClient>, renewal: &Renewal, missing: &[&str]) -> (State, WhoMustAct, String) {
        let missing: Vec<_> = missing.iter().map(|&scope| scope.to_owned()).collect();
        let connection = connection(true);
        told(judge(&Facts { connection: &connection, is_granted: true, client, renewal, missing: &missing }))
    }

    /// And of one whose credentials somebody typed.
    fn typed(renewal: &Renewal) -> (State, WhoMustAct, String) {
        let connection = connection(true);
        told(judge(&Facts { connection: &connection, is_granted: false, client: None, renewal, missing: &[] }))
    }

    fn told(judgement: Judgement) -> (State, WhoMustAct, String) {
        (judgement.state, judgement.who_must_act, judgement.reason.unwrap_or_default())
    }

    #[test]
    fn the_worst_that_holds_is_said_and_who_can_help() {
        use State::{Misconfigured, Ready, ReconnectRequired, RefreshFailing, Refreshing, ScopesMissing};
        use WhoMustAct::{EditorCorrects, EditorGrantsMore, EditorReconnects, EditorRegisters, Nobody, Registrant};
        let (good, bad) = (client(None), client(Some("unknown client")));
        let says_no = "the service says no";
        let lacks = "These scopes are needed and were not granted: a, b";
        let unknown = "A renewal began at 2024-09-12T12:52:15.805Z and its end was never written down";
        let refused = "The service refuses the OAuth client: unknown client";
        let (later, unclear) = (failed(FailureClass::Later), failed(FailureClass::Indeterminate));
        let (dead, ours) = (failed(FailureClass::Reconnect), failed(FailureClass::Misconfigured));
        let leased_later = Renewal { is_leased: true, ..later.clone() };
        for (case, judged, expected) in [
            ("all is well", granted(Some(&good), &quiet(), &[]), (Ready, Nobody, "")),
            ("typed and well", typed(&quiet()), (Ready, Nobody, "")),
            ("at it", granted(Some(&good), &leased(), &[]), (Refreshing, Nobody, "")),
            ("at it, as the journal says", granted(Some(&good), &spent(leased()), &[]), (Refreshing, Nobody, "")),
            ("died at it", granted(Some(&good), &spent(quiet()), &[]), (RefreshFailing, Nobody, unknown)),
            ("away", granted(Some(&good), &later, &[]), (RefreshFailing, Nobody, says_no)),
            ("away, tried again now", granted(Some(&good), &leased_later, &[]), (RefreshFailing, Nobody, says_no)),
            ("away before scopes", granted(Some(&good), &later, &["a"]), (RefreshFailing, Nobody, says_no)),
            ("no usable answer", granted(Some(&good), &unclear, &[]), (RefreshFailing, Nobody, says_no)),
            ("scopes", granted(Some(&good), &quiet(), &["a", "b"]), (ScopesMissing, EditorGrantsMore, lacks)),
            ("scopes, at it", granted(Some(&good), &leased(), &["a", "b"]), (ScopesMissing, EditorGrantsMore, lacks)),
            ("gone", granted(Some(&good), &dead, &["a"]), (ReconnectRequired, EditorReconnects, says_no)),
            ("gone before the client", granted(Some(&bad), &dead, &[]), (ReconnectRequired, EditorReconnects, says_no)),
            ("client refused", granted(Some(&bad), &quiet(), &["a"]), (Misconfigured, Registrant, refused)),
            ("request refused", granted(Some(&good), &ours, &[]), (Misconfigured, Registrant, says_no)),
            ("typed and refused", typed(&ours), (Misconfigured, EditorCorrects, says_no)),
            ("typed and gone", typed(&dead), (ReconnectRequired, EditorCorrects, says_no)),
            (
                "no client",
                granted(None, &later, &[]),
                (Misconfigured, EditorRegisters, "No OAuth client is registered for HUBSPOT"),
            ),
        ] {
            let (state, who, reason) = &judged;
            assert_eq!((*state, *who, reason.as_str()), expected, "{case}");
        }
    }

    #[test]
    fn an_empty_connection_is_empty_whatever_else_is_known() {
        let connection = connection(false);
        let renewal = failed(FailureClass::Later);
        let facts = Facts { connection: &connection, is_granted: true, client: None, renewal: &renewal, missing: &[] };
        let judged = told(judge(&facts));
        assert_eq!(judged, (State::Empty, WhoMustAct::EditorFills, "No credentials are stored yet".to_owned()));
    }
}
