//! Asking for erasure before the retention periods are over, and the secretariat's answer. Each is
//! sent as a letter in the act's own transaction.

use super::keeping;
use crate::features::accounts::{holders_of, names_of};
use crate::features::privacy::rules::{self, keeping::Periods};
use crate::features::privacy::{Answer, Answered, ErasureRequest, ErasureWish, letters, store};
use crate::kernel::access::{self, Facts, Permission, Relation, Role};
use crate::kernel::canonical;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{RecordId, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail::{self, Letter};
use serde_json::json;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// One's own last request.
pub fn own_request(cx: &mut Cx<'_>) -> Result<Option<ErasureRequest>, Failure> {
    access::may(cx.viewer, Permission::ReadOwnData, Facts::NONE.with(Relation::Own, true))?;
    Ok(store::requests_of(cx.db, &cx.viewer.user, cx.now)?.into_iter().next())
}

/// Asks for erasure; the period for the answer begins.
///
/// # Errors
/// `erasure_asked_already` while a request waits; a reason that is too long.
pub fn ask(
    cx: &mut Cx<'_>,
    (wish, hours): (&Valid<ErasureWish>, i64),
) -> Result<ErasureRequest, Failure> {
    access::may(cx.viewer, Permission::AskForErasure, Facts::NONE.with(Relation::Own, true))?;
    let ErasureWish { reason } = wish.kept()?;
    rules::check_ask(&store::requests_of(cx.db, &cx.viewer.user, cx.now)?)?;
    let request = ErasureRequest {
        id: RecordId::new()?,
        user: cx.viewer.user.clone(),
        reason,
        asked_at: cx.now,
        due_at: cx.now.plus_seconds(hours.max(1) * 3600),
        is_overdue: false,
        answer: None,
        answered_at: None,
        answer_reason: None,
    };
    store::insert_request(cx.db, &request)?;
    let payload = json!({"request": request.id, "due_at": request.due_at});
    record(cx, &request.user, (EventType::ErasureAsked, payload))?;
    let office = holders_of(cx.db, Role::Secretariat)?;
    let mut told: Vec<Letter> = office.iter().map(|to| letters::asked(to, &request)).collect();
    told.push(letters::received(&request));
    mail::post_all(cx.db, &told, cx.now)?;
    Ok(request)
}

/// The requests that wait, the most urgent first, and the names of those who asked.
///
/// # Errors
/// `forbidden`.
pub fn open_requests(
    cx: &mut Cx<'_>,
) -> Result<(Vec<ErasureRequest>, BTreeMap<UserId, String>), Failure> {
    access::may(cx.viewer, Permission::ReadRetention, Facts::NONE)?;
    let open = store::open_requests(cx.db, cx.now)?;
    let asking: Vec<UserId> = open.iter().map(|request| request.user.clone()).collect();
    let names = names_of(cx.db, &asking)?;
    Ok((open, names))
}

/// Grants or refuses a request, with a reason that the person reads. It can be granted only if
/// nothing holds the person except periods that a request can end.
///
/// # Errors
/// `not_found`, `forbidden`; `erasure_of_oneself`, `erasure_answered`; `erasure_held` when granting; a
/// reason of the wrong length.
pub fn answer(
    cx: &mut Cx<'_>,
    id: &RecordId,
    (answered, periods): (&Valid<Answered>, &Periods),
) -> Result<ErasureRequest, Failure> {
    access::may(cx.viewer, Permission::AnswerErasure, Facts::NONE)?;
    let request = store::find_request(cx.db, id, cx.now)?.ok_or_else(Failure::not_found)?;
    if request.user == cx.viewer.user {
        return Err(Failure::refused(rules::ERASURE_OF_ONESELF));
    }
    let Answered { answer, reason } = answered.kept()?;
    let by = (&cx.viewer.user, cx.now);
    if !store::answer_request(cx.db, id, (answer, &reason), by)? {
        return Err(Refusal::new(rules::ERASURE_ANSWERED).into());
    }
    if answer == Answer::Granted {
        // After a positive answer the periods that a request ends are over.
        let only = std::slice::from_ref(&request.user);
        let kept = keeping::kept(cx.db, periods, (Some(only), &BTreeSet::new()), cx.now)?;
        kept.iter().try_for_each(|kept| rules::check_free(&kept.holds))?;
    }
    let act = match answer {
        Answer::Granted => EventType::ErasureGranted,
        Answer::Refused => EventType::ErasureRefused,
    };
    let payload = json!({"request": id, "reason_hash": canonical::sha256_hex(&reason)});
    record(cx, &request.user, (act, payload))?;
    mail::post(cx.db, &letters::answered(&request, (answer, &reason), cx.now), cx.now)?;
    store::find_request(cx.db, id, cx.now)?.ok_or_else(Failure::not_found)
}

fn record(
    cx: &mut Cx<'_>,
    about: &UserId,
    (act, payload): (EventType, serde_json::Value),
) -> Result<(), Failure> {
    let subject = Subject::user(about);
    let event = Event { actor: Some(&cx.viewer.user), act, subject, payload };
    ledger::append(cx.db, event, cx.now).map(|_| ())
}
