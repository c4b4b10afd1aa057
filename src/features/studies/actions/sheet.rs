//! The progress sheet of one study: what its page says, as data for a paper.

use super::StudyContext;
use crate::features::accounts::{Unit, load_units, names_of};
use crate::features::problems;
use crate::features::studies::rules::plan::periods;
use crate::features::studies::{
    BondCalendar, Change, Paper, ReportDue, ReportKind, ReportState, Request, Ruling, StudyDetails,
    TakenStep, Use,
};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::format;
use crate::kernel::ids::{AwardId, ProblemId, UnitCode, UserId};
use crate::kernel::language::Language;
use crate::platform::cx::Cx;
use crate::platform::typesetting::framed;
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What turns a study's parts into words.
struct Words {
    language: Language,
    names: BTreeMap<UserId, String>,
    units: BTreeMap<UnitCode, Unit>,
    /// Codes of the problems that requests name.
    codes: BTreeMap<ProblemId, String>,
}

impl Words {
    fn word(&self, family: &str, name: &str) -> String {
        self.language.text(&format!("{family}-{}", name.replace('_', "-")), &[])
    }

    fn day(&self, day: NaiveDate) -> String {
        format::date(self.language, day)
    }

    fn at(&self, at: Timestamp) -> String {
        self.day(at.date_in_jakarta())
    }

    fn name(&self, user: &UserId) -> &str {
        self.names.get(user).map_or("", String::as_str)
    }

    fn unit(&self, code: &UnitCode) -> String {
        self.units.get(code).map_or_else(|| code.to_string(), |unit| unit.name.clone())
    }

    fn change(&self, change: &Change) -> String {
        match change {
            // Every milestone of the plan in force stands above.
            Change::Plan { milestones } if milestones.is_empty() => String::new(),
            Change::Plan { milestones } => {
                format!("{}: {}", self.language.text("study-milestones", &[]), milestones.len())
            }
            Change::Topic { problem, topic } => {
                let code = self.codes.get(problem).map_or("", String::as_str);
                format!("{code} {topic}")
            }
            Change::Programme { university, programme, country } => {
                format!("{programme}, {university}, {country}")
            }
            Change::Extension { ends_on: day } | Change::Deferral { admission_by: day } => {
                self.day(*day)
            }
        }
    }

    fn ruling(&self, ruling: &Ruling) -> String {
        let reason = ruling.reason.as_deref().map_or(String::new(), |why| format!(": {why}"));
        let (side, verdict) = (ruling.side.name(), ruling.verdict.name());
        format!(
            "{}: {}, {}, {}{reason}",
            self.word("study-side", side),
            self.word("study-request-state", verdict),
            self.name(&ruling.ruled_by),
            self.at(ruling.ruled_at),
        )
    }

    fn request(&self, one: &Request) -> Value {
        json!({
            "asked_at": self.at(one.asked_at),
            "kind": self.word("study-change", one.kind().name()),
            "state": self.word("study-request-state", one.state.name()),
            "before": self.change(&one.before),
            "after": self.change(&one.after),
            "reason": one.reason,
            "rulings": one.rulings.iter().map(|ruling| self.ruling(ruling)).collect::<Vec<_>>(),
        })
    }

    fn paper(&self, one: &Paper) -> Value {
        let verdict = one.verdict.map(|verdict| self.word("study-verdict", verdict.name()));
        json!({
            "kind": self.word("study-paper", one.kind.name()),
            "number": one.number,
            "dated": self.day(one.dated),
            "signatory": one.signatory,
            "verdict": verdict.unwrap_or_default(),
        })
    }

    fn step(&self, one: &TakenStep) -> Value {
        let until = one.until.map_or(String::new(), |day| format!(" – {}", self.day(day)));
        json!({
            "on": format!("{}{until}", self.day(one.on)),
            "step": self.word("study-step", one.step.name()),
            "cause": one.cause.map(|cause| self.word("study-cause", cause.name())).unwrap_or_default(),
            "reason": one.reason,
            "consequence": one.consequence.as_deref().unwrap_or(""),
            "by": self.name(&one.taken_by),
        })
    }

    fn report(&self, one: &ReportDue) -> Value {
        let kind = self.word("study-report-title", one.slot.kind.name());
        let is_one = one.slot.kind == ReportKind::End;
        let late = self.language.text("study-report-is-late", &[]);
        json!([
            if is_one { kind } else { format!("{kind} {}", one.slot.part) },
            one.due_on.map(|day| self.day(day)).unwrap_or_default(),
            self.word("study-report-state", one.state.map_or("none", ReportState::name)),
            one.sent_at.map(|at| self.at(at)).unwrap_or_default(),
            if one.is_late { late } else { String::new() },
        ])
    }

    fn use_of(&self, one: &Use) -> Value {
        json!([
            self.day(one.due_on),
            one.activity,
            one.responsible,
            self.word("study-use-state", one.state.name()),
            one.note.as_deref().unwrap_or(""),
        ])
    }

    fn bond(&self, name: &str, bond: BondCalendar) -> Value {
        let none = || self.language.text("study-bond-none", &[]);
        let until = bond.until.map_or_else(none, |day| self.day(day));
        let name = self.language.text(name, &[]);
        json!([name, bond.months, bond.factor, self.day(bond.from), until])
    }
}

