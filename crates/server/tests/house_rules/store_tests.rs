//! Every public method of `Store` is called by a test in `crates/store/tests`, which runs on both databases.

use crate::{assert_none, tree};

/// The names of the `pub async fn`s inside `impl Store { … }`, with or without receiver.
fn public_methods(text: &str) -> Vec<String> {
    let mut methods = Vec::new();
    let mut in_store = false;
    for line in text.lines() {
        match line {
            "impl Store {" => in_store = true,
            "}" => in_store = false,
            _ => {}
        }
        if let Some(rest) = line.trim().strip_prefix("pub async fn ").filter(|_| in_store) {
            methods.extend(rest.split(['(', '<']).next().map(str::to_owned));
        }
    }
    methods
}

fn calls(tests: &str, method: &str) -> bool {
    [format!(".{method}("), format!("::{method}(")].iter().any(|call| tests.contains(call))
}

#[test]
fn every_store_method_has_a_conformance_test() {
    let sources = tree::rust_files_under("crates/store/src");
    let methods: Vec<String> = sources.iter().flat_map(|(_, text)| public_methods(text)).collect();
    assert!(
        methods.iter().any(|method| method == "open"),
        "no `Store::open` found: has `impl Store` moved? {methods:?}"
    );
    let tests: String = tree::rust_files_under("crates/store/tests").into_iter().map(|(_, text)| text).collect();
    let offenders: Vec<String> = methods.into_iter().filter(|method| !calls(&tests, method)).collect();
    assert_none("crates/store/tests never calls these methods of Store", &offenders);
}

#[test]
fn methods_are_found_only_inside_the_store() {
    let text = "impl Store {\n    pub async fn open(url: &str) {}\n    pub async fn show<T>(&self) {}\n    async fn own() {}\n    pub fn now() {}\n}\nimpl Other {\n    pub async fn no() {}\n}\n";
    assert_eq!(public_methods(text), ["open", "show"]);
    assert!(calls("store.open(url)", "open") && calls("Store::open(url)", "open") && !calls("reopen(url)", "open"));
}
