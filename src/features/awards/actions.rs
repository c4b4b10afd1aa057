//! Actions on seats: the secretariat offers them, candidates answer, unanswered offers lapse. Each
//! seat given up promotes the next reserve in the same act (`promotion`).

mod promotion;

use super::rules::{self, Step, step_now};
use super::{Award, AwardWithdrawal, Seats, Standing, letters, store};
use crate::features::calls::{self, Call};
use crate::features::conflicts::{is_conflicted, withheld_in};
use crate::features::objections;
use crate::features::proposals::{self, Proposal};
use crate::features::selection::withheld_reason;
use crate::kernel::access::{self, Facts, Permission, Permitted, Relation};
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AwardId, CallId, ProposalId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail;
use promotion::{Table, offer_all};
use serde_json::json;

/// The call, if the viewer has this permission on it now.
fn call_for(cx: &mut Cx<'_>, act: Permission, id: &CallId) -> Result<Call, Failure> {
    let call = calls::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    access::may(cx.viewer, act, Facts::in_phase(call.phase(cx.now)))?;
    Ok(call)
}

/// Offers every decided seat that was not offered yet, and promotes reserves for seats given up. It
/// can be repeated, because nothing is offered twice.
///
/// # Errors
/// `wrong_phase` while objections can be filed; `objections_pending`, `result_under_revision`.
pub fn offer(cx: &mut Cx<'_>, call: &CallId, offer_days: i64) -> Result<Seats, Failure> {
    let call = call_for(cx, Permission::OfferSeats, call)?;
    if objections::pending_in(cx.db, &call.id)? > 0 {
        return Err(Failure::refused(rules::OBJECTIONS_PENDING));
    }
    if calls::is_revising(cx.db, &call.id)? {
        return Err(Failure::refused(rules::RESULT_UNDER_REVISION));
    }
    offer_all(cx, (&call, offer_days))?;
    read_seats(cx, &call.id)
}

/// The present seats of a call, without those of proposals with which the viewer is in conflict.
///
/// # Errors
/// `not_found`, `wrong_phase`.
pub fn read_seats(cx: &mut Cx<'_>, call: &CallId) -> Result<Seats, Failure> {
    let call = call_for(cx, Permission::ReadAwards, call)?;
    let hidden = withheld_in(cx.db, &cx.viewer.user, &call.id)?;
    let withheld = !hidden.is_empty();
    let table = Table::load(cx.db, &call, cx.now)?;
    let vacant = Some(table.vacant()).filter(|_| !withheld);
    let mut waiting = table.waiting();
    let mut awards = table.awards;
    awards.retain(|award| !hidden.hides(&award.proposal));
    waiting.retain(|(proposal, _)| !hidden.hides(proposal));
    let mut waiting: Vec<_> = waiting.into_iter().map(|(_, reserve)| reserve).collect();
    if withheld {
        // The reason why a reserve waits or was promoted may name a hidden proposal.
        for reserve in &mut waiting {
            reserve.reason = None;
        }
        for award in &mut awards {
            if hidden.is_named_in(&award.grounds.id) || hidden.is_named_in(&award.grounds.en) {
                award.grounds = withheld_reason();
            }
        }
    }
    Ok(Seats { awards, waiting, vacant, withheld })
}

fn own_facts(cx: &mut Cx<'_>, id: &ProposalId) -> Result<(Proposal, Call, Facts), Failure> {
    let proposal = proposals::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let call = calls::find(cx.db, &proposal.call)?.ok_or_else(Failure::not_found)?;
    let facts = Facts::in_phase(call.phase(cx.now))
        .with(Relation::Own, proposal.candidate == cx.viewer.user)
        .with(Relation::Conflicted, is_conflicted(cx.db, &cx.viewer.user, id)?);
    Ok((proposal, call, facts))
}

/// Of what the table permits, what may be done with an offer as it stands: to answer it, or to note that nobody did.
pub fn permitted_on(permitted: Permitted, award: &Award, now: Timestamp) -> Permitted {
    let lets = |step| step_now(award.state(), step, award.answer_by, now).is_ok();
    permitted
        .only_if(Permission::AnswerOffer, lets(Step::Accept))
        .only_if(Permission::OfferSeats, lets(Step::Lapse))
}

