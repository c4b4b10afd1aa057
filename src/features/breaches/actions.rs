//! What is done with the register: reading it, registering a breach, noting measures and ending a case
//! here; the people in `people` and how they are found in `finding`, the notices in `notices`, taking the register away in `export`.

mod export;
mod finding;
mod notices;
mod people;

pub use export::{REGISTER, pour_register};
pub(super) use notices::{inform_authority, inform_subjects};
pub(super) use people::{add_people, find_account, list_people};

use super::{Breach, Case, Closing, Closure, Measure, NewBreach, NewMeasure, rules, store};
use crate::features::conflicts;
use crate::kernel::access::{self, Facts, Permission, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{BreachId, UserId};
use crate::kernel::input::Valid;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use serde_json::{Value, json};

/// People who are not counted or listed for this viewer: the candidates of proposals with which the
/// viewer is in conflict. If one of them appeared among the people found by somebody's tasks or
/// readings, it would show who reviews what.
fn hidden_from(db: &mut Db, viewer: &Viewer) -> Result<Vec<UserId>, Failure> {
    let traces = conflicts::traces_for(db, &viewer.user)?;
    Ok(traces.candidates().iter().cloned().collect())
}

/// A page of the register, newest first.
///
/// # Errors
/// `forbidden`; a cursor that is none.
pub(super) fn list(
    db: &mut Db,
    viewer: &Viewer,
    paging: &Paging,
    now: Timestamp,
) -> Result<Page<Breach>, Failure> {
    access::may(viewer, Permission::ReadBreaches, Facts::NONE)?;
    let but = hidden_from(db, viewer)?;
    let rows = store::list(db, &but, paging, now)?.into_iter().map(|(breach, _)| breach).collect();
    Page::cut(rows, paging, |breach: &Breach| breach.number)
}

/// One breach with everything noted on it.
///
/// # Errors
/// `forbidden`, `not_found`.
pub(super) fn read(
    db: &mut Db,
    viewer: &Viewer,
    id: &BreachId,
    now: Timestamp,
) -> Result<Case, Failure> {
    access::may(viewer, Permission::ReadBreaches, Facts::NONE)?;
    let but = hidden_from(db, viewer)?;
    let (breach, notices) = store::find(db, id, &but, now)?.ok_or_else(Failure::not_found)?;
    let measures = store::measures_of(db, std::slice::from_ref(id))?.remove(id);
    let groups = store::groups_of(db, id, &but)?;
    Ok(Case { breach, measures: measures.unwrap_or_default(), groups, notices })
}

/// Checks whether somebody may open the form of a new breach.
///
/// # Errors
/// `forbidden`.
pub(super) fn may_manage(viewer: &Viewer) -> Result<(), Failure> {
    access::may(viewer, Permission::ManageBreaches, Facts::NONE)
}

/// The breach, if the viewer keeps the register and the case is not closed.
fn open_case(
    db: &mut Db,
    viewer: &Viewer,
    id: &BreachId,
    now: Timestamp,
) -> Result<Breach, Failure> {
    may_manage(viewer)?;
    // Whether a case can continue depends on everybody in it.
    let (breach, _) = store::find(db, id, &[], now)?.ok_or_else(Failure::not_found)?;
    rules::transition(breach.state(), rules::Step::Work)?;
    Ok(breach)
}

/// Records an act; only figures and names of classes.
fn record(
    db: &mut Db,
    viewer: &Viewer,
    (act, id): (EventType, &BreachId),
    payload: Value,
    now: Timestamp,
) -> Result<(), Failure> {
    let event = Event { actor: Some(&viewer.user), act, subject: Subject::breach(id), payload };
    ledger::append(db, event, now).map(|_| ())
}

/// Registers a breach; its period begins with the discovery.
///
/// # Errors
/// `forbidden`, `invalid`.
pub(super) fn register(
    db: &mut Db,
    viewer: &Viewer,
    new: &Valid<NewBreach>,
    now: Timestamp,
) -> Result<Case, Failure> {
    may_manage(viewer)?;
    let new = rules::check_new(new, now)?;
    let id = BreachId::new()?;
    let number = store::insert(db, &id, &new, (&viewer.user, now))?;
    append(db, viewer, (&id, &new.handling), now)?;
    let payload = json!({
        "number": number, "discovered_at": new.discovered_at, "happened_at": new.happened_at,
        "due_at": rules::due_at(new.discovered_at), "data": new.data,
    });
    record(db, viewer, (EventType::BreachRegistered, &id), payload, now)?;
    read(db, viewer, &id, now)
}

fn append(
    db: &mut Db,
    viewer: &Viewer,
    (id, measure): (&BreachId, &str),
    now: Timestamp,
) -> Result<i32, Failure> {
    let (measure, noted_by) = (measure.to_owned(), viewer.user.clone());
    store::append_measure(db, id, &Measure { measure, noted_by, noted_at: now })
}

/// Notes a further measure; earlier ones stay unchanged.
///
/// # Errors
/// `forbidden`, `not_found`, `breach_closed`, `invalid`.
pub(super) fn note_measure(
    db: &mut Db,
    viewer: &Viewer,
    (id, new): (&BreachId, &Valid<NewMeasure>),
    now: Timestamp,
) -> Result<Case, Failure> {
    open_case(db, viewer, id, now)?;
    let NewMeasure { measure } = new.kept()?;
    let position = append(db, viewer, (id, &measure), now)?;
    let payload = json!({"measure": position});
    record(db, viewer, (EventType::BreachMeasureNoted, id), payload, now)?;
    read(db, viewer, id, now)
}

/// Closes a case with a conclusion.
///
/// # Errors
/// `forbidden`, `not_found`, `breach_closed`, `notices_outstanding`, `invalid`.
pub(super) fn close(
    db: &mut Db,
    viewer: &Viewer,
    (id, closing): (&BreachId, &Valid<Closing>),
    now: Timestamp,
) -> Result<Case, Failure> {
    let breach = open_case(db, viewer, id, now)?;
    let Closing { outcome, conclusion } = closing.kept()?;
    rules::check_closing(&breach, outcome)?;
    let closed_by = viewer.user.clone();
    store::close(db, id, &Closure { outcome, conclusion, closed_by, closed_at: now })?;
    record(db, viewer, (EventType::BreachClosed, id), json!({"outcome": outcome}), now)?;
    read(db, viewer, id, now)
}
