//! What is expected of an action, as the case files write it.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Value, json};

/// One file of cases.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CaseFile {
    pub(crate) integration: String,
    #[serde(default)]
    setup: IndexMap<String, Value>,
    pub(crate) token: Option<TokenAnswer>,
    #[serde(rename = "case")]
    pub(crate) cases: Vec<Case>,
}

/// What a token endpoint answers, and where it is.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenAnswer {
    pub(crate) at: String,
    pub(crate) answer: Value,
}

/// One action with everything about it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) action: String,
    /// The setup type; `none` for no connection.
    setup: Option<String>,
    /// JSON.
    params: String,
    /// Each `STATUS` or `STATUS BODY`; headers may follow in lines of their own.
    pub(crate) answers: Vec<String>,
    sends: Vec<String>,
    /// JSON.
    gives: Option<String>,
    fails: Option<String>,
}

/// What was seen of an action.
pub(crate) struct Seen {
    pub(crate) sent: Vec<String>,
    pub(crate) outcome: Result<Value, String>,
}

impl CaseFile {
    pub(crate) fn parse(text: &str) -> Self {
        toml::from_str(text).unwrap()
    }

    /// The type of the connection a case uses.
    pub(crate) fn setup_of<'c>(&'c self, case: &'c Case) -> Option<&'c str> {
        let first = self.setup.keys().next().map(String::as_str);
        case.setup.as_deref().or(first).filter(|setup| *setup != "none")
    }

    /// Every setup of the file, ready to be entered.
    pub(crate) fn setups(&self) -> impl Iterator<Item = (&str, Value)> {
        self.setup.keys().map(|setup| (setup.as_str(), self.credentials(setup)))
    }

    /// The credentials of the connection a case uses.
    pub(crate) fn credentials(&self, setup: &str) -> Value {
        let mut credentials = json!({ "type": setup });
        for (name, value) in self.setup[setup].as_object().unwrap() {
            credentials[name] = value.clone();
        }
        credentials
    }
}

impl Case {
    pub(crate) fn params(&self) -> Value {
        serde_json::from_str(&self.params).unwrap()
    }
}

impl Seen {
    /// What is not as the case wants it; `None` if all is.
    pub(crate) fn differs_from(&self, case: &Case) -> Option<String> {
        let wanted: Vec<&str> = case.sends.iter().map(|request| request.trim()).collect();
        if self.sent != wanted {
            return Some(format!("sent\n{}\ninstead of\n{}", self.sent.join("\n---\n"), wanted.join("\n---\n")));
        }
        let wanted = match (&case.gives, &case.fails) {
            (Some(output), None) => Ok(serde_json::from_str(output).unwrap()),
            (None, Some(message)) => Err(message.clone()),
            _ => return Some("the case must either give or fail".to_owned()),
        };
        (self.outcome != wanted).then(|| format!("came to {:?} instead of {wanted:?}", self.outcome))
    }
}
