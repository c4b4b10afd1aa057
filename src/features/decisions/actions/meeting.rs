//! Inviting the committee to the plenary, and reading the invitation.

use super::{call_for, plenary};
use crate::features::accounts::holders_of;
use crate::features::calls::{self, Call};
use crate::features::decisions::{Meeting, NewMeeting, letters, rules, store};
use crate::kernel::access::{self, Permission, Role};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, UserId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail::{self, Letter, Template};
use serde_json::json;
use std::collections::BTreeSet;

/// Those who decide in the plenary or prepare it; and the panel, where the call's rules ask it to attend. The auditor reads, and is not a member.
const COMMITTEE: [Role; 3] = [Role::Chair, Role::Decider, Role::Secretariat];

/// A call's invitations, newest first.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`.
pub fn read_meetings(cx: &mut Cx<'_>, id: &CallId) -> Result<(Call, Vec<Meeting>), Failure> {
    let call = calls::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    let facts = calls::facts(cx.db, &call, cx.now)?;
    let facts = plenary::facts_in(cx, &call, facts)?;
    access::may(cx.viewer, Permission::ReadMeeting, facts)?;
    let meetings = store::meetings_of(cx.db, id)?;
    Ok((call, meetings))
}

/// Invites the committee, or informs it of a change.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_phase`; `invalid` with every fault of the meeting.
pub fn invite(
    cx: &mut Cx<'_>,
    (id, new): (&CallId, &Valid<NewMeeting>),
) -> Result<Meeting, Failure> {
    let call = call_for(cx, Permission::InvitePlenary, id)?;
    let new = new.kept()?;
    Failure::when_any(rules::meeting::faults_of(&new, &call, cx.now))?;
    let revision = store::meetings_of(cx.db, id)?.first().map_or(1, |last| last.revision + 1);
    let meeting = Meeting {
        revision,
        starts_at: new.starts_at,
        ends_at: new.ends_at,
        place: new.place,
        link: new.link.filter(|link| !link.is_empty()),
        note: new.note,
        invited_by: cx.viewer.user.clone(),
        invited_at: cx.now,
    };
    store::insert_meeting(cx.db, id, &meeting)?;
    let letters = invitations(cx.db, &call, &meeting, cx.now)?;
    mail::post_all(cx.db, &letters, cx.now)?;
    let event = Event {
        actor: Some(&cx.viewer.user),
        act: EventType::PlenaryInvited,
        subject: Subject::call(id),
        payload: json!({
            "revision": revision, "starts_at": meeting.starts_at, "ends_at": meeting.ends_at,
            "letters": letters.len(),
        }),
    };
    ledger::append(cx.db, event, cx.now)?;
    Ok(meeting)
}

/// One to each member. An earlier letter that was not sent yet is withdrawn; this one is then the
/// first that its reader sees.
fn invitations(
    db: &mut Db,
    call: &Call,
    meeting: &Meeting,
    now: Timestamp,
) -> Result<Vec<Letter>, Failure> {
    let subject = Subject::call(&call.id);
    let unaware = mail::withdraw(db, &subject, &[Template::PlenaryInvited], now)?;
    mail::withdraw(db, &subject, &[Template::PlenaryChanged], now)?;
    let mut committee: BTreeSet<UserId> = BTreeSet::new();
    for role in COMMITTEE {
        committee.extend(holders_of(db, role)?);
    }
    if call.definition.plenary.is_some() {
        committee.extend(plenary::panel_in(db, &call.id)?);
    }
    let letter = |member: &UserId| {
        let is_first = meeting.revision == 1 || unaware.contains(member);
        letters::plenary(member, (call, meeting), is_first)
    };
    Ok(committee.iter().map(letter).collect())
}
