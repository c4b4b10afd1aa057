//! A report: as it was sent, with what was answered; for its awardee the form, saved by a button or, with the script,
//! by itself; for mentor and owner unit the forms to answer. A stale save is refused with both texts on one page.

use super::forms::{ANSWER, COMMENT, REPORT, REPORT_FILE};
use crate::features::accounts::{FileForm, SignedIn, SignedInForm, Visitor, names_of};
use crate::features::studies::actions::{self, StudyContext};
use crate::features::studies::{
    Milestone, MilestoneReport, NewAnswer, NewComment, NewReportFile, Report, ReportFile,
    ReportKind, ReportState, ReportText, Sending, Slot, Study,
};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::kernel::format::Zone;
use crate::kernel::ids::{AwardId, StudyReportFileId, UserId};
use crate::kernel::input::Valid;
use crate::kernel::language::Language;
use crate::kernel::version::IfMatch;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::files::{NewFile, Storage};
use crate::web::forms::{Shown, respond};
use crate::web::pages::{
    Field, PageContext, PageRoutes, differences, go_to, saved_by_itself, show_refused, unsaved,
};
use crate::web::{Fields, Salvage};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use std::collections::BTreeMap;

type Of = web::Path<(AwardId, Slot)>;

/// Query parameters.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct PageQuery {
    saved: Option<String>,
    /// Just sent; the receipt is on the page.
    sent: Option<String>,
}

/// A milestone and its two controls.
struct Row {
    told: MilestoneReport,
    index: usize,
    fields: [Field; 2],
}

/// The form of the awardee.
struct Editor {
    version: i64,
    unsaved: &'static str,
    grades: Option<Field>,
    milestones: Vec<Row>,
    result: Option<Field>,
    used: Vec<[Field; 3]>,
    used_error: String,
    indicator: Option<Field>,
    obstacles: Vec<[Field; 2]>,
    help: Option<Vec<[Field; 2]>>,
    differences: String,
    /// Whether it can be sent today, and the day from which it can.
    is_open: bool,
    opens_on: Option<chrono::NaiveDate>,
}

#[derive(Template)]
#[template(path = "studies/pages/report.html")]
struct ReportPage<'a> {
    s: &'a PageContext,
    study: &'a Study,
    report: &'a Report,
    sent: Option<&'a Sending>,
    editor: Option<Editor>,
    /// The forms of owner unit and mentor; empty for others.
    answer: Vec<Field>,
    comment: Vec<Field>,
    file: Option<Field>,
    names: &'a BTreeMap<UserId, String>,
    summary: String,
    saved: bool,
    received: bool,
}

impl ReportPage<'_> {
    fn name(&self, user: &UserId) -> String {
        self.names.get(user).cloned().unwrap_or_default()
    }

    fn title(&self) -> String {
        title(self.s, self.report.due.slot)
    }

    fn kind(&self) -> &'static str {
        self.report.due.slot.kind.name()
    }

    fn tag(&self) -> &'static str {
        tag(self.report.due.state)
    }

    fn state(&self) -> &'static str {
        self.report.due.state.map_or("none", ReportState::name)
    }

    fn address(&self) -> String {
        format!("/studies/{}/reports/{}", self.study.id, self.report.due.slot)
    }
}

/// What a report is called.
pub(super) fn title(s: &PageContext, slot: Slot) -> String {
    let kind = s.word("study-report-title", slot.kind.name());
    if slot.kind == ReportKind::End { kind } else { format!("{kind} {}", slot.part) }
}

/// The colour of a report's tag.
pub(super) fn tag(state: Option<ReportState>) -> &'static str {
    match state {
        None | Some(ReportState::Draft) => "grey",
        Some(ReportState::Sent) => "amber",
        Some(ReportState::Returned) => "red",
        Some(ReportState::Acknowledged) => "",
    }
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

fn editor(
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

/// What was refused on the page, and where it was typed.
#[derive(Clone, Copy)]
enum Refused<'a> {
    Nothing,
    Text(&'a Fields, &'a Refusal),
    Answer(&'a Fields, &'a Refusal),
    Comment(&'a Fields, &'a Refusal),
    File(&'a Fields, &'a Refusal),
}

impl<'a> Refused<'a> {
    fn why(self) -> Option<&'a Refusal> {
        match self {
            Self::Nothing => None,
            Self::Text(_, why)
            | Self::Answer(_, why)
            | Self::Comment(_, why)
            | Self::File(_, why) => Some(why),
        }
    }
}

fn people_of(report: &Report) -> Vec<UserId> {
    report.answers.iter().map(|answer| answer.answered_by.clone()).collect()
}

