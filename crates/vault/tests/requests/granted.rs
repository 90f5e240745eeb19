//! Copies of the integration files whose tokens need a person or a signature, with a grant in its place that needs
//! neither: what the file says about requests can then be tried before those grants can be.

use catalog::SourceFile;
use toml::{Table, Value};

/// What stands in front of the id of a copy.
pub(crate) const COPY: &str = "TRY_";

/// What is entered with an OAuth client, where the file has nothing in its place.
const ENTERED: [(&str, &str); 5] = [
    ("authorize_url", "https://login.example.com/authorize"),
    ("token_url", "https://login.example.com/token"),
    ("base_url", "https://api.example.com/v1"),
    ("userinfo_url", "https://login.example.com/userinfo"),
    ("issuer", "https://login.example.com"),
];

/// The copy of a file; `None` if it needs none.
pub(crate) fn copy_of(text: &str) -> Option<SourceFile> {
    let mut file: Table = registered(text).parse().unwrap();
    for host in file.get_mut("hosts").and_then(Value::as_array_mut).into_iter().flatten() {
        *host = Value::String(name_of(host.as_str()?).to_owned());
    }
    let setups = file.get_mut("setup")?.as_table_mut()?;
    let mut replaced = false;
    for setup in setups.iter_mut().filter_map(|(_, setup)| setup.as_table_mut()) {
        let Some(token) = ready_made(setup) else { continue };
        setup.remove("oauth");
        setup.insert("token".to_owned(), Value::Table(token));
        replaced = true;
    }
    let id = format!("{COPY}{}", file["id"].as_str()?);
    let name = format!("{}.toml", id.to_lowercase());
    file.insert("id".to_owned(), Value::String(id));
    replaced.then(|| SourceFile { name, text: toml::to_string(&file).unwrap() })
}

/// The text with values in place of what is entered with an OAuth client.
fn registered(text: &str) -> String {
    let mut pieces = text.split("{{client.params.");
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (expression, behind) = piece.split_once("}}").unwrap();
        let (name, default) = expression.split_once(" ?? ").unwrap_or((expression, ""));
        let entered = ENTERED.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        filled.push_str(entered.unwrap_or_else(|| default.trim_matches('\'')));
        filled.push_str(behind);
    }
    filled
}

fn name_of(host: &str) -> &str {
    host.strip_prefix("https://").map_or(host, |url| url.split('/').next().unwrap_or_default())
}

/// A token that is simply asked for.
fn ready_made(setup: &Table) -> Option<Table> {
    let oauth = setup.get("oauth").and_then(Value::as_table);
    let assertion = setup.get("token").and_then(Value::as_table).filter(|token| token.contains_key("assertion"));
    let at = match (oauth, assertion) {
        (Some(oauth), _) => oauth["token"].clone(),
        (None, Some(token)) => token["post"].clone(),
        (None, None) => return None,
    };
    let kept =
        |table: Option<&Table>| table.and_then(|table| table.get("keep")?.as_array().cloned()).unwrap_or_default();
    let metadata = oauth.and_then(|oauth| oauth.get("metadata")?.as_table());
    let keep = kept(oauth).into_iter().chain(kept(metadata)).collect();
    let grant = Value::String("client_credentials".to_owned());
    let members = [("grant", grant), ("post", at), ("form", Value::Table(Table::new())), ("keep", Value::Array(keep))];
    Some(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}
