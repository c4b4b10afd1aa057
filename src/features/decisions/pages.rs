//! Pages of results: the public announcement by proposal number, and a candidate's own result; and
//! the `desk` where the chair proposes (`proposing`), the decider approves, and the result is
//! announced.

mod desk;
mod form;
mod forms;
mod meeting;
mod outcomes;
mod plenary;
mod plenary_forms;
mod proposing;
mod tie_vote;

use super::actions::{self, Announced, Announcement, ProposalResult, ResultOutcome};
use crate::features::accounts::Visitor;
use crate::features::calls::{self, Aggregate, Call};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::format;
use crate::kernel::ids::{CallId, DecisionId, ProposalId};
use crate::platform::app::App;
use crate::platform::cx::{AnyoneCx, Cx};
use crate::platform::ledger;
use crate::web::pages::{PageContext, PageRoutes, show};
use actix_web::{HttpResponse, web};
use askama::Template;
use selection_math::ranking::{Fraction, Measure, ThresholdResult};

#[derive(Template)]
#[template(path = "decisions/pages/announcement.html")]
struct AnnouncementPage<'a> {
    s: &'a PageContext,
    call: &'a Call,
    announcement: &'a Announcement,
    /// All announcements, newest first.
    all: &'a [Announcement],
    /// Whether it was asked for by its decision; then its time distinguishes it from the others.
    dated: bool,
    /// The newest signed head of the record, and the key for checking it.
    signed: Option<ledger::Signed>,
    key: Option<ledger::RecordKey>,
}

impl AnnouncementPage<'_> {
    fn selected(&self) -> &[Announced] {
        &self.announcement.selected
    }
}

async fn announcement(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    show_announcement(&app, &visitor, id.into_inner(), None).await
}

/// A superseded announcement, or the one in force.
async fn one_of_all(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<(CallId, DecisionId)>,
) -> Result<HttpResponse, Failure> {
    let (id, decision) = path.into_inner();
    show_announcement(&app, &visitor, id, Some(decision)).await
}

async fn show_announcement(
    app: &App,
    visitor: &Visitor,
    id: CallId,
    wanted: Option<DecisionId>,
) -> Result<HttpResponse, Failure> {
    let dated = wanted.is_some();
    let act = move |cx: &mut AnyoneCx<'_>| {
        let asked = (&id, wanted.as_ref());
        let (announcement, all, call) = actions::read_with_earlier(cx, asked)?;
        let proof = (ledger::last_checkpoint(cx.db)?, ledger::keys(cx.db)?.pop());
        Ok((announcement, all, call, proof))
    };
    let (shell, (announcement, all, call, (signed, key))) = visitor.load_page(app, act).await?;
    let (call, announcement, all) = (&call, &announcement, all.as_slice());
    let page = AnnouncementPage { s: &shell, call, announcement, all, dated, signed, key };
    show(&shell, &page)
}

/// One criterion of the result.
struct CriterionLine {
    name: String,
    weight: u32,
    mean: String,
}

#[derive(Template)]
#[template(path = "decisions/pages/result.html")]
struct ResultPage<'a> {
    s: &'a PageContext,
    id: &'a ProposalId,
    result: &'a ProposalResult,
    criteria: Vec<CriterionLine>,
    value: Option<String>,
    aggregate: Aggregate,
    thresholds: Vec<ThresholdLine>,
}

/// A threshold in words, and whether it was reached.
struct ThresholdLine {
    name: String,
    minimum: i64,
    met: bool,
}

impl ResultPage<'_> {
    fn is_median(&self) -> bool {
        self.aggregate == Aggregate::Median
    }

    /// The position of a rank in the chart of all proposals.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn across(&self, rank: &u32) -> i64 {
        let most = i64::from(self.result.ranked.max(2) - 1);
        20 + (i64::from(*rank) - 1) * 600 / most
    }

    /// The funding line, between the last place with a seat and the next.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn line(&self, last: &u32) -> i64 {
        let most = i64::from(self.result.ranked.max(2) - 1);
        (20 + (i64::from(*last) * 2 - 1) * 300 / most).min(636)
    }

    fn may_be_offered(&self) -> bool {
        matches!(self.result.outcome, ResultOutcome::Selected | ResultOutcome::Reserve)
    }

    fn outcome(&self) -> String {
        self.s.word(
            "outcome",
            match self.result.outcome {
                ResultOutcome::Selected => "selected",
                ResultOutcome::Reserve => "reserve",
                ResultOutcome::NotSelected => "not-selected",
                ResultOutcome::NotRanked => "not-ranked",
                ResultOutcome::Ineligible => "ineligible",
            },
        )
    }
}

