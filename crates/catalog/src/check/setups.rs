//! Setups that can do what they are for.

use super::Shape;
use crate::{
    action::ConnectionUse,
    error::Complaint,
    file::{SetupFile, SignFile},
    key::Key,
};

/// A file that promises connections has a way to connect, and one that promises none has none.
pub(super) fn connections_and_setups_agree(shape: &Shape<'_>) -> Vec<Complaint> {
    let file = shape.file;
    let uses = file.action.values().map(|action| action.connection.unwrap_or(file.connection));
    let wants_connections = file.connection != ConnectionUse::None || uses.clone().any(|it| it != ConnectionUse::None);
    match (wants_connections, file.setup.is_empty()) {
        (true, true) => {
            let fix = "Add a [setup.TYPE], or connection = \"none\" at the top of the file";
            vec![Complaint::new(Key::new(&["connection"]), "nothing says how to connect", fix)]
        }
        (false, false) => {
            let fix = "Drop connection = \"none\", or the setups";
            vec![Complaint::new(Key::new(&["connection"]), "there are setups, but no connection is ever used", fix)]
        }
        _ => Vec::new(),
    }
}

/// Two signatures for one header would fight.
pub(super) fn at_most_one_authorization_is_signed(shape: &Shape<'_>) -> Vec<Complaint> {
    let twice = shape.file.setup.iter().filter(|(_, setup)| setup.sign.as_ref().map_or(0, authorizations) > 1);
    let complain = |(name, _): (&String, &SetupFile)| {
        let fix = "Keep one of basic, bearer and headers.Authorization";
        Complaint::new(Key::new(&["setup", name, "sign"]), "the Authorization header is signed more than once", fix)
    };
    twice.map(complain).collect()
}

fn authorizations(sign: &SignFile) -> usize {
    let named = sign.headers.keys().filter(|name| name.eq_ignore_ascii_case("authorization")).count();
    usize::from(sign.basic.is_some()) + usize::from(sign.bearer.is_some()) + named
}

/// A token has exactly one body, and a check has something to ask.
pub(super) fn every_token_and_check_can_be_asked_for(shape: &Shape<'_>) -> Vec<Complaint> {
    shape.file.setup.iter().flat_map(|(name, setup)| token_and_check(&Key::new(&["setup", name]), setup)).collect()
}

fn token_and_check(key: &Key, setup: &SetupFile) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    if let Some(token) = &setup.token {
        let tables = token.form.iter().chain(&token.json);
        if tables.clone().count() != 1 || !tables.clone().all(serde_json::Value::is_object) {
            let fix = "Add form = { … } or json = { … }; grant_type is put in front by itself";
            complaints.push(Complaint::new(key.child("token"), "a token is asked for with one table of fields", fix));
        }
    }
    if let Some(check) = &setup.check {
        let key = key.child("check");
        let has_request = check.get.is_some() != check.post.is_some();
        let reads_answer = check.account_name.is_some() || check.success_if.is_some();
        if !has_request && (check.get.is_some() || setup.token.is_none() || reads_answer) {
            let fix = "Add get or post; only where getting a token is the proof may it be left out";
            complaints.push(Complaint::new(key, "the check does not say what to ask", fix));
        }
    }
    complaints
}