/// The plan in force by the periods of the study.
fn stages(context: &StudyContext, details: &StudyDetails, words: &Words) -> Vec<Value> {
    let (study, plan) = (&details.study, details.plan.as_ref());
    let (Some(starts_on), Some(ends_on)) = (study.starts_on, study.ends_on) else {
        return Vec::new();
    };
    let milestones = plan.map_or(&[][..], |plan| plan.milestones.as_slice());
    let of = |period: crate::features::studies::rules::plan::Period| {
        let in_it = milestones.iter().filter(|one| period.holds(one.due_on));
        let lines = in_it.map(|one| json!([words.day(one.due_on), one.activity, one.output]));
        json!({
            "number": period.number,
            "days": format!("{} – {}", words.day(period.from), words.day(period.to)),
            "milestones": lines.collect::<Vec<_>>(),
        })
    };
    let all = periods(starts_on, ends_on, context.rules().period_months);
    all.into_iter().map(of).collect()
}

/// Everybody who is named on the sheet.
fn people_of(details: &StudyDetails) -> Vec<UserId> {
    let study = &details.study;
    let rulings = details.requests.iter().flat_map(|request| &request.rulings);
    let mut people = vec![study.candidate.clone()];
    people.extend(study.mentor.clone());
    people.extend(details.steps.iter().map(|step| step.taken_by.clone()));
    people.extend(rulings.map(|ruling| ruling.ruled_by.clone()));
    people.sort_unstable();
    people.dedup();
    people
}

/// Every problem that a request names.
fn problems_of(details: &StudyDetails) -> Vec<ProblemId> {
    let changes = details.requests.iter().flat_map(|one| [&one.before, &one.after]);
    let named = changes.filter_map(|change| match change {
        Change::Topic { problem, .. } => Some(problem.clone()),
        _ => None,
    });
    named.collect()
}

/// What the study is, and its dates.
fn facts(context: &StudyContext, details: &StudyDetails, words: &Words) -> Value {
    let study = &details.study;
    let day = |day: Option<NaiveDate>| day.map(|day| words.day(day));
    let released = study.is_released.map(|is| words.word("answer", if is { "yes" } else { "no" }));
    let title = context.call.definition.title.text(&words.language);
    json!({
        "number": study.number,
        "call": {"code": context.call.code, "title": title},
        "name": words.name(&study.candidate),
        "unit": words.unit(&study.unit),
        "owner": words.unit(&study.owner_unit),
        "problem": format!("{} {}", study.problem_code, context.problem.title),
        "topic": study.topic,
        "programme": format!("{}, {}, {}", study.programme, study.university, study.country),
        "state": words.word("study-state", study.state.name()),
        "since": words.day(study.since),
        "mentor": study.mentor.as_ref().map(|mentor| words.name(mentor)),
        "admission_by": words.day(study.admission_by),
        "starts_on": day(study.starts_on),
        "ends_on": day(study.ends_on),
        "released": released,
        "returned_on": day(study.returned_on),
        "placement": study.placement.as_ref().map(|unit| words.unit(unit)),
        "elsewhere": details.is_owner_unit_placement == Some(false),
    })
}

/// The number of a study, and what its progress sheet says to this reader.
///
/// # Errors
/// `not_found`.
pub fn progress_sheet(
    cx: &mut Cx<'_>,
    id: &AwardId,
    language: Language,
) -> Result<(String, Value), Failure> {
    let (context, details) = super::read(cx, id)?;
    let names = names_of(cx.db, &people_of(&details))?;
    let asked = problems::find_many(cx.db, &problems_of(&details))?;
    let codes = asked.into_iter().map(|problem| (problem.id, problem.code)).collect();
    let words = Words { language, names, units: load_units(cx.db)?, codes };
    let bonds = [
        details.planned_bond.map(|bond| words.bond("study-bond-planned", bond)),
        details.actual_bond.map(|bond| words.bond("study-bond-actual", bond)),
    ];
    let until = details.actual_bond.and_then(|bond| bond.until);
    let outlives = until.zip(details.impact_due.last()).is_some_and(|(until, last)| until < *last);
    let mut own = facts(&context, &details, &words);
    let rest = json!({
        "papers": details.papers.iter().map(|one| words.paper(one)).collect::<Vec<_>>(),
        "has_plan": details.plan.is_some(),
        "stages": stages(&context, &details, &words),
        "requests": details.requests.iter().map(|one| words.request(one)).collect::<Vec<_>>(),
        "bonds": bonds.into_iter().flatten().collect::<Vec<_>>(),
        "reports": details.reports.iter().map(|one| words.report(one)).collect::<Vec<_>>(),
        "uses": details.uses.iter().map(|one| words.use_of(one)).collect::<Vec<_>>(),
        "impact": details.impact_due.iter().map(|day| words.day(*day)).collect::<Vec<_>>(),
        "outlives": outlives,
        "steps": details.steps.iter().map(|one| words.step(one)).collect::<Vec<_>>(),
    });
    if let (Value::Object(own), Value::Object(rest)) = (&mut own, rest) {
        own.extend(rest);
    }
    let number = details.study.number;
    let agency = words.units.values().find(|unit| unit.parent.is_none());
    let agency = agency.map(|unit| unit.name.as_str());
    let data = framed(cx.db, (language, cx.now), (&number, agency), own)?;
    Ok((number, data))
}
