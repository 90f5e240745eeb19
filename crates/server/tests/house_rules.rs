//! What clippy cannot check: sizes, names, the map, the promises of the manifests. `CONTRIBUTING.md` gives the reasons.
//! The rules read files as text and are deliberately simple; they catch slips, not cunning.

#[path = "house_rules/map.rs"]
mod map;
#[path = "house_rules/names.rs"]
mod names;
#[path = "house_rules/source.rs"]
mod source;
#[path = "house_rules/store_tests.rs"]
mod store_tests;
#[path = "house_rules/tree.rs"]
mod tree;
#[path = "house_rules/walls.rs"]
mod walls;

/// Fails with every offender at once, so that one run shows the whole list.
fn assert_none(rule: &str, offenders: &[String]) {
    assert!(offenders.is_empty(), "{rule}:\n  {}", offenders.join("\n  "));
}
