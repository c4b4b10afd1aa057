//! Actions on the mail queue: read it, send a failed letter again; on one's own letters: read them,
//! choose their language.

use super::{MailFilter, MailLanguage, OwnMail, QueueFigures, QueuedMail, Reason, rules, store};
use crate::features::conflicts;
use crate::kernel::access::{self, Facts, Permission, Relation, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::common::field;
use crate::kernel::errors::{Failure, FieldError, Refusal};
use crate::kernel::ids::MailId;
use crate::kernel::input::Valid;
use crate::kernel::language::Language;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail::{self, State, Template};
use serde_json::json;

/// The most reasons in the figures.
const MOST_REASONS: i64 = 20;

/// The letters about a proposal with which the viewer is in conflict. For the operator, who reads
/// only figures, nothing is hidden.
fn hidden_from(db: &mut Db, viewer: &Viewer) -> Result<Vec<i64>, Failure> {
    let traces = conflicts::traces_for(db, &viewer.user)?;
    store::hidden_by(db, &traces)
}

/// A page of the queue, newest first, without letters about a proposal with which the viewer is in
/// conflict.
///
/// # Errors
/// `forbidden`; a cursor that is none.
pub(super) fn list_mails(
    db: &mut Db,
    viewer: &Viewer,
    filter: &MailFilter,
    paging: &Paging,
) -> Result<Page<QueuedMail>, Failure> {
    access::may(viewer, Permission::ReadOutbox, Facts::NONE)?;
    let hidden = hidden_from(db, viewer)?;
    Page::cut(store::list(db, filter, &hidden, paging)?, paging, |mail| mail.seq)
}

/// The state of the queue, in figures.
///
/// # Errors
/// `forbidden`.
pub(super) fn figures(
    db: &mut Db,
    viewer: &Viewer,
    now: Timestamp,
) -> Result<QueueFigures, Failure> {
    access::may(viewer, Permission::ReadOutboxCounts, Facts::NONE)?;
    let hidden = hidden_from(db, viewer)?;
    let numbers = store::numbers(db, &hidden)?;
    let number = |state: State| {
        numbers.iter().find(|(found, _)| *found == state).map_or(0, |(_, number)| *number)
    };
    let reasons = store::reasons(db, &hidden, MOST_REASONS)?
        .into_iter()
        .map(|(reason, letters)| Reason { reason: rules::without_addresses(&reason), letters })
        .collect();
    Ok(QueueFigures {
        queued: number(State::Queued),
        sending: number(State::Sending),
        sent: number(State::Sent),
        failed: number(State::Failed),
        oldest_due_at: store::oldest_due(db, &hidden, now)?,
        reasons,
    })
}

/// Puts a failed letter back into the queue.
///
/// # Errors
/// `not_found`, `forbidden`; `mail_not_failed`.
pub(super) fn retry_mail(
    db: &mut Db,
    viewer: &Viewer,
    id: &MailId,
    now: Timestamp,
) -> Result<QueuedMail, Failure> {
    access::may(viewer, Permission::RetryMail, Facts::NONE)?;
    let mail = store::find(db, id)?.ok_or_else(Failure::not_found)?;
    if hidden_from(db, viewer)?.contains(&mail.seq) {
        return Err(Failure::not_found());
    }
    let template = Template::from_name(&mail.template);
    let is_gone = template.is_some_and(Template::is_secret) || store::is_forgotten(db, id)?;
    rules::check_retry(mail.state, is_gone)?;
    if !store::requeue(db, id, now)? {
        return Err(Failure::refused(rules::MAIL_NOT_FAILED));
    }
    let event = Event {
        actor: Some(&viewer.user),
        act: EventType::MailRetried,
        subject: Subject::mail(id),
        payload: json!({"template": mail.template, "about": mail.subject}),
    };
    ledger::append(db, event, now)?;
    store::find(db, id)?.ok_or_else(Failure::not_found)
}

/// A page of one's own letters, newest first.
///
/// # Errors
/// For an invalid cursor.
pub fn own_mails(
    db: &mut Db,
    viewer: &Viewer,
    base_url: &str,
    (paging, now): (&Paging, Timestamp),
) -> Result<Page<OwnMail>, Failure> {
    access::may(viewer, Permission::ReadOwnMail, own())?;
    let letters = store::letters_to(db, &viewer.user, base_url, (paging, now))?;
    Page::cut(letters, paging, |letter| letter.seq)
}

/// The language of one's letters.
pub(super) fn own_language(db: &mut Db, viewer: &Viewer) -> Result<MailLanguage, Failure> {
    access::may(viewer, Permission::ReadOwnMail, own())?;
    let chosen = mail::language_of(db, &viewer.user)?;
    let language = chosen.unwrap_or_else(|| Language::default().tag().to_owned());
    Ok(MailLanguage { language })
}

/// Chooses the language of one's future letters.
///
/// # Errors
/// `invalid` for a language that there is not.
pub(super) fn choose_language(
    db: &mut Db,
    viewer: &Viewer,
    wanted: &Valid<MailLanguage>,
    now: Timestamp,
) -> Result<MailLanguage, Failure> {
    access::may(viewer, Permission::ManageOwnAccount, own())?;
    let Some(language) = Language::from_tag(&wanted.language) else {
        let fault = FieldError::new("language", field::NOT_ONE_OF).with("allowed", "id, en");
        return Err(Refusal::invalid(vec![fault]).into());
    };
    mail::choose_language(db, &viewer.user, language, now)?;
    let payload = json!({"language": language.tag()});
    let subject = Subject::user(&viewer.user);
    let act = EventType::MailLanguageChosen;
    ledger::append(db, Event { actor: Some(&viewer.user), act, subject, payload }, now)?;
    Ok(MailLanguage::clone(wanted))
}

fn own() -> Facts {
    Facts::NONE.with(Relation::Own, true)
}
