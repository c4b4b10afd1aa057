//! Proposing a problem and rewriting a returned one, in one form. If somebody else saved in
//! between, both texts are shown.

use crate::features::accounts::{SignedIn, SignedInForm, Visitor, as_form_error};
use crate::features::problems::actions;
use crate::features::problems::{Direction, Problem, ProblemText};
use crate::kernel::access::{Facts, Permission, Relation, Viewer, may};
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::kernel::ids::ProblemId;
use crate::kernel::version::IfMatch;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::web::Fields;
use crate::web::pages::{Field, Input, PageContext, go_to, show, show_with, summary};
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

/// The fields in the order of thinking: what happens, what is measured, its source, the target.
const FIELDS: [(&str, Input); 12] = [
    ("title", Input::Line),
    ("description", Input::Text { rows: 6, words: 0 }),
    ("indicator", Input::Line),
    ("unit_of_measure", Input::Line),
    ("direction", Input::Line),
    ("baseline_value", Input::Line),
    ("baseline_period", Input::Line),
    ("baseline_denominator", Input::Line),
    ("baseline_source", Input::Line),
    ("baseline_measured_by", Input::Line),
    ("target_value", Input::Line),
    ("evidence", Input::Text { rows: 4, words: 0 }),
];

/// A field whose stored and typed texts differ.
struct Difference {
    label: String,
    stored: String,
    typed: String,
}

#[derive(Template)]
#[template(path = "problems/pages/write.html")]
struct WritePage<'a> {
    s: &'a PageContext,
    /// `None` for a new one.
    problem: Option<&'a Problem>,
    /// The version on which the next save is based.
    version: i64,
    summary: String,
    fields: Vec<Field>,
    differences: Vec<Difference>,
}

impl WritePage<'_> {
    fn action(&self) -> String {
        match self.problem {
            Some(problem) => format!("/problems/{}/edit", problem.id),
            None => "/problems/new".to_owned(),
        }
    }
}

fn label(s: &PageContext, name: &str) -> String {
    s.word("problem-field", name)
}

