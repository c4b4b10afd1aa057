//! The plan of use after the return, and the commitment of the owner unit's heads.

use super::{StudyContext, plan_in};
use crate::features::accounts::holders_of;
use crate::features::studies::rules::{self, reports};
use crate::features::studies::store;
use crate::features::studies::{
    Change, Commitment, CommitmentVerdict, NewCommitment, Request, RequestState, RulingVerdict,
    Side, Study, StudyDetails, Use, UseReport, UseRevision, UseState, letters,
};
use crate::kernel::access::{Permission, Permitted, Role};
use crate::kernel::canonical;
use crate::kernel::errors::{Failure, FieldError, Refusal};
use crate::kernel::ids::{AwardId, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::EventType;
use crate::platform::mail;
use serde_json::json;

fn runs(study: &Study) -> bool {
    study.returned_on.is_some() && reports::owes(study.state)
}

/// Whether the reader may say now what became of an activity of their own plan.
pub fn may_report_use(permitted: &Permitted, study: &Study) -> bool {
    permitted.allows(Permission::WriteStudy) && runs(study)
}

/// Whether the reader may move, hand over and drop activities for the owner unit now.
pub fn may_revise_use(permitted: &Permitted, study: &Study) -> bool {
    permitted.allows(Permission::AgreeStudy) && runs(study)
}

fn find(cx: &mut Cx<'_>, (id, number): (&AwardId, u16)) -> Result<Use, Failure> {
    let uses = store::uses_of(cx.db, id)?;
    uses.into_iter().find(|one| one.number == number).ok_or_else(Failure::not_found)
}

/// One activity of the plan of use.
///
/// # Errors
/// `not_found`.
pub fn use_of(cx: &mut Cx<'_>, of: (&AwardId, u16)) -> Result<(StudyContext, Use), Failure> {
    let context = StudyContext::load(cx, of.0)?;
    let one = find(cx, of)?;
    Ok((context, one))
}

/// The same, for an act on it.
fn changeable(
    cx: &mut Cx<'_>,
    act: Permission,
    of: (&AwardId, u16),
) -> Result<(StudyContext, Use), Failure> {
    let context = StudyContext::load_for(cx, act, of.0)?;
    let one = find(cx, of)?;
    if !runs(&context.study) {
        let state = context.study.state.name();
        return Err(Refusal::new(rules::STUDY_STATE).with("state", state).into());
    }
    Ok((context, one))
}

/// The graduate says what became of an activity. Mentor and owner unit are told.
///
/// # Errors
/// `not_found`; `study_state`; `use_moved_by_owner`; `changed_meanwhile`.
pub fn report_use(
    cx: &mut Cx<'_>,
    of: (&AwardId, u16),
    report: &Valid<UseReport>,
) -> Result<Use, Failure> {
    let (context, old) = changeable(cx, Permission::WriteStudy, of)?;
    let UseReport { state, note } = report.kept()?;
    if state == UseState::Dropped {
        return Err(Failure::field("state", rules::USE_MOVED_BY_OWNER));
    }
    let told = super::reports::readers_of(cx.db, &context.study)?;
    write(cx, &context, (&old, Use { state, note: Some(note), ..old.clone() }), &told)
}

/// The owner unit moves an activity, hands it over, drops it or opens it again. The graduate is told.
///
/// # Errors
/// `not_found`; `study_state`; `use_before_return`; `changed_meanwhile`.
pub fn revise_use(
    cx: &mut Cx<'_>,
    of: (&AwardId, u16),
    revision: &Valid<UseRevision>,
) -> Result<Use, Failure> {
    let (context, old) = changeable(cx, Permission::AgreeStudy, of)?;
    let UseRevision { state, due_on, responsible, note } = revision.kept()?;
    if let Some(day) = context.study.returned_on.filter(|day| due_on < *day) {
        let fault = FieldError::new("due_on", rules::USE_BEFORE_RETURN).with("day", day);
        return Err(Refusal::invalid(vec![fault]).into());
    }
    let told = [context.study.candidate.clone()];
    let new = Use { state, due_on, responsible, note: Some(note), ..old.clone() };
    write(cx, &context, (&old, new), &told)
}

fn write(
    cx: &mut Cx<'_>,
    context: &StudyContext,
    (old, new): (&Use, Use),
    told: &[UserId],
) -> Result<Use, Failure> {
    let (changed_by, changed_at) = (Some(cx.viewer.user.clone()), Some(cx.now));
    let new = Use { changed_by, changed_at, ..new };
    let study = &context.study;
    store::change_use(cx.db, &study.id, (old.changed_at, &new))?;
    let payload = json!({
        "number": new.number, "state": new.state, "due_on": new.due_on,
        "text_hash": canonical::hash_of(&json!([new.responsible, new.note]))?,
    });
    context.record(cx, EventType::StudyUseChanged, payload)?;
    let letters: Vec<_> =
        told.iter().map(|person| letters::use_changed(person, study, &new)).collect();
    mail::post_all(cx.db, &letters, cx.now)?;
    Ok(new)
}

/// Who agreed to the plan for the owner unit.
fn agreed(requests: &[Request]) -> impl Iterator<Item = &UserId> {
    let plans = requests.iter().filter(|one| {
        one.state == RequestState::Approved && matches!(one.after, Change::Plan { .. })
    });
    let rulings = plans.flat_map(|one| &one.rulings);
    rulings
        .filter(|one| one.side == Side::Owner && one.verdict == RulingVerdict::Approved)
        .map(|one| &one.ruled_by)
}

/// Whether this head of the owner unit has neither agreed to the plan nor said since whether the unit stands by it.
/// Nobody is asked before there is a plan, and when the study has ended.
pub(in crate::features::studies) fn is_to_commit(
    head: &UserId,
    study: &Study,
    (requests, given): (&[Request], &[Commitment]),
) -> bool {
    let is_running = !study.state.is_final() && !study.state.is_before();
    is_running
        && plan_in(requests).is_some()
        && !agreed(requests).any(|one| one == head)
        && !given.iter().any(|one| one.head == *head)
}

/// Whether the reader is asked to say that the unit stands by what it agreed to.
pub fn commitment_waits(permitted: &Permitted, details: &StudyDetails, reader: &UserId) -> bool {
    let of = (details.requests.as_slice(), details.commitments.as_slice());
    permitted.allows(Permission::AgreeStudy) && is_to_commit(reader, &details.study, of)
}

/// Whether the reader may say it now, asked or not: what was agreed can be renegotiated at any time.
pub fn may_commit(permitted: &Permitted, study: &Study) -> bool {
    permitted.allows(Permission::AgreeStudy) && !study.state.is_final() && !study.state.is_before()
}

/// A head of the owner unit stands by what the unit agreed to, or says what must change.
///
/// # Errors
/// `not_found`; `study_state`; `words_needed`.
pub fn commit(
    cx: &mut Cx<'_>,
    id: &AwardId,
    new: &Valid<NewCommitment>,
) -> Result<Commitment, Failure> {
    let context = StudyContext::load_for(cx, Permission::AgreeStudy, id)?;
    let study = &context.study;
    if !may_commit(context.permitted(), study) {
        return Err(Refusal::new(rules::STUDY_STATE).with("state", study.state.name()).into());
    }
    let NewCommitment { verdict, words } = new.kept()?;
    let words = words.filter(|words| !words.trim().is_empty());
    if verdict == CommitmentVerdict::Renegotiated && words.is_none() {
        return Err(Failure::field("words", rules::WORDS_NEEDED));
    }
    let head = cx.viewer.user.clone();
    let given = Commitment { head, verdict, words, given_at: cx.now };
    store::insert_commitment(cx.db, id, &given)?;
    let payload = json!({
        "verdict": verdict, "words_hash": given.words.as_ref().map(canonical::sha256_hex),
    });
    context.record(cx, EventType::StudyCommitted, payload)?;
    if verdict == CommitmentVerdict::Renegotiated {
        let mut told = holders_of(cx.db, Role::Secretariat)?;
        told.extend(study.mentor.clone());
        told.push(study.candidate.clone());
        told.retain(|person| *person != cx.viewer.user);
        told.sort_unstable();
        told.dedup();
        let words = given.words.as_deref().unwrap_or_default();
        let letters: Vec<_> =
            told.iter().map(|person| letters::renegotiated(person, study, words)).collect();
        mail::post_all(cx.db, &letters, cx.now)?;
    }
    Ok(given)
}
