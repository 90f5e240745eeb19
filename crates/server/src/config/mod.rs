//! The settings of the process: a flag wins over the environment, the environment over the file,
//! the file over `default.toml`, which is compiled in and is also the documentation.

mod options;
mod secret_text;

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use url::Url;

pub use options::{Log, LogFormat, Options, RateLimit, Rewrites};
pub use secret_text::SecretText;

use crate::rate_limit::Allowance;

/// Every setting with its default and what it is for.
pub const DEFAULTS: &str = include_str!("default.toml");

/// The settings after all sources were heard.
pub struct Settings {
    /// `host:port` to bind.
    pub listen: String,
    /// `host:port` to bind for figures; `None` shows them to nobody.
    pub metrics_listen: Option<String>,
    pub data_dir: PathBuf,
    pub database_url: String,
    pub root_key: RootKeySource,
    /// Where clients reach us; `None` trusts each request's host.
    pub public_url: Option<Url>,
    pub tls: Tls,
    /// A folder of the user's own integrations.
    pub catalog: Option<PathBuf>,
    /// Networks the address guard lets through.
    pub outbound_allow: Vec<String>,
    /// URL prefix to URL prefix.
    pub outbound_rewrite: Rewrites,
    /// A `tracing` filter.
    pub log_filter: String,
    pub log_format: LogFormat,
    pub allowance: Allowance,
}

/// Where the root key comes from.
pub enum RootKeySource {
    /// Given in the environment or the file.
    Text(SecretText),
    /// In a file that someone else looks after.
    File(PathBuf),
    /// In our own data folder, where we may make it.
    DataDir(PathBuf),
}

/// How connections are protected on the wire.
#[derive(Debug, PartialEq, Eq)]
pub enum Tls {
    Off,
    Files { cert: PathBuf, key: PathBuf },
    SelfSigned,
}

impl Settings {
    /// Hears the file that `given` names, if any, and the defaults.
    ///
    /// # Errors
    /// A file that cannot be read, a key or value it may not hold, settings that contradict each other.
    pub fn resolve(given: Options) -> Result<Self> {
        let file = given.config.as_ref().map(read_file).transpose()?.unwrap_or_default();
        let defaults = toml::from_str(DEFAULTS).context("the built-in default.toml")?;
        Self::from_options(given.over(file).over(defaults))
    }

    fn from_options(options: Options) -> Result<Self> {
        let data_dir = options.data_dir.context("data_dir has a default")?;
        Ok(Self {
            listen: options.listen.context("listen has a default")?,
            database_url: options.database_url.unwrap_or_else(|| default_database(&data_dir)),
            root_key: match (options.root_key, options.root_key_file) {
                (Some(text), _) => RootKeySource::Text(text),
                (None, Some(file)) => RootKeySource::File(file),
                (None, None) => RootKeySource::DataDir(data_dir.join("root.key")),
            },
            metrics_listen: options.metrics_listen,
            public_url: options.public_url.as_deref().map(public_url).transpose()?,
            tls: tls(options.tls_cert, options.tls_key, options.tls_self_signed)?,
            data_dir,
            catalog: options.catalog,
            outbound_allow: options.outbound_allow.unwrap_or_default(),
            outbound_rewrite: options.outbound_rewrite.unwrap_or_default(),
            log_filter: options.log.filter.context("log.filter has a default")?,
            log_format: options.log.format.context("log.format has a default")?,
            allowance: allowance(options.rate_limit.per_second, options.rate_limit.burst)?,
        })
    }
}

fn read_file(path: &PathBuf) -> Result<Options> {
    let name = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("could not read the settings file {name}"))?;
    toml::from_str(&text).map_err(|error| {
        // Not the whole error: it quotes the line, which may hold the root key or the database's password.
        let line = error.span().map_or(0, |span| text[..span.start].matches('\n').count()) + 1;
        anyhow!("the settings file {name} is not right in line {line}: {}", error.message())
    })
}

fn default_database(data_dir: &std::path::Path) -> String {
    format!("sqlite:{}", data_dir.join("flowvault.db").display())
}

fn public_url(text: &str) -> Result<Url> {
    let mut url = Url::parse(text).with_context(|| format!("public_url {text:?} is not a URL"))?;
    if !matches!(url.scheme(), "http" | "https") || url.query().is_some() || url.fragment().is_some() {
        bail!("public_url must be http(s)://host[:port][/path], not {text:?}");
    }
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}