fn fields_of(text: &ProblemText) -> Fields {
    let denominator = text.baseline_denominator.clone().unwrap_or_default();
    [
        ("title", text.title.clone()),
        ("description", text.description.clone()),
        ("indicator", text.indicator.clone()),
        ("unit_of_measure", text.unit_of_measure.clone()),
        ("direction", text.direction.name().to_owned()),
        ("baseline_value", text.baseline_value.clone()),
        ("baseline_period", text.baseline_period.clone()),
        ("baseline_denominator", denominator),
        ("baseline_source", text.baseline_source.clone()),
        ("baseline_measured_by", text.baseline_measured_by.clone()),
        ("target_value", text.target_value.clone()),
        ("evidence", text.evidence.clone()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

/// What was typed, as the action takes it.
fn text_of(fields: &Fields) -> Result<ProblemText, Failure> {
    let get = |name: &str| fields.get(name).trim().to_owned();
    let direction = match fields.get("direction") {
        "lower" => Direction::Lower,
        "higher" => Direction::Higher,
        _ => return Err(Failure::field("direction", common::field::REQUIRED)),
    };
    Ok(ProblemText {
        title: get("title"),
        description: get("description"),
        indicator: get("indicator"),
        unit_of_measure: get("unit_of_measure"),
        direction,
        baseline_value: get("baseline_value"),
        baseline_period: get("baseline_period"),
        baseline_denominator: Some(get("baseline_denominator")).filter(|text| !text.is_empty()),
        baseline_source: get("baseline_source"),
        baseline_measured_by: get("baseline_measured_by"),
        target_value: get("target_value"),
        evidence: get("evidence"),
    })
}

fn form_fields(s: &PageContext, typed: &Fields, problem: Option<&Refusal>) -> Vec<Field> {
    let directions = || {
        let mut choices = vec![(String::new(), s.t("choose"))];
        let choice =
            |one: Direction| (one.name().to_owned(), s.word("problem-direction", one.name()));
        choices.extend([Direction::Lower, Direction::Higher].map(choice));
        Input::Choice(choices)
    };
    let field = |(name, input): (&str, Input)| {
        let input = if name == "direction" { directions() } else { input };
        let field = Field::new(name, label(s, name), input).hint(s.word("problem-hint", name));
        let field = field.value(typed.get(name)).errors_of(s, problem);
        if name == "baseline_denominator" { field } else { field.required() }
    };
    FIELDS.map(field).into_iter().collect()
}

fn differences(s: &PageContext, stored: &Fields, typed: &Fields) -> Vec<Difference> {
    let differs = |(name, _): &(&str, Input)| stored.get(name).trim() != typed.get(name).trim();
    let line = |(name, _): (&str, Input)| Difference {
        label: label(s, name),
        stored: stored.get(name).to_owned(),
        typed: typed.get(name).to_owned(),
    };
    FIELDS.into_iter().filter(differs).map(line).collect()
}

struct Refused<'a> {
    typed: &'a Fields,
    problem: &'a Refusal,
}

fn answer(
    s: &PageContext,
    problem: Option<&Problem>,
    refused: Option<Refused<'_>>,
) -> Result<HttpResponse, Failure> {
    let stored = problem.map(|problem| fields_of(&problem.text())).unwrap_or_default();
    let refusal = refused.as_ref().map(|refused| refused.problem);
    let typed = refused.as_ref().map_or(&stored, |refused| refused.typed);
    let is_stale = refusal.is_some_and(|refusal| refusal.code == common::STALE);
    let seen = refused.as_ref().and_then(|refused| refused.typed.get("version").parse().ok());
    let current = problem.map_or(0, |problem| problem.version);
    let page = WritePage {
        problem,
        // A reader who has seen both texts may overwrite the stored one.
        version: if is_stale { current } else { seen.unwrap_or(current) },
        summary: summary(s, refusal, |name| label(s, name)),
        fields: form_fields(s, typed, refusal),
        differences: if is_stale { differences(s, &stored, typed) } else { Vec::new() },
        s,
    };
    match refusal {
        None => show(s, &page),
        Some(refusal) => {
            let status = StatusCode::from_u16(refusal.code.status).unwrap_or(StatusCode::CONFLICT);
            show_with(status, s, &page)
        }
    }
}

/// The empty form is shown only to a person who may propose.
fn may_propose(viewer: &Viewer) -> Result<(), Failure> {
    let heads = viewer.unit.as_ref().is_some_and(|unit| viewer.heads(unit));
    may(viewer, Permission::ProposeProblem, Facts::NONE.with(Relation::OwnUnit, heads))
}

pub(super) async fn new_page(
    app: web::Data<App>,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    let (s, ()) = visitor.load_signed_in(&app, |cx| may_propose(cx.viewer)).await?;
    answer(&s, None, None)
}

pub(super) async fn propose(
    app: web::Data<App>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let proposed = match text_of(&fields) {
        Ok(text) => {
            let act = move |cx: &mut Cx<'_>| actions::propose_problem(cx, &text);
            caller.write(&app, act).await
        }
        Err(failure) => Err(failure),
    };
    match proposed {
        Ok(problem) => Ok(go_to(&format!("/problems/{}", problem.id))),
        Err(failure) => {
            let problem = as_form_error(failure)?;
            let (s, ()) = visitor.load_signed_in(&app, |cx| may_propose(cx.viewer)).await?;
            answer(&s, None, Some(Refused { typed: &fields, problem: &problem }))
        }
    }
}

fn load_own(cx: &mut Cx<'_>, id: &ProblemId) -> Result<Problem, Failure> {
    let problem = actions::read_problem(&mut cx.anyone(), id)?;
    let facts = Facts::NONE.with(Relation::OwnUnit, cx.viewer.heads(&problem.owner_unit));
    may(cx.viewer, Permission::ReviseProblem, facts)?;
    Ok(problem)
}

pub(super) async fn edit_page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProblemId>,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| load_own(cx, &id);
    let (s, problem) = visitor.load_signed_in(&app, act).await?;
    answer(&s, Some(&problem), None)
}

pub(super) async fn revise(
    app: web::Data<App>,
    id: web::Path<ProblemId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let id = id.into_inner();
    match save(&app, caller, &id, &fields).await {
        Ok(_) => Ok(go_to(&format!("/problems/{id}"))),
        Err(failure) => {
            let problem = as_form_error(failure)?;
            let act = move |cx: &mut Cx<'_>| load_own(cx, &id);
            let (s, stored) = visitor.load_signed_in(&app, act).await?;
            answer(&s, Some(&stored), Some(Refused { typed: &fields, problem: &problem }))
        }
    }
}

async fn save(
    app: &App,
    caller: SignedIn,
    id: &ProblemId,
    fields: &Fields,
) -> Result<Problem, Failure> {
    let text = text_of(fields)?;
    let version: i64 = fields.get("version").parse().map_err(|_| {
        Failure::from(Refusal::invalid(vec![FieldError::new(
            "version",
            common::field::WRONG_SHAPE,
        )]))
    })?;
    let id = id.clone();
    let act = move |cx: &mut Cx<'_>| actions::revise_problem(cx, &id, (IfMatch(version), &text));
    caller.write(app, act).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_whole_from_its_form() {
        let text = ProblemText {
            title: "Tautan <obat> ilegal".to_owned(),
            description: "Dua\nbaris".to_owned(),
            indicator: "tautan muncul kembali".to_owned(),
            unit_of_measure: "%".to_owned(),
            direction: Direction::Lower,
            baseline_value: "38%".to_owned(),
            baseline_period: "2025".to_owned(),
            baseline_denominator: Some("4.958 tautan".to_owned()),
            baseline_source: "Laporan".to_owned(),
            baseline_measured_by: "Direktorat".to_owned(),
            target_value: "15%".to_owned(),
            evidence: "Lampiran".to_owned(),
        };
        assert_eq!(text_of(&fields_of(&text)).unwrap(), text);
    }
}
