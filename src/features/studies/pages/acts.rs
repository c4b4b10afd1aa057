//! A page for each act on a study that is one form: what it is about stands on top, and what was typed comes back.

use super::forms::{BEGINNING, CHECK, DEFERRAL, EXTENSION, MENTOR, PROGRAMME, RETURN, STEP, TOPIC};
use crate::features::accounts::{SignedInForm, Unit, Visitor, load_units};
use crate::features::problems::{ProblemFilter, State as ProblemState, actions as registry};
use crate::features::studies::actions::{self, StudyContext};
use crate::features::studies::rules::states::transition;
use crate::features::studies::{
    Begin, ChangeKind, Mentor, NewProgramme, NewStep, NewTopic, Paper, PaperCheck, Postponement,
    Prolongation, Return, Step, Study, StudyDetails,
};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Argument, Failure, Refusal, common};
use crate::kernel::ids::{AwardId, StudyPaperId, UnitCode};
use crate::kernel::input::{Input, Valid};
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::{Choices, Form, respond};
use crate::web::pages::{Field, PageContext, PageRoutes, show_refused};
use actix_web::{HttpResponse, web};
use askama::Template;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "studies/pages/form.html")]
struct FormPage<'a> {
    s: &'a PageContext,
    study: &'a Study,
    /// The last part of the keys of its words.
    words: &'static str,
    action: String,
    /// What to read while writing, each with its title.
    beside: Vec<(String, String)>,
    fields: Vec<Field>,
    summary: String,
}

/// What a form page looks at.
struct Scene {
    context: StudyContext,
    details: StudyDetails,
    units: BTreeMap<UnitCode, Unit>,
    /// Problems that a topic may answer, for the form that asks for one.
    problems: Choices,
}

type Refused<'a> = Option<(&'a Fields, &'a Refusal)>;

/// How one act is offered.
struct Offer<T: 'static> {
    form: &'static Form<T>,
    words: &'static str,
    may: fn(&PageContext, &Scene) -> bool,
    /// What stands in the form before anything is typed.
    begun: fn(&PageContext, &Scene, &mut Fields),
    /// What a field that the page fills offers.
    choices: fn(&PageContext, &Scene) -> Option<(&'static str, Choices)>,
}

fn nothing(_: &PageContext, _: &Scene, _: &mut Fields) {}

fn none(_: &PageContext, _: &Scene) -> Option<(&'static str, Choices)> {
    None
}

fn runs(scene: &Scene, step: Step) -> bool {
    scene.context.permitted().allows(Permission::RunStudy)
        && transition(scene.context.study.state, step).is_ok()
}

fn asks(scene: &Scene, kind: ChangeKind) -> bool {
    actions::changes_open(scene.context.permitted(), &scene.details).contains(&kind)
}

fn steps(s: &PageContext, scene: &Scene) -> Vec<Step> {
    let today = s.now.date_in_jakarta();
    actions::steps_open(scene.context.permitted(), &scene.details, today)
}

static BEGIN_OFFER: Offer<Begin> = Offer {
    form: &BEGINNING,
    words: "begin",
    may: |_, scene| runs(scene, Step::Begin),
    begun: |_, scene, typed| {
        let study = &scene.context.proposal.content.study;
        if let Some(day) = study.starts_on {
            typed.set("starts_on", day.to_string());
        }
        if let Some(released) = study.released {
            typed.set("is_released", if released { "yes" } else { "no" });
        }
    },
    choices: none,
};

static STEP_OFFER: Offer<NewStep> = Offer {
    form: &STEP,
    words: "step",
    may: |s, scene| !steps(s, scene).is_empty(),
    begun: |s, _, typed| typed.set("on", s.now.date_in_jakarta().to_string()),
    choices: |s, scene| {
        let named = |step: Step| (step.name().to_owned(), s.word("study-step", step.name()));
        Some(("step", steps(s, scene).into_iter().map(named).collect()))
    },
};

static MENTOR_OFFER: Offer<Mentor> = Offer {
    form: &MENTOR,
    words: "mentor",
    may: |_, scene| {
        scene.context.permitted().allows(Permission::AgreeStudy)
            && !scene.context.study.state.is_final()
    },
    begun: nothing,
    choices: none,
};

static RETURN_OFFER: Offer<Return> = Offer {
    form: &RETURN,
    words: "return",
    may: |_, scene| runs(scene, Step::Return),
    begun: |_, scene, typed| typed.set("placement", scene.context.study.owner_unit.to_string()),
    choices: |_, scene| {
        let active = scene.units.iter().filter(|(_, unit)| unit.active);
        let named = |(code, unit): (&UnitCode, &Unit)| (code.to_string(), unit.name.clone());
        Some(("placement", active.map(named).collect()))
    },
};

