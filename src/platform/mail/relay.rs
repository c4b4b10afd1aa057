//! Sends over SMTP: one connection, opened when needed, its certificate checked. Every step has the same time
//! limit, so a relay that hangs is given up.

use super::rules::Undelivered;
use crate::kernel::errors::Failure;
use crate::kernel::settings::{Mail, MailSecurity};
use lettre::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{
    AsyncSmtpConnection, Certificate, TlsParameters, TlsParametersBuilder,
};
use lettre::transport::smtp::extension::ClientId;
use std::error::Error as _;
use std::time::Duration;

/// A relay and the connection to it.
pub(super) struct Relay {
    settings: Mail,
    /// None only where the relay is on this machine.
    tls: Option<TlsParameters>,
    hello: ClientId,
    connection: Option<AsyncSmtpConnection>,
}

impl Relay {
    /// Reads what the connection needs; does not connect.
    ///
    /// # Errors
    /// `security = none` with a relay elsewhere; a certificate file that cannot be read.
    pub(super) fn new(settings: &Mail, domain: &str) -> Result<Self, Failure> {
        let tls = match settings.security {
            MailSecurity::None if is_this_machine(&settings.smtp_host) => None,
            MailSecurity::None => {
                let reason = "mail.security = none: only for a relay on this machine";
                return Err(Failure::Unavailable(reason.to_owned()));
            }
            MailSecurity::Starttls | MailSecurity::Tls => Some(tls(settings)?),
        };
        let hello = ClientId::Domain(domain.to_owned());
        Ok(Self { settings: settings.clone(), tls, hello, connection: None })
    }

    /// Hands a letter to the relay; `Ok` means the relay answers for it now.
    pub(super) async fn deliver(&mut self, message: &Message) -> Result<(), Undelivered> {
        let patience = Duration::from_secs(self.settings.timeout_seconds);
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => patiently(patience, self.connect(patience))
                .await
                .map_err(|fault| Undelivered::Unreachable(fault.reason))?,
        };
        let bytes = message.formatted();
        match patiently(patience, connection.send(message.envelope(), &bytes)).await {
            Ok(_) => {
                self.connection = Some(connection);
                Ok(())
            }
            // The connection is dropped, because after an error the state of the session is unknown.
            Err(fault) => Err(fault.of_a_letter()),
        }
    }

    /// Ends the session; an error here does not matter.
    pub(super) async fn close(&mut self) {
        if let Some(mut connection) = self.connection.take() {
            let patience = Duration::from_secs(self.settings.timeout_seconds.min(5));
            patiently(patience, connection.quit()).await.ok();
        }
    }

    async fn connect(&self, patience: Duration) -> Result<AsyncSmtpConnection, Error> {
        let Mail { smtp_host, smtp_port, user, password, security, .. } = &self.settings;
        let at_once = self.tls.clone().filter(|_| *security == MailSecurity::Tls);
        let address = (smtp_host.as_str(), *smtp_port);
        let mut connection = AsyncSmtpConnection::connect_tokio1(
            address,
            Some(patience),
            &self.hello,
            at_once,
            None,
        )
        .await?;
        if let Some(tls) = self.tls.clone().filter(|_| *security == MailSecurity::Starttls) {
            connection.starttls(tls, &self.hello).await?;
        }
        if !user.is_empty() {
            let credentials = Credentials::new(user.clone(), password.reveal().to_owned());
            connection.auth(DEFAULT_MECHANISMS, &credentials).await?;
        }
        Ok(connection)
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
}

fn tls(settings: &Mail) -> Result<TlsParameters, Failure> {
    let file = &settings.ca_file;
    let wrong =
        |error: String| Failure::Unavailable(format!("mail.ca_file = {}: {error}", file.display()));
    let mut builder: TlsParametersBuilder = TlsParameters::builder(settings.smtp_host.clone());
    if !file.as_os_str().is_empty() {
        let pem = std::fs::read(file).map_err(|error| wrong(error.to_string()))?;
        let authority = Certificate::from_pem(&pem).map_err(|error| wrong(error.to_string()))?;
        builder = builder.add_root_certificate(authority);
    }
    builder.build().map_err(|error| wrong(error.to_string()))
}

/// What went wrong, in one line, and the relay's code when it gave one.
struct Fault {
    code: Option<u16>,
    is_final: bool,
    reason: String,
}

impl Fault {
    fn of_a_letter(self) -> Undelivered {
        match self.code {
            // "Service not available, closing" is a problem of the relay, not of this letter.
            Some(421) => Undelivered::Unreachable(self.reason),
            _ if self.is_final => Undelivered::Refused(self.reason),
            _ => Undelivered::Deferred(self.reason),
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
        Self {
            code: error.status().map(u16::from),
            // A client error is an address or a text that this relay cannot take.
            is_final: error.is_permanent() || error.is_client(),
            reason: format!("{error}{cause}"),
        }
    }
}

async fn patiently<T>(
    patience: Duration,
    step: impl Future<Output = Result<T, Error>>,
) -> Result<T, Fault> {
    match tokio::time::timeout(patience, step).await {
        Ok(outcome) => outcome.map_err(Fault::from),
        Err(_) => Err(Fault {
            code: None,
            is_final: false,
            reason: format!("no answer within {} seconds", patience.as_secs()),
        }),
    }
}
