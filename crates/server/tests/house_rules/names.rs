//! Rules for what files and folders are called.

use crate::{assert_none, tree};

/// Names that say nobody knew what belongs inside.
const EMPTY_NAMES: [&str; 11] =
    ["utils", "util", "utilities", "common", "helpers", "helper", "misc", "manager", "managers", "shared", "stuff"];

/// The name of `path` itself, without its extension.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('.').next().unwrap_or(name)
}

fn says_nothing(path: &str) -> bool {
    let stem = stem(path).to_ascii_lowercase();
    EMPTY_NAMES.contains(&stem.as_str()) || stem.ends_with("_manager")
}

#[test]
fn every_file_and_folder_is_named_after_what_it_is_about() {
    let offenders: Vec<String> = tree::paths().into_iter().filter(|path| says_nothing(path)).collect();
    assert_none("give these a name that says what is inside", &offenders);
}

#[test]
fn empty_names_are_recognised_in_folders_and_files() {
    for path in ["crates/common", "ui/src/utils.ts", "crates/a/src/key_manager.rs"] {
        assert!(says_nothing(path), "{path}");
    }
    for path in ["crates/model/src/id.rs", "ui/src/new_action.ts", "docs/commons.md"] {
        assert!(!says_nothing(path), "{path}");
    }
}
