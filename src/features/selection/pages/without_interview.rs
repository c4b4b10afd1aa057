//! Would the ranking change without the interview? Both orders of a run side by side.

use super::figures::{exact, joined_in_words};
use super::parts::{query_of, run_of};
use crate::features::accounts::{Visitor, as_form_error};
use crate::features::selection::actions::{Board, prepare_without_interviews, read_board};
use crate::features::selection::flows::interview_influence;
use crate::features::selection::rules::RUN_WITHOUT_INTERVIEWS;
use crate::features::selection::scenario::{Case, InterviewInfluence, SideBySide, StandingThere};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{CallId, RunId};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::pages::{PageContext, show};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "selection/pages/without_interview.html")]
struct WithoutInterviewPage<'a> {
    s: &'a PageContext,
    board: &'a Board,
    report: Option<&'a InterviewInfluence>,
    /// Why there is no report.
    refused: Option<String>,
}

impl WithoutInterviewPage<'_> {
    fn place(of: &StandingThere) -> String {
        of.place.map_or_else(|| "–".to_owned(), |place| place.to_string())
    }

    fn outcome(&self, of: &StandingThere) -> String {
        self.s.word("outcome", of.outcome.name())
    }

    fn scores(&self, report: &InterviewInfluence, line: &SideBySide) -> String {
        let joined = report.scores.get(&line.number);
        joined.map_or_else(|| "–".to_owned(), |joined| joined_in_words(self.s, joined))
    }

    fn value(&self, report: &InterviewInfluence, line: &SideBySide) -> String {
        let joined =
            report.scores.get(&line.number).and_then(selection_math::ranking::JoinedScore::value);
        joined.map_or_else(|| "–".to_owned(), |value| exact(self.s, &value).0)
    }

    fn moves(line: &SideBySide) -> bool {
        line.official.place != line.scenario.place || line.official.outcome != line.scenario.outcome
    }
}

/// The board, and the input of the report; a refusal is shown on the page.
type Loaded = (Board, Option<Result<Case, Refusal>>);

fn load(cx: &mut Cx<'_>, (call, run): (&CallId, Option<&RunId>)) -> Result<Loaded, Failure> {
    let board = read_board(cx, (call, run))?;
    access::may(cx.viewer, Permission::ExploreRanking, Facts::in_phase(board.phase))?;
    if board.call.definition.interview.is_none() {
        return Ok((board, Some(Err(Refusal::new(RUN_WITHOUT_INTERVIEWS)))));
    }
    let Some(run) = board.run() else { return Ok((board, None)) };
    let case = match prepare_without_interviews(cx, &run.id) {
        Ok(case) => Ok(case),
        Err(failure) => Err(as_form_error(failure)?),
    };
    Ok((board, Some(case)))
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    request: HttpRequest,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    let run = run_of(&query_of(&request))?;
    let act = move |cx: &mut Cx<'_>| load(cx, (&id, run.as_ref()));
    let (s, (board, case)) = visitor.load_signed_in(&app, act).await?;
    let (report, refused) = match case {
        None => (None, None),
        Some(Err(problem)) => (None, Some(s.problem(&problem))),
        Some(Ok(case)) => (Some(interview_influence(case).await?), None),
    };
    let page = WithoutInterviewPage { s: &s, board: &board, report: report.as_ref(), refused };
    show(&s, &page)
}