static TOPIC_OFFER: Offer<NewTopic> = Offer {
    form: &TOPIC,
    words: "topic",
    may: |_, scene| asks(scene, ChangeKind::Topic),
    begun: |_, scene, typed| {
        typed.set("problem", scene.context.study.problem.to_string());
        typed.set("topic", scene.context.study.topic.clone());
    },
    choices: |_, scene| Some(("problem", scene.problems.clone())),
};

static PROGRAMME_OFFER: Offer<NewProgramme> = Offer {
    form: &PROGRAMME,
    words: "programme",
    may: |_, scene| asks(scene, ChangeKind::Programme),
    begun: |_, scene, typed| {
        let study = &scene.context.study;
        typed.set("university", study.university.clone());
        typed.set("programme", study.programme.clone());
        typed.set("country", study.country.clone());
    },
    choices: none,
};

static EXTENSION_OFFER: Offer<Prolongation> = Offer {
    form: &EXTENSION,
    words: "extension",
    may: |_, scene| asks(scene, ChangeKind::Extension),
    begun: nothing,
    choices: none,
};

static DEFERRAL_OFFER: Offer<Postponement> = Offer {
    form: &DEFERRAL,
    words: "deferral",
    may: |_, scene| asks(scene, ChangeKind::Deferral),
    begun: nothing,
    choices: none,
};

/// The problems that may be chosen: the study's own and those in the registry.
fn problems_for(cx: &mut Cx<'_>, context: &StudyContext) -> Result<Choices, Failure> {
    let filter = ProblemFilter { state: Some(ProblemState::Approved), ..ProblemFilter::default() };
    let own = &context.problem;
    let mut choices = vec![(own.id.to_string(), format!("{} {}", own.code, own.title))];
    let mut paging = Paging { limit: 200, after: None };
    loop {
        let page = registry::list_problems(&mut cx.anyone(), &filter, &paging)?;
        let others = page.items.into_iter().filter(|problem| problem.id != own.id);
        choices
            .extend(others.map(|one| (one.id.to_string(), format!("{} {}", one.code, one.title))));
        match page.next {
            Some(next) => paging.after = Some(next),
            None => return Ok(choices),
        }
    }
}

/// The same refusal with kinds of documents in words.
fn in_words(s: &PageContext, refusal: &Refusal) -> Refusal {
    let told = |(name, value): &Argument| {
        let kinds = value.split(", ").map(|kind| s.word("study-paper", kind));
        let value =
            if *name == "papers" { kinds.collect::<Vec<_>>().join("; ") } else { value.clone() };
        (*name, value)
    };
    Refusal { arguments: refusal.arguments.iter().map(told).collect(), ..refusal.clone() }
}

async fn form_page<T: Input>(
    app: &App,
    visitor: &Visitor,
    (id, offer): (AwardId, &'static Offer<T>),
    refused: Refused<'_>,
) -> Result<HttpResponse, Failure> {
    let wants_problems = offer.words == "topic";
    let of = id.clone();
    let act = move |cx: &mut Cx<'_>| {
        let (context, details) = actions::read(cx, &of)?;
        let problems =
            if wants_problems { problems_for(cx, &context)? } else { Choices::default() };
        Ok(Scene { units: load_units(cx.db)?, context, details, problems })
    };
    let (s, scene) = visitor.load_signed_in(app, act).await?;
    if refused.is_none() && !(offer.may)(&s, &scene) {
        return Err(Failure::refused(common::FORBIDDEN));
    }
    let mut begun = Fields::default();
    (offer.begun)(&s, &scene, &mut begun);
    let why = refused.map(|(_, why)| in_words(&s, why));
    let (typed, why) = (refused.map_or(&begun, |(typed, _)| typed), why.as_ref());
    let mut shown = offer.form.shown(&s, typed, why);
    if let Some((name, choices)) = (offer.choices)(&s, &scene) {
        shown = shown.offer(name, choices);
    }
    let page = FormPage {
        study: &scene.context.study,
        words: offer.words,
        action: offer.form.address().replace("{id}", id.as_str()),
        beside: Vec::new(),
        fields: shown.all(),
        summary: shown.summary(),
        s: &s,
    };
    show_refused(&s, &page, why)
}

/// The page of an act and what its form does.
macro_rules! act_page {
    ($show:ident, $send:ident, $offer:ident, $input:ty, |$cx:ident, $id:ident, $app:ident, $new:ident| $act:expr) => {
        async fn $show(
            app: web::Data<App>,
            visitor: Visitor,
            id: web::Path<AwardId>,
        ) -> Result<HttpResponse, Failure> {
            form_page(&app, &visitor, (id.into_inner(), &$offer), None).await
        }

        async fn $send(
            app: web::Data<App>,
            id: web::Path<AwardId>,
            sent: SignedInForm,
        ) -> Result<HttpResponse, Failure> {
            let ($id, id) = (id.clone(), id.into_inner());
            let $app = app.settings.objections.offer_days;
            let act = move |$cx: &mut Cx<'_>, $new: &Valid<$input>| $act;
            let outcome = sent.send(&app, $offer.form, act).await;
            let to = |_| format!("/studies/{id}");
            respond(outcome, to, async |problem| {
                let refused = Some((&sent.fields, &problem));
                form_page(&app, &sent.visitor, (id.clone(), &$offer), refused).await
            })
            .await
        }
    };
}

