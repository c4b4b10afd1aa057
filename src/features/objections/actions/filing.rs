//! The candidate files an objection, optionally with a file, and may withdraw it before the ruling.

use super::{ObjectionContext, for_candidate, stand};
use crate::features::accounts::{holders_of, why_not_apart};
use crate::features::conflicts::is_conflicted;
use crate::features::decisions;
use crate::features::objections::rules::{self, Step, transition};
use crate::features::objections::store::{self, Filing};
use crate::features::objections::{Attachment, NewObjection, Objection, Subject, letters};
use crate::kernel::access::{self, Permission, Role, Viewer};
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{ObjectionId, ProposalId};
use crate::platform::db::Db;
use crate::platform::files::{self, Limit, MediaType};
use crate::platform::ledger::{self, Event, EventType};
use crate::platform::mail;
use serde_json::json;

/// A file that is already at its place on disk.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// The sender's name for it; made safe here.
    pub file_name: String,
    pub size: u64,
    pub sha256: String,
}

impl NewFile {
    /// As it is stored.
    pub fn attachment(&self) -> Attachment {
        Attachment {
            file_name: files::label(&self.file_name, "lampiran", MediaType::Pdf),
            size: self.size,
            sha256: self.sha256.clone(),
        }
    }
}

/// The size and types that an attachment may have.
fn limit() -> (Limit, Vec<MediaType>) {
    let limit = Limit { bytes: rules::ATTACHMENT_BYTES, exceeded: rules::ATTACHMENT_TOO_LARGE };
    (limit, vec![MediaType::Pdf])
}

/// On which subjects this person may object now; checked before the first byte of a file is read.
///
/// # Errors
/// `not_found`; `wrong_phase` outside the window.
pub fn may_file(
    db: &mut Db,
    viewer: &Viewer,
    proposal: &ProposalId,
    now: Timestamp,
) -> Result<(Vec<Subject>, Limit, Vec<MediaType>), Failure> {
    let scene = ObjectionContext::load(db, viewer, proposal, now)?;
    let filed = store::on_proposal(db, proposal, now)?;
    let subjects = subjects_in(db, viewer, &scene, &filed, now)?;
    let (limit, formats) = limit();
    Ok((subjects, limit, formats))
}

/// On which subjects this person may object now, given these existing objections.
pub(super) fn subjects_in(
    db: &mut Db,
    viewer: &Viewer,
    scene: &ObjectionContext,
    filed: &[Objection],
    now: Timestamp,
) -> Result<Vec<Subject>, Failure> {
    access::may(viewer, Permission::FileObjection, scene.facts)?;
    let of = (&scene.proposal, &scene.call);
    let outcome = decisions::actions::own_result_in(db, viewer, of, now)?.outcome;
    let is_free = |subject: &Subject| {
        subject.is_open(outcome) && !filed.iter().any(|one| one.subject == *subject)
    };
    Ok(Subject::ALL.into_iter().filter(is_free).collect())
}

/// Files an objection; `answer_days` is the appeal team's time to answer.
///
/// # Errors
/// `not_found`; `wrong_phase` outside the window; `objection_twice`, `subject_not_open`,
/// `objection_length`.
pub fn file(
    db: &mut Db,
    viewer: &Viewer,
    (proposal, new): (&ProposalId, &NewObjection),
    answer_days: i64,
    now: Timestamp,
) -> Result<Objection, Failure> {
    let scene = ObjectionContext::load(db, viewer, proposal, now)?;
    access::may(viewer, Permission::FileObjection, scene.facts)?;
    let reason = rules::check_reason(&new.reason)?;
    let of = (&scene.proposal, &scene.call);
    let outcome = decisions::actions::own_result_in(db, viewer, of, now)?.outcome;
    if !new.subject.is_open(outcome) {
        return Err(Failure::field("subject", rules::SUBJECT_NOT_OPEN));
    }
    if store::has_one(db, proposal, new.subject)? {
        return Err(Refusal::new(rules::OBJECTION_TWICE).into());
    }
    let id = ObjectionId::new()?;
    let event = Event {
        actor: Some(&viewer.user),
        act: EventType::ObjectionFiled,
        subject: ledger::Subject::objection(&id),
        payload: json!({
            "call": scene.call.id, "proposal": proposal, "subject": new.subject,
            "reason_hash": canonical::sha256_hex(&reason),
            "attachment_sha256": new.attachment.as_ref().map(|file| &file.sha256),
        }),
    };
    let head = ledger::append(db, event, now)?;
    let filing = Filing {
        id: &id,
        call: &scene.call.id,
        proposal,
        filed_at: now,
        due_at: now.plus_days(answer_days.max(1)),
        ledger: &head,
    };
    let new = NewObjection { reason, ..new.clone() };
    store::insert(db, &filing, &new)?;
    let objection = store::find(db, &id, now)?.ok_or_else(Failure::not_found)?;
    tell(db, viewer, (&scene, &objection), now)?;
    Ok(for_candidate(objection))
}

