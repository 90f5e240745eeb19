//! The console's pages and files, built or not.

use std::{fs, path::PathBuf};

use crate::house::{Answer, House};

async fn get(house: &House, path: &str) -> Answer {
    house.send("GET", path, None, None).await
}

fn nonce(page: &Answer) -> String {
    let policy = page.header("content-security-policy");
    policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned()
}

#[tokio::test]
async fn every_address_of_the_console_shows_the_page_under_a_strict_policy() {
    let house = House::new().await;
    for path in ["/", "/setup", "/sign-in", "/t/default/vault", "/t/default/flows/af_1"] {
        let page = get(&house, path).await;
        assert_eq!(page.status, 200, "{path}");
        let nonce = nonce(&page);
        let policy = format!(
            "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; \
             connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        );
        let expected = [
            ("content-type", "text/html; charset=utf-8"),
            ("cache-control", "no-store"),
            ("content-security-policy", &policy),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
        ];
        for (name, value) in expected {
            assert_eq!(page.header(name), value, "{path}");
        }
        assert!(page.text.contains("<title>Flowvault") && !page.text.contains("__CSP_NONCE__"), "{}", page.text);
    }
    assert_ne!(nonce(&get(&house, "/").await), nonce(&get(&house, "/").await));
}

#[tokio::test]
async fn what_is_no_page_and_no_file_is_the_apis_404() {
    let house = House::new().await;
    for path in ["/api/v2/nowhere", "/nowhere", "/assets/nothing.js", "/.gitkeep", "/index.html", "/..%2fCargo.toml"] {
        let gone = get(&house, path).await;
        assert_eq!(gone.expect(404)["message"], "Not Found", "{path}");
    }
    house.send("POST", "/setup", None, None).await.expect(405);
}

#[tokio::test]
async fn files_with_a_hash_in_their_name_are_kept_for_ever() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../ui/dist/assets");
    // Whoever never built the console has none.
    let Ok(files) = fs::read_dir(folder) else { return };
    let house = House::new().await;
    for file in files.flatten().take(3) {
        let path = format!("/assets/{}", file.file_name().to_str().unwrap());
        let request = axum::http::Request::head(&path).body(axum::body::Body::empty()).unwrap();
        let answer = house.call(request).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert_ne!(answer.header("content-type"), "application/octet-stream", "{path}");
    }
}
