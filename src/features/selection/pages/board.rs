//! The ranking board: the runs of a call and one of them, with reasons, intervals, the funding
//! line, the reviewers' severity, and what must be reconciled before it is adopted.

use super::chart::{RankChart, SeverityChart, zone_name};
use super::figures::{decimal, decimals, exact, joined_in_words, percent};
use super::forms::{NOTE, RUN};
use super::parts::{ContrastLine, Cut, ROWS, contrast_line, query_of, run_of};
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::reviews;
use crate::features::selection::actions::{Board, ShownRun, lacking_of, read_board};
use crate::features::selection::flows::compute_kept;
use crate::features::selection::rules::Lacking;
use crate::features::selection::wording::release_in_words;
use crate::features::selection::{
    DivergentProposal, Doubt, Outcome, Place, RunState, Scored, StandingZone, belonging, doubts,
};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{CallId, ProposalId, RunId};
use crate::kernel::input::Valid;
use crate::kernel::language::Language;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::language;
use crate::web::pages::{Field, PageContext, go_to, show_refused, summary};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use std::collections::BTreeMap;

/// One row of the table.
struct Line<'a> {
    place: &'a Place,
    title: &'a str,
    value: String,
    exact: Option<String>,
    /// Document and interview, where the call has interviews.
    joined: Option<String>,
    model: Option<Model>,
    zone: &'static str,
    doubts: Vec<Doubt>,
}

struct Model {
    score: String,
    interval: String,
    chance: Option<String>,
}

/// The part of the board about one run.
struct Shown<'a> {
    of: &'a ShownRun,
    lines: Vec<Line<'a>>,
    cut: Cut<'a, Place>,
    chart: RankChart,
    severity: SeverityChart,
    close: usize,
    /// How many of the selected belong there as far as the sheets show.
    belonging: Option<u32>,
    /// The number of places with a doubt.
    doubtful: usize,
}

#[derive(Template)]
#[template(path = "selection/pages/board.html")]
struct BoardPage<'a> {
    s: &'a PageContext,
    board: &'a Board,
    shown: Option<Shown<'a>>,
    summary: String,
    /// What a refused run would have to leave out by name.
    left_out: Option<LeftOut>,
    /// A form for each divergent proposal that waits, up to the limit of one page.
    notes: Vec<(&'a DivergentProposal, Field)>,
    /// How many wait.
    waiting: usize,
}

/// The form by which proposals that lack sheets are left out of a run.
struct LeftOut {
    /// Name of the control, number with what it lacks, and whether it is ticked.
    boxes: Vec<(String, String, bool)>,
    reason: Field,
}

impl LeftOut {
    /// `None` if nothing lacks sheets.
    fn new(
        s: &PageContext,
        lacking: &Lacking,
        (typed, problem): (&Fields, Option<&Refusal>),
    ) -> Option<Self> {
        // A proposal may lack both.
        let mut told: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for one in &lacking.sheets {
            let what = format!("{}/{}", one.found, one.wanted);
            told.entry(&one.number).or_default().push(what);
        }
        for one in &lacking.interviews {
            let what = s.word("interview-standing", one.standing.name());
            let what = format!("{what} {}/{}", one.found, one.wanted);
            told.entry(&one.number).or_default().push(what);
        }
        let ticked = |(number, what): (&str, Vec<String>)| {
            let name = format!("without.{number}");
            let is_ticked = typed.get(&name) == "yes";
            (name, format!("{number} ({})", what.join("; ")), is_ticked)
        };
        let boxes: Vec<_> = told.into_iter().map(ticked).collect();
        let reason = RUN.shown(s, typed, problem).field("reason");
        (!boxes.is_empty()).then_some(Self { boxes, reason })
    }
}

/// The most note forms on one page; the next ones are shown after these are written.
const NOTES: usize = 20;

