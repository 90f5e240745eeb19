//! The examples of the RFCs, signed by other people's programs long ago.

use aws_lc_rs::{
    hmac,
    signature::{EcdsaKeyPair, KeyPair},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use model::UnixMillis;
use serde_json::{Value, json};

use super::{
    Algorithm, Expected, SigningKey, algorithm::Scheme, signing_key::Material, verify, verifying::judged,
    verifying_key::VerifyingKey,
};

/// The claims of RFC 7519 section 3.1: `exp` is 1300819380, in the spring of 2011.
const CLAIMS: &str = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
const BEFORE: UnixMillis = UnixMillis(1_300_819_379_999);
const AT: UnixMillis = UnixMillis(1_300_819_380_000);

fn bytes(text: &str) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.decode(text).unwrap()
}

/// RFC 7515 appendix A.1: its secret is no text, so no setup can hold it.
fn hs256() -> SigningKey {
    let secret = bytes("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
    let material = Material::Hmac(Box::new(hmac::Key::new(hmac::HMAC_SHA256, &secret)));
    SigningKey { algorithm: Algorithm::named("HS256").unwrap(), material }
}

fn curve(name: &str, [d, x, y]: [&str; 3]) -> SigningKey {
    let algorithm = Algorithm::named(name).unwrap();
    let Scheme::Ecdsa(signs, _) = algorithm.scheme else { panic!("{name} has no curve") };
    let point = [vec![4], bytes(x), bytes(y)].concat();
    let key = EcdsaKeyPair::from_private_key_and_public_key(signs, &bytes(d), &point).unwrap();
    assert_eq!(key.public_key().as_ref(), point);
    SigningKey { algorithm, material: Material::Ecdsa(key) }
}

fn es256() -> SigningKey {
    curve(
        "ES256",
        [
            "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI",
            "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        ],
    )
}

fn es512() -> SigningKey {
    curve(
        "ES512",
        [
            "AY5pb7A0UFiB3RELSD64fTLOSV_jazdF7fLYyuTw8lOfRhWg6Y6rUrPAxerEzgdRhajnu0ferB0d53vM9mE15j2C",
            "AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk",
            "ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2",
        ],
    )
}

/// RFC 7515 appendix A.2, as the public key that its modulus and exponent make.
const RS256: &str = "-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAofgWCuLjybRlzo0tZWJj
NiuSfb4p4fAkd/wWJcyQoTbji9k0l8W26mPddxHmfHQp+Vaw+4qPCJrcS2mJPMEz
P1Pt0Bm4d4QlL+yRT+SFd2lZS+pCgNMsD1W/YpRPEwOWvG6b32690r2jZ47soMZo
9wGzjb/7OMg0LOL+bSf63kpaSHSXndS5z5rexMdbBYUsLA9e+KXBdQOS+UTo7WTB
EMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6/I5IhlJH7aGhyxX
FvUK+DWNmoudF8NAco9/h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXp
oQIDAQAB
-----END PUBLIC KEY-----";

const RS256_SIGNATURE: &str = "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

/// A key, the header that its example has, and the signature.
fn examples() -> [(VerifyingKey, &'static str, &'static str); 3] {
    let rs256 = VerifyingKey::from_pem(Algorithm::named("RS256").unwrap(), RS256).unwrap();
    [
        (
            VerifyingKey::of(&hs256()).unwrap(),
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9",
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        ),
        (rs256, "eyJhbGciOiJSUzI1NiJ9", RS256_SIGNATURE),
        (
            VerifyingKey::of(&es256()).unwrap(),
            "eyJhbGciOiJFUzI1NiJ9",
            "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
        ),
    ]
}

#[test]
fn the_examples_of_rfc_7515_are_believed_until_they_expire() {
    for (key, header, signature) in examples() {
        let token = format!("{header}.{CLAIMS}.{signature}");
        let expected = Expected { issuer: Some("joe"), audience: None };
        let output = verify(&key, &token, expected, BEFORE);
        assert_eq!(output["valid"], true, "{}: {output}", key.algorithm.name);
        assert_eq!(
            output["payload"],
            json!({ "iss": "joe", "exp": 1_300_819_380, "http://example.com/is_root": true })
        );
        assert_eq!(output["signature"], signature);
        assert_eq!(verify(&key, &token, expected, AT), json!({ "valid": false, "cause": "EXPIRED" }));
    }
}

#[test]
fn one_changed_character_of_an_example_is_noticed() {
    for (key, header, signature) in examples() {
        let claims = CLAIMS.replacen("eyJpc3MiOiJqb2Ui", "eyJpc3MiOiJqaW0i", 1); // joe becomes jim
        assert_ne!(claims, CLAIMS);
        let changed = if signature.starts_with('d') { "e" } else { "d" };
        let signature_changed = format!("{changed}{}", &signature[1..]);
        for token in [format!("{header}.{claims}.{signature}"), format!("{header}.{CLAIMS}.{signature_changed}")] {
            let output = verify(&key, &token, Expected::default(), BEFORE);
            assert_eq!(output, json!({ "valid": false, "cause": "INVALID_SIGNATURE" }), "{}", key.algorithm.name);
        }
    }
}

#[test]
fn the_signature_on_p_521_of_rfc_7515_holds_and_its_payload_is_no_claims() {
    let key = es512();
    let signature = "AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn";
    let verifies = VerifyingKey::of(&key).unwrap();
    assert!(verifies.has_signed(b"eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA", &bytes(signature)));
    assert!(!verifies.has_signed(b"eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZB", &bytes(signature)));
    assert_eq!(key.signature(b"x").unwrap().len(), 132, "two numbers of 66 bytes");
    let token = format!("eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.{signature}");
    assert_eq!(verify(&verifies, &token, Expected::default(), AT)["cause"], "MALFORMED");
}

fn signed(header: Value, payload: &str) -> String {
    let message =
        format!("{}.{}", BASE64_URL_SAFE_NO_PAD.encode(header.to_string()), BASE64_URL_SAFE_NO_PAD.encode(payload));
    let signature = hs256().signature(message.as_bytes()).unwrap();
    format!("{message}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
}

#[test]
fn what_is_signed_well_may_still_say_nothing_we_understand() {
    let key = VerifyingKey::of(&hs256()).unwrap();
    let plain = json!({ "alg": "HS256" });
    assert!(judged(&key, &signed(plain.clone(), "{}"), Expected::default(), AT).is_ok());
    let critical = json!({ "alg": "HS256", "crit": ["exp"], "exp": 1 });
    for token in [
        signed(critical, "{}"),
        signed(plain.clone(), "[]"),
        signed(plain.clone(), "text"),
        signed(plain.clone(), r#"{"exp": "tomorrow"}"#),
        signed(plain.clone(), r#"{"nbf": null}"#),
        format!("{}.", signed(plain.clone(), "{}")),
        format!("{}=", signed(plain, "{}")),
        String::new(),
        "..".to_owned(),
    ] {
        assert_eq!(verify(&key, &token, Expected::default(), AT)["cause"], "MALFORMED", "{token}");
    }
}

#[test]
fn a_token_cannot_choose_how_it_is_verified() {
    let key = VerifyingKey::of(&hs256()).unwrap();
    for alg in [json!("none"), json!("HS384"), json!("hs256"), json!("RS256"), json!(["HS256"]), json!(null)] {
        let token = signed(json!({ "alg": alg }), "{}");
        assert_eq!(verify(&key, &token, Expected::default(), AT)["cause"], "INVALID_SIGNATURE", "{alg}");
    }
    let unsigned = format!("eyJhbGciOiJIUzI1NiJ9.{CLAIMS}.");
    assert_eq!(verify(&key, &unsigned, Expected::default(), BEFORE)["cause"], "INVALID_SIGNATURE");
}

#[test]
fn a_moment_may_have_a_fraction() {
    let key = VerifyingKey::of(&hs256()).unwrap();
    let token = signed(json!({ "alg": "HS256" }), r#"{"nbf": 1.5, "exp": 2.5}"#);
    for (now, cause) in [(1499, "NOT_YET_VALID"), (2500, "EXPIRED")] {
        assert_eq!(verify(&key, &token, Expected::default(), UnixMillis(now))["cause"], cause);
    }
    for now in [1500, 2499] {
        assert_eq!(verify(&key, &token, Expected::default(), UnixMillis(now))["valid"], true);
    }
}
