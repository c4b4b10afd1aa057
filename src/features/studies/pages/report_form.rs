//! The form in which an awardee writes a report.

use super::forms::REPORT;
use crate::features::studies::actions::{self, StudyContext};
use crate::features::studies::{
    Milestone, MilestoneReport, Report, ReportKind, ReportState, ReportText,
};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::format::Zone;
use crate::kernel::language::Language;
use crate::web::Fields;
use crate::web::forms::Shown;
use crate::web::pages::{Field, PageContext, differences, unsaved};

/// A milestone and its two controls.
pub(super) struct Row {
    pub(super) told: MilestoneReport,
    pub(super) index: usize,
    pub(super) fields: [Field; 2],
}

/// The form of the awardee.
pub(super) struct Editor {
    pub(super) version: i64,
    pub(super) unsaved: &'static str,
    pub(super) grades: Option<Field>,
    pub(super) milestones: Vec<Row>,
    pub(super) result: Option<Field>,
    pub(super) used: Vec<[Field; 3]>,
    pub(super) used_error: String,
    pub(super) indicator: Option<Field>,
    pub(super) obstacles: Vec<[Field; 2]>,
    pub(super) help: Option<Vec<[Field; 2]>>,
    pub(super) differences: String,
    /// Whether it can be sent today, and the day from which it can.
    pub(super) is_open: bool,
    pub(super) opens_on: Option<chrono::NaiveDate>,
}

/// The text with a row for each milestone that the plan expects, told or not.
fn with_rows(text: &ReportText, expected: &[Milestone]) -> ReportText {
    let row = |one: &Milestone| {
        let told = text.milestones.iter();
        let mut told =
            told.filter(|told| told.due_on == one.due_on && told.activity == one.activity);
        told.next().cloned().unwrap_or_else(|| MilestoneReport {
            due_on: one.due_on,
            activity: one.activity.clone(),
            outcome: None,
            evidence: String::new(),
        })
    };
    ReportText { milestones: expected.iter().map(row).collect(), ..text.clone() }
}

/// What stands in the form before anything is typed.
pub(super) fn fields_of(report: &Report) -> Result<Fields, Failure> {
    let text = report.draft.clone().unwrap_or_default();
    let text = with_rows(&text, &report.milestones);
    Ok(REPORT.fill(&serde_json::to_value(text)?, Zone::Wib, Language::default()))
}

/// So many rows of a list, with empty ones after those that are filled.
fn rows<const N: usize>(
    form: &Shown<'_, ReportText>,
    typed: &Fields,
    (list, names, most): (&str, [&str; N], usize),
) -> Vec<[Field; N]> {
    let count = (typed.rows(list) + 1).min(most);
    (0..count).map(|row| names.map(|name| form.in_row(name, row))).collect()
}

pub(super) fn editor(
    s: &PageContext,
    (context, report): (&StudyContext, &Report),
    typed: Option<(&Fields, &Refusal)>,
) -> Result<Option<Editor>, Failure> {
    let is_own = context.permitted().allows(Permission::WriteStudy);
    let is_closed = matches!(report.due.state, Some(ReportState::Sent | ReportState::Acknowledged));
    if !is_own || is_closed {
        return Ok(None);
    }
    let stored = fields_of(report)?;
    let (fields, why) = typed.map_or((&stored, None), |(fields, why)| (fields, Some(why)));
    let form = REPORT.shown(s, fields, why);
    let kind = report.due.slot.kind;
    let one = |name: &str, kinds: &[ReportKind]| kinds.contains(&kind).then(|| form.field(name));
    let text = with_rows(&report.draft.clone().unwrap_or_default(), &report.milestones);
    let of = ["milestones[].outcome", "milestones[].evidence"];
    let milestones = text.milestones.into_iter().enumerate().map(|(index, told)| Row {
        fields: of.map(|name| form.in_row(name, index)),
        told,
        index,
    });
    let is_impact = kind == ReportKind::Impact;
    let used = ["used[].kind", "used[].words", "used[].replicated"];
    let is_stale = why.is_some_and(|why| why.code == common::STALE);
    let opens_on = actions::opens_on(context, report);
    let today = s.now.date_in_jakarta();
    Ok(Some(Editor {
        version: report.version,
        unsaved: unsaved(why),
        grades: one("grades", &[ReportKind::Progress, ReportKind::End]),
        milestones: if kind == ReportKind::Progress { milestones.collect() } else { Vec::new() },
        result: one("result", &[ReportKind::End]),
        used: if is_impact { rows(&form, fields, ("used", used, 20)) } else { Vec::new() },
        used_error: form.fault("used"),
        indicator: one("indicator", &[ReportKind::Progress, ReportKind::Impact]),
        obstacles: rows(
            &form,
            fields,
            ("obstacles", ["obstacles[].cause", "obstacles[].words"], 10),
        ),
        help: (kind != ReportKind::End)
            .then(|| rows(&form, fields, ("help", ["help[].of", "help[].words"], 10))),
        differences: if is_stale {
            differences(s, s.t("study-report-stale"), (&stored, fields), |name| form.name_of(name))
        } else {
            String::new()
        },
        is_open: opens_on.is_some_and(|day| day <= today),
        opens_on,
    }))
}
