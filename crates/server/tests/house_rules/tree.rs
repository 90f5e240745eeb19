//! The repository's own files.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Folders that tools fill.
const GENERATED: [&str; 7] = [".git", "target", "node_modules", ".venv", "dist", "flowvault-data", "__pycache__"];

pub(crate) fn root() -> PathBuf {
    let server = Path::new(env!("CARGO_MANIFEST_DIR"));
    server.ancestors().nth(2).expect("the crate lies in <root>/crates/server").to_owned()
}

/// The text of a file, named from the root.
pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file and folder, as paths from the root with `/` between their parts.
pub(crate) fn paths() -> Vec<String> {
    paths_under("")
}

/// Every file and folder under `folder`, as paths from the root.
pub(crate) fn paths_under(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    collect(&root().join(folder), &mut found);
    let mut paths: Vec<String> = found.iter().map(|path| from_root(path)).collect();
    paths.sort();
    paths
}

/// Every Rust file with its text.
pub(crate) fn rust_files() -> Vec<(String, String)> {
    rust_files_under("")
}

/// Every Rust file under `folder` with its text.
pub(crate) fn rust_files_under(folder: &str) -> Vec<(String, String)> {
    let paths = paths_under(folder).into_iter().filter(|path| path.ends_with(".rs"));
    paths.map(|path| (path.clone(), read(&path))).collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries.map(|entry| entry.expect("a readable folder")) {
        let name = entry.file_name();
        if GENERATED.iter().any(|generated| name == *generated) {
            continue;
        }
        if entry.file_type().expect("a known kind of file").is_dir() {
            collect(&entry.path(), found);
        }
        found.push(entry.path());
    }
}

fn from_root(path: &Path) -> String {
    let relative = path.strip_prefix(root()).expect("every path was found under the root");
    relative.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[test]
fn the_walk_sees_the_whole_house() {
    let paths = paths();
    for path in ["Cargo.toml", "crates/model/src/lib.rs", "crates/server/tests/house_rules.rs", "docs/decisions"] {
        assert!(paths.iter().any(|seen| seen == path), "{path}");
    }
    assert!(!paths.iter().any(|seen| seen.starts_with("target/")));
}
