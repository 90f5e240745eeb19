//! The certificate we serve with: the user's, or one signed by a CA of our own that lives in the data folder.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};
use axum_server::tls_rustls::RustlsConfig;
use model::UnixMillis;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use url::{Host, Url};
use zeroize::Zeroizing;

use crate::{
    config::{Settings, Tls},
    root_key::{make_private_folder, write_private_file},
};

/// What the TLS settings ask for; `None` is plain HTTP.
///
/// # Errors
/// A certificate or key that cannot be read, made or used.
pub(crate) async fn configure(settings: &Settings, now: UnixMillis) -> Result<Option<RustlsConfig>> {
    let (cert, key) = match &settings.tls {
        Tls::Off => return Ok(None),
        Tls::Files { cert, key } => (read(cert)?, Zeroizing::new(read(key)?)),
        Tls::SelfSigned => self_signed(&settings.data_dir.join("tls"), settings.public_url.as_ref(), now)?,
    };
    // A second call finds it installed, which is just as well.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let config = RustlsConfig::from_pem(cert.into_bytes(), key.as_bytes().to_vec()).await;
    config.context("the TLS certificate and its key cannot be used").map(Some)
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("could not read {}", file.display()))
}

/// A fresh certificate, signed by the CA in `folder`, which is made once and then kept: clients trust its `ca.pem`.
fn self_signed(folder: &Path, public_url: Option<&Url>, now: UnixMillis) -> Result<(String, Zeroizing<String>)> {
    make_private_folder(folder)?;
    let ca = authority(folder)?;
    let key = KeyPair::generate().context("could not make a key")?;
    let mut params =
        CertificateParams::new(names(public_url)).context("the public URL's host is no certificate name")?;
    params.distinguished_name = named("Flowvault");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.use_authority_key_identifier_extension = true;
    // Browsers refuse certificates good for more than 825 days; each start makes a new one.
    let year = year_of(now);
    params.not_before = date_time_ymd(year - 1, 12, 31);
    params.not_after = date_time_ymd(year + 2, 1, 1);
    let cert = params.signed_by(&key, &ca).context("could not sign the certificate")?;
    Ok((cert.pem(), Zeroizing::new(key.serialize_pem())))
}

fn authority(folder: &Path) -> Result<Issuer<'static, KeyPair>> {
    let file = folder.join("ca.key");
    if !file.exists() {
        let made = Zeroizing::new(KeyPair::generate().context("could not make a CA key")?.serialize_pem());
        write_private_file(&file, &made).with_context(|| format!("could not write {}", file.display()))?;
    }
    let pem = Zeroizing::new(read(&file)?);
    let key = KeyPair::from_pem(&pem).with_context(|| format!("{} is not a key", file.display()))?;
    let public = folder.join("ca.pem");
    if !public.exists() {
        let cert = authority_params().self_signed(&key).context("could not sign the CA")?;
        fs::write(&public, cert.pem()).with_context(|| format!("could not write {}", public.display()))?;
    }
    // The certificate follows from the parameters and the key, so the issuer need not be read back from ca.pem.
    Ok(Issuer::new(authority_params(), key))
}

fn authority_params() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = named("Flowvault CA of this machine");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.not_before = date_time_ymd(2025, 1, 1);
    params.not_after = date_time_ymd(2045, 1, 1);
    params
}

fn named(common_name: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common_name);
    name
}

fn names(public_url: Option<&Url>) -> Vec<String> {
    let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
    let host = public_url.and_then(Url::host).map(|host| match host {
        Host::Domain(name) => name.to_owned(),
        Host::Ipv4(address) => address.to_string(),
        Host::Ipv6(address) => address.to_string(),
    });
    names.extend(host.filter(|host| !names.contains(host)));
    names
}

fn year_of(now: UnixMillis) -> i32 {
    // Times print as 2024-09-12T12:52:15.805Z.
    now.to_string().get(..4).and_then(|year| year.parse().ok()).unwrap_or(2026)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = UnixMillis(1_726_145_535_805);

    #[test]
    fn the_ca_survives_a_restart_and_its_key_is_private() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let tls = folder.path().join("tls");
        self_signed(&tls, None, NOW).unwrap();
        let before = fs::read(tls.join("ca.pem")).unwrap();
        self_signed(&tls, None, NOW).unwrap();
        assert_eq!(fs::read(tls.join("ca.pem")).unwrap(), before);
        let mode = fs::metadata(tls.join("ca.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn the_public_urls_host_is_among_the_names() {
        let url = Url::parse("https://vault.example.com/").unwrap();
        assert_eq!(names(Some(&url)), ["localhost", "127.0.0.1", "::1", "vault.example.com"]);
        let url = Url::parse("https://localhost:8080/").unwrap();
        assert_eq!(names(Some(&url)).len(), 3);
    }
}
