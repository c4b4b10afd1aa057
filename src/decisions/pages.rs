//! What comes out of it: the public announcement by proposal number, and a candidate's own result.

use super::actions::{self, Announced, Announcement, ProposalResult, ResultOutcome};
use crate::access::Act;
use crate::accounts::Visitor;
use crate::calls::{self, Call};
use crate::errors::Failure;
use crate::ids::{CallId, ProposalId};
use crate::proposals;
use crate::selection::ranking::Fraction;
use crate::web::pages::{PageRoutes, Shell, show};
use crate::web::{App, format};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "decisions/pages/announcement.html")]
struct AnnouncementPage<'a> {
    s: &'a Shell,
    call: &'a Call,
    announcement: &'a Announcement,
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
    let act = move |db: &mut _, viewer: Option<&_>, now| {
        let announcement = actions::read_announcement(db, viewer, &id, now)?;
        let call = calls::find(db, &id)?.ok_or_else(Failure::not_found)?;
        Ok((announcement, call))
    };
    let (shell, (announcement, call)) = visitor.look(&app, act).await?;
    let page = AnnouncementPage { s: &shell, call: &call, announcement: &announcement };
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
    s: &'a Shell,
    id: &'a ProposalId,
    result: &'a ProposalResult,
    criteria: Vec<CriterionLine>,
    value: Option<String>,
}

impl ResultPage<'_> {
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

fn mean(shell: &Shell, value: &Fraction) -> String {
    format::quotient(shell.language, value.sum, value.count)
}

async fn result(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<ProposalId>,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    let wanted = id.clone();
    let act = move |db: &mut _, viewer: &_, now| {
        let id = &wanted;
        let result = actions::own_result(db, viewer, id, now)?;
        let proposal = proposals::find(db, id)?.ok_or_else(Failure::not_found)?;
        let call = calls::find(db, &proposal.call)?.ok_or_else(Failure::not_found)?;
        Ok((result, call))
    };
    let (shell, (result, call)) = visitor.look_signed_in(&app, act).await?;
    let criteria = &call.definition.rubric.criteria;
    let line = |criterion: &calls::Criterion| {
        let value = result.criteria.get(&criterion.code)?;
        let name = criterion.name.text(&shell.language).to_owned();
        Some(CriterionLine { name, weight: criterion.weight, mean: mean(&shell, value) })
    };
    let page = ResultPage {
        criteria: criteria.iter().filter_map(line).collect(),
        value: result.value.as_ref().map(|value| mean(&shell, value)),
        result: &result,
        id: &id,
        s: &shell,
    };
    show(&shell, &page)
}

pub fn configure(routes: &mut PageRoutes<'_>) {
    routes.get(Act::ReadAnnouncement, "/calls/{id}/announcement", announcement).get(
        Act::ReadOwnResult,
        "/proposals/{id}/result",
        result,
    );
}
