//! One source of settings: the command line with its environment, or a file. Every key may be missing.

use std::{collections::BTreeMap, path::PathBuf};

use clap::{Args, ValueEnum};
use serde::Deserialize;

use super::SecretText;

/// URL prefixes and where requests that start with them go instead.
pub type Rewrites = BTreeMap<String, String>;

/// What one source says.
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// Where to listen [default: 127.0.0.1:8080]
    #[arg(long, env = "FLOWVAULT_LISTEN", global = true, value_name = "HOST:PORT")]
    pub listen: Option<String>,
    /// Where to serve GET /metrics to anyone who reaches it [default: nowhere]
    #[arg(long, env = "FLOWVAULT_METRICS_LISTEN", global = true, value_name = "HOST:PORT")]
    pub metrics_listen: Option<String>,
    /// The folder for the embedded database, the root key and certificates [default: ./flowvault-data]
    #[arg(long, env = "FLOWVAULT_DATA_DIR", global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// sqlite:PATH or postgres://… [default: sqlite:DATA_DIR/flowvault.db]
    // Hidden values: the address may carry the database's password.
    #[arg(long, env = "FLOWVAULT_DATABASE_URL", hide_env_values = true, global = true, value_name = "URL")]
    pub database_url: Option<String>,
    /// A file with the root key, or FLOWVAULT_ROOT_KEY with the key itself [default: DATA_DIR/root.key]
    #[arg(long, env = "FLOWVAULT_ROOT_KEY_FILE", global = true, value_name = "FILE")]
    pub root_key_file: Option<PathBuf>,
    // Never a flag: every process of the machine can read command lines.
    #[arg(skip)]
    pub root_key: Option<SecretText>,
    /// Where clients reach this server
    #[arg(long, env = "FLOWVAULT_PUBLIC_URL", global = true, value_name = "URL")]
    pub public_url: Option<String>,
    /// The certificate to serve TLS with, PEM
    #[arg(long, env = "FLOWVAULT_TLS_CERT", global = true, value_name = "FILE")]
    pub tls_cert: Option<PathBuf>,
    /// The certificate's key, PEM
    #[arg(long, env = "FLOWVAULT_TLS_KEY", global = true, value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
    /// Serve TLS with a certificate made here; clients trust DATA_DIR/tls/ca.pem
    #[arg(
        long, env = "FLOWVAULT_TLS_SELF_SIGNED", global = true, value_name = "BOOL",
        num_args = 0..=1, require_equals = true, default_missing_value = "true",
        value_parser = clap::builder::FalseyValueParser::new()
    )]
    pub tls_self_signed: Option<bool>,
    /// A folder of your own integration files
    #[arg(long, env = "FLOWVAULT_CATALOG", global = true, value_name = "DIR")]
    pub catalog: Option<PathBuf>,
    /// Inside networks that flows may reach, comma separated
    #[arg(long, env = "FLOWVAULT_OUTBOUND_ALLOW", global = true, value_name = "NETWORKS", value_delimiter = ',')]
    pub outbound_allow: Option<Vec<String>>,
    /// JSON object of URL prefixes and where they go instead
    #[arg(long, env = "FLOWVAULT_OUTBOUND_REWRITE", global = true, value_name = "JSON", value_parser = rewrites)]
    pub outbound_rewrite: Option<Rewrites>,
    #[command(flatten)]
    #[serde(default)]
    pub log: Log,
    #[command(flatten)]
    #[serde(default)]
    pub rate_limit: RateLimit,
    /// A settings file; `flowvault config` prints one to start from
    #[arg(long, env = "FLOWVAULT_CONFIG", global = true, value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
}

/// What to log and how.
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// What to log: a level, also per module [default: info]
    #[arg(id = "log", long = "log", env = "FLOWVAULT_LOG", global = true, value_name = "FILTER")]
    pub filter: Option<String>,
    /// How to log [default: text]
    #[arg(id = "log_format", long = "log-format", env = "FLOWVAULT_LOG_FORMAT", global = true, value_name = "FORMAT")]
    pub format: Option<LogFormat>,
}

/// The shape of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// How often one client may ask.
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateLimit {
    /// Requests per second per client in the long run [default: 100]
    #[arg(long = "rate-limit-per-second", env = "FLOWVAULT_RATE_LIMIT_PER_SECOND", global = true, value_name = "N")]
    pub per_second: Option<f64>,
    /// Requests at once per client after a pause [default: 200]
    #[arg(long = "rate-limit-burst", env = "FLOWVAULT_RATE_LIMIT_BURST", global = true, value_name = "N")]
    pub burst: Option<f64>,
}

impl Options {
    /// What is missing here is taken from `lower`.
    pub(super) fn over(self, lower: Self) -> Self {
        Self {
            listen: said(self.listen).or(lower.listen),
            metrics_listen: said(self.metrics_listen).or(lower.metrics_listen),
            data_dir: self.data_dir.or(lower.data_dir),
            database_url: said(self.database_url).or(lower.database_url),
            // One pair: a key file given by flag must not lose to a key in the settings file.
            root_key: if self.root_key_file.is_some() { self.root_key } else { self.root_key.or(lower.root_key) },
            root_key_file: self.root_key_file.or(lower.root_key_file),
            public_url: said(self.public_url).or(lower.public_url),
            tls_cert: self.tls_cert.or(lower.tls_cert),
            tls_key: self.tls_key.or(lower.tls_key),
            tls_self_signed: self.tls_self_signed.or(lower.tls_self_signed),
            catalog: self.catalog.or(lower.catalog),
            outbound_allow: self.outbound_allow.or(lower.outbound_allow),
            outbound_rewrite: self.outbound_rewrite.or(lower.outbound_rewrite),
            log: Log {
                filter: said(self.log.filter).or(lower.log.filter),
                format: self.log.format.or(lower.log.format),
            },
            rate_limit: RateLimit {
                per_second: self.rate_limit.per_second.or(lower.rate_limit.per_second),
                burst: self.rate_limit.burst.or(lower.rate_limit.burst),
            },
            config: self.config,
        }
    }
}

/// Compose files pass unset variables on as empty ones; an empty text says nothing.
fn said(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

fn rewrites(json: &str) -> Result<Rewrites, serde_json::Error> {
    if json.trim().is_empty() { Ok(Rewrites::new()) } else { serde_json::from_str(json) }
}
