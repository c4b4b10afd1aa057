//! Scenarios: a form that changes seats, limits, weights, the policy or leaves out one reviewer,
//! and the two results side by side. Nothing is stored, so the form uses `GET`.

mod form;

use super::parts::{Cut, query_of};
use crate::features::accounts::{self, Visitor, as_form_error};
use crate::features::calls::{self, Call};
use crate::features::selection::Outcome;
use crate::features::selection::actions::prepare_scenario;
use crate::features::selection::flows::what_if;
use crate::features::selection::scenario::{Case, Movement, SideBySide, StandingThere, WhatIf};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::{CallId, UserId};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::pages::{Field, PageContext, show, show_with, summary};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use std::collections::{BTreeMap, BTreeSet};

/// Rows of the whole comparison on one page.
const ROWS: usize = 100;

struct Compared<'a> {
    answer: &'a WhatIf,
    movers: Vec<&'a SideBySide>,
    cut: Cut<'a, SideBySide>,
}

#[derive(Template)]
#[template(path = "selection/pages/what_if.html")]
struct WhatIfPage<'a> {
    s: &'a PageContext,
    call: &'a Call,
    summary: String,
    /// `None` if the viewer may not compute scenarios.
    form: Option<form::Form>,
    shown: Option<Compared<'a>>,
}

impl WhatIfPage<'_> {
    fn outcome(&self, there: &StandingThere) -> String {
        let word = self.s.word("outcome", there.outcome.name());
        match there.reserve_position {
            Some(position) => format!("{word} {position}"),
            None => word,
        }
    }

    fn is_selected(there: &StandingThere) -> bool {
        there.outcome == Outcome::Selected
    }

    fn is_in(line: &SideBySide) -> bool {
        line.movement == Some(Movement::In)
    }

    fn place(there: &StandingThere) -> String {
        there.place.map_or_else(|| "–".to_owned(), |place| place.to_string())
    }
}

/// The case, the call, and the reviewers' names.
struct Loaded {
    call: Call,
    case: Result<Case, Refusal>,
    reviewers: BTreeMap<UserId, String>,
}

fn load(cx: &mut Cx<'_>, id: &CallId) -> Result<Loaded, Failure> {
    let call = calls::find(cx.db, id)?.ok_or_else(Failure::not_found)?;
    access::may(cx.viewer, Permission::ExploreRanking, Facts::in_phase(call.phase(cx.now)))?;
    let case = match prepare_scenario(cx, id) {
        Ok(case) => case,
        Err(failure) => {
            let case = Err(as_form_error(failure)?);
            return Ok(Loaded { call, case, reviewers: BTreeMap::new() });
        }
    };
    let sheets = case.inputs.proposals.iter().flat_map(|contender| &contender.sheets);
    let ids: BTreeSet<UserId> = sheets.map(|sheet| sheet.reviewer.clone()).collect();
    let ids: Vec<UserId> = ids.into_iter().collect();
    let people = accounts::users_of(cx.db, &ids)?;
    let reviewers = people.into_iter().map(|user| (user.id, user.name)).collect();
    Ok(Loaded { call, case: Ok(case), reviewers })
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    request: HttpRequest,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    let query = query_of(&request);
    let act = move |cx: &mut Cx<'_>| load(cx, &id);
    let (s, Loaded { call, case, reviewers }) = visitor.load_signed_in(&app, act).await?;
    let case = match case {
        Ok(case) => case,
        Err(problem) => {
            let summary = summary(&s, Some(&problem), str::to_owned);
            let page = WhatIfPage { s: &s, call: &call, summary, form: None, shown: None };
            return show(&s, &page);
        }
    };
    let asked = (!query.get("seats").is_empty()).then(|| form::scenario(&query, &case));
    let answer = match asked {
        None => Ok(None),
        Some(Err(problem)) => Err(problem),
        Some(Ok(scenario)) => what_if(case.clone(), scenario).await.map(Some),
    };
    let (answer, problem) = match answer {
        Ok(answer) => (answer, None),
        Err(failure) => (None, Some(as_form_error(failure)?)),
    };
    let form = form::Form::new((&s, problem.as_ref()), &case, &reviewers, &query);
    let page = WhatIfPage {
        summary: summary(&s, problem.as_ref(), |name| form.label(name)),
        shown: answer.as_ref().map(|answer| Compared {
            movers: answer.places.iter().filter(|line| line.movement.is_some()).collect(),
            cut: Cut::new(&answer.places, ROWS, (&s, &query)),
            answer,
        }),
        form: Some(form),
        call: &call,
        s: &s,
    };
    match problem {
        None => show(&s, &page),
        Some(_) => show_with(StatusCode::UNPROCESSABLE_ENTITY, &s, &page),
    }
}
