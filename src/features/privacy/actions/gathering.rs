//! Gathers the data held on the person who asks, and records that they took it.

use super::trail;
use crate::features::decisions;
use crate::features::outbox;
use crate::features::privacy::rules::disclosure::{self, About};
use crate::features::privacy::{Holdings, Periods, store};
use crate::features::proposals::actions::verification::read_verification;
use crate::kernel::access::{self, Facts, Permission, Relation, Viewer};
use crate::kernel::clock::{Timestamp, Told};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, ProposalId, UserId};
use crate::kernel::paging::Paging;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject, SubjectKind};
use crate::platform::read_log;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

type Part = (&'static str, Value);

/// All data held on the viewer.
pub(in crate::features::privacy) fn gather(
    db: &mut Db,
    viewer: &Viewer,
    (base_url, periods): (&str, &Periods),
    now: Timestamp,
) -> Result<Holdings, Failure> {
    access::may(viewer, Permission::ReadOwnData, Facts::NONE.with(Relation::Own, true))?;
    let user = &viewer.user;
    let (written, own) = store::proposals_of(db, user)?;
    let ids: Vec<ProposalId> = own.iter().map(|(id, _)| id.clone()).collect();
    let (documents, mut files) = store::documents_of(db, &ids)?;
    let (objections, objection_ids, attachments) = store::objections_of(db, &ids)?;
    let (awards, award_ids) = store::awards_on(db, &ids)?;
    files.extend(attachments);
    let mut parts: Vec<Part> = vec![
        ("account", store::account_of(db, user)?),
        ("proposals", written),
        ("proposal-versions", store::versions_of(db, &ids)?),
        ("documents", documents),
        ("submitted-files", store::submitted_files_of(db, &ids)?),
        ("endorsements-received", store::endorsements_on(db, &ids)?),
        ("objections", objections),
        ("awards", awards),
    ];
    parts.extend(told(db, viewer, &ids, now)?);
    parts.push(("letters", letters(db, viewer, base_url, now)?));
    parts.push(("reminders", store::reminders_of(db, user)?));
    parts.push(("breaches-you-were-told-of", store::breaches_of(db, user)?));
    parts.push(("unfinished-uploads", store::uploads_by(db, user)?));
    parts.extend(work(db, user)?);
    parts.push(("who-read-your-things", who_read(db, user, &own, now)?));
    parts.push(("read-by-you", read_by(db, user)?));
    parts.push(("erasure-requests", serde_json::to_value(store::requests_of(db, user, now)?)?));
    parts.push(("purpose-and-periods", purpose(periods)));
    let mut themselves = store::own_subjects(db, user)?;
    themselves.extend(objection_ids.iter().map(|id| Subject::of(SubjectKind::Objection, id)));
    themselves.extend(award_ids.iter().map(|id| Subject::of(SubjectKind::Award, id)));
    let trail = trail::of(db, user, (&own, themselves), now)?;
    coarsen(db, user, &mut parts)?;
    Ok(Holdings { parts, trail, files })
}

/// Acts of others are shown only by the day, in every part and field, because each act is on the
/// record with the exact instant that it also wrote elsewhere.
fn coarsen(db: &mut Db, user: &UserId, parts: &mut [Part]) -> Result<(), Failure> {
    let mut found = BTreeSet::new();
    for (_, part) in &*parts {
        disclosure::instants_in(part, &mut found);
    }
    let of_others = store::instants_of_others(db, user, &found)?;
    for (_, part) in &mut *parts {
        disclosure::coarsen(part, &of_others);
    }
    Ok(())
}

/// In which roles others read the person's data, by the day. Readings by reviewers are shown
/// together with the result.
fn who_read(
    db: &mut Db,
    user: &UserId,
    own: &[(ProposalId, CallId)],
    now: Timestamp,
) -> Result<Value, Failure> {
    let mut about = trail::subjects(db, own, now)?;
    about.insert(Subject::user(user), About::Themselves);
    let mut days: BTreeMap<(String, String, String), u32> = BTreeMap::new();
    for (at, roles, reveals, subject) in read_log::of_person(db, user)? {
        let held: Vec<String> = roles.split(' ').map(str::to_owned).collect();
        let assessing = disclosure::assessing_role(&held).is_some();
        let about = subject.parse().ok().and_then(|subject: Subject| about.get(&subject));
        if disclosure::is_reading_told(at, about.copied(), assessing) {
            let day = Told::by_day(at).to_string();
            *days.entry((day, roles, reveals)).or_default() += 1;
        }
    }
    let line = |((day, roles, shown), times)| json!({"day": day, "roles": roles, "shown": shown, "times": times});
    Ok(Value::Array(days.into_iter().map(line).collect()))
}

/// What the person read about others, by the day.
fn read_by(db: &mut Db, user: &UserId) -> Result<Value, Failure> {
    let mut days: BTreeMap<(String, String), u32> = BTreeMap::new();
    for (at, act) in read_log::by_reader(db, user)? {
        *days.entry((Told::by_day(at).to_string(), act)).or_default() += 1;
    }
    let line = |((day, act), times)| json!({"day": day, "act": act, "times": times});
    Ok(Value::Array(days.into_iter().map(line).collect()))
}

/// What the person may now read of the assessment of each of their proposals, by the same actions
/// that show it elsewhere.
fn told(
    db: &mut Db,
    viewer: &Viewer,
    own: &[ProposalId],
    now: Timestamp,
) -> Result<[Part; 2], Failure> {
    Ok([
        ("verification-results", each(db, own, |db, id| read_verification(db, viewer, id, now))?),
        ("results", each(db, own, |db, id| decisions::actions::own_result(db, viewer, id, now))?),
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

/// What the person did in the selection of others.
fn work(db: &mut Db, user: &UserId) -> Result<[Part; 10], Failure> {
    Ok([
        ("problems-proposed", store::problems_by(db, user)?),
        ("endorsements-given", store::endorsements_by(db, user)?),
        ("verifications-written", store::verifications_by(db, user)?),
        ("documents-opened", store::openings_by(db, user)?),
        ("verifications-taken-back", store::taken_back_by(db, user)?),
        ("panels", store::panels_of(db, user)?),
        ("assignments", store::assignments_of(db, user)?),
        ("sheets-written", store::sheets_by(db, user)?),
        ("conflicts-declared", store::conflicts_of(db, user)?),
        ("acts-of-yours", serde_json::to_value(store::acts_by(db, user)?)?),
    ])
}

fn letters(db: &mut Db, viewer: &Viewer, base_url: &str, now: Timestamp) -> Result<Value, Failure> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let paging = Paging { limit: 200, after };
        let page = outbox::own_mails(db, viewer, base_url, (&paging, now))?;
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            return Ok(serde_json::to_value(all)?);
        }
    }
}

/// Records that the package was taken, with its hash.
pub(in crate::features::privacy) fn note_taken(
    db: &mut Db,
    viewer: &Viewer,
    (sha256, files): (&str, u64),
    now: Timestamp,
) -> Result<(), Failure> {
    access::may(viewer, Permission::ReadOwnData, Facts::NONE.with(Relation::Own, true))?;
    let event = Event {
        actor: Some(&viewer.user),
        act: EventType::DataExported,
        subject: Subject::user(&viewer.user),
        payload: json!({"sha256": sha256, "files": files}),
    };
    ledger::append(db, event, now).map(|_| ())
}
