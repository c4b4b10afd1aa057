//! Who read what: queries on the log of reads, by proposal, person, document, reader and time.

use crate::features::accounts::{self, names_of};
use crate::features::audit::{Reading, ReadingFilter};
use crate::features::conflicts::{self, Traces};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, FieldError, Refusal, common::field};
use crate::kernel::ids::UserId;
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::exports::{Cell, Column, Columns, Provenance, Writer};
use crate::platform::ledger::{Subject, SubjectKind};
use crate::platform::read_log::{self, Line, Numbered, ReadFilter};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The number of lines read at a time for a table, and when some may be left out.
const AT_ONCE: i64 = 1000;

/// A page of the log, newest first, without lines on a proposal with which the viewer is in
/// conflict.
///
/// # Errors
/// `forbidden`; an unknown proposal, person or reader; a day that is none.
pub(in crate::features::audit) fn readings(
    cx: &mut Cx<'_>,
    filter: &ReadingFilter,
    paging: &Paging,
) -> Result<Page<Reading>, Failure> {
    access::may(cx.viewer, Permission::ReadReadings, Facts::NONE)?;
    let traces = conflicts::traces_for(cx.db, &cx.viewer.user)?;
    let asked = ReadFilter { before: paging.key()?, ..asked(cx.db, filter, &traces)? };
    let seen = collect(cx.db, asked, paging.fetch(), &traces)?;
    let page = Page::cut(seen, paging, |(seq, line)| (line.at, *seq))?;
    let items = named(cx.db, page.items)?;
    Ok(Page { items, next: page.next })
}

/// One row per line of the log.
pub static READINGS: Columns<Reading> = &[&[
    Column::instant("at", |row: &Reading| Cell::Instant(row.at)),
    Column::text("reader", |row: &Reading| Cell::text(&row.reader)).wide(28),
    Column::text("reader_name", |row: &Reading| {
        Cell::optional(row.reader_name.as_ref(), Cell::text)
    })
    .wide(30),
    Column::text("roles", |row: &Reading| Cell::Text(row.roles.join(", "))).wide(24),
    Column::text("act", |row: &Reading| Cell::text(&row.act)).wide(24),
    Column::text("reveals", |row: &Reading| Cell::text(&row.reveals)).wide(12),
    Column::text("subject", |row: &Reading| Cell::text(&row.subject)).wide(38),
    Column::text("thing", |row: &Reading| Cell::text(&row.thing)).wide(38),
    Column::text("person", |row: &Reading| Cell::optional(row.person.as_ref(), Cell::text))
        .wide(28),
    Column::text("person_name", |row: &Reading| {
        Cell::optional(row.person_name.as_ref(), Cell::text)
    })
    .wide(30),
    Column::text("session", |row: &Reading| Cell::text(&row.session)).wide(28),
]];

/// The same as a table, all of it. Who may have it is asked before, by the catalogue of exports.
///
/// # Errors
/// An unknown proposal, person or reader; a day that is none.
pub fn pour_readings(
    cx: &mut Cx<'_>,
    filter: &ReadingFilter,
    to: &mut Writer,
) -> Result<Provenance, Failure> {
    let traces = conflicts::traces_for(cx.db, &cx.viewer.user)?;
    let mut asked = asked(cx.db, filter, &traces)?;
    to.stream(READINGS)?;
    loop {
        let seen = collect(cx.db, asked.clone(), AT_ONCE, &traces)?;
        let Some((seq, last)) = seen.last() else { break };
        asked.before = Some((last.at, *seq));
        for reading in named(cx.db, seen)? {
            to.add_row(READINGS, &reading)?;
        }
    }
    Ok(Provenance::withheld(!traces.is_empty()))
}

/// This many lines that the viewer may know.
fn collect(
    db: &mut Db,
    mut asked: ReadFilter,
    most: i64,
    traces: &Traces,
) -> Result<Vec<Numbered>, Failure> {
    let wanted = usize::try_from(most).unwrap_or(0);
    asked.most = if traces.is_empty() { most } else { AT_ONCE.max(most) };
    let mut found = Vec::new();
    while found.len() < wanted {
        let some = read_log::lines(db, &asked)?;
        let Some((seq, last)) = some.last() else { break };
        asked.before = Some((last.at, *seq));
        found.extend(some.into_iter().filter(|(_, line)| !is_hidden(line, traces)));
    }
    found.truncate(wanted);
    Ok(found)
}

