//! The two notices: letters to all affected people who were not informed yet, and the note that the
//! authority was informed.

use super::super::store;
use super::super::{
    Audience, AuthorityNotice, Breach, Case, Notice, SubjectNotice, letters, rules,
};
use super::{open_case, read, record};
use crate::kernel::access::Viewer;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{BreachId, RecordId, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::EventType;
use crate::platform::mail;
use serde_json::json;

/// A notice without the fields of only one audience.
fn blank(
    audience: Audience,
    given_at: Timestamp,
    late: String,
    by: (&UserId, Timestamp),
) -> Notice {
    Notice {
        audience,
        given_at,
        late_reason: Some(late).filter(|reason| !reason.is_empty()),
        people: 0,
        how: None,
        handling: None,
        contact: None,
        medium: None,
        reference: None,
        noted_by: by.0.clone(),
        noted_at: by.1,
    }
}

fn keep(cx: &mut Cx<'_>, breach: &Breach, notice: &Notice) -> Result<RecordId, Failure> {
    let id = RecordId::new()?;
    store::insert_notice(cx.db, &id, breach, notice)?;
    let payload = json!({
        "audience": notice.audience, "given_at": notice.given_at, "letters": notice.people,
        "late": notice.late_reason.is_some(),
    });
    record(cx, (EventType::BreachNotified, &breach.id), payload)?;
    Ok(id)
}

/// Sends one letter to each affected person who has not had one; to all or to none.
///
/// # Errors
/// `forbidden`, `not_found`, `breach_closed`, `nobody_to_inform`, `invalid`.
pub(in crate::features::breaches) fn inform_subjects(
    cx: &mut Cx<'_>,
    (id, notice): (&BreachId, &Valid<SubjectNotice>),
) -> Result<Case, Failure> {
    let breach = open_case(cx, id)?;
    let sound = rules::check_subject_notice(notice, breach.due_at, cx.now)?;
    let people = store::uninformed_of(cx.db, id)?;
    if people.is_empty() {
        return Err(Failure::refused(rules::NOBODY_TO_INFORM));
    }
    mail::post_all(cx.db, &letters::notices(&people, &breach, &sound), cx.now)?;
    let late = sound.late_reason;
    let kept = Notice {
        people: i64::try_from(people.len()).unwrap_or(i64::MAX),
        how: Some(sound.how),
        handling: Some(sound.handling),
        contact: Some(sound.contact),
        ..blank(Audience::Subjects, cx.now, late, (&cx.viewer.user, cx.now))
    };
    let notice = keep(cx, &breach, &kept)?;
    store::set_informed(cx.db, id, &notice)?;
    read(cx, id)
}

/// Notes that the authority was informed; possible once.
///
/// # Errors
/// `forbidden`, `not_found`, `breach_closed`, `authority_informed`, `invalid`.
pub(in crate::features::breaches) fn inform_authority(
    cx: &mut Cx<'_>,
    (id, notice): (&BreachId, &Valid<AuthorityNotice>),
) -> Result<Case, Failure> {
    let breach = open_case(cx, id)?;
    let clock = (breach.discovered_at, breach.due_at);
    let sound = rules::check_authority_notice(notice, clock, cx.now)?;
    if breach.authority.given_at.is_some() {
        return Err(Failure::refused(rules::AUTHORITY_INFORMED));
    }
    let by = (&cx.viewer.user, cx.now);
    let kept = Notice {
        medium: Some(sound.medium),
        reference: Some(sound.reference),
        ..blank(Audience::Authority, sound.given_at, sound.late_reason, by)
    };
    keep(cx, &breach, &kept)?;
    read(cx, id)
}
