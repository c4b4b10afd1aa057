//! Settings: `config/default.toml` is inside the program and says what each one means; a file
//! overrides it, and `TUBEL__SECTION__KEY` overrides both. An unknown name is refused.

use crate::kernel::input_files;
use config::{Config, Environment, File, FileFormat};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The commented defaults.
pub const DEFAULTS: &str = include_str!("../../config/default.toml");

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub server: Server,
    pub database: Database,
    pub data: Data,
    pub accounts: Accounts,
    pub mail: Mail,
    pub office: Office,
    pub problems: Problems,
    pub objections: Objections,
    pub impact: Impact,
    pub record: Record,
    pub privacy: Privacy,
    pub agency: Agency,
    pub papers: Papers,
    pub pictures: Pictures,
    pub log: Log,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    pub host: String,
    pub port: u16,
    pub public_url: String,
    pub behind_proxy: bool,
    pub workers: usize,
    pub shutdown_seconds: u64,
    pub max_json_bytes: usize,
    pub request_timeout_seconds: u64,
    pub keep_alive_seconds: u64,
    pub connections: usize,
    pub body_idle_seconds: u64,
    pub body_bytes_per_second: u64,
    pub body_seconds: u64,
    pub bodies_per_address: usize,
    pub body_memory_bytes: u64,
    pub uploads_at_once: usize,
    pub sweep_seconds: u64,
    pub readings_seconds: u64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    pub url: String,
    pub readers: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    pub folder: PathBuf,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accounts {
    pub access_token_minutes: i64,
    pub refresh_token_days: i64,
    pub idle_minutes: i64,
    pub password_min_length: usize,
    pub hash_memory_kib: u32,
    pub hash_iterations: u32,
    pub hashes_at_once: usize,
    pub sign_in_failures_per_account: i32,
    pub sign_in_failures_per_address: i32,
    pub sign_in_window_minutes: i64,
    pub sign_in_failures_per_day: i32,
    pub sign_in_failures_in_all: i32,
    pub letters_per_address: i32,
    pub letters_in_all: i32,
    pub agency_domains: Vec<String>,
    pub require_second_factor: bool,
    pub require_verified_email: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    pub send: bool,
    pub remind_every_seconds: u64,
    pub smtp_host: String,
    pub smtp_port: u16,
    pub security: MailSecurity,
    pub ca_file: PathBuf,
    pub user: String,
    pub password: Secret,
    pub from: String,
    pub reply_to: String,
    pub connections: usize,
    pub batch: u16,
    pub timeout_seconds: u64,
    pub lease_seconds: i64,
    pub poll_milliseconds: u64,
    pub relay_pause_seconds: u64,
    pub retry_first_seconds: i64,
    pub retry_longest_seconds: i64,
    pub retry_attempts: i32,
}

/// Whom the reader of a letter may ask.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    pub name: String,
    pub name_en: String,
    pub address: String,
    pub phone: String,
    pub hours: String,
    pub hours_en: String,
}

/// The key that signs the record, and the name in which it signs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    pub key: PathBuf,
    pub origin: String,
}

/// How often indicators are measured.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Problems {
    pub measure_after_months: u32,
}

/// Clocks after the announcement.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objections {
    pub answer_days: i64,
    pub offer_days: i64,
}

/// When what came of an award can be judged.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Impact {
    pub young_months: u32,
}

/// How long personal data is kept, and how fast requests are answered.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Privacy {
    pub retention: PathBuf,
    pub answer_hours: i64,
}

/// The letterhead of official documents (kop surat).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    pub name: String,
    pub unit: String,
    pub address: String,
    pub contact: String,
    pub city: String,
    pub logo: String,
    pub signing_office: String,
}

/// Pages of uploaded PDFs as pictures.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pictures {
    pub program: PathBuf,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Papers {
    pub templates: PathBuf,
}

/// How the connection to the relay is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailSecurity {
    Starttls,
    Tls,
    None,
}

/// A secret. It never appears in logs or errors.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that passes it on.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[secret]")
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub format: LogFormat,
    pub level: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Json,
    Pretty,
}

