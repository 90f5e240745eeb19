//! ARCHITECTURE.md must not describe rooms that do not exist, nor forget one that does.
//!
//! Two things in it count as paths: the first word of each line of the code block under `## Rooms`, and every word in
//! backticks that contains a `/` and nothing but letters, digits and `._-/`.

use crate::{assert_none, tree};

fn rooms(text: &str) -> Vec<String> {
    let after = text.split("\n## Rooms\n").nth(1).expect("ARCHITECTURE.md has the heading `## Rooms`");
    let block = after.split("```").nth(1).expect("the rooms are listed in a code block");
    block.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

fn backticked(text: &str) -> Vec<String> {
    let prose: String = text.split("```").step_by(2).collect();
    let words = prose.split('`').skip(1).step_by(2).map(str::to_owned);
    words.filter(|word| word.contains('/') && word.chars().all(is_path_character)).collect()
}

fn is_path_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "._-/".contains(c)
}

#[test]
fn everything_on_the_map_exists() {
    let text = tree::read("ARCHITECTURE.md");
    let rooms = rooms(&text);
    assert!(rooms.len() > 7, "the map lists at least the crates: {rooms:?}");
    let named = rooms.into_iter().chain(backticked(&text));
    let offenders: Vec<String> = named.filter(|path| !tree::root().join(path).exists()).collect();
    assert_none("ARCHITECTURE.md names what does not exist", &offenders);
}

#[test]
fn every_crate_is_on_the_map() {
    let rooms = rooms(&tree::read("ARCHITECTURE.md"));
    let manifests =
        tree::paths_under("crates").into_iter().filter_map(|path| path.strip_suffix("Cargo.toml").map(str::to_owned));
    let offenders: Vec<String> = manifests.filter(|path| !rooms.contains(path)).collect();
    assert_none("ARCHITECTURE.md does not know these crates", &offenders);
}

#[test]
fn paths_are_found_in_the_map_and_in_the_prose() {
    let text = "# House\n\n## Rooms\n\n```\ncrates/a/   words\nui/  the console\n```\n\nSee `docs/decisions/`, `vault`, `{{ a/b }}`.\n";
    assert_eq!(rooms(text), ["crates/a/", "ui/"]);
    assert_eq!(backticked(text), ["docs/decisions/"]);
}
