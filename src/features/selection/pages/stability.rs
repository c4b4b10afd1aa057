//! How stable a run's result is: who would move under small changes, and where one more review
//! would help most.

use super::figures::percent;
use super::parts::{ContrastLine, contrast_line, query_of, run_of};
use crate::features::accounts::{Visitor, as_form_error};
use crate::features::selection::Findings;
use crate::features::selection::actions::{Board, prepare_sensitivity, read_board};
use crate::features::selection::chance_of_passing;
use crate::features::selection::flows::sensitivity;
use crate::features::selection::scenario::{
    Answer, Case, ExtraReviewAdvice, PlaceVerdict, Question, SensitivityReport, Stability,
};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{CallId, RunId, UserId};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::pages::{PageContext, show};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

/// Probabilities, in thousandths, that leave open whether a threshold is truly reached.
const UNSETTLED: std::ops::RangeInclusive<i64> = 100..=900;

#[derive(Template)]
#[template(path = "selection/pages/stability.html")]
struct StabilityPage<'a> {
    s: &'a PageContext,
    board: &'a Board,
    report: Option<&'a SensitivityReport>,
    /// Why there is no report.
    refused: Option<String>,
}

impl StabilityPage<'_> {
    /// The answers that move somebody, and those that cannot be given.
    fn telling(report: &SensitivityReport) -> Vec<&Answer> {
        let tells =
            |one: &&Answer| !one.answered || !one.moved_in.is_empty() || !one.moved_out.is_empty();
        report.answers.iter().filter(tells).collect()
    }

    fn quiet(report: &SensitivityReport) -> usize {
        report.answers.len() - Self::telling(report).len()
    }

    fn who(&self, answer: &Answer) -> &str {
        match &answer.question {
            Question::LeaveOutReviewer { reviewer } => self.name(reviewer),
            Question::Weight { .. }
            | Question::CalibratedOrder
            | Question::Seats { .. }
            | Question::Budget { .. } => "",
        }
    }

    fn name(&self, id: &UserId) -> &str {
        self.board.people.get(id).map_or("", String::as_str)
    }

    fn moving(report: &SensitivityReport) -> Vec<&PlaceVerdict> {
        report.places.iter().filter(|place| place.verdict == Stability::Sensitive).collect()
    }

    /// E.g. `11/12`.
    fn firm(place: &PlaceVerdict) -> String {
        format!("{}/{}", place.asked - place.moves, place.asked)
    }

    fn findings(&self) -> Option<&Findings> {
        self.board.shown.as_ref().map(|shown| &shown.findings)
    }

    fn contrast(&self) -> Option<ContrastLine> {
        contrast_line(self.s, self.board, self.findings()?)
    }

    /// Numbers so near to the threshold for the total that the sheets do not determine the side,
    /// with the probability of reaching it.
    fn passing(&self) -> Vec<(&str, String)> {
        let places = self.board.shown.iter().flat_map(|shown| &shown.findings.places);
        let chances = places.filter_map(|place| Some((place, chance_of_passing(place)?)));
        let unsettled = chances.filter(|(_, chance)| UNSETTLED.contains(&chance.count()));
        unsettled.map(|(place, chance)| (place.number.as_str(), percent(chance))).collect()
    }

    fn wrong(advice: &ExtraReviewAdvice) -> String {
        percent(advice.wrong_now)
    }

    fn drop(advice: &ExtraReviewAdvice) -> String {
        percent(advice.drop)
    }
}

/// The board, and the input of the report; a refusal is shown on the page.
type Loaded = (Board, Option<Result<Case, Refusal>>);

fn load(cx: &mut Cx<'_>, (call, run): (&CallId, Option<&RunId>)) -> Result<Loaded, Failure> {
    let board = read_board(cx, (call, run))?;
    access::may(cx.viewer, Permission::ExploreRanking, Facts::in_phase(board.phase))?;
    let Some(run) = board.run() else { return Ok((board, None)) };
    let case = match prepare_sensitivity(cx, &run.id) {
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
        Some(Ok(case)) => (Some(sensitivity(case).await?), None),
    };
    show(&s, &StabilityPage { s: &s, board: &board, report: report.as_ref(), refused })
}
