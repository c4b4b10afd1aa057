//! Exceptions by signed minutes: the secretariat asks for one, two persons of the committee decide it, and it opens to
//! the candidate what the minutes name. Rules, calendar and everybody else's proposal stay as they are; what was found
//! about the proposal is found anew, since two verifiers must not conclude on two texts.

use super::verification::{close_overdue, verifiers_at_work};
use super::{ProposalContext, record};
use crate::features::accounts::{holders_of_each, stand_apart};
use crate::features::calls::{self, Call};
use crate::features::conflicts::{conflicted_with, is_conflicted};
use crate::features::proposals::rules::exceptions::{self as rules, filled};
use crate::features::proposals::rules::states::{Step, transition};
use crate::features::proposals::rules::verification;
use crate::features::proposals::store::{Ending, Of};
use crate::features::proposals::{
    Exception, ExceptionAnswer, ExceptionState, ExceptionVerdict, Minutes, NewException, Repair,
    Standing, State, letters, store,
};
use crate::features::sittings::{self, Why};
use crate::kernel::access::{self, Facts, Permission, Role};
use crate::kernel::canonical::sha256_hex;
use crate::kernel::clock::Told;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ExceptionId, ProposalId, RecordId, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::files::{Allowed, Limit, MediaType, NewFile};
use crate::platform::ledger::EventType;
use crate::platform::mail;
use serde_json::json;
use std::collections::BTreeSet;

/// The roles that decide: two persons of them.
const DECIDING: [Role; 2] = [Role::Chair, Role::Decider];

fn allowed() -> Allowed {
    let limit = Limit { bytes: rules::MINUTES_BYTES, exceeded: rules::MINUTES_TOO_LARGE };
    Allowed { limit, formats: vec![MediaType::Pdf], otherwise: "berita-acara" }
}

impl From<&NewFile> for Minutes {
    fn from(new: &NewFile) -> Self {
        Self { file_name: new.file_name.clone(), size: new.size, sha256: new.sha256.clone() }
    }
}

/// One that may be asked for now, asked before the first byte of the minutes is read.
///
/// # Errors
/// `not_found`, `wrong_phase`; `exception_not_handed_in`, `exception_running`.
pub fn may_ask_exception(cx: &mut Cx<'_>, id: &ProposalId) -> Result<Allowed, Failure> {
    askable(cx, id).map(|_| allowed())
}

/// The proposal and its call, for the form.
///
/// # Errors
/// As [`may_ask_exception`].
pub fn askable(cx: &mut Cx<'_>, id: &ProposalId) -> Result<ProposalContext, Failure> {
    let context = ProposalContext::find(cx, id)?;
    access::may(cx.viewer, Permission::AskException, context.facts)?;
    rules::check_state(context.proposal.state())?;
    if context.exceptions(cx.db)?.iter().any(|one| one.state.waits()) {
        return Err(Failure::refused(rules::EXCEPTION_RUNNING));
    }
    Ok(context)
}

/// Asks for an exception, with its minutes or for minutes to come.
///
/// # Errors
/// As [`may_ask_exception`]; `invalid` with every fault.
pub fn ask_exception(
    cx: &mut Cx<'_>,
    id: &ProposalId,
    (new, file): (&Valid<NewException>, Option<&NewFile>),
) -> Result<Exception, Failure> {
    let context = askable(cx, id)?;
    let new = new.kept()?;
    let kept = |text: &Option<String>| filled(text.as_deref()).map(str::to_owned);
    let new = NewException { document: kept(&new.document), field: kept(&new.field), ..new };
    let call = &context.call;
    let mut faults = rules::faults_of(&new, &call.definition, call.calendar.screening_ends_at);
    faults.extend(calls::rules::check_until(new.until, cx.now).err());
    Failure::when_any(faults)?;
    let minutes = file.map(Minutes::from);
    let exception = ExceptionId::new()?;
    let about = (&exception, &call.id, id);
    store::insert_exception(cx.db, about, (&new, minutes.as_ref()), (&cx.viewer.user, cx.now))?;
    let payload = json!({
        "exception": exception, "kind": new.kind, "document": new.document, "field": new.field,
        "until": new.until, "reason_hash": sha256_hex(&new.reason),
        "minutes_number_hash": sha256_hex(&new.minutes_number),
        "minutes_sha256": minutes.as_ref().map(|file| &file.sha256),
    });
    record(cx, id, (EventType::ExceptionAsked, payload))?;
    let asked = found(cx.db, &exception)?;
    if asked.minutes.is_some() {
        tell_deciding(cx, call, &asked)?;
    }
    Ok(asked)
}

