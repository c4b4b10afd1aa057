//! The appeal team takes an objection, gives it back, or rules on it. People who were involved in
//! the proposal are refused for what they did, whatever role they have.

use super::late::runners_of;
use super::{ObjectionContext, stand};
use crate::features::accounts::stand_apart;
use crate::features::calls;
use crate::features::decisions;
use crate::features::objections::rules::{self, Involvement, Step, check_disjoint, transition};
use crate::features::objections::store;
use crate::features::objections::{
    Answer, Kind, Objection, Remedy, Ruling, Standing, State, letters,
};
use crate::features::proposals::actions::verification::restore_eligibility;
use crate::features::proposals::{self, Proposal};
use crate::features::reviews;
use crate::kernel::access::{Facts, Permission, Permitted, Viewer};
use crate::kernel::canonical;
use crate::kernel::clock::{Timestamp, Told};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::ObjectionId;
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail;
use serde_json::json;

/// Those who verified, scored or decided a proposal.
pub fn hands_on(db: &mut Db, proposal: &Proposal) -> Result<Involvement, Failure> {
    Ok(Involvement {
        verified: proposals::verifiers_of(db, &proposal.id)?,
        scored: reviews::reviewers_of(db, &proposal.id)?,
        decided: decisions::deciders_of(db, &proposal.call)?,
        signed: decisions::signers_of(db, &proposal.call)?,
    })
}

/// Checks that the ruler was not involved, and is independent of all who were.
fn apart(cx: &mut Cx<'_>, scene: &ObjectionContext) -> Result<(), Failure> {
    let hands = hands_on(cx.db, &scene.proposal)?;
    check_disjoint(&cx.viewer.user, &hands)?;
    stand_apart(cx.db, Permission::RuleObjection, &cx.viewer.user, &hands.acted())
}

/// Takes an objection in order to rule on it.
///
/// # Errors
/// `not_found` in conflict; `ruler_not_disjoint`, `not_independent`, `objection_state`.
pub fn take(cx: &mut Cx<'_>, id: &ObjectionId) -> Result<Objection, Failure> {
    let (objection, scene) = stand(cx, (Permission::RuleObjection, id))?;
    transition(objection.state(), Step::Take)?;
    apart(cx, &scene)?;
    store::move_to(
        cx.db,
        &objection,
        &Standing::Taken { by: Some(cx.viewer.user.clone()) },
        cx.now,
    )?;
    record(cx, (EventType::ObjectionTaken, &objection), json!({}))?;
    super::read(cx, id)
}

/// Gives an objection back to the team.
///
/// # Errors
/// `not_found`, `objection_state`, `objection_taken_by_another`.
pub fn release(cx: &mut Cx<'_>, id: &ObjectionId) -> Result<Objection, Failure> {
    let (objection, _) = stand(cx, (Permission::RuleObjection, id))?;
    transition(objection.state(), Step::Release)?;
    taken_by(cx.viewer, &objection)?;
    store::move_to(cx.db, &objection, &Standing::Filed, cx.now)?;
    record(cx, (EventType::ObjectionReleased, &objection), json!({}))?;
    super::read(cx, id)
}

/// Rules: upheld with a remedy, or rejected; both with a reason. Upholding applies the remedy and
/// puts the call's result under revision.
///
/// # Errors
/// As [`release`]; `ruler_not_disjoint`; `remedy_not_fitting`, `remedy_sheet_unknown`.
pub fn rule(
    cx: &mut Cx<'_>,
    id: &ObjectionId,
    ruling: &Valid<Ruling>,
) -> Result<Objection, Failure> {
    let (objection, scene) = stand(cx, (Permission::RuleObjection, id))?;
    let step = if ruling.remedy.is_some() { Step::Uphold } else { Step::Reject };
    transition(objection.state(), step)?;
    taken_by(cx.viewer, &objection)?;
    apart(cx, &scene)?;
    let Ruling { reason, remedy: ordered } = ruling.kept()?;
    if let Some(remedy) = &ordered {
        if !rules::fits(objection.subject, remedy) {
            return Err(Failure::field("remedy", rules::REMEDY_NOT_FITTING));
        }
        match objection.kind {
            // Nothing was announced: the proposal goes to the review with the rest.
            Kind::Administrative => {
                restore_eligibility(cx.db, &cx.viewer.user, &scene.proposal.id, cx.now)?;
            }
            Kind::Final => {
                carry_out(cx, (&scene, remedy))?;
                calls::open_revision(cx.db, &scene.call.id, cx.now)?;
            }
        }
    }
    let answer = Answer {
        by: Some(cx.viewer.user.clone()),
        at: Told::exactly(cx.now),
        text: reason.clone(),
    };
    let (act, to) = match ordered.clone() {
        Some(remedy) => {
            (EventType::ObjectionUpheld, Standing::Upheld { answer: answer.clone(), remedy })
        }
        None => (EventType::ObjectionRejected, Standing::Rejected { answer: answer.clone() }),
    };
    store::move_to(cx.db, &objection, &to, cx.now)?;
    let payload = json!({"reason_hash": canonical::sha256_hex(&reason), "remedy": ordered});
    record(cx, (act, &objection), payload)?;
    let ruled = super::read(cx, id)?;
    mail::post(cx.db, &letters::ruled(&scene.proposal.candidate, (&ruled, &answer)), cx.now)?;
    match ruled.kind {
        Kind::Administrative => tell_of_restored(cx.db, &scene, (&ruled, &answer), cx.now)?,
        Kind::Final => tell_of_orders(cx.db, &scene, (&ruled, &answer), cx.now)?,
    }
    Ok(ruled)
}

