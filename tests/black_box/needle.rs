//! A secret that must be nowhere, and the search for it in whatever form it may have taken on its way.

use std::{fmt::Write as _, fs, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use model::Rng;

/// A secret made for one test. Its core is letters and digits, which survive URL, form and JSON encoding as they are.
#[derive(Clone, Debug)]
pub(crate) struct Needle {
    /// Which secret this is, for the report.
    pub(crate) name: &'static str,
    core: String,
    around: (&'static str, &'static str),
}

impl Needle {
    /// A secret that fits into a header.
    pub(crate) fn new(name: &'static str) -> Self {
        let letters = STANDARD_NO_PAD.encode(Rng::system().bytes::<48>());
        let core = letters.chars().filter(char::is_ascii_alphanumeric).take(36).collect();
        Self { name, core, around: ("", "") }
    }

    /// A secret with characters that each encoding treats in its own way.
    pub(crate) fn awkward(name: &'static str) -> Self {
        Self { around: ("a/+ &=", "%\"\\é?#"), ..Self::new(name) }
    }

    /// The secret itself.
    pub(crate) fn secret(&self) -> String {
        format!("{}{}{}", self.around.0, self.core, self.around.1)
    }

    /// The forms to look for, lower-cased where a form has no case of its own.
    fn forms(&self) -> Vec<Form> {
        let core = self.core.as_bytes();
        let each = |write: fn(&mut String, u8)| {
            core.iter().fold(String::new(), |mut text, &byte| {
                write(&mut text, byte);
                text
            })
        };
        let caseless = [
            ("hex", each(|text, byte| write!(text, "{byte:02x}").expect("a string"))),
            ("percent", each(|text, byte| write!(text, "%{byte:02x}").expect("a string"))),
            ("escapes", each(|text, byte| write!(text, "\\u{byte:04x}").expect("a string"))),
        ];
        let mut forms: Vec<_> = caseless.into_iter().map(|(name, text)| Form { name, text, caseless: true }).collect();
        forms.push(Form { name: "raw", text: self.core.clone(), caseless: false });
        forms.extend((0..3).map(|shift| Form { name: "base64", text: base64_inside(core, shift), caseless: false }));
        forms
    }

    /// The forms in which this text holds the secret.
    pub(crate) fn found_in(&self, text: &Haystack) -> Vec<&'static str> {
        let forms = self.forms().into_iter();
        forms.filter(|form| text.contains(form)).map(|form| form.name).collect()
    }
}

struct Form {
    name: &'static str,
    text: String,
    caseless: bool,
}

/// The part of a Base64 text that stands for `core` whatever stands before and after it, when `shift` bytes precede
/// it in its group of three. The URL-safe alphabet differs only in two letters, which are cut away with the search.
fn base64_inside(core: &[u8], shift: usize) -> String {
    let mut bytes = vec![0; shift];
    bytes.extend_from_slice(core);
    let text = STANDARD_NO_PAD.encode(&bytes);
    text[[0, 2, 3][shift]..text.len() - 2].to_owned()
}

/// Text to be searched, and where it came from.
pub(crate) struct Haystack {
    pub(crate) from: String,
    text: String,
    lower: String,
}

impl Haystack {
    pub(crate) fn new(from: impl Into<String>, bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes).into_owned();
        Self { from: from.into(), lower: text.to_ascii_lowercase(), text }
    }

    /// Every file in a folder and the folders in it.
    pub(crate) fn folder(folder: &Path) -> Vec<Self> {
        let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        entries
            .flat_map(|path| match path.is_dir() {
                true => Self::folder(&path),
                false => vec![Self::new(path.display().to_string(), &fs::read(&path).unwrap_or_default())],
            })
            .collect()
    }

    /// Whether this very text is in it.
    pub(crate) fn contains_text(&self, text: &str) -> bool {
        self.text.contains(text)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    fn contains(&self, form: &Form) -> bool {
        if form.caseless { self.lower.contains(&form.text) } else { self.text.contains(&form.text) }
    }
}

/// Searches for every needle in every haystack.
///
/// # Panics
/// With the list of finds, if there is one.
#[track_caller]
pub(crate) fn assert_nowhere(needles: &[Needle], haystacks: &[Haystack]) {
    let pairs = needles.iter().flat_map(|needle| haystacks.iter().map(move |haystack| (needle, haystack)));
    let finds: Vec<_> = pairs
        .map(|(needle, haystack)| (needle.name, needle.found_in(haystack), &haystack.from))
        .filter(|(_, forms, _)| !forms.is_empty())
        .map(|(name, forms, from)| format!("{name} as {forms:?} in {from:.2000}"))
        .collect();
    // The first few say where to look; a leak is rarely found in one place only.
    assert!(finds.is_empty(), "secrets leaked in {} places:\n{}", finds.len(), finds[..finds.len().min(8)].join("\n"));
}

/// The ways a service may write a secret into its answer.
pub(crate) fn written_in_many_ways(secret: &str) -> Vec<String> {
    let bytes = secret.as_bytes();
    let hex = bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string");
        text
    });
    let percent = bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "%{byte:02X}").expect("a string");
        text
    });
    let quoted = serde_json::to_string(secret).expect("JSON");
    let form = url::form_urlencoded::byte_serialize(bytes).collect();
    let base64 = base64::engine::general_purpose::STANDARD.encode(bytes);
    let url_safe = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes);
    vec![secret.to_owned(), hex.to_uppercase(), hex, percent.to_lowercase(), percent, quoted, form, base64, url_safe]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_search_finds_a_secret_however_it_is_written() {
        for needle in [Needle::new("plain"), Needle::awkward("awkward")] {
            for written in written_in_many_ways(&needle.secret()) {
                let text = Haystack::new("here", format!("before {written} after").as_bytes());
                assert!(!needle.found_in(&text).is_empty(), "{written}");
            }
        }
    }

    #[test]
    fn the_search_finds_a_secret_inside_a_longer_base64_text() {
        let needle = Needle::awkward("password");
        for before in ["", "u:", "us:", "use:"] {
            let text = STANDARD_NO_PAD.encode(format!("{before}{}:after", needle.secret()));
            assert_eq!(needle.found_in(&Haystack::new("here", text.as_bytes())), ["base64"], "{before}");
        }
    }

    #[test]
    fn the_search_does_not_find_what_is_not_there() {
        let text = Haystack::new("here", Needle::new("other").secret().as_bytes());
        assert!(Needle::new("this").found_in(&text).is_empty());
    }
}
