//! Finds the key that protects all others, or makes it: once, and only while the database holds no keys.
//! A key that is missing later is never replaced silently, since nothing stored would open under a new one.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::Path,
};

use anyhow::{Context as _, Result, bail};
use model::Rng;
use seal::RootKey;
use zeroize::Zeroizing;

use crate::config::RootKeySource;

/// Finds the root key. `in_use` are the ids of root keys that wrapped what the database holds.
///
/// # Errors
/// No key where one is needed, or one that cannot be read, or one other than `in_use`.
pub fn find(source: &RootKeySource, in_use: &[String], rng: &Rng) -> Result<RootKey> {
    let key = match source {
        RootKeySource::Text(text) => RootKey::parse(text.reveal()).context("the root key in root_key is not right")?,
        RootKeySource::File(file) => {
            read(file)?.with_context(|| format!("there is no root key file {}", file.display()))?
        }
        RootKeySource::DataDir(file) => match read(file)? {
            Some(key) => key,
            None if in_use.is_empty() => make(file, rng)?,
            None => bail!("{}: there is no {}", missing(in_use), file.display()),
        },
    };
    match in_use.iter().all(|id| id == key.id()) {
        true => Ok(key),
        false => bail!("{}, but was given root key {}", missing(in_use), key.id()),
    }
}

/// Makes the folder for what only this user may see.
///
/// # Errors
/// The folder cannot be made.
pub fn make_private_folder(folder: &Path) -> Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("could not make the folder {}", folder.display()))
}

/// Writes a file only this user may read, whole or not at all; leaves an existing one alone and says so with `false`.
///
/// # Errors
/// The file cannot be written.
pub fn write_private_file(file: &Path, text: &str) -> io::Result<bool> {
    let draft = file.with_extension(format!("draft-{}", std::process::id()));
    let mut opened = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    opened.write_all(text.as_bytes())?;
    opened.sync_all()?;
    // A link, unlike a rename, does not replace: of two processes at their first start, one makes the key.
    let linked = fs::hard_link(&draft, file);
    fs::remove_file(&draft)?;
    match linked {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

fn read(file: &Path) -> Result<Option<RootKey>> {
    let name = file.display();
    match fs::read_to_string(file).map(Zeroizing::new) {
        Ok(text) => RootKey::parse(&text).with_context(|| format!("the root key in {name} is not right")).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("could not read the root key file {name}")),
    }
}

fn make(file: &Path, rng: &Rng) -> Result<RootKey> {
    let name = file.display();
    let key = RootKey::generate(rng);
    let text = Zeroizing::new(format!("{}\n", *key.to_base64()));
    if write_private_file(file, &text).with_context(|| format!("could not write the root key file {name}"))? {
        tracing::info!(file = %name, root_key = key.id(), "made a root key: keep a copy away from the database");
        return Ok(key);
    }
    read(file)?.with_context(|| format!("the root key file {name} came and went"))
}

fn missing(in_use: &[String]) -> String {
    format!("the database needs root key {}", in_use.join(" and "))
}

#[cfg(test)]
mod tests {
    use std::{os::unix::fs::PermissionsExt as _, path::PathBuf};

    use super::*;

    fn own_file(folder: &tempfile::TempDir) -> PathBuf {
        folder.path().join("root.key")
    }

    #[test]
    fn the_first_start_makes_a_key_that_the_second_finds() {
        let folder = tempfile::tempdir().expect("temp dir");
        let source = RootKeySource::DataDir(own_file(&folder));
        let made = find(&source, &[], &Rng::system()).expect("made");
        let found = find(&source, &[made.id().to_owned()], &Rng::system()).expect("found");
        assert_eq!(made.id(), found.id());
        let mode = fs::metadata(own_file(&folder)).expect("file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_missing_key_is_named_and_never_replaced() {
        let folder = tempfile::tempdir().expect("temp dir");
        let source = RootKeySource::DataDir(own_file(&folder));
        let refused = find(&source, &["0123abcd".to_owned()], &Rng::system()).expect_err("no key");
        assert!(refused.to_string().contains("0123abcd"), "{refused}");
        assert!(!own_file(&folder).exists());
    }

    #[test]
    fn another_key_than_the_one_in_use_is_refused() {
        let rng = Rng::system();
        let text = RootKey::generate(&rng).to_base64().to_string();
        let refused = find(&RootKeySource::Text(text.into()), &["0123abcd".to_owned()], &rng).expect_err("other key");
        assert!(refused.to_string().contains("0123abcd"), "{refused}");
    }

    #[test]
    fn a_given_file_is_never_made_up() {
        let folder = tempfile::tempdir().expect("temp dir");
        assert!(find(&RootKeySource::File(own_file(&folder)), &[], &Rng::system()).is_err());
        assert!(!own_file(&folder).exists());
    }
}
