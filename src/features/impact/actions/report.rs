//! The report of a year to the leaders: what happened in it, and how things stand now, from the board's figures.

use crate::features::accounts;
use crate::features::impact::board::{Board, ProblemImpact};
use crate::features::impact::rules::year::{FIRST_YEAR, Group, accepted_in, group_of, measured_in};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::errors::{Failure, FieldError, Refusal, common::field};
use crate::kernel::format;
use crate::kernel::language::Language;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::exports::{Taken, note_taken};
use crate::platform::ledger::{self, EventType, Subject, Wanted};
use crate::platform::typesetting::{Paper, framed};
use serde_json::{Value, json};

/// Entries of the record that are read at once.
const AT_ONCE: usize = 500;

/// The year that is asked for, the running one unless told.
///
/// # Errors
/// `out_of_range`.
fn year_of(asked: Option<i32>, this_year: i32) -> Result<i32, Failure> {
    let year = asked.unwrap_or(this_year);
    if (FIRST_YEAR..=this_year).contains(&year) {
        return Ok(year);
    }
    let fault = FieldError::new("year", field::OUT_OF_RANGE)
        .with("minimum", FIRST_YEAR)
        .with("maximum", this_year);
    Err(Refusal::invalid(vec![fault]).into())
}

/// What happened to problems of the public registry in a year, by the record, with the day in words.
fn happened(
    db: &mut Db,
    (act, year): (EventType, i32),
    (board, language): (&Board, Language),
) -> Result<Vec<Value>, Failure> {
    let wanted = Wanted { subject: None, act: Some(act.name()) };
    let (mut found, mut seq) = (Vec::new(), 0);
    loop {
        let limit = i64::try_from(AT_ONCE).unwrap_or(i64::MAX);
        let entries = ledger::entries_after(db, seq, wanted, limit)?;
        let is_last = entries.len() < AT_ONCE;
        for entry in entries {
            seq = entry.seq;
            let is_of =
                |one: &&ProblemImpact| Subject::problem(&one.problem).to_string() == entry.subject;
            let problem = board.problems.iter().find(is_of);
            if let Some(one) = problem.filter(|_| entry.at.year_in_jakarta() == year) {
                let on = format::date(language, entry.at.date_in_jakarta());
                found.push(json!({"code": one.code, "title": one.title, "on": on}));
            }
        }
        if is_last {
            return Ok(found);
        }
    }
}

fn word(language: Language, family: &str, name: &str) -> String {
    language.text(&format!("{family}-{}", name.replace('_', "-")), &[])
}

/// A problem with an award: baseline, now, target.
fn line(one: &ProblemImpact, language: Language) -> Value {
    let path = one.figures.map(|figures| {
        let now = one.now.map_or_else(|| "?".to_owned(), |now| now.figure.told(language));
        let (from, to) = (figures.baseline.told(language), figures.target.told(language));
        format!("{from} → {now} → {to} {}", one.unit_of_measure)
    });
    json!({
        "code": one.code,
        "title": one.title,
        "unit": one.owner_name,
        "path": path.unwrap_or_else(|| "–".to_owned()),
        "way": one.way_behind.map(|way| format!("{way}%")),
        "outcome": one.outcome.map(|outcome| word(language, "impact-outcome", outcome.name())),
        "illustrative": one.illustrative,
    })
}

fn groups(board: &Board, language: Language) -> Vec<Value> {
    let group = |group: Group| {
        let of = board.problems.iter().filter(|one| group_of(one) == Some(group));
        json!({
            "name": group.name(),
            "heading": word(language, "impact-report", group.name()),
            "lines": of.map(|one| line(one, language)).collect::<Vec<_>>(),
        })
    };
    Group::ALL.map(group).into()
}

/// What the board says, as the report tells it.
fn said(board: &Board, language: Language) -> Value {
    let share = |part: u32, whole: u32| format::share(language, part.into(), whole.into());
    let counts = board.outcomes;
    let told = counts.told();
    let stages = board.stages.iter();
    let stages =
        stages.map(|one| json!([word(language, "impact-stage", one.stage.name()), one.count]));
    let compared = [("with-award", board.with_award), ("without", board.without_award)];
    let compared = compared.map(|(name, moved)| {
        let name = word(language, "impact-group", name);
        json!([name, moved.cases, moved.met, moved.towards, moved.not_towards, moved.not_measured])
    });
    let untaken = board.untaken.iter().map(|one| {
        json!({"code": one.code, "title": one.title, "unit": one.owner_name, "proposed": one.proposed})
    });
    let cost = board.cost.filter(|cost| cost.seats > 0).map(|cost| {
        let median = cost.median.map(|median| format::rupiah(language, median));
        json!({"seats": share(cost.stated, cost.seats), "median": median})
    });
    json!({
        "outcomes": {
            "cases": counts.cases,
            "share": (told > 0).then(|| share(counts.solved, told)),
            "too_young": counts.too_young,
            "met_too_young": counts.met_too_young,
            "not_comparable": counts.not_comparable,
            "retired": counts.retired,
            "young_months": board.young_months,
        },
        "groups": groups(board, language),
        "stages": stages.collect::<Vec<_>>(),
        "compared": compared,
        "untaken": untaken.collect::<Vec<_>>(),
        "cost": cost,
    })
}

/// The year, and what its report says. Everybody may read the board; but what leaves as a paper is on the record, with
/// whom it left by, so it is for whoever has a role.
///
/// # Errors
/// `forbidden`; `out_of_range` for a year that has not begun.
pub fn year_report(
    cx: &mut Cx<'_>,
    (asked, young_months): (Option<i32>, u32),
    language: Language,
) -> Result<(i32, Value), Failure> {
    access::may(cx.viewer, Permission::ExportImpact, Facts::NONE)?;
    let this_year = cx.now.year_in_jakarta();
    let year = year_of(asked, this_year)?;
    let board = super::read_board(&mut cx.anyone(), None, young_months)?;
    let in_year = json!({
        "accepted": accepted_in(year, board.problems.iter()),
        "measured": measured_in(year, board.problems.iter()),
        "solved": happened(cx.db, (EventType::ProblemSolved, year), (&board, language))?,
        "reopened": happened(cx.db, (EventType::ProblemReopened, year), (&board, language))?,
    });
    let mut own = said(&board, language);
    let dated = json!({
        "year": year,
        "as_of": format::date(language, cx.now.date_in_jakarta()),
        // A year that still runs has no final report.
        "draft": year == this_year,
        "in_year": in_year,
    });
    if let (Value::Object(own), Value::Object(dated)) = (&mut own, dated) {
        own.extend(dated);
    }
    let units = accounts::load_units(cx.db)?;
    let agency = units.values().find(|unit| unit.parent.is_none());
    let agency = agency.map(|unit| unit.name.as_str());
    let data = framed(cx.db, (language, cx.now), (&year.to_string(), agency), own)?;
    Ok((year, data))
}

/// Notes who took the report, by its hash.
///
/// # Errors
/// `forbidden`.
pub fn note_report(cx: &mut Cx<'_>, sha256: &str) -> Result<(), Failure> {
    access::may(cx.viewer, Permission::ExportImpact, Facts::NONE)?;
    let kind = Paper::ImpactReport.name();
    let taken = Taken { kind, format: "pdf", rows: 1, sha256 };
    note_taken(cx.db, &cx.viewer.user, (Subject::problems(), taken), cx.now)
}