/// One's own offer, and what one may do with it; `None` if there is none.
///
/// # Errors
/// `not_found`, `wrong_phase`.
pub fn own_offer(
    cx: &mut Cx<'_>,
    proposal: &ProposalId,
) -> Result<Option<(Award, Permitted)>, Failure> {
    let (_, _, facts) = own_facts(cx, proposal)?;
    access::may(cx.viewer, Permission::ReadOwnOffer, facts)?;
    let permitted = |award| {
        let permitted = permitted_on(Permitted::of(cx.viewer, facts), &award, cx.now);
        (award, permitted)
    };
    Ok(store::of_proposal(cx.db, proposal, cx.now)?.map(permitted))
}

/// The offers that wait for the viewer's own answer, for the home page.
pub fn open_offers(cx: &mut Cx<'_>) -> Result<Vec<Award>, Failure> {
    store::open_of(cx.db, &cx.viewer.user, cx.now)
}

/// A step that settles an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Accept,
    Decline,
    /// By the secretariat, after the deadline has passed.
    Lapse,
    /// By the secretariat, with a reason.
    Withdraw(Valid<AwardWithdrawal>),
}

impl Answer {
    /// The step, the permission it needs, and its event on the record.
    fn step(&self) -> (Step, Permission, EventType) {
        match self {
            Self::Accept => (Step::Accept, Permission::AnswerOffer, EventType::AwardAccepted),
            Self::Decline => (Step::Decline, Permission::AnswerOffer, EventType::AwardDeclined),
            Self::Lapse => (Step::Lapse, Permission::OfferSeats, EventType::AwardLapsed),
            Self::Withdraw(_) => {
                (Step::Withdraw, Permission::OfferSeats, EventType::AwardWithdrawn)
            }
        }
    }
}

/// Settles an offer. A seat that is given up goes to the next reserve in the same act.
///
/// # Errors
/// `not_found`, `wrong_phase`, `award_state`, `offer_ended`, `offer_running`.
pub fn settle(
    cx: &mut Cx<'_>,
    (id, answer): (&AwardId, &Answer),
    offer_days: i64,
) -> Result<Award, Failure> {
    let award = store::find(cx.db, id, cx.now)?.ok_or_else(Failure::not_found)?;
    let (proposal, call, facts) = own_facts(cx, &award.proposal)?;
    let (step, act, word) = answer.step();
    access::may(cx.viewer, act, facts)?;
    let to = step_now(award.state(), step, award.answer_by, cx.now)?;
    let reason = match answer {
        Answer::Withdraw(_) if award.study_begun_at.is_some() => {
            return Err(Failure::refused(rules::STUDY_FOLLOWS));
        }
        Answer::Withdraw(why) => Some(why.kept()?.reason),
        Answer::Accept | Answer::Decline | Answer::Lapse => None,
    };
    let to = Standing::of(to, Some(cx.now), reason)?;
    move_to(cx, (&proposal, &call), (&award, &to), (word, offer_days))
}

/// Takes an accepted seat back because its study was never begun; the next reserve rises. For the feature that follows
/// seats, whose act has been permitted.
///
/// # Errors
/// `award_state`, `changed_meanwhile`.
pub fn give_up(
    cx: &mut Cx<'_>,
    (award, reason): (&Award, &str),
    offer_days: i64,
) -> Result<Award, Failure> {
    let (proposal, call, _) = own_facts(cx, &award.proposal)?;
    let state = step_now(award.state(), Step::Withdraw, award.answer_by, cx.now)?;
    let to = Standing::of(state, Some(cx.now), Some(reason.to_owned()))?;
    move_to(cx, (&proposal, &call), (award, &to), (EventType::AwardWithdrawn, offer_days))
}

fn move_to(
    cx: &mut Cx<'_>,
    (proposal, call): (&Proposal, &Call),
    (award, to): (&Award, &Standing),
    (word, offer_days): (EventType, i64),
) -> Result<Award, Failure> {
    store::settle(cx.db, award, to)?;
    let event = Event {
        actor: Some(&cx.viewer.user),
        act: word,
        subject: Subject::award(&award.id),
        payload: json!({
            "call": call.id, "proposal": award.proposal,
            "reason_hash": to.reason().map(canonical::sha256_hex),
        }),
    };
    ledger::append(cx.db, event, cx.now)?;
    let award = store::find(cx.db, &award.id, cx.now)?.ok_or_else(Failure::not_found)?;
    if let Some(letter) = letters::settled(&proposal.candidate, (&award, &call.code)) {
        mail::post(cx.db, &letter, cx.now)?;
    }
    if !to.state().holds() {
        offer_all(cx, (call, offer_days))?;
    }
    Ok(award)
}
