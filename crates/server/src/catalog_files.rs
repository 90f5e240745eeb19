//! Reads integration files from disk, for the server and for whoever writes them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use catalog::{Catalog, SourceFile};

/// The integrations of the program, and those in a user's folder.
///
/// # Errors
/// The folder cannot be read, or a file in it is not right: every mistake on a line of its own.
pub(crate) fn load(folder: Option<&Path>) -> Result<Catalog> {
    let files = folder.map(read_folder).transpose()?.unwrap_or_default();
    Catalog::load(files).or_else(|errors| {
        let errors: Vec<_> = errors.iter().map(ToString::to_string).collect();
        bail!("the catalogue is not right:\n{}", errors.join("\n"))
    })
}

/// The files that `paths` name: each a file, or a folder of files.
///
/// # Errors
/// One of them cannot be read, is no integration file, or holds none.
pub(crate) fn read(paths: &[PathBuf]) -> Result<Vec<SourceFile>> {
    let mut files = Vec::new();
    for path in paths {
        let shown = path.display();
        let found = if path.is_dir() { read_folder(path)? } else { vec![read_file(path)?] };
        if !found.iter().any(|file| is_integration(&file.name)) {
            bail!("{shown} is no integration file, nor a folder with one: their names end in .toml");
        }
        files.extend(found);
    }
    Ok(files)
}

/// Whether a file declares an integration; beside those lie their logos.
pub(crate) fn is_integration(name: &str) -> bool {
    name.ends_with(".toml")
}

fn read_folder(folder: &Path) -> Result<Vec<SourceFile>> {
    let unreadable = || format!("could not read the catalogue folder {}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "toml" || extension == "svg") {
            files.push(read_file(&path)?);
        }
    }
    // The order of a folder is not ours; errors should come in the same order every time.
    files.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(files)
}

fn read_file(path: &Path) -> Result<SourceFile> {
    let text = fs::read_to_string(path).with_context(|| format!("could not read {}", path.display()))?;
    Ok(SourceFile { name: path.display().to_string(), text })
}
