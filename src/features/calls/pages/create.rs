//! Creating a call: its name and its starting content. A draft is valid from the beginning, because
//! it is copied from the built-in templates or an earlier call; the set-up then changes what is
//! needed.

use super::forms::DRAFT;
use super::words::localised;
use crate::features::accounts::{SignedInForm, Visitor};
use crate::features::calls::actions::{self, CallSummary, CallText, CallView};
use crate::features::calls::{
    AfterAward, Aggregate, Anonymity, Bilingual, Calendar, Composition, Definition, Level, Limits,
    NewDraft, PanelRules, RankingPolicy, Templates, TieBreak, Uncertainty,
};
use crate::kernel::access::{Facts, Permission, Phase, may};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::kernel::format::Zone;
use crate::kernel::input::Valid;
use crate::kernel::paging;
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::respond;
use crate::web::pages::{Field, PageContext, show_refused, summary};
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveTime;

/// Days from now to the opening and between milestones, when no call is copied.
const DAYS: [i64; 6] = [14, 30, 10, 21, 10, 5];

#[derive(Template)]
#[template(path = "calls/pages/create.html")]
struct CreatePage<'a> {
    s: &'a PageContext,
    summary: String,
    fields: Vec<Field>,
}

fn load(cx: &mut Cx<'_>) -> Result<Vec<CallSummary>, Failure> {
    may(cx.viewer, Permission::WriteCall, Facts::in_phase(Phase::Draft))?;
    let paging = Paging { limit: paging::MOST, after: None };
    Ok(actions::list_calls(&mut cx.anyone(), &paging)?.items)
}

fn render(
    s: &PageContext,
    calls: &[CallSummary],
    typed: &Fields,
    problem: Option<&Refusal>,
) -> Result<HttpResponse, Failure> {
    let problem = problem.map(|problem| localised(s, problem));
    let problem = problem.as_ref();
    let origin = |call: &CallSummary| {
        (call.id.to_string(), format!("{} – {}", call.code, call.title.text(&s.language)))
    };
    let form = DRAFT.shown(s, typed, problem);
    let form = form.offer("from", calls.iter().map(origin).collect());
    let fields = form.all();
    // A copied part may have become faulty by itself, e.g. by a unit that is gone.
    let named = |name: &str| {
        let field = fields.iter().find(|field| field.name == name);
        field.map_or_else(|| super::setup::part_of(s, name), |field| field.label.clone())
    };
    let summary = summary(s, problem, named);
    show_refused(s, &CreatePage { s, summary, fields }, problem)
}

pub(super) async fn page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let (s, calls) = visitor.load_signed_in(&app, load).await?;
    render(&s, &calls, &Fields::default(), None)
}

pub(super) async fn create(
    app: web::Data<App>,
    templates: web::Data<Templates>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (s, calls) = sent.visitor.load_signed_in(&app, load).await?;
    let (templates, zone) = (templates.into_inner(), s.zone);
    let act = move |cx: &mut Cx<'_>, new: &Valid<_>| {
        let text = text_of(cx, (new, &templates, zone))?;
        actions::create_call(cx, &text)
    };
    let made = sent.send(&app, &DRAFT, act).await;
    let to = |view: CallView| format!("/desk/calls/{}/setup/basics?saved=1", view.call.id);
    respond(made, to, async |problem| render(&s, &calls, &sent.fields, Some(&problem))).await
}

fn text_of(
    cx: &mut Cx<'_>,
    (new, templates, zone): (&NewDraft, &Templates, Zone),
) -> Result<CallText, Failure> {
    let mut definition = match &new.from {
        Some(id) => {
            let call = actions::read_call(&mut cx.anyone(), id)?.call;
            let mut copy = call.definition.as_ref().clone();
            copy.calendar = moved(&copy.calendar, (zone, cx.now));
            copy
        }
        None => from_templates(templates, (zone, cx.now))?,
    };
    definition.title = new.definition.title.clone();
    definition.seats = new.definition.seats;
    Ok(CallText { code: new.code.clone(), definition })
}

/// In a fortnight at eight in the morning, to leave time for writing the rest.
fn opening((zone, now): (Zone, Timestamp)) -> Timestamp {
    let [fortnight, ..] = DAYS;
    let day = zone.local(now.plus_days(fortnight)).date();
    let eight = NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default();
    zone.instant_of(day.and_time(eight))
}

