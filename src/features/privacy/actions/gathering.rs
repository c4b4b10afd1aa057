//! Gathers the data held on the person who asks, and records that they took it.

use super::trail;
use crate::features::decisions;
use crate::features::outbox;
use crate::features::privacy::rules::disclosure::{self, About};
use crate::features::privacy::{HOLDERS, Holdings, Periods, holders};
use crate::features::proposals::actions::verification::read_verification;
use crate::kernel::access::{self, Facts, Permission, Relation};
use crate::kernel::clock::Told;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, UserId};
use crate::kernel::paging::Paging;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail::Letterhead;
use crate::platform::personal::Part;
use crate::platform::read_log;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The parts in the order of the package; a part that is not here comes last.
const ORDER: [&str; 51] = [
    "account",
    "proposals",
    "proposal-versions",
    "documents",
    "submitted-files",
    "endorsements-received",
    "late-submissions-allowed",
    "exceptions",
    "objections",
    "awards",
    "studies",
    "study-steps",
    "study-papers",
    "study-requests",
    "study-rulings",
    "study-reports",
    "study-report-sendings",
    "study-report-answers",
    "study-report-files",
    "study-uses",
    "proposal-sharings",
    "verification-results",
    "results",
    "letters",
    "reminders",
    "breaches-you-were-told-of",
    "unfinished-uploads",
    "problems-proposed",
    "measurements-recorded",
    "measurement-files-added",
    "measurements-checked",
    "study-commitments",
    "endorsements-given",
    "verifications-written",
    "documents-opened",
    "verifications-taken-back",
    "panels",
    "assignments",
    "sheets-written",
    "conflicts-declared",
    "conflicts-withdrawn",
    "plenaries-attended",
    "votes-on-equal-scores",
    "dissents",
    "minutes-remarked",
    "minutes-signed",
    "acts-of-yours",
    "who-read-your-things",
    "read-by-you",
    "erasure-requests",
    "purpose-and-periods",
];

/// All data held on the viewer.
pub(in crate::features::privacy) fn gather(
    cx: &mut Cx<'_>,
    (letterhead, periods): (&Letterhead, &Periods),
) -> Result<Holdings, Failure> {
    access::may(cx.viewer, Permission::ReadOwnData, Facts::NONE.with(Relation::Own, true))?;
    let person = holders::person(cx.db, &cx.viewer.user, cx.now)?;
    let (mut parts, mut files) = (Vec::new(), Vec::new());
    for holder in HOLDERS {
        let held = (holder.holdings)(cx.db, &person)?;
        held.parts.into_iter().for_each(|part| put(&mut parts, part));
        files.extend(held.files);
    }
    let things = holders::things_of(cx.db, &person)?;
    let about = trail::about(cx.db, &person, &things)?;
    parts.extend(told(cx, &person.proposals())?);
    parts.push(("letters", letters(cx, letterhead)?));
    parts.push(("who-read-your-things", who_read(cx.db, &cx.viewer.user, &about)?));
    parts.push(("purpose-and-periods", purpose(periods)));
    let place = |name: &str| ORDER.iter().position(|one| *one == name).unwrap_or(ORDER.len());
    parts.sort_by_key(|(name, _)| place(name));
    let trail = trail::of(cx.db, &cx.viewer.user, &about)?;
    coarsen(cx.db, &cx.viewer.user, &mut parts)?;
    Ok(Holdings { parts, trail, files })
}

/// Adds a part; to one of the same name its fields are added.
fn put(parts: &mut Vec<Part>, (name, value): Part) {
    let there = parts.iter_mut().find(|(other, _)| *other == name);
    match (there, value) {
        (Some((_, Value::Object(fields))), Value::Object(more)) => fields.extend(more),
        (_, value) => parts.push((name, value)),
    }
}

