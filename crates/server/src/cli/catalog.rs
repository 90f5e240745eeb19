//! `flowvault catalog …`: what the integrations declare, and whether files of one's own are right. Opens no database.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use catalog::{
    Action, Catalog, Integration, Setup,
    schema::{Additional, Schema},
};
use clap::Subcommand;
use serde_json::{Value, json};

use super::{print, print_json};
use crate::catalog_files;

#[derive(Subcommand)]
pub(super) enum Command {
    /// List the integrations
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show one integration: how to connect, what it does, which hosts it calls
    Show {
        /// The integration: TWILIO
        app_id: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Check integration files of your own, and say what to do about each mistake
    Check {
        /// Files, or folders of files
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
}

/// Does what the command says; `folder` holds the user's own files.
pub(super) fn run(command: Command, folder: Option<&Path>) -> Result<()> {
    match command {
        Command::List { json } => list(&catalog_files::load(folder)?, json),
        Command::Show { app_id, json } => show(&catalog_files::load(folder)?, &app_id, json),
        Command::Check { paths } => check(&paths),
    }
}

fn list(catalog: &Catalog, json: bool) -> Result<()> {
    if json {
        return print_json(&catalog.integrations().map(brief).collect::<Vec<_>>());
    }
    let heading = ["APP ID", "NAME", "SETUPS", "ACTIONS"].map(str::to_owned);
    let row = |integration: &Integration| {
        let (setups, actions) = (words(integration.setups.keys()), integration.actions.len());
        [integration.id.clone(), integration.name.clone(), setups, actions.to_string()]
    };
    print(&columns(&[heading].into_iter().chain(catalog.integrations().map(row)).collect::<Vec<_>>(), ""))
}

fn brief(integration: &Integration) -> Value {
    json!({
        "app_id": integration.id, "name": integration.name, "summary": integration.summary,
        "setups": integration.setups.keys().collect::<Vec<_>>(),
        "actions": integration.actions.keys().collect::<Vec<_>>(),
    })
}

fn show(catalog: &Catalog, app_id: &str, json: bool) -> Result<()> {
    let integration = catalog.integration(&app_id.to_uppercase());
    let integration =
        integration.with_context(|| format!("there is no integration {app_id}: `flowvault catalog list` names all"))?;
    let hosts: Vec<String> = integration.hosts.iter().map(ToString::to_string).collect();
    if json {
        let mut shown = integration.to_json();
        shown["hosts"] = json!(hosts);
        return print_json(&shown);
    }
    print(&format!("{}  {}", integration.id, integration.name))?;
    print(&integration.summary)?;
    integration.docs.iter().try_for_each(|docs| print(docs))?;
    let calls = if hosts.is_empty() { "no host: all is done here".to_owned() } else { hosts.join(", ") };
    print(&format!("Calls {calls}"))?;
    integration.setups.values().try_for_each(show_setup)?;
    integration.actions.values().try_for_each(show_action)
}

fn show_setup(setup: &Setup) -> Result<()> {
    let way = if setup.oauth.is_some() { ", granted in the browser" } else { "" };
    print(&format!("\nsetup {}  {}{way}", setup.type_name, setup.label))?;
    show_members(&setup.fields)
}

fn show_action(action: &Action) -> Result<()> {
    print(&format!("\naction {}  {}, connection {}", action.id, action.label, action.connection.name()))?;
    show_members(&action.params)
}

fn show_members(schema: &Schema) -> Result<()> {
    let mut rows = Vec::new();
    members("", schema, &mut rows);
    if rows.is_empty() { Ok(()) } else { print(&columns(&rows, "  ")) }
}

/// A row for each member at any depth: `member.email_address`, `rows[].value`.
fn members(path: &str, schema: &Schema, rows: &mut Vec<[String; 3]>) {
    for (name, member) in &schema.members {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let kind = kind(&member.schema, member.required);
        rows.push([path.clone(), kind, member.schema.label.clone().unwrap_or_default()]);
        members(&path, &member.schema, rows);
    }
    if let Some(items) = &schema.items {
        members(&format!("{path}[]"), items, rows);
    }
    for (index, alternative) in schema.one_of.iter().enumerate() {
        let mut own = Vec::new();
        members(path, alternative, &mut own);
        rows.extend(own.into_iter().map(|[path, kind, label]| [path, format!("{kind}, way {}", index + 1), label]));
    }
    if schema.additional != Additional::Refused {
        let path = if path.is_empty() { "…".to_owned() } else { format!("{path}.…") };
        rows.push([path, "of any name".to_owned(), String::new()]);
    }
}

fn kind(schema: &Schema, required: bool) -> String {
    let types = schema.types.iter().map(|one| one.name()).collect::<Vec<_>>().join(" or ");
    let mut kind = if types.is_empty() { "any".to_owned() } else { types };
    if !schema.choices.is_empty() {
        let choices: Vec<_> =
            schema.choices.iter().map(|one| one.as_str().map_or(one.to_string(), str::to_owned)).collect();
        kind = format!("{kind} {}", choices.join("|"));
    }
    for (word, holds) in [("required", required), ("secret", schema.secret)] {
        if holds {
            kind = format!("{kind}, {word}");
        }
    }
    kind
}

fn check(paths: &[PathBuf]) -> Result<()> {
    let files = catalog_files::read(paths)?;
    let count = files.iter().filter(|file| catalog_files::is_integration(&file.name)).count();
    let files_counted = if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
    let Err(errors) = Catalog::load(files) else { return print(&format!("{files_counted} checked, nothing wrong")) };
    errors.iter().try_for_each(|error| print(&error.to_string()))?;
    match errors.len() {
        1 => bail!("{files_counted} checked, 1 mistake"),
        mistakes => bail!("{files_counted} checked, {mistakes} mistakes"),
    }
}

fn words<'w>(words: impl Iterator<Item = &'w String>) -> String {
    words.map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// Rows as lines whose columns stand below one another.
fn columns<const N: usize>(rows: &[[String; N]], indent: &str) -> String {
    let widths: [usize; N] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0));
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
        format!("{indent}{}", cells.collect::<Vec<_>>().join("  ")).trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(schema: &Schema) -> String {
        let mut rows = Vec::new();
        members("", schema, &mut rows);
        columns(&rows, "")
    }

    #[test]
    fn members_are_shown_at_any_depth_with_what_they_take() {
        let inner = Schema::object().required("email", Schema::string());
        let secret = Schema { secret: true, ..Schema::string() };
        let schema = Schema::object()
            .optional("key", secret)
            .optional("people", Schema::array(inner))
            .optional("mode", Schema::string().among(&["a", "b"]))
            .optional("free", Schema::object().open());
        let expected = "\
key             string, secret
people          array
people[].email  string, required
mode            string a|b
free            object
free.…          of any name";
        assert_eq!(rows(&schema), expected);
    }

    #[test]
    fn alternatives_are_numbered() {
        let way = |name| Schema::object().required(name, Schema::string());
        let schema = Schema { one_of: vec![way("id"), way("email")], ..Schema::object() };
        assert_eq!(rows(&schema), "id     string, required, way 1\nemail  string, required, way 2");
    }
}
