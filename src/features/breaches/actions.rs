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
use crate::kernel::errors::Failure;
use crate::kernel::ids::{BreachId, UserId};
use crate::kernel::input::Valid;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::cx::Cx;
use crate::platform::ledger::{self, Event, EventType, Subject};
use serde_json::{Value, json};

/// People who are not counted or listed for this viewer: the candidates of proposals with which the
/// viewer is in conflict. If one of them appeared among the people found by somebody's tasks or
/// readings, it would show who reviews what.
fn hidden_from(cx: &mut Cx<'_>) -> Result<Vec<UserId>, Failure> {
    let traces = conflicts::traces_for(cx.db, &cx.viewer.user)?;
    Ok(traces.candidates().iter().cloned().collect())
}

/// A page of the register, newest first, and whether the register as a file is withheld from this viewer.
///
/// # Errors
/// `forbidden`; a cursor that is none.
pub(super) fn list(cx: &mut Cx<'_>, paging: &Paging) -> Result<(Page<Breach>, bool), Failure> {
    access::may(cx.viewer, Permission::ReadBreaches, Facts::NONE)?;
    let but = hidden_from(cx)?;
    let rows =
        store::list(cx.db, &but, paging, cx.now)?.into_iter().map(|(breach, _)| breach).collect();
    Ok((Page::cut(rows, paging, |breach: &Breach| breach.number)?, !but.is_empty()))
}

/// One breach with everything noted on it.
///
/// # Errors
/// `forbidden`, `not_found`.
pub(super) fn read(cx: &mut Cx<'_>, id: &BreachId) -> Result<Case, Failure> {
    access::may(cx.viewer, Permission::ReadBreaches, Facts::NONE)?;
    let but = hidden_from(cx)?;
    let (breach, notices) = store::find(cx.db, id, &but, cx.now)?.ok_or_else(Failure::not_found)?;
    let measures = store::measures_of(cx.db, std::slice::from_ref(id))?.remove(id);
    let groups = store::groups_of(cx.db, id, &but)?;
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
fn open_case(cx: &mut Cx<'_>, id: &BreachId) -> Result<Breach, Failure> {
    may_manage(cx.viewer)?;
    // Whether a case can continue depends on everybody in it.
    let (breach, _) = store::find(cx.db, id, &[], cx.now)?.ok_or_else(Failure::not_found)?;
    rules::transition(breach.state(), rules::Step::Work)?;
    Ok(breach)
}

/// Records an act; only figures and names of classes.
fn record(
    cx: &mut Cx<'_>,
    (act, id): (EventType, &BreachId),
    payload: Value,
) -> Result<(), Failure> {
    let event = Event { actor: Some(&cx.viewer.user), act, subject: Subject::breach(id), payload };
    ledger::append(cx.db, event, cx.now).map(|_| ())
}

/// Registers a breach; its period begins with the discovery.
///
/// # Errors
/// `forbidden`, `invalid`.
pub(super) fn register(cx: &mut Cx<'_>, new: &Valid<NewBreach>) -> Result<Case, Failure> {
    may_manage(cx.viewer)?;
    let new = rules::check_new(new, cx.now)?;
    let id = BreachId::new()?;
    let number = store::insert(cx.db, &id, &new, (&cx.viewer.user, cx.now))?;
    append(cx, (&id, &new.handling))?;
    let payload = json!({
        "number": number, "discovered_at": new.discovered_at, "happened_at": new.happened_at,
        "due_at": rules::due_at(new.discovered_at), "data": new.data,
    });
    record(cx, (EventType::BreachRegistered, &id), payload)?;
    read(cx, &id)
}

fn append(cx: &mut Cx<'_>, (id, measure): (&BreachId, &str)) -> Result<i32, Failure> {
    let (measure, noted_by) = (measure.to_owned(), cx.viewer.user.clone());
    store::append_measure(cx.db, id, &Measure { measure, noted_by, noted_at: cx.now })
}

/// Notes a further measure; earlier ones stay unchanged.
///
/// # Errors
/// `forbidden`, `not_found`, `breach_closed`, `invalid`.
pub(super) fn note_measure(
    cx: &mut Cx<'_>,
    (id, new): (&BreachId, &Valid<NewMeasure>),
) -> Result<Case, Failure> {
    open_case(cx, id)?;
    let NewMeasure { measure } = new.kept()?;
    let position = append(cx, (id, &measure))?;
    let payload = json!({"measure": position});
    record(cx, (EventType::BreachMeasureNoted, id), payload)?;
    read(cx, id)
}

/// Closes a case with a conclusion.
///
/// # Errors
/// `forbidden`, `not_found`, `breach_closed`, `notices_outstanding`, `invalid`.
pub(super) fn close(
    cx: &mut Cx<'_>,
    (id, closing): (&BreachId, &Valid<Closing>),
) -> Result<Case, Failure> {
    let breach = open_case(cx, id)?;
    let Closing { outcome, conclusion } = closing.kept()?;
    rules::check_closing(&breach, outcome)?;
    let closed_by = cx.viewer.user.clone();
    store::close(cx.db, id, &Closure { outcome, conclusion, closed_by, closed_at: cx.now })?;
    record(cx, (EventType::BreachClosed, id), json!({"outcome": outcome}))?;
    read(cx, id)
}
