//! The public registry of supervisory problems: search, filters, one problem. Writing one is in
//! `write`, an approver's decisions in `decide`, the lists for units and approvers in `desk`.

mod decide;
mod desk;
mod forms;
mod measurements;
mod write;

use super::rules::measuring::{points_of, standing};
use super::{Measurement, Problem, ProblemFilter, Series, State, actions};
use crate::features::accounts::{Unit, Visitor, load_units};
use crate::kernel::access::{Permission, Permitted};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::figure::Figure;
use crate::kernel::ids::{ProblemId, UnitCode};
use crate::kernel::paging::Page;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::AnyoneCx;
use crate::web::Fields;
use crate::web::pages::{
    Field, Input, OverTime, PageContext, PageRoutes, over_time, show, show_refused,
};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use std::collections::BTreeMap;

type Units = BTreeMap<UnitCode, Unit>;

/// The fields of the search form; an empty one does not filter.
#[derive(Debug, Clone, Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    unit: String,
    after: Option<String>,
}

impl Search {
    fn filter(&self) -> ProblemFilter {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        ProblemFilter {
            state: State::ALL.into_iter().find(|state| state.name() == self.state),
            owner_unit: some(&self.unit).map(UnitCode::new),
            // Only the beginning of a longer text is searched for.
            q: some(&self.q).map(|text| text.chars().take(100).collect()),
        }
    }
}

#[derive(Template)]
#[template(path = "problems/pages/list.html")]
struct ListPage<'a> {
    s: &'a PageContext,
    page: &'a Page<Problem>,
    units: &'a Units,
    fields: [Field; 3],
    search: &'a Search,
}

impl ListPage<'_> {
    /// Those that wait for an approver, whoever's unit's they are.
    fn may_read_pending(&self) -> bool {
        self.s.may(Permission::ReadPendingProblem)
    }

    fn unit(&self, code: &UnitCode) -> String {
        unit_name(self.units, code)
    }
}

fn unit_name(units: &Units, code: &UnitCode) -> String {
    units.get(code).map_or_else(|| code.to_string(), |unit| unit.name.clone())
}

fn search_fields(s: &PageContext, search: &Search, units: &Units) -> [Field; 3] {
    let any = || vec![(String::new(), s.t("problems-any"))];
    let mut states = any();
    states.extend(
        State::PUBLIC.map(|state| (state.name().to_owned(), s.word("problem-state", state.name()))),
    );
    let mut owners = any();
    owners.extend(units.iter().map(|(code, unit)| (code.to_string(), unit.name.clone())));
    [
        Field::new("q", s.t("problems-search"), Input::Line)
            .hint(s.t("problems-search-hint"))
            .value(&search.q),
        Field::new("state", s.t("problems-state"), Input::Choice(states)).value(&search.state),
        Field::new("unit", s.t("problems-unit"), Input::Choice(owners)).value(&search.unit),
    ]
}

async fn list(
    app: web::Data<App>,
    visitor: Visitor,
    search: web::Query<Search>,
) -> Result<HttpResponse, Failure> {
    let asked = search.clone();
    let act = move |cx: &mut AnyoneCx<'_>| {
        let paging = Paging { limit: 20, after: asked.after.clone() };
        let page = actions::list_problems(cx, &asked.filter(), &paging)?;
        Ok((page, load_units(cx.db)?))
    };
    let (shell, (page, units)) = visitor.load_page(&app, act).await?;
    let fields = search_fields(&shell, &search, &units);
    show(&shell, &ListPage { s: &shell, page: &page, units: &units, fields, search: &search })
}

#[derive(Template)]
#[template(path = "problems/pages/problem.html")]
struct ProblemPage<'a> {
    s: &'a PageContext,
    problem: &'a Problem,
    unit: String,
    /// Whether the reader heads its unit and it can still be rewritten.
    can_revise: bool,
    /// The approver's possible decisions: the path, and each step with whether it needs a reason.
    decisions: Option<Decisions>,
    reason: Field,
    summary: String,
    series: &'a Series,
    /// As SVG.
    chart: Option<String>,
    /// Where the indicator is now.
    now: Option<Figure>,
    can_measure: bool,
    /// Whether the reader may state baseline and target as figures.
    can_state_figures: bool,
    figure_fields: Vec<Field>,
}

/// The path of the form, and each step with whether it needs a reason.
type Decisions = (&'static str, Vec<(&'static str, bool)>);

