//! A letter as an e-mail: one sender, one recipient, where an answer goes, a title, text and HTML. The same letter gives
//! the same bytes at every attempt, so that a duplicate is recognisable.

use super::rules::Undelivered;
use super::store::Taken;
use super::{Letterhead, Rendered, render};
use crate::kernel::errors::Failure;
use crate::kernel::language::Language;
use crate::kernel::settings::Mail;
use crate::platform::calendar;
use lettre::Message;
use lettre::message::header::ContentTransferEncoding;
use lettre::message::{Body, Mailbox, MultiPart, SinglePart, header};
use std::time::{Duration, SystemTime};

/// The sender of every letter.
///
/// # Errors
/// When `mail.from` is no address.
pub(super) fn sender(settings: &Mail) -> Result<Mailbox, Failure> {
    settings
        .from
        .parse()
        .map_err(|error| Failure::Unavailable(format!("mail.from = {:?}: {error}", settings.from)))
}

/// Builds the e-mail.
///
/// # Errors
/// `Refused`, which no other attempt would change: no words for the letter, an impossible address.
pub(super) fn build(
    taken: &Taken,
    (sender, reply_to): (&Mailbox, &Mailbox),
    letterhead: &Letterhead,
) -> Result<Message, Undelivered> {
    let refused = |reason: String| Undelivered::Refused(reason);
    let contents = taken.contents.as_ref().map_err(|failure| refused(failure.to_string()))?;
    let Rendered { title, text, html } =
        render(contents, letterhead).map_err(|reason| refused(reason.to_string()))?;
    // Without a display name, so that headers contain nothing that people typed except values in the title.
    let address = taken.address.parse().map_err(|_| refused("impossible address".to_owned()))?;
    let part = |kind, body| SinglePart::builder().header(kind).body(body);
    let words = MultiPart::alternative()
        .boundary(format!("tubel-{}", taken.id))
        .singlepart(part(header::ContentType::TEXT_PLAIN, text))
        .singlepart(part(header::ContentType::TEXT_HTML, html));
    let appointments = taken.appointments.as_ref().map_err(|error| refused(error.to_string()))?;
    let parts = if appointments.is_empty() {
        words
    } else {
        let (language, base_url) = (contents.language, letterhead.base_url.as_str());
        let calendar = calendar::calendar(appointments, language, base_url, taken.not_before);
        MultiPart::mixed()
            .boundary(format!("tubel-with-calendar-{}", taken.id))
            .multipart(words)
            .singlepart(calendar_file(language, calendar).map_err(refused)?)
    };
    Message::builder()
        .from(sender.clone())
        .reply_to(reply_to.clone())
        .to(Mailbox::new(None, address))
        .date(instant(taken.not_before.micros()))
        .message_id(Some(taken.message_id.clone()))
        .subject(title)
        .header(AutoSubmitted)
        .multipart(parts)
        .map_err(|error| refused(error.to_string()))
}

/// The calendar file; mail programs offer to import it. It is sent in base 64, so that no relay or mailbox changes
/// its line ends.
fn calendar_file(language: Language, calendar: String) -> Result<SinglePart, String> {
    let kind =
        header::ContentType::parse(calendar::CONTENT_TYPE).map_err(|error| error.to_string())?;
    let name = calendar::file_name(language);
    let body = Body::new_with_encoding(calendar.into_bytes(), ContentTransferEncoding::Base64)
        .map_err(|_| "the calendar file cannot be encoded".to_owned())?;
    Ok(SinglePart::builder()
        .header(kind)
        .header(header::ContentDisposition::attachment(&name))
        .body(body))
}

fn instant(micros: i64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_micros(u64::try_from(micros).unwrap_or(0))
}

/// Keeps holiday notices from being sent back (RFC 3834).
#[derive(Debug, Clone, Copy)]
struct AutoSubmitted;

impl header::Header for AutoSubmitted {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
