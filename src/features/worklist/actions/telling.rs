//! The letter of the morning: each kind of work is told once while it waits, and once more when its end is near.

use crate::features::accounts::everybody_on_duty;
use crate::features::reminders::{
    Notice, WorkTold, forget_work, insert_work_look, insert_work_told, is_work_looked_at,
    work_told_to,
};
use crate::features::worklist::{Waiting, letters, rules};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::format::Zone;
use crate::kernel::ids::UserId;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail;
use chrono::{NaiveDate, Timelike};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// What is to be told in one zone this morning.
#[derive(Debug, Clone)]
pub(in crate::features::worklist) struct Look {
    zone: Zone,
    on: NaiveDate,
    people: Vec<Morning>,
}

/// One person's morning.
#[derive(Debug, Clone)]
struct Morning {
    user: UserId,
    new: Vec<Waiting>,
    near: Vec<Waiting>,
    /// Told before and done since: it is told again when it waits again.
    gone: Vec<WorkTold>,
}

/// The zones in which it is morning and that were not looked at today, each with whom to tell of what.
pub(in crate::features::worklist) fn is_to_tell(
    db: &mut Db,
    now: Timestamp,
) -> Result<Vec<Look>, Failure> {
    let mut due = Vec::new();
    for zone in [Zone::Wib, Zone::Wita, Zone::Wit] {
        let on = zone.day(now);
        if zone.local(now).hour() >= rules::MORNING && !is_work_looked_at(db, zone, on)? {
            due.push((zone, on));
        }
    }
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let everybody = everybody_on_duty(db, now)?;
    let mut looks = Vec::new();
    for (zone, on) in due {
        let mut people = Vec::new();
        for (viewer, _) in everybody.iter().filter(|(_, of)| *of == zone) {
            people.extend(morning(&mut Cx::new(db, viewer, now))?);
        }
        looks.push(Look { zone, on, people });
    }
    Ok(looks)
}

fn told_of(one: &Waiting, notice: Notice) -> WorkTold {
    let call = one.call.as_ref().map(|call| &call.id);
    WorkTold::of(one.kind.name(), call, (notice, one.due_at))
}

/// `None` if nothing has changed for them.
fn morning(cx: &mut Cx<'_>) -> Result<Option<Morning>, Failure> {
    let mut all = super::of_viewer(cx)?;
    all.retain(|one| rules::is_told(one.kind));
    let told = work_told_to(cx.db, &cx.viewer.user)?;
    let untold = |notice: Notice| {
        let is_new = |one: &&Waiting| !told.contains(&told_of(one, notice));
        all.iter().filter(is_new).cloned().collect::<Vec<_>>()
    };
    let new = untold(Notice::New);
    let mut near = untold(Notice::Near);
    near.retain(|one| rules::is_near(one, cx.now));
    let waits: BTreeSet<WorkTold> = all
        .iter()
        .flat_map(|one| [Notice::New, Notice::Near].map(|notice| told_of(one, notice)))
        .collect();
    let gone: Vec<WorkTold> = told.into_iter().filter(|one| !waits.contains(one)).collect();
    let is_quiet = new.is_empty() && near.is_empty() && gone.is_empty();
    Ok((!is_quiet).then(|| Morning { user: cx.viewer.user.clone(), new, near, gone }))
}

/// Tells them, if nobody has meanwhile; returns the number of letters. The record has a line for each call, with the number
/// of letters that speak of it and no names.
pub(in crate::features::worklist) fn tell(
    db: &mut Db,
    look: &Look,
    now: Timestamp,
) -> Result<usize, Failure> {
    if is_work_looked_at(db, look.zone, look.on)? {
        return Ok(0);
    }
    insert_work_look(db, (look.zone, look.on), now)?;
    let mut posted = Vec::new();
    let mut of_calls: BTreeMap<_, usize> = BTreeMap::new();
    for one in &look.people {
        forget_work(db, &one.user, &one.gone)?;
        let new = one.new.iter().map(|work| told_of(work, Notice::New));
        let near = one.near.iter().map(|work| told_of(work, Notice::Near));
        insert_work_told(db, &one.user, &new.chain(near).collect::<Vec<_>>(), now)?;
        // What is new and ends soon is in the letter that says so.
        let only_new: Vec<Waiting> =
            one.new.iter().filter(|work| !one.near.contains(work)).cloned().collect();
        if !only_new.is_empty() {
            posted.push(letters::waiting(&one.user, &only_new));
        }
        if let Some(first) = one.near.iter().filter_map(|work| work.due_at).min() {
            posted.push(letters::ending(&one.user, &one.near, first));
        }
        let calls = one.new.iter().chain(&one.near).filter_map(|work| work.call.as_ref());
        let calls: BTreeSet<_> = calls.map(|call| call.id.clone()).collect();
        for call in calls {
            *of_calls.entry(call).or_default() += 1;
        }
    }
    for (call, people) in of_calls {
        let payload = json!({"reminder": "work", "letters": people});
        let (act, subject) = (EventType::RemindersSent, Subject::call(&call));
        ledger::append(db, Event { actor: None, act, subject, payload }, now)?;
    }
    mail::post_all(db, &posted, now)?;
    Ok(posted.len())
}
