//! `flowvault catalog …`: for people who write integration files. Touches no data.

use std::{fs, path::Path, process::Output};

use serde_json::Value;

use crate::process::Launch;

const ACME: &str = r#"id      = "ACME"
name    = "Acme"
summary = "Rockets and anvils"
hosts   = ["api.acme.example.com"]
base    = "https://api.acme.example.com"

[setup.API_KEY]
label = "Key"

[setup.API_KEY.field]
api_key = { label = "API key", required = true, secret = true }

[setup.API_KEY.sign]
bearer = "{{setup.api_key}}"

[action.ORDER]
label = "Order something"

[action.ORDER.param]
item = { label = "Item", type = "string", required = true }

[[action.ORDER.request]]
post = "/orders"
json = { item = "{{params.item}}" }

[action.ORDER.response]
retry = "never"
"#;

fn run(launch: &Launch, words: &[&str]) -> Output {
    let output = launch.command().arg("catalog").args(words).output().expect("the binary runs");
    assert!(!launch.data_dir().exists(), "it made a data folder");
    output
}

fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    fs::create_dir_all(folder).expect("writable");
    let file = folder.join(name);
    fs::write(&file, text).expect("writable");
    file.display().to_string()
}

#[test]
fn every_integration_is_listed_on_a_line_of_its_own() {
    let list = printed(&run(&Launch::new(), &["list"]));
    let twilio = list.lines().find(|line| line.starts_with("TWILIO ")).expect("it comes with the program");
    assert_eq!(twilio.split_whitespace().collect::<Vec<_>>(), ["TWILIO", "Twilio", "API_KEY", "2"]);
    assert!(list.starts_with("APP ID "), "{list}");

    let json: Value = serde_json::from_str(&printed(&run(&Launch::new(), &["list", "--json"]))).expect("JSON");
    let all = json.as_array().expect("a list");
    assert_eq!(all.len(), list.lines().count() - 1);
    let twilio = all.iter().find(|each| each["app_id"] == "TWILIO").expect("as above");
    assert_eq!(twilio["actions"], serde_json::json!(["SEND_SMS", "MAKE_CALL"]));
}

#[test]
fn one_integration_is_shown_with_its_fields_its_params_and_the_hosts_it_calls() {
    let shown = printed(&run(&Launch::new(), &["show", "twilio"]));
    for part in [
        "TWILIO  Twilio",
        "Calls api.twilio.com",
        "setup API_KEY",
        "account_id",
        "secret",
        "action SEND_SMS",
        "message",
    ] {
        assert!(shown.contains(part), "no {part:?} in\n{shown}");
    }
    let json: Value =
        serde_json::from_str(&printed(&run(&Launch::new(), &["show", "TWILIO", "--json"]))).expect("JSON");
    assert_eq!(json["hosts"], serde_json::json!(["api.twilio.com"]));

    let refused = run(&Launch::new(), &["show", "NOPE"]);
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("there is no integration NOPE"), "{said}");
}

#[test]
fn integrations_of_ones_own_are_listed_and_shown_like_the_others() {
    let launch = Launch::new();
    let folder = launch.beside("catalog");
    write(&folder, "acme.toml", ACME);
    let folder = folder.display().to_string();
    assert!(printed(&run(&launch, &["list", "--catalog", &folder])).lines().any(|line| line.starts_with("ACME ")));
    assert!(printed(&run(&launch, &["show", "ACME", "--catalog", &folder])).contains("item  string, required  Item"));
}

#[test]
fn files_that_are_right_are_checked_without_a_complaint() {
    let launch = Launch::new();
    let folder = launch.beside("catalog");
    let file = write(&folder, "acme.toml", ACME);
    write(&folder, "acme.svg", "<svg/>");
    assert_eq!(printed(&run(&launch, &["check", &file])), "1 file checked, nothing wrong\n");
    assert_eq!(printed(&run(&launch, &["check", &folder.display().to_string()])), "1 file checked, nothing wrong\n");
}

#[test]
fn every_mistake_is_told_with_its_file_line_key_and_remedy_and_the_exit_says_so() {
    let launch = Launch::new();
    let folder = launch.beside("catalog");
    let good = write(&folder, "acme.toml", ACME);
    let named = |id: &str| ACME.replace("\"ACME\"", &format!("{id:?}"));
    let misspelt = write(&folder, "misspelt.toml", &named("MISSPELT").replace("{{params.item}}", "{{params.itme}}"));
    let silent = write(&folder, "silent.toml", &named("SILENT").replace("retry = \"never\"", ""));
    let refused = run(&launch, &["check", &good, &misspelt, &silent]);
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stdout).into_owned();
    let lines: Vec<_> = said.lines().collect();
    assert_eq!(lines.len(), 2, "{said}");
    assert!(lines[0].starts_with(&format!("{misspelt}:24: action.ORDER.request[0].json.item: ")), "{said}");
    assert!(lines[1].starts_with(&format!("{silent}:26: action.ORDER.response: ")), "{said}");
    assert!(lines.iter().all(|line| line.contains(". ")), "each says what to do: {said}");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("3 files checked, 2 mistakes"));
}

#[test]
fn what_is_no_integration_file_is_named() {
    let launch = Launch::new();
    let folder = launch.beside("empty");
    fs::create_dir(&folder).expect("writable");
    let note = write(&launch.beside("notes"), "note.txt", "hello");
    for path in [folder.display().to_string(), note, "absent.toml".to_owned()] {
        let refused = run(&launch, &["check", &path]);
        assert_eq!(refused.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&refused.stderr).contains(&path));
    }
    assert_eq!(run(&launch, &["check"]).status.code(), Some(2));
}