/// When others acted is told by the day, in whichever part and field it stands: every act is on the record with
/// the instant that it wrote everywhere else.
fn coarsen(db: &mut Db, user: &UserId, parts: &mut [Part]) -> Result<(), Failure> {
    let mut found = BTreeSet::new();
    for (_, part) in &*parts {
        disclosure::instants_in(part, &mut found);
    }
    let of_others = ledger::instants_of_others(db, user, &found)?;
    for (_, part) in &mut *parts {
        disclosure::coarsen(part, &of_others);
    }
    Ok(())
}

/// In which roles others read the person's things, by the day. That a reviewer did is told with the result.
fn who_read(db: &mut Db, user: &UserId, things: &trail::Things) -> Result<Value, Failure> {
    let account = Subject::user(user);
    let mut days: BTreeMap<(String, String, String), u32> = BTreeMap::new();
    for (at, roles, reveals, subject) in read_log::of_person(db, user)? {
        let held: Vec<String> = roles.split(' ').map(str::to_owned).collect();
        let assessing = disclosure::assessing_role(&held).is_some();
        let subject: Option<Subject> = subject.parse().ok();
        let about = subject.and_then(|subject| {
            let about = things.get(&subject).copied()?;
            // Of what is theirs without being a proposal, only reads of the account are told.
            (about != About::Themselves || subject == account).then_some(about)
        });
        if disclosure::is_reading_told(at, about, assessing) {
            let day = Told::by_day(at).to_string();
            *days.entry((day, roles, reveals)).or_default() += 1;
        }
    }
    let line = |((day, roles, shown), times)| json!({"day": day, "roles": roles, "shown": shown, "times": times});
    Ok(Value::Array(days.into_iter().map(line).collect()))
}

/// What the person may read now of the assessment of each of their few proposals, by the acts that
/// show it elsewhere.
fn told(cx: &mut Cx<'_>, own: &[ProposalId]) -> Result<[Part; 2], Failure> {
    Ok([
        (
            "verification-results",
            each(cx.db, own, |db, id| read_verification(&mut Cx::new(db, cx.viewer, cx.now), id))?,
        ),
        (
            "results",
            each(cx.db, own, |db, id| {
                decisions::actions::own_result(&mut Cx::new(db, cx.viewer, cx.now), id)
            })?,
        ),
    ])
}

fn each<T: Serialize>(
    db: &mut Db,
    own: &[ProposalId],
    read: impl Fn(&mut Db, &ProposalId) -> Result<T, Failure>,
) -> Result<Value, Failure> {
    let mut all = serde_json::Map::new();
    for id in own {
        match read(db, id) {
            Ok(found) => drop(all.insert(id.to_string(), serde_json::to_value(found)?)),
            // It may not be read yet, or does not exist.
            Err(Failure::Refused(_)) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(Value::Object(all))
}

/// The purpose of the data, and how long it is kept.
fn purpose(periods: &Periods) -> Value {
    json!({
        "purpose": {
            "id": "Menyelenggarakan seleksi tugas belajar dan mempertanggungjawabkan hasilnya.",
            "en": "To run the selection of study assignments and to account for its result.",
        },
        "ground": {
            "id": "Tugas instansi; bukan persetujuan.",
            "en": "A duty of the agency; not consent.",
        },
        "periods": periods,
    })
}

fn letters(cx: &mut Cx<'_>, letterhead: &Letterhead) -> Result<Value, Failure> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let paging = Paging { limit: 200, after };
        let page = outbox::own_mails(cx, letterhead, &paging)?;
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            return Ok(serde_json::to_value(all)?);
        }
    }
}

/// Records that the package was taken, with its hash.
pub(in crate::features::privacy) fn note_taken(
    cx: &mut Cx<'_>,
    (sha256, files): (&str, u64),
) -> Result<(), Failure> {
    access::may(cx.viewer, Permission::ReadOwnData, Facts::NONE.with(Relation::Own, true))?;
    let event = Event {
        actor: Some(&cx.viewer.user),
        act: EventType::DataExported,
        subject: Subject::user(&cx.viewer.user),
        payload: json!({"sha256": sha256, "files": files}),
    };
    ledger::append(cx.db, event, cx.now).map(|_| ())
}
