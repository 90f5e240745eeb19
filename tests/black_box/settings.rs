//! Settings that cannot be right: the server says what is wrong in words that help, and does not start.

use std::fs;

use crate::process::Launch;

#[tokio::test]
async fn a_listener_that_is_no_address_is_named() {
    refused_naming(Launch::new().arguments(&["--listen", "nonsense"]), &["nonsense"]).await;
}

#[tokio::test]
async fn a_taken_port_is_named() {
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = taken.local_addr().expect("bound").to_string();
    refused_naming(Launch::new().arguments(&["--listen", &address]), &[&address]).await;
}

#[tokio::test]
async fn an_unknown_flag_is_named() {
    refused_naming(Launch::new().arguments(&["--lissen", "127.0.0.1:0"]), &["--lissen"]).await;
}

#[tokio::test]
async fn a_missing_settings_file_is_named() {
    refused_naming(Launch::new().arguments(&["--config", "nowhere.toml"]), &["nowhere.toml"]).await;
}

#[tokio::test]
async fn an_unknown_key_in_the_settings_file_is_named() {
    let launch = Launch::new();
    let file = launch.beside("flowvault.toml");
    fs::write(&file, "lissen = \"127.0.0.1:0\"\n").expect("writable");
    let file = file.display().to_string();
    refused_naming(launch.arguments(&["--config", &file]), &[&file, "lissen"]).await;
}

#[tokio::test]
async fn a_database_we_do_not_know_is_refused_without_its_password() {
    let said = Launch::new().with("FLOWVAULT_DATABASE_URL", "mysql://me:hush-hush@localhost/x").refused().await;
    assert!(said.contains("sqlite:") && said.contains("postgres://"), "what would be right is not in:\n{said}");
    assert!(!said.contains("hush-hush"), "{said}");
}

#[tokio::test]
async fn a_database_that_is_away_is_refused_without_its_password() {
    let said = Launch::new().with("FLOWVAULT_DATABASE_URL", "postgres://me:hush-hush@127.0.0.1:1/x").refused().await;
    assert!(!said.contains("hush-hush"), "{said}");
}

#[tokio::test]
async fn a_root_key_that_is_none_is_refused_without_showing_it() {
    let said = Launch::new().with("FLOWVAULT_ROOT_KEY", "bm90LWEta2V5LWJ1dC1zZWNyZXQ").refused().await;
    assert!(!said.contains("bm90LWEta2V5LWJ1dC1zZWNyZXQ"), "{said}");
    assert!(said.contains("root key"), "{said}");
}

#[tokio::test]
async fn half_a_certificate_is_refused() {
    refused_naming(Launch::new().arguments(&["--tls-cert", "cert.pem"]), &["tls_key"]).await;
}

#[tokio::test]
async fn a_network_that_is_none_is_named() {
    refused_naming(Launch::new().with("FLOWVAULT_OUTBOUND_ALLOW", "127.0.0.0/99"), &["127.0.0.0/99"]).await;
}

#[tokio::test]
async fn rewrites_that_are_no_json_are_refused_by_name() {
    refused_naming(Launch::new().with("FLOWVAULT_OUTBOUND_REWRITE", "{\"https://a"), &["rewrite"]).await;
}

#[tokio::test]
async fn a_missing_catalogue_folder_is_named() {
    refused_naming(Launch::new().arguments(&["--catalog", "nowhere-at-all"]), &["nowhere-at-all"]).await;
}

#[tokio::test]
async fn a_broken_catalogue_file_is_named_with_its_line() {
    let launch = Launch::new();
    let folder = launch.beside("catalog");
    fs::create_dir(&folder).expect("writable");
    fs::write(folder.join("acme.toml"), "id = \"ACME\"\nname = \"Acme\"\nwrong = 1\n").expect("writable");
    let folder = folder.display().to_string();
    refused_naming(launch.arguments(&["--catalog", &folder]), &["acme.toml", "wrong", "3"]).await;
}

/// What was said names all of these, and was not the cry of a panic.
async fn refused_naming(launch: Launch, names: &[&str]) {
    let said = launch.refused().await;
    for name in names {
        assert!(said.to_lowercase().contains(&name.to_lowercase()), "{name:?} is not in:\n{said}");
    }
    assert!(!said.contains("panicked"), "{said}");
}
