//! Pages of measurements: one measurement with what the inspectorate found, the forms to measure, to correct and
//! to check, and the list for those who check.

use super::forms::{CHECK, CORRECTION, EVIDENCE, FIGURES, MEASUREMENT};
use super::page_with;
use crate::features::accounts::{FileForm, SignedInForm, Visitor, names_of};
use crate::features::problems::rules;
use crate::features::problems::{
    Figures, Measurement, MeasurementText, NewCheck, NewEvidence, Problem, StatedFigures, actions,
};
use crate::kernel::access::{Permission, Permitted};
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::ids::{MeasurementId, ProblemId, UserId};
use crate::kernel::input::Valid;
use crate::kernel::paging::{Page, Paging};
use crate::platform::app::App;
use crate::platform::cx::{AnyoneCx, Cx};
use crate::platform::files::{NewFile, Storage};
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, show, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The word for how a measurement stands.
pub(super) fn standing_word(one: &Measurement, standing: bool) -> &'static str {
    if one.corrected_by.is_some() {
        "corrected"
    } else if !one.stands() {
        "disputed"
    } else if standing {
        "standing"
    } else if one.counts() {
        "counts"
    } else {
        "beside"
    }
}

#[derive(Template)]
#[template(path = "problems/pages/measurement.html")]
struct MeasurementPage<'a> {
    s: &'a PageContext,
    problem: &'a Problem,
    one: &'a Measurement,
    figures: Option<Figures>,
    /// How much of the way from baseline to target is behind, in percent.
    way: Option<i64>,
    names: &'a BTreeMap<UserId, String>,
    permitted: &'a Permitted,
    check: Vec<Field>,
    file: Field,
    /// Whether the reader may add a file that is not there yet.
    may_add_file: bool,
    summary: String,
}

impl MeasurementPage<'_> {
    fn may_correct(&self) -> bool {
        self.permitted.allows(Permission::MeasureProblem)
    }

    fn may_check(&self) -> bool {
        self.permitted.allows(Permission::CheckMeasurement)
    }

    fn standing(&self) -> &'static str {
        standing_word(self.one, false)
    }

    /// Nothing for the public, which is not told who it was.
    fn name(&self, user: Option<&UserId>) -> String {
        user.and_then(|user| self.names.get(user)).cloned().unwrap_or_default()
    }
}

type Refused<'a> = Option<(&'a Fields, &'a Refusal)>;

async fn measurement_page(
    app: &App,
    visitor: &Visitor,
    id: MeasurementId,
    refused: Refused<'_>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut AnyoneCx<'_>| {
        let (problem, one) = actions::read_measurement(cx, &id)?;
        let permitted = cx.viewer.map(|viewer| actions::permitted_on(viewer, &problem, &one));
        let checked_by = one.check.as_ref().and_then(|check| check.checked_by.clone());
        let people: Vec<UserId> = one.recorded_by.iter().cloned().chain(checked_by).collect();
        let names = names_of(cx.db, &people)?;
        Ok((problem, one, permitted.unwrap_or_default(), names))
    };
    let (s, (problem, one, permitted, names)) = visitor.load_page(app, act).await?;
    let nothing = Fields::default();
    let (typed, problem_of_form) =
        refused.map_or((&nothing, None), |(typed, why)| (typed, Some(why)));
    let form = CHECK.shown(&s, typed, problem_of_form);
    let figures = rules::figures_of(&problem);
    let page = MeasurementPage {
        way: figures.and_then(|figures| rules::measuring::way_behind(figures, one.figure)),
        figures,
        check: form.all(),
        file: EVIDENCE.shown(&s, typed, problem_of_form).field("file"),
        may_add_file: actions::may_still_add(&permitted, &one),
        summary: form.summary(),
        problem: &problem,
        one: &one,
        names: &names,
        permitted: &permitted,
        s: &s,
    };
    show_refused(&s, &page, problem_of_form)
}

pub(super) async fn read(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<MeasurementId>,
) -> Result<HttpResponse, Failure> {
    measurement_page(&app, &visitor, id.into_inner(), None).await
}

