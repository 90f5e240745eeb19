//! All integrations together: those that come with the program, and those a user adds.

use std::sync::LazyLock;

use indexmap::IndexMap;

use crate::{
    action::Action,
    builtin, check,
    compile::Compiler,
    error::{Complaint, FileError},
    file::IntegrationFile,
    integration::Integration,
    key::Key,
    locate::Map,
    logo,
    unreadable::unreadable,
};

/// A file as it was read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its name, with or without folders: `twilio.toml`, or `twilio.svg` for the logo beside it.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Read once and copied: hundreds of expressions that never change while the program runs.
static BUILTIN: LazyLock<Result<Catalog, Vec<FileError>>> = LazyLock::new(|| {
    let files = builtin::files();
    let nothing = Catalog { integrations: IndexMap::new(), origins: IndexMap::new() };
    let all = nothing.with(files)?;
    Ok(Catalog { origins: IndexMap::new(), ..all })
});

/// Every integration there is.
#[derive(Clone, Debug)]
pub struct Catalog {
    integrations: IndexMap<String, Integration>,
    /// Which file an integration comes from, if not from the program.
    origins: IndexMap<String, String>,
}

impl Catalog {
    /// The integrations that come with the program.
    ///
    /// # Panics
    /// Never in a program that was tested: a test loads the same files.
    pub fn builtin() -> Catalog {
        Catalog::load(Vec::new()).expect("a test loads every file that comes with the program")
    }

    /// The integrations that come with the program, and those in a user's files.
    ///
    /// # Errors
    /// Everything that is wrong with any file. A file may add an integration, never replace one.
    pub fn load(files: Vec<SourceFile>) -> Result<Catalog, Vec<FileError>> {
        BUILTIN.clone()?.with(files)
    }

    fn with(mut self, mut files: Vec<SourceFile>) -> Result<Catalog, Vec<FileError>> {
        let mut logos = logo::taken_from(&mut files);
        let mut errors = Vec::new();
        for file in files {
            match read(&file, &self) {
                Ok(mut integration) => {
                    integration.logo = logos.swap_remove(&integration.id);
                    self.origins.insert(integration.id.clone(), file.name);
                    self.integrations.insert(integration.id.clone(), integration);
                }
                Err(complaints) => errors.extend(complaints),
            }
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }

    /// Who has declared an integration already.
    fn origin(&self, id: &str) -> Option<&str> {
        self.integrations.get(id)?;
        Some(self.origins.get(id).map_or("the program itself", String::as_str))
    }

    /// The integration with this `app_id`.
    pub fn integration(&self, id: &str) -> Option<&Integration> {
        self.integrations.get(id)
    }

    /// Every integration, those of the program first, each group in the order of the file names.
    pub fn integrations(&self) -> impl Iterator<Item = &Integration> {
        self.integrations.values()
    }

    /// The action that a flow names by `type` and `action`.
    pub fn action(&self, integration: &str, action: &str) -> Option<(&Integration, &Action)> {
        let integration = self.integration(integration)?;
        Some((integration, integration.actions.get(action)?))
    }
}

/// One file as an integration, if nothing at all is wrong with it.
fn read(file: &SourceFile, known: &Catalog) -> Result<Integration, Vec<FileError>> {
    let map = Map::of(&file.text);
    let shape: IntegrationFile = toml::from_str(&file.text).map_err(|error| vec![unreadable(file, &map, &error)])?;
    let mut complaints = check::shape(&file.name, &shape);
    if let Some(origin) = known.origin(&shape.id) {
        let message = format!("{} is declared by {origin} already", shape.id);
        complaints.push(Complaint::new(Key::new(&["id"]), message, "Choose another id, and name the file after it"));
    }
    let mut compiler = Compiler::default();
    let integration = compiler.integration(&shape);
    complaints.append(&mut compiler.complaints);
    // Checks of meaning would only repeat what a broken shape causes.
    if complaints.is_empty() {
        complaints = check::meaning(&shape, &integration, &compiler.readings);
    }
    if complaints.is_empty() { Ok(integration) } else { Err(placed(file, &map, complaints)) }
}

fn placed(file: &SourceFile, map: &Map<'_>, complaints: Vec<Complaint>) -> Vec<FileError> {
    let place = |complaint: Complaint| FileError {
        file: file.name.clone(),
        line: map.line_of(&complaint.key),
        key: complaint.key.to_string(),
        message: complaint.message,
        fix: complaint.fix,
    };
    let mut errors: Vec<FileError> = complaints.into_iter().map(place).collect();
    errors.sort_by_key(|error| error.line);
    errors
}
