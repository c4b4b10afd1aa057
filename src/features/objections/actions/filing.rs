//! The candidate files an objection, optionally with a file, and may withdraw it before the ruling.

use super::{ObjectionContext, for_candidate, stand};
use crate::features::accounts::{holders_of, why_not_apart};
use crate::features::conflicts::is_conflicted;
use crate::features::decisions;
use crate::features::objections::rules::{self, Step, transition};
use crate::features::objections::store::{self, Filing};
use crate::features::objections::{
    Attachment, Kind, NewObjection, Objection, Standing, Subject, letters,
};
use crate::features::proposals;
use crate::kernel::access::{self, Permission, Role};
use crate::kernel::canonical;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{ObjectionId, ProposalId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::files::{Allowed, Limit, MediaType, NewFile};
use crate::platform::ledger::{self, Event, EventType};
use crate::platform::mail;
use serde_json::json;

/// The size and types that an attachment may have.
fn allowed() -> Allowed {
    let limit = Limit { bytes: rules::ATTACHMENT_BYTES, exceeded: rules::ATTACHMENT_TOO_LARGE };
    Allowed { limit, formats: vec![MediaType::Pdf], otherwise: "lampiran" }
}

/// Whether this person may object now, and what the attachment may be; asked before the first byte of a file is read.
///
/// # Errors
/// `not_found`; `wrong_phase` outside the window.
pub fn may_file(cx: &mut Cx<'_>, proposal: &ProposalId) -> Result<Allowed, Failure> {
    let scene = ObjectionContext::load(cx, proposal)?;
    let filed = store::on_proposal(cx.db, proposal, cx.now)?;
    subjects_in(cx, &scene, &filed)?;
    Ok(allowed())
}

/// On which subjects this person may object now, given these existing objections.
pub(super) fn subjects_in(
    cx: &mut Cx<'_>,
    scene: &ObjectionContext,
    filed: &[Objection],
) -> Result<Vec<Subject>, Failure> {
    access::may(cx.viewer, Permission::FileObjection, scene.facts)?;
    let open = open_in(cx, scene)?;
    let is_filed = |subject: &Subject| filed.iter().any(|one| one.subject == *subject);
    Ok(open.into_iter().filter(|subject| !is_filed(subject)).collect())
}

/// On which subjects the result of the moment can be objected to: the administrative one before the review, then the
/// announced one.
fn open_in(cx: &mut Cx<'_>, scene: &ObjectionContext) -> Result<Vec<Subject>, Failure> {
    let (proposal, call) = (&scene.proposal, &scene.call);
    if scene.kind() == Kind::Administrative {
        if !rules::is_administrative_open(&call.calendar, proposal.state(), cx.now) {
            return Err(Failure::refused(rules::ADMINISTRATIVE_NOT_OPEN));
        }
        return Ok(vec![Subject::Verification]);
    }
    let outcome = decisions::actions::own_result_in(cx, (proposal, call))?.outcome;
    let mut open: Vec<Subject> =
        Subject::ALL.into_iter().filter(|subject| subject.is_open(outcome)).collect();
    if call.calendar.administrative.is_some() && open.contains(&Subject::Verification) {
        let found_at = proposals::found_at(cx.db, &proposal.id)?;
        if !rules::is_finding_open(&call.calendar, found_at) {
            open.retain(|subject| *subject != Subject::Verification);
        }
    }
    Ok(open)
}

/// Files an objection; `answer_days` is the appeal team's time to answer.
///
/// # Errors
/// `not_found`; `wrong_phase` outside the window; `objection_twice`, `subject_not_open`.
pub fn file(
    cx: &mut Cx<'_>,
    (proposal, new, attachment): (&ProposalId, &Valid<NewObjection>, Option<&Attachment>),
    answer_days: i64,
) -> Result<Objection, Failure> {
    let scene = ObjectionContext::load(cx, proposal)?;
    access::may(cx.viewer, Permission::FileObjection, scene.facts)?;
    let NewObjection { subject, reason } = new.kept()?;
    if !open_in(cx, &scene)?.contains(&subject) {
        return Err(Failure::field("subject", rules::SUBJECT_NOT_OPEN));
    }
    if store::has_one(cx.db, proposal, subject)? {
        return Err(Refusal::new(rules::OBJECTION_TWICE).into());
    }
    let id = ObjectionId::new()?;
    let event = Event {
        actor: Some(&cx.viewer.user),
        act: EventType::ObjectionFiled,
        subject: ledger::Subject::objection(&id),
        payload: json!({
            "call": scene.call.id, "proposal": proposal, "subject": subject, "kind": scene.kind(),
            "reason_hash": canonical::sha256_hex(&reason),
            "attachment_sha256": attachment.map(|file| &file.sha256),
        }),
    };
    let head = ledger::append(cx.db, event, cx.now)?;
    let filing = Filing {
        id: &id,
        call: &scene.call.id,
        proposal,
        kind: scene.kind(),
        filed_at: cx.now,
        due_at: match scene.kind() {
            // Before the review, whatever the usual time.
            Kind::Administrative => scene.call.calendar.review_begins_at(),
            Kind::Final => cx.now.plus_days(answer_days.max(1)),
        },
        ledger: &head,
    };
    store::insert(cx.db, &filing, (&NewObjection { subject, reason }, attachment))?;
    let objection = store::find(cx.db, &id, cx.now)?.ok_or_else(Failure::not_found)?;
    tell(cx, (&scene, &objection))?;
    Ok(for_candidate(objection))
}

/// Sends the receipt to the candidate, and the task to the members of the appeal team who may rule.
fn tell(
    cx: &mut Cx<'_>,
    (scene, objection): (&ObjectionContext, &Objection),
) -> Result<(), Failure> {
    let hands = super::hands_on(cx.db, &scene.proposal)?;
    let mut team = Vec::new();
    for person in holders_of(cx.db, Role::Appeal)? {
        let is_free = rules::check_disjoint(&person, &hands).is_ok()
            && why_not_apart(cx.db, Permission::RuleObjection, &person, &hands.acted())?.is_none();
        if is_free && !is_conflicted(cx.db, &person, &scene.proposal.id)? {
            team.push(letters::to_rule(&person, objection));
        }
    }
    team.push(letters::received(&cx.viewer.user, objection));
    mail::post_all(cx.db, &team, cx.now)
}

/// Whether a file may be added to an objection, and its largest size.
///
/// # Errors
/// `not_found`, `wrong_phase`, `objection_state`, `attachment_twice`.
pub fn may_attach(cx: &mut Cx<'_>, id: &ObjectionId) -> Result<Allowed, Failure> {
    let (objection, scene) = stand(cx, (Permission::FileObjection, id))?;
    transition(objection.state(), Step::Withdraw)?;
    let window = scene.call.calendar.administrative_window(cx.now);
    if objection.kind == Kind::Administrative && window.is_none() {
        return Err(Failure::refused(rules::ADMINISTRATIVE_NOT_OPEN));
    }
    if objection.attachment.is_some() {
        return Err(Failure::refused(rules::ATTACHMENT_TWICE));
    }
    Ok(allowed())
}

/// Adds a file to an objection that was filed without one.
///
/// # Errors
/// As [`may_attach`], checked again: the window may have closed in between.
pub fn attach(cx: &mut Cx<'_>, (id, new): (&ObjectionId, &NewFile)) -> Result<Objection, Failure> {
    may_attach(cx, id)?;
    let attachment = Attachment::from(new);
    store::attach(cx.db, id, &attachment)?;
    let event = Event {
        actor: Some(&cx.viewer.user),
        act: EventType::ObjectionAttached,
        subject: ledger::Subject::objection(id),
        payload: json!({"attachment_sha256": attachment.sha256, "size": attachment.size}),
    };
    ledger::append(cx.db, event, cx.now)?;
    super::read(cx, id)
}

/// Withdraws an objection before the ruling. It stays on the record; a second one on the subject is
/// not possible.
///
/// # Errors
/// `not_found`, `objection_state`.
pub fn withdraw(cx: &mut Cx<'_>, id: &ObjectionId) -> Result<Objection, Failure> {
    let (objection, scene) = stand(cx, (Permission::WithdrawObjection, id))?;
    transition(objection.state(), Step::Withdraw)?;
    let to = Standing::Withdrawn { taken_by: objection.standing.taken_by().cloned() };
    store::move_to(cx.db, &objection, &to, cx.now)?;
    let event = Event {
        actor: Some(&cx.viewer.user),
        act: EventType::ObjectionWithdrawn,
        subject: ledger::Subject::objection(id),
        payload: json!({"call": scene.call.id, "proposal": objection.proposal}),
    };
    ledger::append(cx.db, event, cx.now)?;
    super::read(cx, id)
}
