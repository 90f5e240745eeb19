//! Every action of the catalogue, through a real vault: exactly this request leaves, and this comes of the answer.
//!
//! `cases/*.toml` hold the expectations, one file for each integration:
//!
//! - `[setup.TYPE]`: the credentials of a connection; the first one is used where a case names no `setup`.
//! - `[token]`: what the token endpoint answers, and where it is (`at`).
//! - `[[case]]`: an action, its params, the answers of the service (`STATUS`, `STATUS BODY`), the requests it must have
//!   received, and what comes out: `gives` an output, or `fails` with `CODE: MESSAGE`.
#![expect(clippy::unwrap_used, reason = "a test may stop anywhere")]

mod case;
mod granted;
mod house;
mod service;
mod setups;

use std::{collections::BTreeSet, fs, path::Path};

use catalog::{Catalog, Work};

use case::CaseFile;
use house::House;

fn case_files() -> Vec<CaseFile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/requests/cases");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| CaseFile::parse(&fs::read_to_string(path).unwrap())).collect()
}

#[tokio::test]
async fn every_action_sends_exactly_what_its_service_expects() {
    let house = House::open().await;
    let mut faults = Vec::new();
    for file in case_files() {
        for (number, case) in file.cases.iter().enumerate() {
            let seen = house.perform(&file, case).await;
            if let Some(fault) = seen.differs_from(case) {
                faults.push(format!("{}.{} (case {}): {fault}", file.integration, case.action, number + 1));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_action_and_no_way_to_connect_is_forgotten() {
    let mut tried = BTreeSet::new();
    for file in case_files() {
        for case in &file.cases {
            tried.insert(format!("{}.{}", file.integration, case.action));
            tried.extend(file.setup_of(case).map(|setup| format!("{} by {setup}", file.integration)));
        }
    }
    let catalog = Catalog::builtin();
    let mut wanted = BTreeSet::new();
    for integration in catalog.integrations() {
        let sending = |action: &&catalog::Action| matches!(action.work, Work::Requests { .. });
        let actions: Vec<_> = integration.actions.values().filter(sending).collect();
        wanted.extend(actions.iter().map(|action| format!("{}.{}", integration.id, action.id)));
        if !actions.is_empty() {
            wanted.extend(integration.setups.keys().map(|setup| format!("{} by {setup}", integration.id)));
        }
    }
    let forgotten: Vec<_> = wanted.difference(&tried).collect();
    assert!(forgotten.is_empty(), "{forgotten:#?}");
}