/// Notifies those who assign reviewers that one more proposal is in the review.
fn tell_of_restored(
    db: &mut Db,
    scene: &ObjectionContext,
    (ruled, answer): (&Objection, &Answer),
    now: Timestamp,
) -> Result<(), Failure> {
    if ruled.state() != State::Upheld {
        return Ok(());
    }
    let ends = scene.call.calendar.review_ends_at;
    let people = runners_of(db, &scene.proposal.id)?;
    let posts: Vec<_> =
        people.iter().map(|to| letters::restored(to, (ruled, answer), ends)).collect();
    mail::post_all(db, &posts, now)
}

/// Notifies those who can assign the ordered sheets.
fn tell_of_orders(
    db: &mut Db,
    scene: &ObjectionContext,
    (ruled, answer): (&Objection, &Answer),
    now: Timestamp,
) -> Result<(), Failure> {
    let orders = reviews::free_orders(db, &scene.proposal.id)?;
    if ruled.state() != State::Upheld || orders == 0 {
        return Ok(());
    }
    let people = runners_of(db, &scene.proposal.id)?;
    let posts: Vec<_> =
        people.iter().map(|to| letters::to_carry_out(to, (ruled, answer), orders)).collect();
    mail::post_all(db, &posts, now)
}

/// Applies a remedy to the sheets and the finding; existing ones are not changed.
fn carry_out(
    cx: &mut Cx<'_>,
    (scene, remedy): (&ObjectionContext, &Remedy),
) -> Result<(), Failure> {
    let proposal = &scene.proposal.id;
    let sheets = reviews::labelled_sheets(cx.db, proposal)?;
    match remedy {
        Remedy::RestoreEligibility {} => {
            restore_eligibility(cx.db, &cx.viewer.user, proposal, cx.now)?;
        }
        Remedy::ExcludeSheet { letter } => {
            let sheet = sheets
                .get(letter)
                .ok_or_else(|| Failure::field("remedy.letter", rules::REMEDY_SHEET_UNKNOWN))?;
            reviews::exclude_sheet(cx.db, &sheet.assignment, &cx.viewer.user, cx.now)?;
        }
        Remedy::ReviewAgain {} | Remedy::DecideAnew {} => {}
    }
    let needed = scene.call.definition.panel.sheets_per_proposal;
    for _ in 0..rules::sheets_to_order(remedy, sheets.len(), needed) {
        reviews::order_sheet(cx.db, proposal, &cx.viewer.user, cx.now)?;
    }
    Ok(())
}

/// What somebody may do with an objection as it stands, by the rules that the acts themselves ask, beside what is
/// found out about them when they do it. Ruling begins with taking it.
pub fn permitted_on(viewer: &Viewer, objection: &Objection, facts: Facts) -> Permitted {
    let lets = |step| transition(objection.state(), step).is_ok();
    let rules = lets(Step::Reject) && taken_by(viewer, objection).is_ok();
    Permitted::of(viewer, facts).only_if(Permission::RuleObjection, lets(Step::Take) || rules)
}

fn taken_by(viewer: &Viewer, objection: &Objection) -> Result<(), Failure> {
    if objection.standing.taken_by() == Some(&viewer.user) {
        return Ok(());
    }
    Err(Refusal::new(rules::OBJECTION_TAKEN_BY_ANOTHER).into())
}

fn record(
    cx: &mut Cx<'_>,
    (act, objection): (EventType, &Objection),
    mut payload: serde_json::Value,
) -> Result<(), Failure> {
    if let Some(fields) = payload.as_object_mut() {
        fields.insert("proposal".to_owned(), json!(objection.proposal));
        fields.insert("subject".to_owned(), json!(objection.subject));
    }
    let subject = Subject::objection(&objection.id);
    ledger::append(cx.db, Event { actor: Some(&cx.viewer.user), act, subject, payload }, cx.now)
        .map(|_| ())
}
