//! No secret survives, whatever dress it comes in; and nothing else is touched.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use proptest::prelude::*;
use serde_json::json;

use super::*;

const SECRET: &str = r#"Hunter/22+&"k€y\<=>"#;

fn scrub(text: &str) -> String {
    Scrubber::new([SECRET]).text(text).into_owned()
}

fn percent_all(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn percent_some(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn form(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn json_text(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

fn json_all(text: &str) -> String {
    text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect()
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

fn html_all(text: &str) -> String {
    text.chars()
        .enumerate()
        .map(|(at, c)| if at % 2 == 0 { format!("&#{};", c as u32) } else { format!("&#x{:X};", c as u32) })
        .collect()
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

type Encoder = (&'static str, fn(&str) -> String);

const WITH_MORE: &str = "base64 within more";

/// Every one keeps the secret recoverable by whoever reads the answer.
const ENCODERS: &[Encoder] = &[
    ("raw", str::to_owned),
    ("percent, upper case", percent_some),
    ("percent, lower case", |text| percent_some(text).to_lowercase()),
    ("percent, every byte", percent_all),
    ("form", form),
    ("JSON", json_text),
    ("JSON with escaped slashes", |text| json_text(text).replace('/', "\\/")),
    ("JSON, every character", json_all),
    ("JSON, every character, upper case", |text| json_all(text).to_uppercase().replace("\\U", "\\u")),
    ("JSON in JSON", |text| json_text(&json_text(text))),
    ("HTML", html),
    ("HTML, every character", html_all),
    ("HTML in JSON", |text| json_text(&html(text))),
    ("percent in HTML", |text| html(&percent_some(text))),
    ("percent twice", |text| percent_some(&percent_some(text))),
    ("hex", hex),
    ("HEX", |text| hex(text).to_uppercase()),
    ("base64", |text| STANDARD.encode(text)),
    ("base64 for URLs", |text| URL_SAFE_NO_PAD.encode(text)),
    ("base64 behind one byte", |text| STANDARD.encode(format!(":{text}"))),
    ("base64 behind two bytes", |text| STANDARD.encode(format!("u:{text}"))),
    (WITH_MORE, |text| STANDARD.encode(format!("user:{text}, and more"))),
    ("base64 in a form", |text| form(&STANDARD.encode(text))),
    ("upper case", |text| text.to_ascii_uppercase()),
    ("lower case", |text| text.to_ascii_lowercase()),
];

#[test]
fn a_secret_is_found_in_every_encoding() {
    for (name, encode) in ENCODERS.iter().filter(|(name, _)| *name != WITH_MORE) {
        let encoded = encode(SECRET);
        let clean = scrub(&format!("before {encoded} after"));
        assert!(clean.starts_with("before ") && clean.ends_with(" after"), "{name}: {clean}");
        assert!(clean.contains(MASK), "{name}: {encoded}");
        assert!(leftover(&encoded, &clean) <= 4, "{name}: {encoded} → {clean}");
    }
}

/// The longest piece of `encoded` that is still in `clean`. A few characters at the seams of base64 hold a bit or two.
fn leftover(encoded: &str, clean: &str) -> usize {
    let pieces: Vec<_> = clean.trim_start_matches("before ").trim_end_matches(" after").split(MASK).collect();
    let characters: Vec<_> = encoded.chars().collect();
    (1..=characters.len())
        .rev()
        .find(|length| {
            characters.windows(*length).any(|w| pieces.iter().any(|piece| piece.contains(&String::from_iter(w))))
        })
        .unwrap_or(0)
}

#[test]
fn base64_of_more_than_the_secret_keeps_only_the_rest() {
    let clean = scrub(&STANDARD.encode(format!("user:{SECRET}, and more")));
    assert!(clean.starts_with(&STANDARD.encode("use")) && clean.contains(MASK), "{clean}");
}

#[test]
fn a_pair_given_as_a_secret_goes_whole() {
    let scrubber = Scrubber::new(["hunter22", "user:hunter22"]);
    let encoded = STANDARD.encode("user:hunter22");
    assert_eq!(
        scrubber.text(&format!("Basic {encoded}")),
        format!("Basic {MASK}{}", "=".repeat(encoded.matches('=').count()))
    );
}

#[test]
fn overlapping_secrets_leave_nothing_behind() {
    let scrubber = Scrubber::new(["abcdefghij", "ghijklmnop", "abcdefgh"]);
    assert_eq!(scrubber.text("xabcdefghijklmnopx"), format!("x{MASK}x"));
    assert_eq!(scrubber.text("abcdefghabcdefgh!"), format!("{MASK}!"));
    assert_eq!(scrubber.text("abcdefgh abcdefgh"), format!("{MASK} {MASK}"));
}

#[test]
fn short_secrets_and_ordinary_text_are_left_alone() {
    let scrubber = Scrubber::new(["hunter2", "", "sk_live_0123456789"]);
    for text in ["hunter2 is seven long", "", "100% \\ & &amp; %zz \\u12 &#; &unknown; %", "sk_live_012345678"] {
        assert!(matches!(scrubber.text(text), Cow::Borrowed(same) if same == text), "{text}");
    }
    assert!(matches!(Scrubber::new([]).text("%41"), Cow::Borrowed("%41")));
}

#[test]
fn eight_characters_are_enough() {
    let scrubber = Scrubber::new(["hunter22"]);
    for (name, encode) in ENCODERS {
        let clean = scrubber.text(&encode("hunter22")).into_owned();
        assert!(clean.contains(MASK), "{name}: {clean}");
    }
}

#[test]
fn the_lines_of_a_key_are_secrets_too() {
    let line = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC";
    let key =
        format!("-----BEGIN PRIVATE KEY-----\n{line}\nBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n-----END PRIVATE KEY-----\n");
    let scrubber = Scrubber::new([key.as_str()]);
    assert_eq!(scrubber.text(&format!("bad key: {line}")), format!("bad key: {MASK}"));
    assert_eq!(scrubber.text(&key.replace('\n', "\\n")), MASK);
    assert!(!scrubber.text(&key.replace('\n', "\r\n")).contains(line));
    assert_eq!(scrubber.text("-----BEGIN PRIVATE KEY-----"), "-----BEGIN PRIVATE KEY-----");
}

#[test]
fn a_url_that_is_a_secret_is_found_without_its_host() {
    let scrubber = Scrubber::new(["https://hooks.example.com/services/T00/B00/XXXX?a=b"]);
    assert_eq!(scrubber.text("no route /services/T00/B00/XXXX?a=b"), format!("no route {MASK}"));
    assert_eq!(scrubber.text("https://hooks.example.com/"), "https://hooks.example.com/");
}

#[test]
fn json_is_cleaned_in_texts_keys_and_numbers() {
    let scrubber = Scrubber::new(["12345678", "hunter22"]);
    let mut value = json!({
        "plain": [1, true, null, "x"], "number": 12_345_678, "float": 1_234_567.8, "hunter22": {"deep": ["see hunter22"]},
    });
    scrubber.json(&mut value);
    let expected = json!({
        "plain": [1, true, null, "x"], "number": MASK, "float": 1_234_567.8, MASK: {"deep": [format!("see {MASK}")]},
    });
    assert_eq!(value.to_string(), expected.to_string());
}

#[test]
fn a_text_made_to_be_slow_is_masked_whole() {
    let secret = format!("{}b", "a".repeat(4000));
    let scrubber = Scrubber::new([secret.as_str()]);
    assert_eq!(scrubber.text(&"a".repeat(200_000)), MASK);
}

#[test]
fn errors_are_scrubbed() {
    let error = crate::http::Error::Misdirected { why: "to hunter22.example".into() };
    assert!(!error.scrubbed(&Scrubber::new(["hunter22"])).to_string().contains("hunter22"));
}

#[test]
fn a_url_is_shown_without_what_may_be_secret() {
    for (url, shown) in [
        ("https://api.example.com", "https://api.example.com/"),
        ("https://user:hunter22@api.example.com:8443/hunter22?hunter22#hunter22", "https://api.example.com:8443/…"),
        ("http://[::1]/?hunter22", "http://[::1]/…"),
    ] {
        assert_eq!(Redacted(&Url::parse(url).unwrap()).to_string(), shown);
    }
    assert_eq!(format!("{:?}", Scrubber::new([SECRET])), "[scrubber]");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_secret_survives_in_any_encoding_within_any_text(
        secret in r#"[ -~]{8,40}|[a-zA-Z0-9_\-]{8,60}|[ -~€äß😀]{8,20}"#,
        before in r"(\PC{0,12}[^\\%&])?",
        after in r"\PC{0,12}",
        encoder in 0..ENCODERS.len(),
    ) {
        let (name, encode) = ENCODERS[encoder];
        let encoded = encode(&secret);
        let text = format!("{before}{encoded}{after}");
        let clean = Scrubber::new([secret.as_str()]).text(&text).into_owned();
        prop_assert!(clean.contains(MASK), "{}: {:?} in {:?}", name, secret, text);
        prop_assert!(!clean.contains(&encoded), "{}: {:?} in {:?} → {:?}", name, secret, text, clean);
        prop_assert!(!clean.contains(&secret), "{}: {:?} in {:?} → {:?}", name, secret, text, clean);
    }

    #[test]
    fn any_text_at_all_is_read_without_a_fault(text in r"(\PC|[%\\&#xu;0-9a-fA-F]){0,60}", secret in r"\PC{8,12}") {
        Scrubber::new([secret.as_str()]).text(&text);
    }
}
