//! Actions on the mail queue: read it, send a failed letter again; on one's own letters: read them,
//! choose their language.

use super::{MailFilter, MailLanguage, OwnMail, QueueFigures, QueuedMail, Reason, rules, store};
use crate::features::conflicts;
use crate::kernel::access::{self, Facts, Permission, Relation};
use crate::kernel::errors::common::field;
use crate::kernel::errors::{Failure, FieldError, Refusal};
use crate::kernel::ids::MailId;
use crate::kernel::input::Valid;
use crate::kernel::language::Language;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::cx::Cx;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail::{self, Letterhead, State};
use serde_json::json;

/// The most reasons in the figures.
const MOST_REASONS: i64 = 20;

/// The letters about a proposal with which the viewer is in conflict. For the operator, who reads
/// only figures, nothing is hidden.
fn hidden_from(cx: &mut Cx<'_>) -> Result<Vec<i64>, Failure> {
    let traces = conflicts::traces_for(cx.db, &cx.viewer.user)?;
    store::hidden_by(cx.db, &traces)
}

/// A page of the queue, newest first, without letters about a proposal with which the viewer is in
/// conflict.
///
/// # Errors
/// `forbidden`; a cursor that is none.
pub fn list_mails(
    cx: &mut Cx<'_>,
    filter: &MailFilter,
    paging: &Paging,
) -> Result<Page<QueuedMail>, Failure> {
    access::may(cx.viewer, Permission::ReadOutbox, Facts::NONE)?;
    let hidden = hidden_from(cx)?;
    Page::cut(store::list(cx.db, filter, &hidden, paging)?, paging, |mail| mail.seq)
}

/// One letter of the queue, by its id; none about a proposal with which the viewer is in conflict.
///
/// # Errors
/// `forbidden`.
pub fn find_mail(cx: &mut Cx<'_>, id: &MailId) -> Result<Option<QueuedMail>, Failure> {
    access::may(cx.viewer, Permission::ReadOutbox, Facts::NONE)?;
    let Some(mail) = store::find(cx.db, id)? else { return Ok(None) };
    let hidden = hidden_from(cx)?;
    Ok(Some(mail).filter(|mail| !hidden.contains(&mail.seq)))
}

/// The state of the queue, in figures.
///
/// # Errors
/// `forbidden`.
pub(super) fn figures(cx: &mut Cx<'_>) -> Result<QueueFigures, Failure> {
    access::may(cx.viewer, Permission::ReadOutboxCounts, Facts::NONE)?;
    let hidden = hidden_from(cx)?;
    let numbers = store::numbers(cx.db, &hidden)?;
    let number = |state: State| {
        numbers.iter().find(|(found, _)| *found == state).map_or(0, |(_, number)| *number)
    };
    let reasons = store::reasons(cx.db, &hidden, MOST_REASONS)?
        .into_iter()
        .map(|(reason, letters)| Reason { reason: rules::without_addresses(&reason), letters })
        .collect();
    Ok(QueueFigures {
        queued: number(State::Queued),
        sending: number(State::Sending),
        sent: number(State::Sent),
        failed: number(State::Failed),
        oldest_due_at: store::oldest_due(cx.db, &hidden, cx.now)?,
        reasons,
    })
}

/// Puts a failed letter back into the queue.
///
/// # Errors
/// `not_found`, `forbidden`; `mail_not_failed`.
pub(super) fn retry_mail(cx: &mut Cx<'_>, id: &MailId) -> Result<QueuedMail, Failure> {
    access::may(cx.viewer, Permission::RetryMail, Facts::NONE)?;
    let mail = store::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    if hidden_from(cx)?.contains(&mail.seq) {
        return Err(Failure::not_found());
    }
    rules::check_retry(mail.state, mail.is_gone)?;
    if !store::requeue(cx.db, id, cx.now)? {
        return Err(Failure::refused(rules::MAIL_NOT_FAILED));
    }
    let event = Event {
        actor: Some(&cx.viewer.user),
        act: EventType::MailRetried,
        subject: Subject::mail(id),
        payload: json!({"template": mail.template, "about": mail.subject}),
    };
    ledger::append(cx.db, event, cx.now)?;
    store::find(cx.db, id)?.ok_or_else(Failure::not_found)
}

/// A page of one's own letters, newest first.
///
/// # Errors
/// For an invalid cursor.
pub fn own_mails(
    cx: &mut Cx<'_>,
    letterhead: &Letterhead,
    paging: &Paging,
) -> Result<Page<OwnMail>, Failure> {
    access::may(cx.viewer, Permission::ReadOwnMail, own())?;
    let letters = store::letters_to(cx.db, &cx.viewer.user, letterhead, (paging, cx.now))?;
    Page::cut(letters, paging, |letter| letter.seq)
}

/// The language of one's letters.
pub(super) fn own_language(cx: &mut Cx<'_>) -> Result<MailLanguage, Failure> {
    access::may(cx.viewer, Permission::ReadOwnMail, own())?;
    let chosen = mail::language_of(cx.db, &cx.viewer.user)?;
    let language = chosen.unwrap_or_else(|| Language::default().tag().to_owned());
    Ok(MailLanguage { language })
}

/// Chooses the language of one's future letters.
///
/// # Errors
/// `invalid` for a language that there is not.
pub(super) fn choose_language(
    cx: &mut Cx<'_>,
    wanted: &Valid<MailLanguage>,
) -> Result<MailLanguage, Failure> {
    access::may(cx.viewer, Permission::ManageOwnAccount, own())?;
    let Some(language) = Language::from_tag(&wanted.language) else {
        let fault = FieldError::new("language", field::NOT_ONE_OF).with("allowed", "id, en");
        return Err(Refusal::invalid(vec![fault]).into());
    };
    mail::choose_language(cx.db, &cx.viewer.user, language, cx.now)?;
    let payload = json!({"language": language.tag()});
    let subject = Subject::user(&cx.viewer.user);
    let act = EventType::MailLanguageChosen;
    ledger::append(cx.db, Event { actor: Some(&cx.viewer.user), act, subject, payload }, cx.now)?;
    Ok(MailLanguage::clone(wanted))
}

fn own() -> Facts {
    Facts::NONE.with(Relation::Own, true)
}