impl BoardPage<'_> {
    fn person(&self, id: &crate::kernel::ids::UserId) -> &str {
        self.board.people.get(id).map_or("–", String::as_str)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn state(&self, run: &RunState) -> String {
        let name = match run {
            RunState::Computed => "computed",
            RunState::Adopted => "adopted",
            RunState::Superseded => "superseded",
        };
        self.s.word("run-state", name)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn is_adopted(run: &RunState) -> bool {
        *run == RunState::Adopted
    }

    fn is_shown(&self, run: &RunId) -> bool {
        self.board.run().is_some_and(|shown| &shown.id == run)
    }

    /// The exact mean of a proposal that is shown without its place.
    fn value(&self, of: &Scored) -> String {
        exact(self.s, &of.value).0
    }

    /// The totals of the sheets on a proposal that is shown without its place.
    fn totals(&self, proposal: &ProposalId) -> String {
        let fields = self.board.unplaced.iter().flat_map(|unplaced| &unplaced.of.inputs.proposals);
        let sheets = fields.filter(|one| &one.id == proposal).flat_map(|one| &one.sheets);
        sheets.map(|sheet| sheet.total.to_string()).collect::<Vec<_>>().join(" · ")
    }

    fn outcome(&self, place: &Place) -> String {
        self.s.word("outcome", place.outcome.name())
    }

    fn outcome_tag(place: &Place) -> &'static str {
        match place.outcome {
            Outcome::Selected => "",
            Outcome::Reserve => "amber",
            Outcome::NotSelected => "grey",
        }
    }

    /// The zone's bounds, e.g. `25–75 %`.
    fn zone(&self, shown: &Shown<'_>) -> String {
        let calibration = &shown.of.findings.calibration;
        let space = if self.s.language == Language::Indonesian { "" } else { " " };
        format!("{}–{}{space}%", calibration.zone_low_percent, calibration.zone_high_percent)
    }

    fn released(&self, shown: &ShownRun) -> Vec<String> {
        let floors = shown.findings.released_floors.iter();
        floors.map(|floor| release_in_words(floor, self.s.language)).collect()
    }

    fn not_ranked(&self, shown: &ShownRun) -> Vec<(String, String)> {
        let words = |reason| {
            crate::features::selection::wording::unranked_in_words(reason, self.s.language)
        };
        let left_out = shown.findings.not_ranked.iter();
        left_out.map(|one| (one.id.clone(), words(&one.reason))).collect()
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn severity(&self, value: &selection_math::model::Thousandths) -> String {
        decimal(self.s.language, *value, 1)
    }

    /// The pair of reviewers whose relative strictness is known least.
    fn contrast(&self) -> Option<ContrastLine> {
        contrast_line(self.s, self.board, &self.board.shown.as_ref()?.findings)
    }

    /// How the sheets on a proposal diverge.
    fn divergence(&self, found: &DivergentProposal) -> String {
        let divergence = &found.divergence;
        let mut parts = vec![self.s.tv("ranking-page-range", divergence.range)];
        if !divergence.criteria.is_empty() {
            parts.push(self.s.tv("ranking-page-criteria", divergence.criteria.join(", ")));
        }
        if divergence.pass_line_between {
            parts.push(self.s.t("ranking-page-pass-line"));
        }
        parts.join("; ")
    }
}

fn line<'a>(s: &PageContext, board: &'a Board, place: &'a Place, bounds: (u32, u32)) -> Line<'a> {
    let (value, exact) = exact(s, &place.value);
    let calibrated = place.calibrated.as_ref();
    Line {
        title: board.title(&place.proposal),
        value,
        exact,
        joined: place.joined.as_ref().map(|of| joined_in_words(s, of)),
        zone: zone_name(calibrated.and_then(|found| found.zone)),
        doubts: doubts(place, bounds),
        model: calibrated.map(|found| Model {
            score: decimal(s.language, found.score, decimals(found.deviation)),
            interval: format!("{}–{}", found.rank_low, found.rank_high),
            chance: found.p_selected.map(percent),
        }),
        place,
    }
}

fn is_close(place: &Place) -> bool {
    place.calibrated.as_ref().is_some_and(|found| found.zone == Some(StandingZone::TooClose))
}

impl<'a> Shown<'a> {
    fn new(s: &PageContext, board: &'a Board, of: &'a ShownRun, query: &Fields) -> Self {
        let findings = &of.findings;
        let cut = Cut::new(&findings.places, ROWS, (s, query));
        let calibration = &findings.calibration;
        let bounds = (calibration.zone_low_percent, calibration.zone_high_percent);
        let name = |one: &crate::features::selection::ReviewerSeverity| {
            board.people.get(&one.reviewer).cloned().unwrap_or_default()
        };
        Self {
            lines: cut.rows.iter().map(|place| line(s, board, place, bounds)).collect(),
            belonging: belonging(findings),
            doubtful: findings
                .places
                .iter()
                .filter(|place| !doubts(place, bounds).is_empty())
                .count(),
            chart: RankChart::new(findings, cut.rows),
            severity: SeverityChart::new(&findings.calibration.reviewers, name),
            close: findings.places.iter().filter(|place| is_close(place)).count(),
            cut,
            of,
        }
    }
}

/// What was typed in a refused form, and what is wrong with it.
type Refused<'a> = (&'a Fields, &'a Refusal);

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    request: HttpRequest,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    board(&app, &visitor, (id.into_inner(), query_of(&request)), None).await
}

