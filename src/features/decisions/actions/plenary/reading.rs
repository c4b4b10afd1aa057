//! What is shown of the plenary: attendance and quorum to the panel and the office; dissents and the draft minutes to
//! those who attended and to the office. Who is in conflict with a proposal of the call reads no free words of others.

use super::{PlenaryContext, Sitting, equals, facts_in, sitting_for};
use crate::features::accounts::names_of;
use crate::features::calls::Call;
use crate::features::conflicts::{self, CallContext, Withheld};
use crate::features::decisions::actions::{Reading, papers, shown_in};
use crate::features::decisions::plenary::{
    Dissent, MinutesDraft, PlenaryView, ProposalTally, Remark, Seat, Signature,
};
use crate::features::decisions::rules::plenary::ties as rules;
use crate::features::decisions::store::plenary::{Of, SignatureRow};
use crate::features::decisions::ties::Equals;
use crate::features::decisions::{Decision, State, store};
use crate::features::proposals;
use crate::kernel::access::{self, Permission, Permitted, Phase, Relation};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, DecisionId, UserId};
use crate::kernel::language::Language;
use crate::platform::cx::Cx;
use crate::platform::db::Db;

/// The plenary of a call.
///
/// # Errors
/// `not_found`, also for a call whose rules do not speak of it; `wrong_phase`.
pub fn read_plenary(cx: &mut Cx<'_>, id: &CallId) -> Result<PlenaryView, Failure> {
    match sitting_for(cx, (Permission::ReadPlenary, id)) {
        Ok(of) => view(cx, &of),
        Err(Failure::Refused(refusal)) if refusal.code == super::rules::PLENARY_NOT_ASKED => {
            Err(Failure::not_found())
        }
        Err(other) => Err(other),
    }
}

/// The same after an act, for who was let do it.
pub(super) fn view_of(cx: &mut Cx<'_>, id: &CallId) -> Result<PlenaryView, Failure> {
    let of = sitting_for(cx, (Permission::ReadPlenary, id))?;
    view(cx, &of)
}

/// The page of the plenary: what is shown of it, the decision by name, and what the reader may do.
#[derive(Debug)]
pub struct MinutesPage {
    pub call: Call,
    pub phase: Phase,
    /// None: the call's rules do not speak of its plenary.
    pub view: Option<PlenaryView>,
    /// The decision that waits or stands, for those who were there and for the office.
    pub reading: Option<Reading>,
    pub permitted: Permitted,
    pub viewer: UserId,
}

/// Reads the page.
///
/// # Errors
/// `not_found`, `wrong_phase`.
pub fn read_minutes(cx: &mut Cx<'_>, id: &CallId) -> Result<MinutesPage, Failure> {
    let context = CallContext::find(cx, id)?;
    let facts = facts_in(cx, &context.call, context.facts)?;
    access::may(cx.viewer, Permission::ReadPlenary, facts)?;
    let viewer = cx.viewer.user.clone();
    let mut permitted = Permitted::of(cx.viewer, facts);
    let Some(sitting) = Sitting::of(cx.db, &context.call)? else {
        for act in
            [Permission::RecordAttendance, Permission::RecordTieVote, Permission::AnswerRemark]
        {
            permitted = permitted.only_if(act, false);
        }
        permitted = permitted.only_if(Permission::ProposeDecision, false);
        let CallContext { call, phase, .. } = context;
        return Ok(MinutesPage { call, phase, view: None, reading: None, permitted, viewer });
    };
    let of = PlenaryContext { context, sitting, facts };
    let shown = view(cx, &of)?;
    let decision = if was_there(cx, &of) { spoken_of(cx.db, id)? } else { None };
    let is_fair = of.context.withheld(cx.db)?.is_empty();
    let waits = decision.as_ref().is_some_and(|one| one.state() == State::Proposed);
    let is_waiting = store::waiting(cx.db, id)?.is_some();
    let is_open = waits || !is_waiting;
    let permitted = permitted
        .only_if(Permission::RecordAttendance, is_open)
        .only_if(Permission::RecordTieVote, !is_waiting)
        .only_if(Permission::SpeakInPlenary, is_open)
        .only_if(Permission::AnswerRemark, waits && is_fair)
        .only_if(Permission::ProposeDecision, waits);
    let reading = match decision {
        Some(decision) => {
            let named = proposals::named_of(cx.db, id)?;
            Some(shown_in(cx, &of.context, decision, &named)?)
        }
        None => None,
    };
    let CallContext { call, phase, .. } = of.context;
    Ok(MinutesPage { call, phase, view: Some(shown), reading, permitted, viewer })
}

