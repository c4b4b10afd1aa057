//! "May I apply?" without an account: the rules of a call by a few answers, each with its figures. Nothing is stored.

use super::forms::CHECK;
use super::words::rule_lines;
use crate::features::accounts::{PublicForm, Visitor};
use crate::features::calls::{self, Call, asked, basis};
use crate::features::proposals::SelfCheck;
use crate::features::proposals::rules::LEVEL_NOT_OFFERED;
use crate::features::proposals::rules::self_check::{is_asked, look};
use crate::kernel::errors::{Failure, FieldError, Refusal};
use crate::kernel::ids::CallId;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::AnyoneCx;
use crate::web::Fields;
use crate::web::forms::respond_with;
use crate::web::pages::{Field, PageContext, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;

/// One rule of the call and its result.
struct Line {
    asked: String,
    outcome: &'static str,
    message: String,
    only_warns: bool,
}

#[derive(Template)]
#[template(path = "proposals/pages/check.html")]
struct CheckPage<'a> {
    s: &'a PageContext,
    call: &'a Call,
    summary: String,
    fields: Vec<Field>,
    /// None before anything was asked.
    lines: Option<Vec<Line>>,
}

impl CheckPage<'_> {
    fn counted(&self, counts: impl Fn(&Line) -> bool) -> usize {
        self.lines.iter().flatten().filter(|line| counts(line)).count()
    }

    fn blocked(&self) -> usize {
        self.counted(|line| line.outcome == "bad" && !line.only_warns)
    }

    fn open(&self) -> usize {
        self.counted(|line| line.outcome == "open")
    }
}

fn lines(s: &PageContext, call: &Call, answers: &SelfCheck) -> Result<Vec<Line>, Failure> {
    let definition = &call.definition;
    let Some(level) = call.level(&answers.level) else {
        let offered: Vec<&str> = definition.levels.iter().map(|one| one.code.as_str()).collect();
        let fault = FieldError::new("level", LEVEL_NOT_OFFERED).with("offered", offered.join(", "));
        return Err(Refusal::invalid(vec![fault]).into());
    };
    let found = look(definition, (level, answers), s.now.date_in_jakarta());
    let line = |(rule, finding): (&calls::EligibilityRule, _)| {
        let told = rule_lines(s, std::slice::from_ref(&finding)).pop()?;
        let later = format!("{} ({})", s.t("check-later"), basis(s, rule));
        let levels = std::slice::from_ref(level);
        Some(Line {
            asked: asked(s, levels, rule),
            outcome: told.outcome,
            message: if is_asked(&rule.requirement) { told.message } else { later },
            only_warns: told.only_warns,
        })
    };
    Ok(found.into_iter().filter_map(line).collect())
}

async fn shown(
    app: &App,
    visitor: &Visitor,
    id: CallId,
    (typed, problem, answers): (&Fields, Option<&Refusal>, Option<&SelfCheck>),
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut AnyoneCx<'_>| Ok(calls::actions::read_call(cx, &id)?.call);
    let (s, call) = visitor.load_page(app, act).await?;
    let (lines, refused) = match answers.map(|answers| lines(&s, &call, answers)) {
        Some(Ok(lines)) => (Some(lines), None),
        Some(Err(Failure::Refused(refusal))) => (None, Some(refusal)),
        Some(Err(other)) => return Err(other),
        None => (None, None),
    };
    let problem = problem.or(refused.as_deref());
    let levels = call.definition.levels.iter();
    let levels = levels.map(|level| (level.code.clone(), level.name.text(&s.language).to_owned()));
    let form = CHECK.shown(&s, typed, problem).offer("level", levels.collect());
    let page = CheckPage { summary: form.summary(), fields: form.all(), lines, call: &call, s: &s };
    show_refused(&s, &page, problem)
}

pub(super) async fn page(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<CallId>,
) -> Result<HttpResponse, Failure> {
    shown(&app, &visitor, id.into_inner(), (&Fields::default(), None, None)).await
}

pub(super) async fn check(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: PublicForm,
) -> Result<HttpResponse, Failure> {
    let id = &id.into_inner();
    let read = sent.hand(&CHECK, async |answers: Valid<SelfCheck>| Ok(answers)).await;
    let (visitor, typed) = (&sent.visitor, &sent.fields);
    respond_with(
        read,
        async |answers| shown(&app, visitor, id.clone(), (typed, None, Some(&answers))).await,
        async |problem| shown(&app, visitor, id.clone(), (typed, Some(&problem), None)).await,
    )
    .await
}