/// Sends the receipt to the candidate, and the task to the members of the appeal team who may rule.
fn tell(
    db: &mut Db,
    viewer: &Viewer,
    (scene, objection): (&ObjectionContext, &Objection),
    now: Timestamp,
) -> Result<(), Failure> {
    let hands = super::hands_on(db, &scene.proposal)?;
    let mut team = Vec::new();
    for person in holders_of(db, Role::Appeal)? {
        let is_free = rules::check_disjoint(&person, &hands).is_ok()
            && why_not_apart(db, Permission::RuleObjection, &person, &hands.acted())?.is_none();
        if is_free && !is_conflicted(db, &person, &scene.proposal.id)? {
            team.push(letters::to_rule(&person, objection));
        }
    }
    team.push(letters::received(&viewer.user, objection));
    mail::post_all(db, &team, now)
}

/// Whether a file may be added to an objection, and its largest size.
///
/// # Errors
/// `not_found`, `wrong_phase`, `objection_state`, `attachment_twice`.
pub fn may_attach(
    db: &mut Db,
    viewer: &Viewer,
    id: &ObjectionId,
    now: Timestamp,
) -> Result<(Limit, Vec<MediaType>), Failure> {
    let (objection, _) = stand(db, viewer, (Permission::FileObjection, id), now)?;
    transition(objection.state, Step::Withdraw)?;
    if objection.attachment.is_some() {
        return Err(Failure::refused(rules::ATTACHMENT_TWICE));
    }
    Ok(limit())
}

/// Adds a file to an objection that was filed without one.
///
/// # Errors
/// As [`may_attach`], checked again: the window may have closed in between.
pub fn attach(
    db: &mut Db,
    viewer: &Viewer,
    (id, new): (&ObjectionId, &NewFile),
    now: Timestamp,
) -> Result<Objection, Failure> {
    may_attach(db, viewer, id, now)?;
    let attachment = new.attachment();
    store::attach(db, id, &attachment)?;
    let event = Event {
        actor: Some(&viewer.user),
        act: EventType::ObjectionAttached,
        subject: ledger::Subject::objection(id),
        payload: json!({"attachment_sha256": attachment.sha256, "size": attachment.size}),
    };
    ledger::append(db, event, now)?;
    super::read(db, viewer, id, now)
}

/// Withdraws an objection before the ruling. It stays on the record; a second one on the subject is
/// not possible.
///
/// # Errors
/// `not_found`, `objection_state`.
pub fn withdraw(
    db: &mut Db,
    viewer: &Viewer,
    id: &ObjectionId,
    now: Timestamp,
) -> Result<Objection, Failure> {
    let (objection, scene) = stand(db, viewer, (Permission::WithdrawObjection, id), now)?;
    transition(objection.state, Step::Withdraw)?;
    store::set_withdrawn(db, id, objection.state)?;
    let event = Event {
        actor: Some(&viewer.user),
        act: EventType::ObjectionWithdrawn,
        subject: ledger::Subject::objection(id),
        payload: json!({"call": scene.call.id, "proposal": objection.proposal}),
    };
    ledger::append(db, event, now)?;
    super::read(db, viewer, id, now)
}
