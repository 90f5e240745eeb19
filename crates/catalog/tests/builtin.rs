//! The files that come with the program load, and say what the contract says.

use catalog::Catalog;

#[test]
fn every_file_that_comes_with_the_program_loads_without_a_complaint() {
    if let Err(errors) = Catalog::load(Vec::new()) {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"));
    }
}
