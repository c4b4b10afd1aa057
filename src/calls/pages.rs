//! Calls for everybody: the list, and one call with its calendar, seats, rubric and rules.

use super::actions::{self, CallSummary, CallView};
use super::{Bilingual, Criterion, EligibilityRule, Extension, Milestone};
use crate::access::{Act, Phase};
use crate::accounts::Visitor;
use crate::clock::Timestamp;
use crate::errors::Failure;
use crate::ids::CallId;
use crate::web::pages::{PageRoutes, Shell, show};
use crate::web::{App, Language, Page, Paging};
use actix_web::{HttpResponse, web};
use askama::Template;

impl Bilingual {
    /// The text in this language.
    pub fn text(&self, language: &Language) -> &str {
        match language {
            Language::Indonesian => &self.id,
            Language::English => &self.en,
        }
    }
}

#[derive(Template)]
#[template(path = "calls/pages/list.html")]
struct ListPage<'a> {
    s: &'a Shell,
    page: &'a Page<CallSummary>,
}

#[derive(Template)]
#[template(path = "calls/pages/call.html")]
struct CallPage<'a> {
    s: &'a Shell,
    view: &'a CallView,
    extensions: &'a [Extension],
}

impl CallPage<'_> {
    /// Each milestone, its instant, and whether it lies behind.
    fn milestones(&self) -> Vec<(&'static str, Timestamp, bool)> {
        let calendar = &self.view.call.calendar;
        let milestone = |milestone: Milestone| {
            let at = calendar.of(milestone);
            (milestone.name(), at, at <= self.view.now)
        };
        Milestone::ALL.map(milestone).to_vec()
    }

    fn is_open(&self) -> bool {
        self.view.phase == Phase::Open
    }

    fn is_announced(&self) -> bool {
        matches!(self.view.phase, Phase::Announced | Phase::Closed)
            && self.view.call.announced_at.is_some()
    }

    fn criteria(&self) -> &[Criterion] {
        &self.view.call.definition.rubric.criteria
    }

    fn floor_of(&self, criterion: &str) -> Option<&u32> {
        self.view.call.definition.rubric.thresholds.criteria.get(criterion)
    }

    fn rule_name(&self, rule: &EligibilityRule) -> String {
        let key = serde_json::to_value(&rule.requirement).unwrap_or_default();
        self.s.word("rule-name", key.get("key").and_then(serde_json::Value::as_str).unwrap_or(""))
    }
}

async fn list(
    app: web::Data<App>,
    visitor: Visitor,
    paging: web::Query<Paging>,
) -> Result<HttpResponse, Failure> {
    let act =
        move |db: &mut _, viewer: Option<&_>, now| actions::list_calls(db, viewer, &paging, now);
    let (shell, page) = visitor.look(&app, act).await?;
    show(&shell, &ListPage { s: &shell, page: &page })
}

async fn read(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    let act = move |db: &mut _, viewer: Option<&_>, now| {
        let view = actions::read_call(db, viewer, &id, now)?;
        let extensions = actions::read_extensions(db, viewer, &id, now)?;
        Ok((view, extensions))
    };
    let (shell, (view, extensions)) = visitor.look(&app, act).await?;
    show(&shell, &CallPage { s: &shell, view: &view, extensions: &extensions })
}

pub fn configure(routes: &mut PageRoutes<'_>) {
    routes.get(Act::ReadCall, "/calls", list).get(Act::ReadCall, "/calls/{id}", read);
}