/// The draft minutes as a document, for a member who attended.
///
/// # Errors
/// `not_found` for who did not; `minutes_closed`; `withheld_for_conflict` for who would get an incomplete one.
pub fn minutes_to_print(
    cx: &mut Cx<'_>,
    id: &DecisionId,
    language: Language,
) -> Result<papers::Draft, Failure> {
    let (decision, of) = super::decision_for(cx, (Permission::SpeakInPlenary, id))?;
    conflicts::refuse_incomplete(cx.db, &cx.viewer.user, &decision.call)?;
    papers::draft_minutes(cx.db, (of.context.call, decision), language, cx.now)
}

/// The decision of which the plenary speaks: the one that waits, or that stands.
fn spoken_of(db: &mut Db, id: &CallId) -> Result<Option<Decision>, Failure> {
    match store::waiting(db, id)? {
        Some(waiting) => Ok(Some(waiting)),
        None => store::standing(db, id),
    }
}

/// Whether the reader reads decisions anyway, or was there.
fn was_there(cx: &Cx<'_>, of: &PlenaryContext) -> bool {
    cx.viewer.may(Permission::ReadDecision, of.facts)
        || of.sitting.attended().contains(&cx.viewer.user)
}

fn view(cx: &mut Cx<'_>, of: &PlenaryContext) -> Result<PlenaryView, Failure> {
    let call = &of.context.call;
    let held = of.sitting.held(cx.db, call)?;
    let withheld = of.context.withheld(cx.db)?;
    let is_shown = |one: &ProposalTally| !withheld.hides_number(&one.number);
    let (mut dissents, mut draft, mut equals) = (Vec::new(), None, Vec::new());
    if was_there(cx, of) {
        equals = known_equals(cx.db, of, withheld)?;
        let decision = spoken_of(cx.db, &call.id)?;
        dissents = dissents_in(cx.db, call, decision.as_ref())?;
        if let Some(decision) = &decision {
            draft = draft_in(cx.db, decision)?;
        }
    }
    if !withheld.is_empty() {
        let own = |user: &UserId| user == &cx.viewer.user;
        dissents.retain(|one| own(&one.user));
        if let Some(draft) = &mut draft {
            draft.remarks.retain(|one| own(&one.user));
            for one in draft.signatures.iter_mut().filter(|one| !own(&one.user)) {
                one.reason = one.reason.take().map(|_| String::new());
            }
        }
    }
    Ok(PlenaryView {
        call: call.id.clone(),
        rules: of.sitting.rules,
        panel: seats(cx.db, &of.sitting)?,
        tally: held.tally,
        proposals: held.proposals.into_iter().filter(is_shown).collect(),
        equals,
        dissents,
        draft,
    })
}

/// The equal groups while there is something to decide, as this reader may know them.
fn known_equals(
    db: &mut Db,
    of: &PlenaryContext,
    withheld: &Withheld,
) -> Result<Vec<Equals>, Failure> {
    if of.context.phase != Phase::Plenary && !of.facts.has(Relation::Revising) {
        return Ok(Vec::new());
    }
    let mut equals = equals::equals_in(db, (&of.context.call, &of.sitting))?;
    equals.retain(|one| !one.numbers.iter().any(|number| withheld.hides_number(number)));
    Ok(if withheld.is_empty() { equals } else { rules::as_known_in_conflict(equals) })
}

