//! The form in which an awardee writes a report, saved by a button or, with the script, by itself.

use super::forms::REPORT;
use super::reports::{Of, PageQuery, Refused, page};
use crate::features::accounts::{SignedIn, SignedInForm, Visitor};
use crate::features::studies::actions::{self, StudyContext};
use crate::features::studies::{
    Milestone, MilestoneReport, Report, ReportKind, ReportState, ReportText, Slot,
};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::kernel::format::Zone;
use crate::kernel::ids::AwardId;
use crate::kernel::language::Language;
use crate::kernel::version::IfMatch;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::forms::{Shown, respond};
use crate::web::pages::{Field, PageContext, differences, saved_by_itself, unsaved};
use crate::web::{Fields, Salvage};
use actix_web::{HttpRequest, HttpResponse, web};

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
fn fields_of(report: &Report) -> Result<Fields, Failure> {
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

/// Saves the sound part of a form, and returns the faults by field.
async fn write(
    app: &App,
    caller: SignedIn,
    ((id, slot), from): ((AwardId, Slot), IfMatch),
    fields: &Fields,
) -> Result<(Report, Vec<FieldError>), Failure> {
    let asked = id.clone();
    let stored = move |cx: &mut Cx<'_>| actions::read_report(cx, (&asked, slot));
    let (_, stored) = caller.clone().read(app, stored).await?;
    let mut form = Salvage::new(fields_of(&stored)?, fields);
    loop {
        let saved = match REPORT.read(form.sound(), Zone::Wib, Language::default()) {
            Ok(text) => {
                let id = id.clone();
                let act =
                    move |cx: &mut Cx<'_>| actions::save_report(cx, ((&id, slot), from), &text);
                let saved = caller.clone().write(app, act).await;
                saved.map_err(|failure| REPORT.located(failure, form.sound()))
            }
            Err(failure) => Err(failure),
        };
        match saved {
            Ok(report) => return Ok((report, form.faults())),
            Err(failure) => form.leave_out(failure)?,
        }
    }
}

/// Saves; with `then=send` also sends it, if nothing is missing.
pub(super) async fn save(
    app: web::Data<App>,
    of: Of,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let ((id, slot), from) = (of.into_inner(), sent.seen()?);
    let SignedInForm { caller, visitor, fields } = sent;
    let goes_on = fields.get("then") == "send";
    let saved = write(&app, caller.clone(), ((id.clone(), slot), from), &fields).await;
    let outcome = match saved {
        Ok((_, errors)) if !errors.is_empty() => {
            Err(Refusal { errors, ..Refusal::new(common::PARTLY_SAVED) }.into())
        }
        Ok((report, _)) if goes_on => {
            let (of, version) = (id.clone(), IfMatch(report.version));
            let act = move |cx: &mut Cx<'_>| actions::send_report(cx, ((&of, slot), version));
            let sent = caller.write(&app, act).await;
            sent.map(drop).map_err(|failure| REPORT.located(incomplete(failure), &fields))
        }
        Ok(_) => Ok(()),
        Err(failure) => Err(failure),
    };
    let to = |()| {
        let done = if goes_on { "sent" } else { "saved" };
        format!("/studies/{id}/reports/{slot}?{done}=1")
    };
    respond(outcome, to, async |problem| {
        let asked = (id.clone(), slot, PageQuery::default());
        page(&app, &visitor, asked, Refused::Text(&fields, &problem)).await
    })
    .await
}

/// What is missing before it can be sent: everything typed is saved by then.
fn incomplete(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(refusal) if refusal.code == common::INVALID => {
            let errors = refusal.errors;
            Refusal { errors, ..Refusal::new(common::INCOMPLETE) }.into()
        }
        other => other,
    }
}

/// The same save, sent by the script.
pub(super) async fn autosave(
    app: web::Data<App>,
    caller: SignedIn,
    (of, from): (Of, IfMatch),
    visitor: Visitor,
    (request, payload): (HttpRequest, web::Payload),
) -> Result<HttpResponse, Failure> {
    let limit = app.settings.server.max_json_bytes;
    let fields = Fields::read(&request, payload.into_inner(), limit).await?;
    let (report, faults) = write(&app, caller, (of.into_inner(), from), &fields).await?;
    let (shell, ()) = visitor.load_page(&app, |_| Ok(())).await?;
    let saved_at = report.saved_at.map_or_else(String::new, |at| shell.at(&at));
    Ok(saved_by_itself(&shell, (report.version, saved_at), &faults))
}
