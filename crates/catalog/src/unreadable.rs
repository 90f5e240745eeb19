//! Mistakes that the parser finds, in words for whoever wrote the file: it speaks of the types of this program.

use model::meant;

use crate::{catalog::SourceFile, error::FileError, locate::Map};

/// Where everything is explained.
const GUIDE: &str = "docs/catalogue.md";

/// What the parser says about a file that it cannot read.
pub(crate) fn unreadable(file: &SourceFile, map: &Map<'_>, error: &toml::de::Error) -> FileError {
    let offset = error.span().map_or(0, |span| span.start);
    let said = error.message().replace('\n', ", ");
    let missing = said.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    let key = missing.map_or_else(|| map.key_at(offset), |name| map.key_at(offset).child(name));
    let (message, fix) = reworded(&said);
    FileError { file: file.name.clone(), line: map.line_at(offset), key: key.to_string(), message, fix }
}

fn reworded(said: &str) -> (String, String) {
    let quoted = |start: &str| said.strip_prefix(start)?.split('`').next();
    let choices = choices(said);
    if let Some(name) = quoted("unknown field `") {
        return (format!("there is no key {name} here"), choose(name, &choices));
    }
    if let Some(word) = quoted("unknown variant `") {
        return (format!("{word:?} is none of the words it takes"), choose(word, &choices));
    }
    if let Some(name) = quoted("missing field `") {
        return ("this key is missing".to_owned(), format!("Add {name} = …; {GUIDE} says what it holds"));
    }
    if said == "duplicate key" {
        return ("it is written down twice".to_owned(), "Keep one of the two".to_owned());
    }
    let unfit = said.strip_prefix("invalid type: ").or_else(|| said.strip_prefix("invalid value: "));
    if let Some((found, expected)) = unfit.and_then(|rest| rest.split_once(", expected ")) {
        let wanted = wanted(expected);
        return (format!("this is {}, and should be {wanted}", a(found)), write(wanted));
    }
    // What the parser expected instead is told in terms of its grammar.
    let wrong = said.split(", expected ").next().unwrap_or(said);
    (wrong.to_owned(), "Write TOML: key = \"text\", key = true, key = { … } or [table]".to_owned())
}

/// The words in backticks behind "expected".
fn choices(said: &str) -> Vec<&str> {
    let listed = said.split_once(", expected ").map_or("", |(_, listed)| listed);
    listed.split('`').skip(1).step_by(2).collect()
}

fn choose(wrong: &str, choices: &[&str]) -> String {
    let all = choices.join(", ");
    match meant(wrong, choices.iter().copied()) {
        Some(meant) => format!("Did you mean {meant}? It takes: {all}"),
        None if choices.is_empty() => "Drop it: nothing can stand here".to_owned(),
        None => format!("It takes: {all}"),
    }
}

/// What was found, as one would say it: `string "yes"` is "the text \"yes\"".
fn a(found: &str) -> String {
    match found.split_once(' ') {
        Some(("string", text)) => format!("the text {text}"),
        Some(("boolean", value)) => value.trim_matches('`').to_owned(),
        Some(("integer" | "float" | "floating", value)) => {
            format!("the number {}", value.trim_start_matches("point ").trim_matches('`'))
        }
        _ if found == "map" => "a table".to_owned(),
        _ if found == "sequence" => "a list".to_owned(),
        _ => found.to_owned(),
    }
}

/// What should have been there. Names of our types are tables to whoever writes a file.
fn wanted(expected: &str) -> &str {
    match expected {
        "a boolean" => "true or false",
        "a string" => "a text",
        "a sequence" => "a list",
        "a map" => "a table",
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number from 0 on",
        "i64" | "i32" => "a whole number",
        _ if expected.starts_with("struct ") => "a table",
        _ => expected,
    }
}

fn write(wanted: &str) -> String {
    match wanted {
        "true or false" => "Write true or false, without quotes".to_owned(),
        "a text" => "Write it in quotes: \"…\"".to_owned(),
        "a list" => "Write [ … ]".to_owned(),
        "a table" => "Write { … }".to_owned(),
        "a whole number" | "a whole number from 0 on" => "Write digits, without quotes".to_owned(),
        _ => format!("{GUIDE} explains the key"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_proposed_and_a_far_one_is_not() {
        assert_eq!(choose("fnid", &["label", "find"]), "Did you mean find? It takes: label, find");
        assert_eq!(choose("colour", &["label", "find"]), "It takes: label, find");
    }

    #[test]
    fn no_word_of_the_parsers_own_types_gets_through() {
        for (said, expected) in [
            ("invalid type: string \"x\", expected struct FieldFile", "this is the text \"x\", and should be a table"),
            ("invalid type: integer `1`, expected a string", "this is the number 1, and should be a text"),
            ("invalid type: boolean `true`, expected a sequence", "this is true, and should be a list"),
            ("invalid type: map, expected usize", "this is a table, and should be a whole number from 0 on"),
            (
                "invalid type: floating point `1.5`, expected i64",
                "this is the number 1.5, and should be a whole number",
            ),
        ] {
            assert_eq!(reworded(said).0, expected);
        }
    }
}
