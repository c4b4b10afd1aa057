//! A report: as it was sent, with what was answered; for its awardee the form (`report_form`), for mentor and owner unit
//! the forms to answer. A stale save is refused with both texts on one page.

use super::forms::{ANSWER, COMMENT, REPORT, REPORT_FILE};
use super::report_form::{Editor, editor};
use crate::features::accounts::{FileForm, SignedInForm, Visitor, names_of};
use crate::features::studies::actions;
use crate::features::studies::rules::reports::is_sent_with;
use crate::features::studies::{
    NewAnswer, NewComment, NewReportFile, Report, ReportFile, ReportKind, ReportState, Sending,
    Slot, Study,
};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::{AwardId, StudyReportFileId, UserId};
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::files::{NewFile, Storage};
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, PageRoutes, go_to, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use std::collections::BTreeMap;

pub(super) type Of = web::Path<(AwardId, Slot)>;

/// Query parameters.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct PageQuery {
    saved: Option<String>,
    /// Just sent; the receipt is on the page.
    sent: Option<String>,
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

    /// What was sent stays.
    fn may_remove(&self, file: &ReportFile) -> bool {
        !is_sent_with(file.added_at, self.sent.map(|sent| sent.sent_at))
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

/// What was refused on the page, and where it was typed.
#[derive(Clone, Copy)]
pub(super) enum Refused<'a> {
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

pub(super) async fn page(
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
        .form(Permission::AgreeStudy, &ANSWER, answer)
        .form(Permission::CommentReport, &COMMENT, comment)
        .form(Permission::WriteStudy, &REPORT_FILE, attach)
        .post(Permission::WriteStudy, "/study-report-files/{id}/remove", detach);
}