fn seats(db: &mut Db, sitting: &Sitting) -> Result<Vec<Seat>, Failure> {
    let panel: Vec<UserId> = sitting.panel.iter().cloned().collect();
    let mut names = names_of(db, &panel)?;
    let seat = |user: UserId| {
        let recorded = sitting.recorded.iter().find(|(one, _)| one.user == user);
        Seat {
            name: names.remove(&user).unwrap_or_default(),
            presence: recorded.map(|(one, _)| one.presence),
            reason: recorded.and_then(|(one, _)| one.reason.clone()),
            recorded_at: recorded.map(|(_, at)| *at),
            user,
        }
    };
    let mut seats: Vec<Seat> = panel.into_iter().map(seat).collect();
    seats.sort_by(|one, other| (&one.name, &one.user).cmp(&(&other.name, &other.user)));
    Ok(seats)
}

/// The dissents of the plenary that decides, or in the minutes of what it decided.
pub(in crate::features::decisions::actions) fn dissents_in(
    db: &mut Db,
    call: &Call,
    decision: Option<&Decision>,
) -> Result<Vec<Dissent>, Failure> {
    let of = match decision {
        Some(decision) if decision.state() == State::Approved => Of::Decision(&decision.id),
        Some(_) | None => Of::Open(&call.id),
    };
    let mut all = store::plenary::dissents_of(db, &of)?;
    let people: Vec<UserId> = all.iter().map(|one| one.user.clone()).collect();
    let names = names_of(db, &people)?;
    for one in &mut all {
        one.name = names.get(&one.user).cloned().unwrap_or_default();
    }
    Ok(all)
}

/// The draft with everybody's remarks and signatures; none for a decision of which none was drafted.
pub(in crate::features::decisions::actions) fn draft_in(
    db: &mut Db,
    decision: &Decision,
) -> Result<Option<MinutesDraft>, Failure> {
    let Some(draft) = store::plenary::draft_of(db, &decision.id)? else { return Ok(None) };
    let mut remarks = store::plenary::remarks_on(db, &decision.id)?;
    let signed = store::plenary::signatures_under(db, &decision.id)?;
    // Who attended as the minutes have it, also when the panel has changed since.
    let there = super::rules::attended(&draft.held.people);
    let speakers = remarks.iter().map(|one| one.user.clone());
    let people: Vec<UserId> = there.iter().cloned().chain(speakers).collect();
    let names = names_of(db, &people)?;
    let name = |user: &UserId| names.get(user).cloned().unwrap_or_default();
    for Remark { user, name: of, .. } in &mut remarks {
        *of = name(user);
    }
    let mut signatures: Vec<Signature> = there
        .into_iter()
        .map(|user| signature((name(&user), user), &signed, &draft.text_hash))
        .collect();
    signatures.sort_by(|one, other| (&one.name, &one.user).cmp(&(&other.name, &other.user)));
    Ok(Some(MinutesDraft {
        decision: decision.id.clone(),
        state: decision.state(),
        text_hash: draft.text_hash,
        revision: draft.revision,
        sent_at: draft.sent_at,
        remarks_until: draft.remarks_until,
        remarks,
        signatures,
    }))
}

fn signature((name, user): (String, UserId), all: &[SignatureRow], text: &str) -> Signature {
    let mut own = all.iter().filter(|one| one.user_id == user);
    let now = own.clone().find(|one| one.text_hash == text);
    Signature {
        signed_at: now.filter(|one| one.phrase.is_some()).map(|one| one.signed_at),
        reason: now.and_then(|one| one.reason.clone()),
        voided: now.is_none() && own.next().is_some(),
        name,
        user,
    }
}