fn found(db: &mut Db, id: &ExceptionId) -> Result<Exception, Failure> {
    store::exceptions_of(db, &Of::Id(id))?.pop().ok_or_else(Failure::not_found)
}

/// To all who may decide it: those in conflict with the proposal are not told.
fn tell_deciding(cx: &mut Cx<'_>, call: &Call, asked: &Exception) -> Result<(), Failure> {
    let holders = holders_of_each(cx.db, &DECIDING)?;
    let mut people: BTreeSet<UserId> = holders.into_values().flatten().collect();
    people.remove(&asked.requested_by);
    let mut told = Vec::new();
    for person in people {
        if !is_conflicted(cx.db, &person, &asked.proposal)? {
            told.push(letters::exception_asked(&person, call, asked));
        }
    }
    mail::post_all(cx.db, &told, cx.now)
}

/// The exception and its proposal, for who may do this with it.
fn stand(
    cx: &mut Cx<'_>,
    (act, id): (Permission, &ExceptionId),
) -> Result<(Exception, ProposalContext), Failure> {
    let exception = found(cx.db, id)?;
    let context = ProposalContext::find(cx, &exception.proposal)?;
    access::may(cx.viewer, act, context.facts)?;
    Ok((exception, context))
}

/// Whether the minutes may be added now, and their largest size.
///
/// # Errors
/// `not_found`, `wrong_phase`; `exception_ended`, `minutes_twice`.
pub fn may_add_minutes(cx: &mut Cx<'_>, id: &ExceptionId) -> Result<Allowed, Failure> {
    let (exception, _) = stand(cx, (Permission::AskException, id))?;
    rules::check_open(&exception)?;
    if exception.minutes.is_some() {
        return Err(Failure::refused(rules::MINUTES_TWICE));
    }
    Ok(allowed())
}

/// Adds the minutes to an exception that was asked for without them.
///
/// # Errors
/// As [`may_add_minutes`], asked again.
pub fn add_minutes(cx: &mut Cx<'_>, id: &ExceptionId, new: &NewFile) -> Result<Exception, Failure> {
    may_add_minutes(cx, id)?;
    let minutes = Minutes::from(new);
    store::add_minutes(cx.db, id, &minutes)?;
    let exception = found(cx.db, id)?;
    let payload = json!({"exception": id, "minutes_sha256": minutes.sha256});
    record(cx, &exception.proposal, (EventType::ExceptionMinutesAdded, payload))?;
    let call = super::call_of(cx.db, &exception.call)?;
    tell_deciding(cx, &call, &exception)?;
    Ok(exception)
}

/// One exception, for its minutes.
///
/// # Errors
/// `not_found`, also in conflict; `wrong_phase`.
pub fn read_exception(cx: &mut Cx<'_>, id: &ExceptionId) -> Result<Exception, Failure> {
    stand(cx, (Permission::ReadExceptions, id)).map(|(exception, _)| exception)
}

/// The exceptions of a call, the newest first, without those of proposals with which the viewer is in conflict.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`.
pub fn list_exceptions(cx: &mut Cx<'_>, id: &CallId) -> Result<(Vec<Exception>, Call), Failure> {
    let call = calls::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    calls::actions::is_visible(Some(cx.viewer), &call, cx.now)?;
    let facts = Facts::in_phase(call.phase(cx.now));
    access::may(cx.viewer, Permission::ReadExceptions, facts)?;
    let hidden = conflicted_with(cx.db, &cx.viewer.user, id)?;
    let mut all = store::exceptions_of(cx.db, &Of::Call(id))?;
    all.retain(|one| !hidden.contains(&one.proposal));
    Ok((all, call))
}

/// One of two persons grants or refuses it. The second who is for it opens what the minutes name.
///
/// # Errors
/// `not_found`, also in conflict; `wrong_phase`; `exception_ended`, `minutes_missing`, `exception_over`,
/// `exception_twice`, `not_independent`; a refusal without a reason; `repair_running` while another repair runs.
pub fn answer_exception(
    cx: &mut Cx<'_>,
    id: &ExceptionId,
    answer: &Valid<ExceptionAnswer>,
) -> Result<Exception, Failure> {
    let (exception, context) = stand(cx, (Permission::DecideException, id))?;
    let ExceptionAnswer { verdict, reason } = answer.kept()?;
    let reason = filled(reason.as_deref());
    match verdict {
        ExceptionVerdict::Granted => assent(cx, &context, &exception)?,
        ExceptionVerdict::Refused => {
            rules::check_open(&exception)?;
            let why =
                reason.ok_or_else(|| Failure::field("reason", rules::EXCEPTION_REASON_NEEDED))?;
            end(cx, &exception, (ExceptionState::Refused, Some(why), None))?;
            let call = &context.call;
            let refused = Exception { answer: Some(why.to_owned()), ..exception.clone() };
            let people = [context.proposal.candidate.clone(), exception.requested_by.clone()];
            let told: Vec<_> = people
                .iter()
                .map(|person| letters::exception_refused(person, call, &refused))
                .collect();
            mail::post_all(cx.db, &told, cx.now)?;
        }
    }
    found(cx.db, id)
}