pub(super) async fn add_evidence(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    id: web::Path<MeasurementId>,
    mut sent: FileForm,
) -> Result<HttpResponse, Failure> {
    let (id, asked, of) = (id.clone(), id.clone(), id.into_inner());
    let may = move |cx: &mut Cx<'_>| actions::may_add_evidence(cx, &asked);
    let act = move |cx: &mut Cx<'_>, _: &Valid<NewEvidence>, file: Option<&NewFile>| {
        let file = file.ok_or_else(|| Failure::field("file", common::field::REQUIRED))?;
        actions::add_evidence(cx, (&of, file))
    };
    let outcome = sent.send((&app, &storage), (&EVIDENCE, may), act).await;
    let to = |one: Measurement| format!("/measurements/{}", one.id);
    respond(outcome, to, async |problem| {
        measurement_page(&app, &sent.visitor, id, Some((sent.fields(), &problem))).await
    })
    .await
}

pub(super) async fn check(
    app: web::Data<App>,
    id: web::Path<MeasurementId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, found: &Valid<NewCheck>| actions::check(cx, &of, found);
    let outcome = sent.send(&app, &CHECK, act).await;
    let to = |one: Measurement| format!("/measurements/{}", one.id);
    respond(outcome, to, async |problem| {
        measurement_page(&app, &sent.visitor, id, Some((&sent.fields, &problem))).await
    })
    .await
}

#[derive(Template)]
#[template(path = "problems/pages/measure.html")]
struct MeasurePage<'a> {
    s: &'a PageContext,
    problem: &'a Problem,
    figures: Figures,
    /// The measurement that is corrected; `None` for a new one.
    old: Option<&'a Measurement>,
    /// The measurement that somebody else has recorded of the same period.
    there: Option<String>,
    fields: Vec<Field>,
    summary: String,
}

impl MeasurePage<'_> {
    fn action(&self) -> String {
        match self.old {
            Some(old) => format!("/measurements/{}/correct", old.id),
            None => format!("/problems/{}/measure", self.problem.id),
        }
    }
}

fn measure_page(
    s: &PageContext,
    (problem, old): (&Problem, Option<&Measurement>),
    refused: Refused<'_>,
) -> Result<HttpResponse, Failure> {
    let figures = rules::measuring::measurable(problem.state, rules::figures_of(problem))?;
    let mut begun = Fields::default();
    begun.set("unit_of_measure", problem.unit_of_measure.as_str());
    if let Some(old) = old {
        let stored = serde_json::json!({ "measurement": text_of(problem, old) });
        begun = CORRECTION.fill(&stored, s.zone, s.language);
    }
    let (typed, why) = refused.map_or((&begun, None), |(typed, why)| (typed, Some(why)));
    let (fields, summary) = if old.is_some() {
        let shown = CORRECTION.shown(s, typed, why);
        (shown.all(), shown.summary())
    } else {
        let shown = MEASUREMENT.shown(s, typed, why);
        (shown.all(), shown.summary())
    };
    let there = why.filter(|why| why.code == rules::measuring::ALREADY_MEASURED);
    let there = there.and_then(|why| why.extra.as_ref()?.get("measurement")?.as_str());
    let there = there.map(str::to_owned);
    show_refused(s, &MeasurePage { s, problem, figures, old, there, fields, summary }, why)
}

fn text_of(problem: &Problem, one: &Measurement) -> MeasurementText {
    MeasurementText {
        period_from: one.period_from,
        period_to: one.period_to,
        value: one.value.clone(),
        unit_of_measure: problem.unit_of_measure.clone(),
        denominator: one.denominator.clone(),
        source: one.source.clone(),
        measured_by: one.measured_by.clone(),
        difference: one.difference.clone(),
        gaps: one.gaps.clone(),
        evidence: one.evidence.clone(),
    }
}

/// The form is shown only to who may send it.
fn may_measure(permitted: &Permitted) -> Result<(), Failure> {
    let may = permitted.allows(Permission::MeasureProblem);
    if may { Ok(()) } else { Err(Failure::refused(common::FORBIDDEN)) }
}