/// The same intervals from a new opening.
fn moved(calendar: &Calendar, when: (Zone, Timestamp)) -> Calendar {
    let by = opening(when).micros() - calendar.opens_at.micros();
    calendar.milestones().fold(calendar.clone(), |moving, milestone| {
        let at = Timestamp::from_micros(calendar.of(milestone).micros().saturating_add(by));
        moving.moved(milestone, at)
    })
}

fn usual(when: (Zone, Timestamp)) -> Calendar {
    let opens_at = opening(when);
    let [_, open, screening, review, plenary, objections] = DAYS;
    let submissions_close_at = opens_at.plus_days(open);
    let screening_ends_at = submissions_close_at.plus_days(screening);
    let review_ends_at = screening_ends_at.plus_days(review);
    let announcement_at = review_ends_at.plus_days(plenary);
    let objections_end_at = announcement_at.plus_days(objections);
    Calendar {
        opens_at,
        submissions_close_at,
        screening_ends_at,
        administrative: None,
        review_ends_at,
        announcement_at,
        objections_end_at,
    }
}

fn from_templates(templates: &Templates, when: (Zone, Timestamp)) -> Result<Definition, Failure> {
    let missing = || Failure::refused(common::NOT_FOUND);
    let level = |code: &str, (id, en): (&str, &str), normative_months, requires: &str| Level {
        code: code.to_owned(),
        name: Bilingual { id: id.to_owned(), en: en.to_owned() },
        normative_months,
        requires: requires.to_owned(),
        seats: None,
    };
    let rubric = templates.rubrics.get("default").ok_or_else(missing)?.clone();
    let chain = ["K4", "K1", "K3"].into_iter().filter(|code| rubric.criterion(code).is_some());
    let mut tie_breaks: Vec<TieBreak> =
        chain.map(|code| TieBreak::CriterionMean { criterion: code.to_owned() }).collect();
    tie_breaks.push(TieBreak::FewerAwards);
    Ok(Definition {
        title: Bilingual { id: String::new(), en: String::new() },
        calendar: usual(when),
        seats: 0,
        levels: vec![
            level("S2", ("Magister (S2)", "Master’s degree (S2)"), 24, "S1"),
            level("S3", ("Doktor (S3)", "Doctorate (S3)"), 36, "S2"),
        ],
        limits: Limits { per_unit: Some(2), per_problem: Some(2), ..Limits::default() },
        eligibility: templates.rule_sets.get("default").ok_or_else(missing)?.rules.clone(),
        documents: templates.document_sets.get("default").ok_or_else(missing)?.documents.clone(),
        panel: PanelRules {
            sheets_per_proposal: 3,
            default_max_load: 15,
            divergent_total: rubric.highest_total() / 5,
            divergent_criterion: 3,
            composition: Composition::default(),
            undo_minutes: 0,
        },
        ranking: RankingPolicy { aggregate: Aggregate::Mean, tie_breaks, reserve: 4 },
        rubric,
        uncertainty: Uncertainty::default(),
        anonymity: Anonymity::SingleBlind,
        repair_days: 3,
        pact: None,
        need_plan: None,
        plenary: None,
        interview: None,
        after_award: AfterAward::default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::calls::rules;

    #[test]
    fn a_call_begins_sound_and_lacks_only_its_name_and_seats() {
        let templates = Templates::shipped().unwrap();
        let now: Timestamp = "2026-11-24T01:00:00Z".parse().unwrap();
        let mut definition = from_templates(&templates, (Zone::Wita, now)).unwrap();
        definition.title = Bilingual { id: "Seleksi".into(), en: "Call".into() };
        definition.seats = 8;
        assert_eq!(rules::check(&definition), []);
        assert_eq!(rules::warnings(&definition, now), []);
        assert_eq!(definition.calendar.opens_at.to_string(), "2026-12-08T00:00:00Z");
    }

    #[test]
    fn a_copied_calendar_keeps_its_intervals() {
        let calendar = crate::features::calls::rules::tests::definition().calendar;
        let now: Timestamp = "2027-11-24T01:00:00Z".parse().unwrap();
        let copy = moved(&calendar, (Zone::Wib, now));
        assert_eq!(copy.opens_at.to_string(), "2027-12-08T01:00:00Z");
        for (one, other) in calendar.milestones().zip(calendar.milestones().skip(1)) {
            let days = |calendar: &Calendar| calendar.of(other).seconds_since(calendar.of(one));
            assert_eq!(days(&copy), days(&calendar));
        }
    }
}
