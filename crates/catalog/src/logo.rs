//! Logos: SVG files that lie beside the integration files and are called the same.

use indexmap::IndexMap;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::catalog::SourceFile;

/// Takes the logos out of a list of files, by the id of the integration each belongs to.
pub(crate) fn taken_from(files: &mut Vec<SourceFile>) -> IndexMap<String, String> {
    let logos = files.extract_if(.., |file| file.name.ends_with(".svg"));
    logos.map(|file| (id_of(&file.name), file.text)).collect()
}

/// As a picture that a page can show without asking anybody. A browser runs no script in it.
pub(crate) fn data_url(svg: &str) -> String {
    format!("data:image/svg+xml,{}", utf8_percent_encode(svg.trim(), NON_ALPHANUMERIC))
}

fn id_of(name: &str) -> String {
    let name = name.rsplit('/').next().unwrap_or_default();
    name.trim_end_matches(".svg").to_uppercase()
}
