//! Who of the panel attended, recorded and corrected until the decision is approved.

use super::{drafting, reading, record, sitting_for, ties};
use crate::features::decisions::plenary::{Attendee, NewAttendance, PlenaryView};
use crate::features::decisions::rules::plenary as rules;
use crate::features::decisions::{State, store};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::ledger::{EventType, Subject};
use serde_json::json;

/// Records who attended. The draft minutes of a decision that waits follow; signatures under the earlier text hold no
/// more, nor do votes on equal proposals while somebody is counted in them who had not attended.
///
/// # Errors
/// `not_found`, `wrong_phase`, `plenary_not_asked`; `attendance_decided` once the decision is approved; every fault of
/// the list.
pub fn record_attendance(
    cx: &mut Cx<'_>,
    id: &CallId,
    new: &Valid<NewAttendance>,
) -> Result<PlenaryView, Failure> {
    let of = sitting_for(cx, (Permission::RecordAttendance, id))?;
    let waiting = store::waiting(cx.db, id)?;
    if waiting.as_ref().is_some_and(|one| one.state() == State::Approved) {
        return Err(Failure::refused(rules::ATTENDANCE_DECIDED));
    }
    let people = new.kept()?.people;
    Failure::when_any(rules::faults_of(&people, &of.sitting.panel))?;
    let known = of.sitting.people();
    let cleared = |one: Attendee| {
        let reason = one.reason.filter(|_| !one.presence.attends());
        Attendee { reason, ..one }
    };
    let changed: Vec<Attendee> =
        people.into_iter().map(cleared).filter(|one| !known.contains(one)).collect();
    for one in &changed {
        store::plenary::record_attendance(cx.db, id, one, (&cx.viewer.user, cx.now))?;
    }
    if !changed.is_empty() {
        let people = changed.iter().map(|one| json!({"user": one.user, "presence": one.presence}));
        let payload = json!({"people": people.collect::<Vec<_>>()});
        record(cx, (EventType::AttendanceRecorded, Subject::call(id)), payload)?;
        let recorded = store::plenary::attendance_of(cx.db, id)?;
        let recorded: Vec<Attendee> = recorded.into_iter().map(|(one, _)| one).collect();
        ties::settle_votes(cx, id, &rules::attended(&recorded))?;
    }
    if let Some(decision) = waiting {
        drafting::follow(cx, &of.context.call, &decision)?;
    }
    reading::view_of(cx, id)
}
