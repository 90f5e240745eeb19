//! The walls between crates, read from the manifests, and the reasons beside the dependencies.
//! They speak of what ships: dev-dependencies may reach further, say to serve a page to the HTTP client under test.

use toml::{Table, Value};

use crate::{assert_none, tree};

/// Who may use whom of ours: ARCHITECTURE.md's arrows. Nobody uses a crate to its left.
const EDGES: [(&str, &[&str]); 7] = [
    ("model", &[]),
    ("seal", &["model"]),
    ("catalog", &["model"]),
    ("store", &["model", "seal"]),
    ("vault", &["model", "seal", "catalog", "store"]),
    ("flow", &["model", "catalog", "store", "vault"]),
    ("server", &["model", "seal", "catalog", "store", "vault", "flow"]),
];

/// Guests that stay in certain rooms. A name ending in `*` stands for everything that starts so.
const ROOMS: [(&str, &[&str]); 11] = [
    ("axum*", &["server"]),
    ("tower*", &["server"]),
    ("utoipa*", &["server"]),
    ("clap", &["server"]),
    ("tracing-subscriber", &["server"]),
    ("sqlx*", &["store"]),
    ("reqwest", &["vault"]),
    ("hyper*", &["vault"]),
    ("chacha20poly1305", &["seal"]),
    // So that everyone else takes a `model::Rng`.
    ("getrandom", &["model"]),
    ("tokio*", &["store", "vault", "flow", "server"]),
];

fn manifest(name: &str) -> Table {
    tree::read(&format!("crates/{name}/Cargo.toml")).parse().expect("a manifest that cargo has read")
}

/// What ships with a crate: normal and build dependencies, for every platform.
fn dependencies(manifest: &Table) -> Vec<(String, Value)> {
    let platforms = manifest.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values);
    let tables = platforms.filter_map(Value::as_table).chain([manifest]);
    let kinds = tables.flat_map(|table| ["dependencies", "build-dependencies"].map(|kind| table.get(kind)));
    let entries = kinds.flatten().filter_map(Value::as_table).flatten();
    entries.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn matches(pattern: &str, name: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == name, |start| name.starts_with(start))
}

/// Why `user` may not depend on `name`, if it may not.
fn wall(user: &str, allowed: &[&str], name: &str) -> Option<String> {
    let is_ours = EDGES.iter().any(|(ours, _)| *ours == name);
    let leaves_its_room = ROOMS.iter().any(|(guest, rooms)| matches(guest, name) && !rooms.contains(&user));
    ((is_ours && !allowed.contains(&name)) || leaves_its_room).then(|| format!("{user} → {name}"))
}

#[test]
fn nobody_reaches_through_a_wall() {
    let mut offenders = Vec::new();
    for (user, allowed) in EDGES {
        let names = dependencies(&manifest(user)).into_iter().map(|(name, _)| name);
        offenders.extend(names.filter_map(|name| wall(user, allowed, &name)));
    }
    assert_none("these dependencies go through a wall of ARCHITECTURE.md", &offenders);
}

#[test]
fn every_crate_has_its_walls() {
    let manifests = tree::paths_under("crates").into_iter().filter(|path| path.ends_with("/Cargo.toml"));
    let names = manifests.filter_map(|path| path.split('/').nth(1).map(str::to_owned));
    let offenders: Vec<String> = names.filter(|name| EDGES.iter().all(|(known, _)| known != name)).collect();
    assert_none("add these crates to EDGES", &offenders);
}

#[test]
fn openssl_is_not_in_the_house() {
    let lock: Table = tree::read("Cargo.lock").parse().expect("a lock file that cargo has written");
    let packages = lock["package"].as_array().expect("packages").iter();
    let names = packages.filter_map(|package| package["name"].as_str());
    // `openssl-probe` only looks for certificate files.
    let banned = ["openssl", "openssl-sys", "openssl-src", "native-tls"];
    let offenders: Vec<String> = names.filter(|name| banned.contains(name)).map(str::to_owned).collect();
    assert_none("TLS is rustls", &offenders);
}

#[test]
fn dependencies_are_declared_once_in_the_root() {
    let mut offenders = Vec::new();
    for (user, _) in EDGES {
        let manifest = manifest(user);
        let tests = manifest.get("dev-dependencies").and_then(Value::as_table).into_iter().flatten();
        let all = dependencies(&manifest).into_iter().chain(tests.map(|(name, value)| (name.clone(), value.clone())));
        let own = all.filter(|(_, value)| value.get("workspace").and_then(Value::as_bool) != Some(true));
        offenders.extend(own.map(|(name, _)| format!("{user}: {name}")));
    }
    assert_none("declare these in the root Cargo.toml, with a reason", &offenders);
}

#[test]
fn every_dependency_says_why_it_is_invited() {
    let text = tree::read("Cargo.toml");
    let section = text.split("\n[workspace.dependencies]\n").nth(1).expect("the section exists");
    let lines = section.lines().take_while(|line| !line.starts_with('[')).filter(|line| line.contains('='));
    let guests: Vec<&str> = lines.filter(|line| !line.contains("path = \"crates/")).collect();
    assert!(guests.len() > 20, "one dependency per line: {guests:?}");
    let silent = guests.into_iter().filter(|line| line.split_once('#').is_none_or(|(_, why)| why.trim().len() < 10));
    let offenders: Vec<String> = silent.map(str::to_owned).collect();
    assert_none("say why at the end of the line", &offenders);
}

#[test]
fn the_walls_stop_what_they_should() {
    assert!(wall("store", &["model", "seal"], "vault").is_some());
    assert!(wall("vault", &["store"], "axum-server").is_some());
    assert!(wall("model", &[], "tokio").is_some());
    assert!(wall("vault", &["store"], "store").is_none());
    assert!(wall("server", &[], "axum").is_none());
    let manifest: Table =
        "[target.'cfg(unix)'.dependencies]\nsqlx = \"1\"\n[build-dependencies]\na = \"1\"".parse().unwrap();
    let names: Vec<String> = dependencies(&manifest).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["sqlx", "a"]);
}
