//! Asking for erasure before the retention periods are over, and the secretariat's answer. Each is
//! sent as a letter in the act's own transaction.

use super::keeping;
use crate::features::accounts::{holders_of, names_of};
use crate::features::privacy::rules::{self, keeping::Periods};
use crate::features::privacy::{Answer, Answered, ErasureRequest, ErasureWish, letters, store};
use crate::kernel::access::{self, Facts, Permission, Relation, Role, Viewer};
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{RecordId, UserId};
use crate::kernel::input::Valid;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail::{self, Letter};
use serde_json::json;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// One's own last request.
pub fn own_request(
    db: &mut Db,
    viewer: &Viewer,
    now: Timestamp,
) -> Result<Option<ErasureRequest>, Failure> {
    access::may(viewer, Permission::ReadOwnData, Facts::NONE.with(Relation::Own, true))?;
    Ok(store::requests_of(db, &viewer.user, now)?.into_iter().next())
}

/// Asks for erasure; the period for the answer begins.
///
/// # Errors
/// `erasure_asked_already` while a request waits; a reason that is too long.
pub fn ask(
    db: &mut Db,
    viewer: &Viewer,
    (wish, hours): (&Valid<ErasureWish>, i64),
    now: Timestamp,
) -> Result<ErasureRequest, Failure> {
    access::may(viewer, Permission::AskForErasure, Facts::NONE.with(Relation::Own, true))?;
    let ErasureWish { reason } = wish.kept()?;
    let earlier = store::requests_of(db, &viewer.user, now)?;
    if earlier.iter().any(|request| request.answer.is_none()) {
        return Err(Failure::refused(rules::ERASURE_ASKED_ALREADY));
    }
    let request = ErasureRequest {
        id: RecordId::new()?,
        user: viewer.user.clone(),
        reason,
        asked_at: now,
        due_at: now.plus_seconds(hours.max(1) * 3600),
        is_overdue: false,
        answer: None,
        answered_at: None,
        answer_reason: None,
    };
    store::insert_request(db, &request)?;
    let payload = json!({"request": request.id, "due_at": request.due_at});
    record(db, viewer, &request.user, (EventType::ErasureAsked, payload), now)?;
    let office = holders_of(db, Role::Secretariat)?;
    let mut told: Vec<Letter> = office.iter().map(|to| letters::asked(to, &request)).collect();
    told.push(letters::received(&request));
    mail::post_all(db, &told, now)?;
    Ok(request)
}

/// The requests that wait, the most urgent first, and the names of those who asked.
///
/// # Errors
/// `forbidden`.
pub fn open_requests(
    db: &mut Db,
    viewer: &Viewer,
    now: Timestamp,
) -> Result<(Vec<ErasureRequest>, BTreeMap<UserId, String>), Failure> {
    access::may(viewer, Permission::ReadRetention, Facts::NONE)?;
    let open = store::open_requests(db, now)?;
    let asking: Vec<UserId> = open.iter().map(|request| request.user.clone()).collect();
    let names = names_of(db, &asking)?;
    Ok((open, names))
}

/// Grants or refuses a request, with a reason that the person reads. It can be granted only if
/// nothing holds the person except periods that a request can end.
///
/// # Errors
/// `not_found`, `forbidden`; `erasure_of_oneself`, `erasure_answered`; `erasure_held` when granting; a
/// reason of the wrong length.
pub fn answer(
    db: &mut Db,
    viewer: &Viewer,
    id: &RecordId,
    (answered, periods): (&Valid<Answered>, &Periods),
    now: Timestamp,
) -> Result<ErasureRequest, Failure> {
    access::may(viewer, Permission::AnswerErasure, Facts::NONE)?;
    let request = store::find_request(db, id, now)?.ok_or_else(Failure::not_found)?;
    if request.user == viewer.user {
        return Err(Failure::refused(rules::ERASURE_OF_ONESELF));
    }
    let Answered { answer, reason } = answered.kept()?;
    let by = (&viewer.user, now);
    if !store::answer_request(db, id, (answer, &reason), by)? {
        return Err(Refusal::new(rules::ERASURE_ANSWERED).into());
    }
    if answer == Answer::Granted {
        // After a positive answer the periods that a request ends are over.
        let only = std::slice::from_ref(&request.user);
        let kept = keeping::kept(db, periods, (Some(only), &BTreeSet::new()), now)?;
        kept.iter().try_for_each(|kept| rules::check_free(&kept.holds))?;
    }
    let act = match answer {
        Answer::Granted => EventType::ErasureGranted,
        Answer::Refused => EventType::ErasureRefused,
    };
    let payload = json!({"request": id, "reason_hash": canonical::sha256_hex(&reason)});
    record(db, viewer, &request.user, (act, payload), now)?;
    mail::post(db, &letters::answered(&request, (answer, &reason), now), now)?;
    store::find_request(db, id, now)?.ok_or_else(Failure::not_found)
}

fn record(
    db: &mut Db,
    viewer: &Viewer,
    about: &UserId,
    (act, payload): (EventType, serde_json::Value),
    now: Timestamp,
) -> Result<(), Failure> {
    let subject = Subject::user(about);
    let event = Event { actor: Some(&viewer.user), act, subject, payload };
    ledger::append(db, event, now).map(|_| ())
}