impl ProblemPage<'_> {
    fn standing(&self, one: &Measurement) -> &'static str {
        measurements::standing_word(one, self.series.standing.as_ref() == Some(&one.id))
    }
}

async fn read(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProblemId>,
) -> Result<HttpResponse, Failure> {
    page_with(&app, &visitor, id.into_inner(), None).await
}

/// The page of a problem; a refused decision is shown at the top.
async fn page_with(
    app: &App,
    visitor: &Visitor,
    id: ProblemId,
    refused: Option<(&Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut AnyoneCx<'_>| {
        let problem = actions::read_problem(cx, &id)?;
        let series = actions::series_in(cx, &problem)?;
        let is_measured = !series.measurements.is_empty();
        let of = |viewer| {
            let decides = actions::permitted_in(viewer, &problem);
            (decides, actions::permitted_to_measure(viewer, &problem, is_measured))
        };
        let permitted = cx.viewer.map(of).unwrap_or_default();
        Ok((problem, load_units(cx.db)?, permitted, series))
    };
    let (shell, (problem, units, (permitted, measuring), series)) =
        visitor.load_page(app, act).await?;
    let refusal = refused.map(|(_, refusal)| refusal);
    let nothing = Fields::default();
    let typed = refused.map_or(&nothing, |(typed, _)| typed);
    // The reason is the same field in both.
    let form = forms::DECISION.shown(&shell, typed, refusal);
    let page = ProblemPage {
        unit: unit_name(&units, &problem.owner_unit),
        can_revise: permitted.allows(Permission::ReviseProblem),
        decisions: decisions(&permitted),
        reason: form.field("reason"),
        summary: form.summary(),
        chart: chart(&shell, &problem, &series)?,
        now: standing(&series.measurements).map(|one| one.figure),
        can_measure: measuring.allows(Permission::MeasureProblem),
        can_state_figures: measuring.allows(Permission::DecideProblem),
        figure_fields: forms::FIGURES.shown(&shell, typed, refusal).all(),
        series: &series,
        problem: &problem,
        s: &shell,
    };
    show_refused(&shell, &page, refusal)
}

/// Nothing while there is nothing to compare: no figures, or nothing that stands.
fn chart(s: &PageContext, problem: &Problem, series: &Series) -> Result<Option<String>, Failure> {
    let points = points_of(problem, series);
    let Some(figures) = series.figures.filter(|_| points.len() > 1) else { return Ok(None) };
    let began = format!("{} {}", s.t("problem-baseline"), problem.baseline_period);
    let drawn = OverTime {
        figures: &points,
        target: figures.target,
        events: &[],
        began: &began,
        named_by: "measured",
    };
    over_time(s, &drawn)
}

fn decisions(permitted: &Permitted) -> Option<Decisions> {
    if permitted.allows(Permission::DecideProblem) {
        Some(("decide", vec![("approve", false), ("return", true)]))
    } else if permitted.allows(Permission::RetireProblem) {
        Some(("retire", vec![("retire", true)]))
    } else {
        None
    }
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ReadRegistry, "/problems", list)
        .get(Permission::ProposeProblem, "/problems/new", write::new_page)
        .form(Permission::ProposeProblem, &forms::PROPOSAL, write::propose)
        .get(Permission::ReadRegistry, "/problems/{id}", read)
        .get(Permission::ReviseProblem, "/problems/{id}/edit", write::edit_page)
        .form(Permission::ReviseProblem, &forms::REVISION, write::revise)
        .form(Permission::DecideProblem, &forms::DECISION, decide::decide)
        .form(Permission::RetireProblem, &forms::CLOSING, decide::retire)
        .get(Permission::ReadPendingProblem, "/desk/problems", desk::page)
        .get(Permission::MeasureProblem, "/problems/{id}/measure", measurements::measure_form)
        .form(Permission::MeasureProblem, &forms::MEASUREMENT, measurements::measure)
        .form(Permission::DecideProblem, &forms::FIGURES, measurements::state_figures)
        .get(Permission::ReadRegistry, "/measurements/{id}", measurements::read)
        .get(Permission::MeasureProblem, "/measurements/{id}/correct", measurements::correct_form)
        .form(Permission::MeasureProblem, &forms::CORRECTION, measurements::correct)
        .form(Permission::MeasureProblem, &forms::EVIDENCE, measurements::add_evidence)
        .form(Permission::CheckMeasurement, &forms::CHECK, measurements::check)
        .get(Permission::ListMeasurements, "/desk/measurements", measurements::list);
}