/// Redirects to the board from an address that only accepts forms.
pub(super) async fn back(id: web::Path<CallId>, request: HttpRequest) -> HttpResponse {
    let language = language::asked_for(&request);
    let query = language.map_or_else(String::new, |language| format!("?lang={}", language.tag()));
    go_to(&format!("/desk/calls/{id}/ranking{query}"))
}

async fn board(
    app: &App,
    visitor: &Visitor,
    (id, query): (CallId, Fields),
    refused: Option<Refused<'_>>,
) -> Result<HttpResponse, Failure> {
    let run = run_of(&query)?;
    let is_refused = refused.is_some();
    let act = move |cx: &mut Cx<'_>| {
        let board = read_board(cx, (&id, run.as_ref()))?;
        let asks = is_refused && board.permitted.allows(Permission::ComputeRun);
        let lacking = if asks { lacking_of(cx, &id)? } else { Lacking::default() };
        Ok((board, lacking))
    };
    let (s, (found, lacking)) = visitor.load_signed_in(app, act).await?;
    let nothing = Fields::default();
    let (typed, problem) =
        refused.map_or((&nothing, None), |(typed, problem)| (typed, Some(problem)));
    let note =
        |one: &DivergentProposal| NOTE.shown(&s, typed, problem).of(&one.proposal).field("note");
    let page = BoardPage {
        shown: found.shown.as_ref().map(|shown| Shown::new(&s, &found, shown, &query)),
        left_out: LeftOut::new(&s, &lacking, (typed, problem)),
        summary: summary(&s, problem, |field| match field {
            "without" => s.t("left-out-without"),
            "reason" => s.t("left-out-reason"),
            _ => s.t("ranking-page-note"),
        }),
        notes: found.to_reconcile().into_iter().take(NOTES).map(|one| (one, note(one))).collect(),
        waiting: found.to_reconcile().len(),
        board: &found,
        s: &s,
    };
    show_refused(&s, &page, problem)
}

pub(super) async fn compute(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    let compute = async |new| compute_kept(&app, sent.caller.clone(), (id.clone(), new)).await;
    let outcome = sent.hand(&RUN, compute).await;
    respond(
        outcome,
        |run| format!("/desk/calls/{id}/ranking?run={}", run.id),
        async |problem| {
            let refused = Some((&sent.fields, &problem));
            board(&app, &sent.visitor, (id.clone(), Fields::default()), refused).await
        },
    )
    .await
}

/// Notes how divergent sheets were discussed, as the chair.
pub(super) async fn reconcile(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let about = sent.fields.get("proposal");
    let proposal: ProposalId = about.parse().map_err(|_| Failure::not_found())?;
    let act =
        move |cx: &mut Cx<'_>, note: &Valid<_>| reviews::actions::reconcile(cx, &proposal, note);
    let outcome = sent.send_of(&app, (&NOTE, about), act).await;
    respond(
        outcome,
        |_| format!("/desk/calls/{id}/ranking#reconcile"),
        async |problem| {
            let refused = Some((&sent.fields, &problem));
            board(&app, &sent.visitor, (id.clone(), Fields::default()), refused).await
        },
    )
    .await
}