impl Server {
    /// People reach the pages over TLS, so cookies must travel over nothing else.
    pub fn is_secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The beginning of links in letters: the public address, else the address where this machine listens.
    pub fn base_url(&self) -> String {
        if !self.public_url.is_empty() {
            return self.public_url.trim_end_matches('/').to_owned();
        }
        // A browser cannot open `0.0.0.0`.
        let host = match self.host.as_str() {
            "0.0.0.0" | "::" | "[::]" => "127.0.0.1",
            host => host,
        };
        format!("http://{host}:{}", self.port)
    }
}

impl Settings {
    /// The file of the key that signs the record.
    pub fn record_key(&self) -> PathBuf {
        let given = &self.record.key;
        if given.as_os_str().is_empty() {
            self.data.folder.join("record.key")
        } else {
            given.clone()
        }
    }

    /// The name in which the record is signed: the setting, else the host of the public address.
    pub fn record_origin(&self) -> String {
        let host = self.server.public_url.split("://").last().unwrap_or_default();
        let host = host.split('/').next().unwrap_or_default();
        match (self.record.origin.as_str(), host) {
            ("", "") => "tubel".to_owned(),
            ("", host) => host.to_owned(),
            (origin, _) => origin.to_owned(),
        }
    }

    /// Reads the defaults, then `file` if there is one, then the environment.
    ///
    /// # Errors
    /// A file that is missing or is not TOML, an unknown name, a value of the wrong kind.
    pub fn load(file: Option<&Path>) -> Result<Self, config::ConfigError> {
        let mut sources = Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
        if let Some(file) = file {
            let wrong =
                |what: String| config::ConfigError::Message(format!("{}: {what}", file.display()));
            let text = input_files::text_of(file).map_err(|error| wrong(error.to_string()))?;
            // Given as text, the file would not be named in an error.
            input_files::toml::<toml::Table>(&text)
                .map_err(|error| wrong(error.message().to_owned()))?;
            sources = sources.add_source(File::from_str(&text, FileFormat::Toml));
        }
        let environment = Environment::with_prefix("TUBEL")
            .prefix_separator("__")
            .separator("__")
            .try_parsing(true);
        let mut settings: Self = sources.add_source(environment).build()?.try_deserialize()?;
        if settings.database.url.is_empty() {
            settings.database.url =
                format!("sqlite:{}", settings.data.folder.join("tubel.db").display());
        }
        // Parsing would turn a password like 0123 into the number 123.
        if let Ok(password) = std::env::var("TUBEL__MAIL__PASSWORD") {
            settings.mail.password = Secret::new(password);
        }
        Ok(settings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_complete_and_put_sqlite_under_the_data_folder() {
        let settings = Settings::load(None).unwrap();
        assert_eq!(settings.database.url, "sqlite:data/tubel.db");
        assert_eq!(settings.accounts.password_min_length, 15);
    }

    #[test]
    fn links_begin_with_the_public_address_or_with_where_the_program_listens() {
        let mut server = Settings::load(None).unwrap().server;
        server.port = 8093;
        assert_eq!(server.base_url(), "http://127.0.0.1:8093");
        "0.0.0.0".clone_into(&mut server.host);
        assert_eq!(server.base_url(), "http://127.0.0.1:8093");
        "https://tubel.pom.go.id/".clone_into(&mut server.public_url);
        assert_eq!(server.base_url(), "https://tubel.pom.go.id");
    }

    #[test]
    fn the_relays_password_is_not_shown_with_the_settings() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mine.toml");
        std::fs::write(&path, "[mail]\npassword = \"kuda laut\"\n").unwrap();
        let settings = Settings::load(Some(&path)).unwrap();
        assert_eq!(settings.mail.password.reveal(), "kuda laut");
        assert!(!format!("{settings:?}").contains("kuda laut"));
    }

    #[test]
    fn an_unknown_name_in_a_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mine.toml");
        std::fs::write(&path, "[server]\nprot = 1\n").unwrap();
        let message = Settings::load(Some(&path)).unwrap_err().to_string();
        assert!(message.contains("prot"), "{message}");
    }
}