fn assent(
    cx: &mut Cx<'_>,
    context: &ProposalContext,
    exception: &Exception,
) -> Result<(), Failure> {
    let by = cx.viewer.user.clone();
    let to = rules::after_assent(exception, &by, cx.now)?;
    let others: Vec<UserId> =
        exception.confirmed_by.iter().chain([&exception.requested_by]).cloned().collect();
    stand_apart(cx.db, Permission::DecideException, &by, &others)?;
    if to == ExceptionState::Granted {
        return grant(cx, context, exception);
    }
    store::confirm_exception(cx.db, &exception.id, (&by, cx.now))?;
    let payload = json!({"exception": exception.id, "state": to});
    record(cx, &exception.proposal, (EventType::ExceptionAnswered, payload))?;
    Ok(())
}

/// Opens what the minutes name, as a repair: verifiers wait for its end and conclude anew.
fn grant(cx: &mut Cx<'_>, context: &ProposalContext, exception: &Exception) -> Result<(), Failure> {
    let proposal = &context.proposal;
    rules::check_state(proposal.state())?;
    let earlier = store::repairs_of(cx.db, &proposal.id)?;
    verification::check_verifiable(State::Submitted, &earlier, cx.now)?;
    let at_work = verifiers_at_work(cx.db, &proposal.id, &earlier)?;
    close_overdue(cx, context, &earlier)?;
    let repair = Repair {
        id: RecordId::new()?,
        items: exception.document.iter().cloned().collect(),
        reason: exception.reason.clone(),
        opened_at: Told::exactly(cx.now),
        opened_by: cx.viewer.user.clone(),
        due_at: exception.until,
        closed_at: None,
    };
    store::insert_repair(cx.db, &proposal.id, &repair)?;
    if proposal.state() != State::Submitted {
        transition(proposal.state(), Step::VerifyAnew)?;
        let to = Standing::Submitted(proposal.given()?.clone());
        store::move_to(cx.db, proposal, &to, None)?;
        let candidate = &proposal.candidate;
        sittings::proposal_left(cx, (&context.call, &proposal.id), candidate, Why::VerifiedAnew)?;
    }
    // The draft becomes what was handed in, so that a correction changes nothing else. What was typed after the
    // submission and not handed in counted for nothing, and could not be handed in any more.
    if let Some(submitted) = context.submitted().filter(|_| exception.kind.opens_text()) {
        let next = submitted.version + 1;
        store::save_text(cx.db, &proposal.id, &submitted.text(), next, cx.now)?;
    }
    end(cx, exception, (ExceptionState::Granted, None, Some(&repair.id)))?;
    let call = &context.call;
    let mut told = vec![letters::exception_granted(&proposal.candidate, call, exception)];
    let staff: BTreeSet<UserId> =
        at_work.into_iter().chain([exception.requested_by.clone()]).collect();
    told.extend(staff.iter().map(|person| letters::exception_effective(person, call, exception)));
    mail::post_all(cx.db, &told, cx.now)
}

fn end(
    cx: &mut Cx<'_>,
    exception: &Exception,
    (state, answer, repair): (ExceptionState, Option<&str>, Option<&RecordId>),
) -> Result<(), Failure> {
    let by = &cx.viewer.user.clone();
    store::end_exception(cx.db, exception, &Ending { state, by, at: cx.now, answer, repair })?;
    let act = match state {
        ExceptionState::Withdrawn => EventType::ExceptionWithdrawn,
        _ => EventType::ExceptionAnswered,
    };
    let payload = json!({
        "exception": exception.id, "state": state, "repair": repair,
        "reason_hash": answer.map(sha256_hex),
    });
    record(cx, &exception.proposal, (act, payload))?;
    Ok(())
}

/// The secretariat takes a request back before it was decided.
///
/// # Errors
/// `not_found`, `wrong_phase`; `exception_ended`.
pub fn withdraw_exception(cx: &mut Cx<'_>, id: &ExceptionId) -> Result<Exception, Failure> {
    let (exception, _) = stand(cx, (Permission::AskException, id))?;
    rules::check_open(&exception)?;
    end(cx, &exception, (ExceptionState::Withdrawn, None, None))?;
    found(cx.db, id)
}