async fn page(
    app: &App,
    visitor: &Visitor,
    (id, slot, asked): (AwardId, Slot, PageQuery),
    refused: Refused<'_>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| {
        let (context, report) = actions::read_report(cx, (&id, slot))?;
        let names = names_of(cx.db, &people_of(&report))?;
        Ok((context, report, names))
    };
    let (s, (context, report, names)) = visitor.load_signed_in(app, act).await?;
    let nothing = Fields::default();
    let typed = match refused {
        Refused::Text(fields, why) => Some((fields, why)),
        _ => None,
    };
    let editor = editor(&s, (&context, &report), typed)?;
    let (fields, why) = match refused {
        Refused::Answer(fields, why) => (fields, Some(why)),
        _ => (&nothing, None),
    };
    let verdicts = actions::answers_open(&context, &report);
    let choice = |one: &crate::features::studies::AnswerVerdict| {
        (one.name().to_owned(), s.word("study-answer", one.name()))
    };
    let answer = ANSWER.shown(&s, fields, why);
    let answer = answer.offer("verdict", verdicts.iter().map(choice).collect());
    let (fields, why) = match refused {
        Refused::Comment(fields, why) => (fields, Some(why)),
        _ => (&nothing, None),
    };
    let comment = COMMENT.shown(&s, fields, why);
    let (fields, why) = match refused {
        Refused::File(fields, why) => (fields, Some(why)),
        _ => (&nothing, None),
    };
    let file = REPORT_FILE.shown(&s, fields, why);
    let summary = match refused {
        Refused::Nothing => String::new(),
        Refused::Text(fields, why) => REPORT.shown(&s, fields, Some(why)).summary(),
        Refused::Answer(..) => answer.summary(),
        Refused::Comment(..) => comment.summary(),
        Refused::File(..) => file.summary(),
    };
    let may_comment = actions::may_comment(&context, &report);
    let page = ReportPage {
        study: &context.study,
        sent: report.sendings.last(),
        file: editor.is_some().then(|| file.field("file")),
        answer: if verdicts.is_empty() { Vec::new() } else { answer.all() },
        comment: if may_comment { comment.all() } else { Vec::new() },
        saved: asked.saved.is_some(),
        received: asked.sent.is_some(),
        report: &report,
        editor,
        names: &names,
        summary,
        s: &s,
    };
    show_refused(&s, &page, refused.why())
}

async fn read(
    app: web::Data<App>,
    visitor: Visitor,
    of: Of,
    asked: web::Query<PageQuery>,
) -> Result<HttpResponse, Failure> {
    let (id, slot) = of.into_inner();
    page(&app, &visitor, (id, slot, asked.into_inner()), Refused::Nothing).await
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
async fn save(app: web::Data<App>, of: Of, sent: SignedInForm) -> Result<HttpResponse, Failure> {
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
async fn autosave(
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

async fn answer(app: web::Data<App>, of: Of, sent: SignedInForm) -> Result<HttpResponse, Failure> {
    let (id, slot) = of.into_inner();
    let asked = id.clone();
    let act = move |cx: &mut Cx<'_>, new: &Valid<NewAnswer>| {
        actions::answer_report(cx, (&asked, slot), new)
    };
    let outcome = sent.send(&app, &ANSWER, act).await;
    let to = |_| format!("/studies/{id}/reports/{slot}");
    respond(outcome, to, async |problem| {
        let asked = (id.clone(), slot, PageQuery::default());
        page(&app, &sent.visitor, asked, Refused::Answer(&sent.fields, &problem)).await
    })
    .await
}

async fn comment(app: web::Data<App>, of: Of, sent: SignedInForm) -> Result<HttpResponse, Failure> {
    let (id, slot) = of.into_inner();
    let asked = id.clone();
    let act = move |cx: &mut Cx<'_>, new: &Valid<NewComment>| {
        actions::comment_report(cx, (&asked, slot), new)
    };
    let outcome = sent.send(&app, &COMMENT, act).await;
    let to = |_| format!("/studies/{id}/reports/{slot}");
    respond(outcome, to, async |problem| {
        let asked = (id.clone(), slot, PageQuery::default());
        page(&app, &sent.visitor, asked, Refused::Comment(&sent.fields, &problem)).await
    })
    .await
}

async fn attach(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    of: Of,
    mut sent: FileForm,
) -> Result<HttpResponse, Failure> {
    let (id, slot) = of.into_inner();
    let (asked, to_add) = (id.clone(), id.clone());
    let may = move |cx: &mut Cx<'_>| actions::may_add_report_file(cx, (&asked, slot));
    let act = move |cx: &mut Cx<'_>, _: &Valid<NewReportFile>, file: Option<&NewFile>| {
        let file = file.ok_or_else(|| Failure::field("file", common::field::REQUIRED))?;
        actions::add_report_file(cx, ((&to_add, slot), file))
    };
    let outcome = sent.send((&app, &storage), (&REPORT_FILE, may), act).await;
    let to = |file: ReportFile| format!("/studies/{}/reports/{}", file.study, file.slot);
    respond(outcome, to, async |problem| {
        let asked = (id.clone(), slot, PageQuery::default());
        page(&app, &sent.visitor, asked, Refused::File(sent.fields(), &problem)).await
    })
    .await
}

async fn detach(
    app: web::Data<App>,
    id: web::Path<StudyReportFileId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::remove_report_file(cx, &id);
    let file = form.caller.write(&app, act).await?;
    Ok(go_to(&format!("/studies/{}/reports/{}", file.study, file.slot)))
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadStudy, "/studies/{id}/reports/{slot}", read)
        .form(Permission::WriteStudy, &REPORT, save)
        .put(Permission::WriteStudy, "/studies/{id}/reports/{slot}", autosave)
        .form(Permission::AgreeStudy, &ANSWER, answer)
        .form(Permission::CommentReport, &COMMENT, comment)
        .form(Permission::WriteStudy, &REPORT_FILE, attach)
        .post(Permission::WriteStudy, "/study-report-files/{id}/remove", detach);
}