/// Whether it is about a proposal with which the viewer is in conflict.
fn is_hidden(line: &Line, traces: &Traces) -> bool {
    let is_candidate = |person: &String| {
        let hidden = traces.candidates().iter().any(|one| one.as_str() == person);
        let is_account = |subject: Subject| subject.kind() == SubjectKind::User;
        hidden && !line.subject.parse().is_ok_and(is_account)
    };
    traces.are_in(&line.subject)
        || traces.are_in(&line.thing)
        || line.person.as_ref().is_some_and(is_candidate)
}

fn asked(db: &mut Db, filter: &ReadingFilter, traces: &Traces) -> Result<ReadFilter, Failure> {
    let mut faults = Vec::new();
    let mut asked = ReadFilter::default();
    if let Some(name) = wanted(&filter.proposal) {
        match read_log::about_proposal(db, name)?
            .filter(|(subject, _)| !traces.are_in(subject.id()))
        {
            Some((subject, lists)) => {
                asked.subjects.push(subject);
                if filter.lists {
                    asked.subjects.extend(lists);
                }
            }
            None => faults.push(FieldError::new("proposal", field::UNKNOWN_REFERENCE)),
        }
    }
    asked.person = person(db, ("person", &filter.person), &mut faults)?;
    asked.reader = person(db, ("reader", &filter.reader), &mut faults)?;
    asked.thing = wanted(&filter.document).map(Subject::document);
    asked.from = instant(("from", &filter.from), false, &mut faults);
    asked.until = instant(("until", &filter.until), true, &mut faults);
    if faults.is_empty() { Ok(asked) } else { Err(Refusal::invalid(faults).into()) }
}

fn wanted(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

fn person(
    db: &mut Db,
    (name, text): (&'static str, &str),
    faults: &mut Vec<FieldError>,
) -> Result<Option<String>, Failure> {
    let Some(text) = wanted(text) else { return Ok(None) };
    let found = accounts::account_named(db, text)?;
    if found.is_none() {
        faults.push(FieldError::new(name, field::UNKNOWN_REFERENCE));
    }
    Ok(found.map(|id| id.to_string()))
}

/// An instant; for a day in Jakarta its first or its last instant.
fn instant(
    (name, text): (&'static str, &str),
    is_end: bool,
    faults: &mut Vec<FieldError>,
) -> Option<Timestamp> {
    let text = wanted(text)?;
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    let Ok(day) = text.parse::<NaiveDate>() else {
        faults.push(FieldError::not_a_date(name));
        return None;
    };
    let noon = day.and_hms_opt(5, 0, 0)?.and_utc().timestamp_micros();
    let next = Timestamp::from_micros(noon).end_of_day_in_jakarta();
    Some(if is_end { next.plus_micros(-1) } else { next.plus_days(-1) })
}

/// Adds the names of the readers and of the people whose data was read.
fn named(db: &mut Db, seen: Vec<Numbered>) -> Result<Vec<Reading>, Failure> {
    let people =
        seen.iter().flat_map(|(_, one)| [Some(&one.reader), one.person.as_ref()]).flatten();
    let ids: BTreeSet<UserId> = people.filter_map(|id| id.parse().ok()).collect();
    let names = names_of(db, &ids.into_iter().collect::<Vec<_>>())?;
    let name = |id: &String| id.parse().ok().and_then(|id: UserId| names.get(&id)).cloned();
    let reading = |(_, one): Numbered| Reading {
        reader_name: name(&one.reader),
        person_name: one.person.as_ref().and_then(name),
        is_list: one.person.is_none(),
        at: one.at,
        reader: one.reader,
        session: one.session,
        roles: one.roles.split(' ').filter(|role| !role.is_empty()).map(str::to_owned).collect(),
        act: one.act,
        reveals: one.reveals,
        subject: one.subject,
        thing: one.thing,
        person: one.person,
    };
    Ok(seen.into_iter().map(reading).collect())
}
