//! The catalogue files that come with the program, inside the binary.

use rust_embed::RustEmbed;

use crate::catalog::SourceFile;

#[derive(RustEmbed)]
#[folder = "../../catalog"]
struct Files;

/// Every file and every logo, in the order of the names.
pub(crate) fn files() -> Vec<SourceFile> {
    let mut names: Vec<_> = Files::iter().collect();
    names.sort();
    let files = names.iter().filter_map(|name| {
        let text = String::from_utf8_lossy(&Files::get(name)?.data).into_owned();
        Some(SourceFile { name: name.to_string(), text })
    });
    files.collect()
}
