//! Rules for the text of every Rust file.

use crate::{assert_none, tree};

const LONGEST_FILE: usize = 400;

/// Paths of somebody's machine. In two pieces, so that this file does not break its own rule.
const MACHINE_PATHS: [&str; 4] =
    [concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Us", "ers/"), concat!("C:", "\\")];

/// Lines before the unit tests; a file in a `tests` folder is nothing but tests.
fn lines_before_tests(path: &str, text: &str) -> usize {
    if path.split('/').any(|folder| folder == "tests") {
        return 0;
    }
    text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).count()
}

#[test]
fn no_file_is_longer_than_four_hundred_lines_before_its_tests() {
    let sizes = tree::rust_files().into_iter().map(|(path, text)| (lines_before_tests(&path, &text), path));
    let offenders: Vec<String> = sizes
        .filter(|(lines, _)| *lines > LONGEST_FILE)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    assert_none("split these files", &offenders);
}

#[test]
fn every_file_opens_by_saying_what_it_is_for() {
    let silent = tree::rust_files().into_iter().filter(|(_, text)| !text.starts_with("//!"));
    let offenders: Vec<String> = silent.map(|(path, _)| path).collect();
    assert_none("these files need a `//!` comment on their first line", &offenders);
}

#[test]
fn lints_are_expected_with_a_reason_and_never_allowed() {
    let inner = concat!("#!", "[allow(");
    let outer = concat!("#", "[allow(");
    let offenders = lines_with(&tree::rust_files(), &[inner, outer]);
    assert_none("write #[expect(…, reason = \"…\")] here", &offenders);
}

#[test]
fn no_source_knows_the_machine_it_was_written_on() {
    let offenders = lines_with(&tree::rust_files(), &MACHINE_PATHS);
    assert_none("these lines name a path of one machine", &offenders);
}

fn lines_with(files: &[(String, String)], forbidden: &[&str]) -> Vec<String> {
    let lines =
        files.iter().flat_map(|(path, text)| text.lines().zip(1..).map(move |(line, number)| (path, number, line)));
    lines
        .filter(|(_, _, line)| forbidden.iter().any(|word| line.contains(word)))
        .map(|(path, number, line)| format!("{path}:{number}: {}", line.trim()))
        .collect()
}

#[test]
fn a_long_file_is_measured_up_to_its_tests() {
    let text = format!("{}#[cfg(test)]\nmod tests {{}}\n", "line\n".repeat(500));
    assert_eq!(lines_before_tests("crates/a/src/b.rs", &text), 500);
    assert_eq!(lines_before_tests("crates/a/tests/b.rs", &text), 0);
}
