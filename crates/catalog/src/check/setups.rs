//! Setups that can do what they are for.

use super::Shape;
use crate::{
    action::ConnectionUse,
    error::Complaint,
    file::{SetupFile, SignFile, TokenFile},
    key::Key,
    oauth::{ClientAuth, Refresh},
    setup::Grant,
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
        complaints.extend(token_body(key, token));
    }
    if let Some(check) = &setup.check {
        let key = key.child("check");
        let has_request = check.get.is_some() != check.post.is_some();
        let reads_answer = check.account_name.is_some() || check.success_if.is_some();
        let proves_itself = setup.token.is_some() || setup.oauth.is_some();
        if !has_request && (check.get.is_some() || !proves_itself || reads_answer) {
            let fix = "Add get or post; only where getting a token is the proof may it be left out";
            complaints.push(Complaint::new(key, "the check does not say what to ask", fix));
        }
    }
    complaints
}

fn token_body(key: &Key, token: &TokenFile) -> Option<Complaint> {
    let tables = || token.form.iter().chain(&token.json);
    let (message, fix) = match token.grant {
        Grant::ClientCredentials if token.assertion.is_some() || tables().count() != 1 => (
            "a token is asked for with one table of fields",
            "Add form = { … } or json = { … }; grant_type is put in front by itself",
        ),
        Grant::ClientCredentials if !tables().all(serde_json::Value::is_object) => {
            ("a token is asked for with a table", "Write form = { name = \"value\" }, or the same with json")
        }
        Grant::JwtBearer if token.assertion.is_none() || tables().count() != 0 => (
            "this grant sends an assertion and nothing else",
            "Add [setup.TYPE.token.assertion], and drop form and json",
        ),
        _ => return None,
    };
    Some(Complaint::new(key.child("token"), message, fix))
}

/// A setup's token comes one way: it buys one itself, or a person grants it.
pub(super) fn a_token_comes_one_way(shape: &Shape<'_>) -> Vec<Complaint> {
    let both = shape.file.setup.iter().filter(|(_, setup)| setup.token.is_some() && setup.oauth.is_some());
    let complain = |(name, _): (&String, &SetupFile)| {
        let fix = "Keep token or oauth; declare two setups if people may choose";
        Complaint::new(Key::new(&["setup", name]), "a token comes either by token or by oauth", fix)
    };
    both.map(complain).collect()
}

/// A setup without `type` can only mean one.
pub(super) fn at_most_one_setup_is_implied(shape: &Shape<'_>) -> Vec<Complaint> {
    let implied = shape.file.setup.iter().filter(|(_, setup)| setup.implied).skip(1);
    let complain = |(name, _): (&String, &SetupFile)| {
        let key = Key::new(&["setup", name, "implied"]);
        Complaint::new(key, "another setup is implied already", "Keep implied = true at one of them")
    };
    implied.map(complain).collect()
}

/// Scopes are for actions that exist, a reuse window is for tokens that rotate, and what is entered with an OAuth
/// client is shown again.
pub(super) fn every_oauth_table_makes_sense(shape: &Shape<'_>) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for (name, setup) in &shape.file.setup {
        let Some(oauth) = &setup.oauth else { continue };
        let key = Key::new(&["setup", name, "oauth"]);
        let strange = oauth.scopes.by_action.keys().filter(|action| !shape.file.action.contains_key(*action));
        complaints.extend(strange.map(|action| {
            let key = key.child("scopes").child("by_action").child(action);
            Complaint::new(key, format!("there is no action {action}"), "Name an action of this file")
        }));
        complaints.extend(oauth.client.iter().filter(|(_, field)| field.secret).map(|(name, _)| {
            let key = key.child("client").child(name);
            Complaint::new(key, "what is entered with an OAuth client is shown again", "Drop secret = true")
        }));
        if oauth.client_auth == ClientAuth::Chosen && !oauth.client.contains_key("client_auth") {
            let fix = format!("Add client_auth to [setup.{name}.oauth.client]");
            complaints.push(Complaint::new(key.child("client_auth"), "nobody is asked to choose", fix));
        }
        if oauth.margin == Some(0) {
            let fix = "Say at how many seconds before its end, or drop margin";
            complaints.push(Complaint::new(key.child("margin"), "a token that is renewed when it ends is late", fix));
        }
        if oauth.reuse_window.is_some() && oauth.refresh != Refresh::Rotating {
            let fix = "Set refresh = \"rotating\", or drop reuse_window";
            complaints.push(Complaint::new(key.child("reuse_window"), "only a rotating token is used again", fix));
        }
    }
    complaints
}