act_page!(show_begin, begin, BEGIN_OFFER, Begin, |cx, id, _days, new| actions::begin(cx, &id, new));
act_page!(show_step, step, STEP_OFFER, NewStep, |cx, id, days, new| {
    actions::take(cx, (&id, new), days)
});
act_page!(show_mentor, mentor, MENTOR_OFFER, Mentor, |cx, id, _days, new| {
    actions::name_mentor(cx, &id, new)
});
act_page!(show_return, bring_back, RETURN_OFFER, Return, |cx, id, _days, new| {
    actions::bring_back(cx, &id, new)
});
act_page!(show_topic, topic, TOPIC_OFFER, NewTopic, |cx, id, _days, new| {
    actions::ask(cx, &id, new)
});
act_page!(show_programme, programme, PROGRAMME_OFFER, NewProgramme, |cx, id, _days, new| {
    actions::ask(cx, &id, new)
});
act_page!(show_extension, extension, EXTENSION_OFFER, Prolongation, |cx, id, _days, new| {
    actions::ask(cx, &id, new)
});
act_page!(show_deferral, deferral, DEFERRAL_OFFER, Postponement, |cx, id, _days, new| {
    actions::ask(cx, &id, new)
});

async fn check_page(
    app: &App,
    visitor: &Visitor,
    id: StudyPaperId,
    refused: Refused<'_>,
) -> Result<HttpResponse, Failure> {
    let of = id.clone();
    let act = move |cx: &mut Cx<'_>| actions::paper_to_check(cx, &of);
    let (s, (context, paper)) = visitor.load_signed_in(app, act).await?;
    let may = context.permitted().allows(Permission::RunStudy);
    let is_open = actions::may_check(&paper, &context.reader).is_ok();
    if refused.is_none() && !(may && is_open) {
        return Err(Failure::refused(common::FORBIDDEN));
    }
    let empty = Fields::default();
    let (typed, why) = refused.map_or((&empty, None), |(typed, why)| (typed, Some(why)));
    let shown = CHECK.shown(&s, typed, why);
    let page = FormPage {
        study: &context.study,
        words: "check",
        action: format!("/study-papers/{id}/check"),
        beside: vec![(s.word("study-paper", paper.kind.name()), told(&s, &paper))],
        fields: shown.all(),
        summary: shown.summary(),
        s: &s,
    };
    show_refused(&s, &page, why)
}

fn told(s: &PageContext, paper: &Paper) -> String {
    let file = paper.file.as_ref().map_or("", |file| file.file_name.as_str());
    format!("{} · {} · {} · {file}", paper.number, s.day(&paper.dated), paper.signatory)
}

async fn show_check(
    app: web::Data<App>,
    visitor: Visitor,
    id: web::Path<StudyPaperId>,
) -> Result<HttpResponse, Failure> {
    check_page(&app, &visitor, id.into_inner(), None).await
}

async fn check(
    app: web::Data<App>,
    id: web::Path<StudyPaperId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (of, id) = (id.clone(), id.into_inner());
    let act =
        move |cx: &mut Cx<'_>, found: &Valid<PaperCheck>| actions::check_paper(cx, &of, found);
    let outcome = sent.send(&app, &CHECK, act).await;
    let to = |paper: Paper| format!("/studies/{}", paper.study);
    respond(outcome, to, async |problem| {
        check_page(&app, &sent.visitor, id.clone(), Some((&sent.fields, &problem))).await
    })
    .await
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::RunStudy, "/studies/{id}/begin", show_begin)
        .form(Permission::RunStudy, &BEGINNING, begin)
        .get(Permission::RunStudy, "/studies/{id}/step", show_step)
        .form(Permission::RunStudy, &STEP, step)
        .get(Permission::AgreeStudy, "/studies/{id}/mentor", show_mentor)
        .form(Permission::AgreeStudy, &MENTOR, mentor)
        .get(Permission::RunStudy, "/studies/{id}/return", show_return)
        .form(Permission::RunStudy, &RETURN, bring_back)
        .get(Permission::WriteStudy, "/studies/{id}/topic", show_topic)
        .form(Permission::WriteStudy, &TOPIC, topic)
        .get(Permission::WriteStudy, "/studies/{id}/programme", show_programme)
        .form(Permission::WriteStudy, &PROGRAMME, programme)
        .get(Permission::WriteStudy, "/studies/{id}/extension", show_extension)
        .form(Permission::WriteStudy, &EXTENSION, extension)
        .get(Permission::WriteStudy, "/studies/{id}/deferral", show_deferral)
        .form(Permission::WriteStudy, &DEFERRAL, deferral)
        .get(Permission::RunStudy, "/study-papers/{id}/check", show_check)
        .form(Permission::RunStudy, &CHECK, check);
}
