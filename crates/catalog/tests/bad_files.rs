//! Thirty files with one mistake each, and what is said about them: `bad/errors.txt`, to be read as a stranger would.
#![expect(clippy::unwrap_used, reason = "in a test, a panic with its place is the report")]

use std::{fs, path::PathBuf};

use catalog::{Catalog, SourceFile};

/// Set to write the file instead of comparing it.
const UPDATE: &str = "UPDATE_SNAPSHOTS";

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/bad")
}

fn files() -> Vec<SourceFile> {
    let paths = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|it| it == "toml")).collect();
    paths.sort();
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| SourceFile { name: name(path), text: fs::read_to_string(path).unwrap() }).collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "whoever runs the test says so in the environment")]
fn every_bad_file_is_told_what_to_do_in_one_line() {
    let mut said = String::new();
    let files = files();
    assert_eq!(files.len(), 30);
    for file in files {
        let errors = Catalog::load(vec![file.clone()]).err().unwrap_or_default();
        assert_eq!(errors.len(), 1, "{}: {errors:?}", file.name);
        let error = &errors[0];
        assert!(!error.key.is_empty() && !error.fix.is_empty(), "{error:?}");
        assert!(file.text.lines().nth(error.line - 1).is_some_and(|line| !line.is_empty()), "{error:?}");
        said.push_str(&format!("{error}\n"));
    }
    let snapshot = folder().join("errors.txt");
    if std::env::var(UPDATE).is_ok() {
        fs::write(&snapshot, &said).unwrap();
    }
    let kept = fs::read_to_string(&snapshot).unwrap_or_default();
    assert!(kept == said, "run `{UPDATE}=1 cargo test -p catalog --test bad_files`, and read bad/errors.txt\n{said}");
}
