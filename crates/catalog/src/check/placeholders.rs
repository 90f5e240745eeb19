//! Templates read nothing that nobody wrote.

use model::{expression::Path, meant};

use super::Meaning;
use crate::{
    compile::{Reading, Spot},
    error::Complaint,
    file::SetupFile,
    schema::{Additional, Schema, Type},
};

/// What an answer consists of.
const ANSWER: [&str; 4] = ["status", "headers", "body", "success"];

/// Every name in every template is declared, and may be read where it is read.
pub(super) fn every_placeholder_is_declared(meaning: &Meaning<'_>) -> Vec<Complaint> {
    let complaints = meaning.readings.iter().filter_map(|reading| {
        let fault = fault_of(meaning, reading)?;
        Some(Complaint::new(reading.key.clone(), format!("{{{{{}}}}}: {}", reading.path, fault.message), fault.fix))
    });
    complaints.collect()
}

struct Fault {
    message: String,
    fix: String,
}

fn fault(message: impl Into<String>, fix: impl Into<String>) -> Option<Fault> {
    Some(Fault { message: message.into(), fix: fix.into() })
}

fn fault_of(meaning: &Meaning<'_>, reading: &Reading) -> Option<Fault> {
    let root = reading.path.root();
    let is_answer = reading.answers.iter().any(|answer| answer == root);
    let roots = roots_of(reading.spot);
    if !is_answer && !roots.contains(&root) {
        let known: Vec<&str> = roots.iter().copied().chain(reading.answers.iter().map(String::as_str)).collect();
        return fault(format!("{root} cannot be read here"), format!("Here one may read: {}", known.join(", ")));
    }
    match root {
        _ if is_answer => answer_fault(&reading.path),
        "response" => answer_fault(&reading.path),
        "params" => params_fault(meaning, reading),
        "derive" => derive_fault(meaning, &reading.path),
        "token" => token_fault(meaning, reading),
        "client" => client_fault(meaning, reading),
        _ => setup_fault(meaning, reading),
    }
}

/// The roots each kind of place may read, beside the answers of earlier requests.
fn roots_of(spot: Spot) -> &'static [&'static str] {
    match spot {
        Spot::Host => &["setup", "client"],
        Spot::Client => &["client"],
        Spot::Derive => &["setup", "token"],
        Spot::AccountName | Spot::Token => &["setup", "derive"],
        Spot::Sign => &["setup", "token", "derive"],
        Spot::Base | Spot::Check => &["setup", "token", "derive", "client"],
        Spot::CheckAnswer => &["setup", "response"],
        Spot::Request => &["setup", "token", "derive", "client", "params"],
        Spot::Response => &["params", "response"],
    }
}

fn answer_fault(path: &Path) -> Option<Fault> {
    match path.name(1) {
        Some(part) if ANSWER.contains(&part) => None,
        _ => fault("an answer has no such part", format!("An answer has: {}", ANSWER.join(", "))),
    }
}

fn derive_fault(meaning: &Meaning<'_>, path: &Path) -> Option<Fault> {
    let name = path.name(1).unwrap_or_default();
    let known = meaning.integration.derive.contains_key(name);
    if known { None } else { fault("it is not derived", format!("Add {name} = \"…\" to [derive]")) }
}

fn token_fault(meaning: &Meaning<'_>, reading: &Reading) -> Option<Fault> {
    let name = reading.path.name(1).unwrap_or_default();
    for (setup, file) in setups_of(meaning, reading) {
        let table = if file.oauth.is_some() { "oauth" } else { "token" };
        if file.token.is_none() && file.oauth.is_none() {
            return fault(format!("{setup} gets no token"), format!("Add [setup.{setup}.token]"));
        }
        if name != "access_token" && !kept(file).any(|kept| kept == name) {
            return fault("it is not kept", format!("Add {name:?} to keep in [setup.{setup}.{table}]"));
        }
    }
    None
}

/// What was entered with the OAuth client is there for connections that were granted to one.
fn client_fault(meaning: &Meaning<'_>, reading: &Reading) -> Option<Fault> {
    let Some(name) = reading.path.name(2).filter(|_| reading.path.name(1) == Some("params")) else {
        return fault("of an OAuth client only its params can be read", "Read one of them: client.params.name");
    };
    let knows = |file: &SetupFile| file.oauth.as_ref().is_some_and(|oauth| oauth.client.contains_key(name));
    let (setup, _) = setups_of(meaning, reading).find(|(_, file)| !knows(file))?;
    // A host is one that only some setups name.
    if reading.spot == Spot::Host && setups_of(meaning, reading).any(|(_, file)| knows(file)) {
        return None;
    }
    fault("nobody is asked for it", format!("Add {name} to [setup.{setup}.oauth.client]"))
}

/// What a setup keeps of the answers that came with its token.
fn kept(setup: &SetupFile) -> impl Iterator<Item = &str> {
    let token = setup.token.iter().flat_map(|token| &token.keep);
    let oauth = setup.oauth.iter().flat_map(|oauth| &oauth.keep);
    let metadata = setup.oauth.iter().filter_map(|oauth| oauth.metadata.as_ref()).flat_map(|metadata| &metadata.keep);
    token.chain(oauth).chain(metadata).map(String::as_str)
}

fn setup_fault(meaning: &Meaning<'_>, reading: &Reading) -> Option<Fault> {
    let Some(name) = reading.path.name(1) else {
        return fault("the whole setup would hold its secrets too", "Read one field: setup.name");
    };
    if reading.setups.is_empty() {
        return fault("there is no setup", format!("Add a [setup.TYPE] with a field {name}"));
    }
    let lacks = |file: &SetupFile| !file.open && !file.field.contains_key(name);
    let (setup, _) = setups_of(meaning, reading).find(|(_, file)| lacks(file))?;
    // A derived value may be there for one setup type only; with the others it is undefined.
    if reading.spot == Spot::Derive && setups_of(meaning, reading).any(|(_, file)| !lacks(file)) {
        return None;
    }
    let fields = setups_of(meaning, reading).flat_map(|(_, file)| file.field.keys());
    let add = format!("Add {name} to [setup.{setup}.field]");
    fault(format!("{setup} has no such field"), respelled(name, fields).unwrap_or(add))
}

/// What to do about a name that is nearly another one.
fn respelled<'n>(wrong: &str, names: impl Iterator<Item = &'n String>) -> Option<String> {
    meant(wrong, names.map(String::as_str)).map(|name| format!("Did you mean {name}? If not, declare {wrong}"))
}

fn setups_of<'m>(meaning: &'m Meaning<'_>, reading: &'m Reading) -> impl Iterator<Item = (&'m str, &'m SetupFile)> {
    reading.setups.iter().filter_map(|name| Some((name.as_str(), meaning.file.setup.get(name)?)))
}

fn params_fault(meaning: &Meaning<'_>, reading: &Reading) -> Option<Fault> {
    let action = reading.action.as_deref().and_then(|name| meaning.integration.actions.get(name))?;
    let mut schema = &action.params;
    for position in 1..reading.path.segments.len() {
        let name = reading.path.name(position)?;
        match schema.members.get(name) {
            Some(member) => schema = &member.schema,
            None if is_closed(schema) => {
                let add = format!("Add {name} to [action.{}.param]", action.id);
                return fault("there is no such param", respelled(name, schema.members.keys()).unwrap_or(add));
            }
            None => return None,
        }
    }
    None
}

/// Whether names that are not declared cannot be there.
fn is_closed(schema: &Schema) -> bool {
    schema.types == [Type::Object] && schema.additional == Additional::Refused
}