fn criterion_name(s: &PageContext, call: &Call, code: &str) -> String {
    let found = call.definition.rubric.criteria.iter().find(|criterion| criterion.code == code);
    found.map_or_else(|| code.to_owned(), |one| one.name.text(&s.language).to_owned())
}

fn mean(shell: &PageContext, value: &Fraction) -> String {
    format::quotient(shell.language, value.sum, value.count)
}

async fn result(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    let asked = id.clone();
    let act = move |cx: &mut Cx<'_>| actions::read_own_result(cx, &asked);
    let (shell, (result, call)) = visitor.load_signed_in(&app, act).await?;
    let criteria = &call.definition.rubric.criteria;
    let line = |criterion: &calls::Criterion| {
        let value = result.criteria.get(&criterion.code)?;
        let name = criterion.name.text(&shell.language).to_owned();
        Some(CriterionLine { name, weight: criterion.weight, mean: mean(&shell, value) })
    };
    let threshold = |result: &ThresholdResult| ThresholdLine {
        name: match &result.threshold.measure {
            Measure::Total => shell.t("result-total"),
            Measure::Criterion { criterion } => criterion_name(&shell, &call, criterion),
        },
        minimum: result.threshold.minimum,
        met: result.met,
    };
    let page = ResultPage {
        thresholds: result.thresholds.iter().map(threshold).collect(),
        aggregate: call.definition.ranking.aggregate,
        criteria: criteria.iter().filter_map(line).collect(),
        value: result.value.as_ref().map(|value| mean(&shell, value)),
        result: &result,
        id: &id,
        s: &shell,
    };
    show(&shell, &page)
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadAnnouncement, "/calls/{id}/announcement", announcement)
        .get(Permission::ReadAnnouncement, "/calls/{id}/announcements/{decision}", one_of_all)
        .get(Permission::ReadOwnResult, "/proposals/{id}/result", result)
        .get(Permission::ReadDecision, "/desk/calls/{id}/decision", desk::page)
        .form(Permission::ProposeDecision, &forms::PROPOSING, proposing::propose)
        .form(Permission::ProposeDecision, &forms::PROPOSITION, proposing::preview)
        .form(Permission::ApproveDecision, &forms::APPROVAL, desk::approve)
        .form(Permission::ApproveDecision, &forms::RETURN, desk::send_back)
        .post(Permission::Announce, "/desk/calls/{id}/announce", desk::announce)
        // Reloading a refused form, or choosing the other language, leads to the desk.
        .get(Permission::ReadDecision, "/desk/calls/{id}/decision/preview", desk::back)
        .get(Permission::ReadDecision, "/desk/calls/{id}/approve", desk::back)
        .get(Permission::ReadDecision, "/desk/calls/{id}/return", desk::back)
        .get(Permission::ReadDecision, "/desk/calls/{id}/announce", desk::back)
        .get(Permission::ReadMeeting, "/desk/calls/{id}/meeting", meeting::page)
        .form(Permission::InvitePlenary, &meeting::MEETING, meeting::invite);
    configure_plenary(routes);
}

fn configure_plenary(routes: &mut PageRoutes<'_>) {
    const READ: Permission = Permission::ReadPlenary;
    const SPEAK: Permission = Permission::SpeakInPlenary;
    routes
        .get(READ, "/desk/calls/{id}/plenary", plenary::page)
        .get(Permission::RecordTieVote, "/desk/calls/{id}/plenary/vote", tie_vote::page)
        .form(Permission::RecordTieVote, &plenary_forms::TIE_VOTE, tie_vote::record)
        // Reloading a refused form, or choosing the other language, leads to the page.
        .get(READ, "/desk/calls/{id}/plenary/{part}", plenary::back)
        .form(Permission::RecordAttendance, &plenary_forms::ATTENDANCE, plenary::record)
        .form(SPEAK, &plenary_forms::DISSENT, plenary::dissent)
        .post(
            SPEAK,
            "/desk/calls/{id}/plenary/dissents/{dissent}/withdraw",
            plenary::withdraw_dissent,
        )
        .form(SPEAK, &plenary_forms::REMARK, plenary::remark)
        .form(Permission::AnswerRemark, &plenary_forms::ANSWER, plenary::answer)
        .form(SPEAK, &plenary_forms::SIGNING, plenary::sign)
        .form(SPEAK, &plenary_forms::REFUSAL, plenary::refuse)
        .form(Permission::ProposeDecision, &plenary_forms::CORRECTION, plenary::correct);
}