fn tls(cert: Option<PathBuf>, key: Option<PathBuf>, self_signed: Option<bool>) -> Result<Tls> {
    match (cert, key, self_signed.unwrap_or(false)) {
        (None, None, false) => Ok(Tls::Off),
        (None, None, true) => Ok(Tls::SelfSigned),
        (Some(cert), Some(key), false) => Ok(Tls::Files { cert, key }),
        (Some(_), Some(_), true) => bail!("choose tls_self_signed or tls_cert with tls_key, not both"),
        _ => bail!("tls_cert and tls_key come together"),
    }
}

fn allowance(per_second: Option<f64>, burst: Option<f64>) -> Result<Allowance> {
    let per_second = per_second.context("rate_limit.per_second has a default")?;
    let burst = burst.context("rate_limit.burst has a default")?;
    let sensible = |figure: f64| figure.is_finite() && figure > 0.0;
    if !sensible(per_second) || !sensible(burst) || burst < 1.0 {
        bail!("rate_limit.per_second must be above 0 and rate_limit.burst at least 1");
    }
    Ok(Allowance { per_second, burst })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(file: &str) -> Result<Settings> {
        let folder = tempfile::tempdir().expect("temp dir");
        let path = folder.path().join("flowvault.toml");
        fs::write(&path, file).expect("write");
        Settings::resolve(Options { config: Some(path), ..Options::default() })
    }

    #[test]
    fn without_a_word_the_listener_stays_on_loopback_and_the_database_in_the_data_folder() {
        let settings = Settings::resolve(Options::default()).expect("defaults");
        assert_eq!(settings.listen, "127.0.0.1:8080");
        assert_eq!(settings.database_url, "sqlite:./flowvault-data/flowvault.db");
        assert_eq!((settings.tls, settings.metrics_listen), (Tls::Off, None));
        assert_eq!(settings.allowance, Allowance { per_second: 100.0, burst: 200.0 });
    }

    #[test]
    fn a_flag_wins_over_the_file_and_the_file_over_the_defaults() {
        let folder = tempfile::tempdir().expect("temp dir");
        let path = folder.path().join("flowvault.toml");
        fs::write(&path, "listen = '0.0.0.0:1'\ndata_dir = '/file'\n[rate_limit]\nburst = 7.0").expect("write");
        let given = Options { config: Some(path), data_dir: Some("/flag".into()), ..Options::default() };
        let settings = Settings::resolve(given).expect("settings");
        assert_eq!(settings.listen, "0.0.0.0:1");
        assert_eq!(settings.data_dir, PathBuf::from("/flag"));
        assert_eq!(settings.allowance, Allowance { per_second: 100.0, burst: 7.0 });
    }

    #[test]
    fn an_unknown_key_is_named() {
        let refused = resolve("lisen = '0.0.0.0:1'").err().expect("refused");
        assert!(format!("{refused:#}").contains("lisen"), "{refused:#}");
        let refused = resolve("[rate_limit]\nbrust = 1").err().expect("refused");
        assert!(format!("{refused:#}").contains("brust"), "{refused:#}");
    }

    #[test]
    fn half_a_certificate_is_no_certificate() {
        assert!(resolve("tls_cert = 'a.pem'").is_err());
        assert!(resolve("tls_cert = 'a.pem'\ntls_key = 'a.key'\ntls_self_signed = true").is_err());
    }

    #[test]
    fn the_public_url_always_ends_with_a_slash() {
        let settings = resolve("public_url = 'https://vault.example.com/x'").expect("settings");
        assert_eq!(settings.public_url.expect("given").as_str(), "https://vault.example.com/x/");
        assert!(resolve("public_url = 'ftp://vault.example.com'").is_err());
    }

    #[test]
    fn the_root_key_is_not_shown() {
        let refused = resolve("listen = 1\nroot_key = 'AAAA").err().expect("refused");
        assert!(format!("{refused:#}").contains("line 2") && !format!("{refused:#}").contains("AAAA"), "{refused:#}");
        let settings = resolve("root_key = 'AAAA'").expect("settings");
        let RootKeySource::Text(text) = settings.root_key else { panic!("not the text") };
        assert!(!format!("{text:?}").contains("AAAA"));
    }
}