async fn new_measurement(
    app: &App,
    visitor: &Visitor,
    id: ProblemId,
    refused: Refused<'_>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| {
        let problem = actions::read_problem(&mut cx.anyone(), &id)?;
        rules::measuring::measurable(problem.state, rules::figures_of(&problem))?;
        may_measure(&actions::permitted_to_measure(cx.viewer, &problem, true))?;
        Ok(problem)
    };
    let (s, problem) = visitor.load_signed_in(app, act).await?;
    measure_page(&s, (&problem, None), refused)
}

pub(super) async fn measure_form(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProblemId>,
) -> Result<HttpResponse, Failure> {
    new_measurement(&app, &visitor, id.into_inner(), None).await
}

pub(super) async fn measure(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    id: web::Path<ProblemId>,
    mut sent: FileForm,
) -> Result<HttpResponse, Failure> {
    let (id, asked, of) = (id.clone(), id.clone(), id.into_inner());
    let may = move |cx: &mut Cx<'_>| actions::may_measure(cx, &asked);
    let act = move |cx: &mut Cx<'_>, text: &Valid<_>, file: Option<&NewFile>| {
        actions::measure(cx, &of, (text, file))
    };
    let outcome = sent.send((&app, &storage), (&MEASUREMENT, may), act).await;
    let to = |one: Measurement| format!("/problems/{}", one.problem);
    respond(outcome, to, async |problem| {
        new_measurement(&app, &sent.visitor, id, Some((sent.fields(), &problem))).await
    })
    .await
}

async fn correction(
    app: &App,
    visitor: &Visitor,
    id: MeasurementId,
    refused: Refused<'_>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| {
        let (problem, old) = actions::read_measurement(&mut cx.anyone(), &id)?;
        may_measure(&actions::permitted_on(cx.viewer, &problem, &old))?;
        Ok((problem, old))
    };
    let (s, (problem, old)) = visitor.load_signed_in(app, act).await?;
    measure_page(&s, (&problem, Some(&old)), refused)
}

pub(super) async fn correct_form(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<MeasurementId>,
) -> Result<HttpResponse, Failure> {
    correction(&app, &visitor, id.into_inner(), None).await
}

pub(super) async fn correct(
    app: web::Data<App>,
    storage: web::Data<Storage>,
    id: web::Path<MeasurementId>,
    mut sent: FileForm,
) -> Result<HttpResponse, Failure> {
    let (id, asked, of) = (id.clone(), id.clone(), id.into_inner());
    let may = move |cx: &mut Cx<'_>| actions::may_correct(cx, &asked);
    let act = move |cx: &mut Cx<'_>, made: &Valid<_>, file: Option<&NewFile>| {
        actions::correct(cx, &of, (made, file))
    };
    let outcome = sent.send((&app, &storage), (&CORRECTION, may), act).await;
    let to = |one: Measurement| format!("/problems/{}", one.problem);
    respond(outcome, to, async |problem| {
        correction(&app, &sent.visitor, id, Some((sent.fields(), &problem))).await
    })
    .await
}

pub(super) async fn state_figures(
    app: web::Data<App>,
    id: web::Path<ProblemId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, stated: &Valid<StatedFigures>| {
        actions::state_figures(cx, &of, stated)
    };
    let outcome = sent.send(&app, &FIGURES, act).await;
    let to = |problem: Problem| format!("/problems/{}", problem.id);
    respond(outcome, to, async |problem| {
        page_with(&app, &sent.visitor, id, Some((&sent.fields, &problem))).await
    })
    .await
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    which: String,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "problems/pages/measured.html")]
struct MeasuredPage<'a> {
    s: &'a PageContext,
    page: &'a Page<(String, Measurement)>,
    which: &'a str,
}

impl MeasuredPage<'_> {
    fn standing(one: &Measurement) -> &'static str {
        standing_word(one, false)
    }
}

pub(super) async fn list(
    app: web::Data<App>,
    visitor: Visitor,
    wanted: web::Query<Wanted>,
) -> Result<HttpResponse, Failure> {
    let which = if wanted.which == "all" { "all" } else { "unchecked" };
    let paging = Paging { limit: 20, after: wanted.after.clone() };
    let act = move |cx: &mut Cx<'_>| actions::list_measurements(cx, which == "unchecked", &paging);
    let (s, page) = visitor.load_signed_in(&app, act).await?;
    show(&s, &MeasuredPage { s: &s, page: &page, which })
}
