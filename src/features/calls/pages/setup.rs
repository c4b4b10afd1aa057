//! The guided set-up of a call: one step a page, each saved by the same act as the API's, on top of
//! the version that was read. A refused form comes back with what was typed; a save that comes too
//! late shows both texts.

mod draft;
mod form;
mod steps;

use self::draft::Draft;
use self::form::{Group, Locator, ReadBack, Row, read};
use self::steps::Frame;
pub(super) use self::steps::Step;
use super::words::{label, localised, shown_error};
use crate::features::accounts::{SignedIn, SignedInForm, Unit, Visitor, as_form_error, load_units};
use crate::features::calls::actions::{self, CallText, Edit};
use crate::features::calls::{Call, Templates, TieBreak};
use crate::kernel::access::{Facts, Permission, may};
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::kernel::ids::CallId;
use crate::kernel::version::IfMatch;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::Item;
use crate::web::pages::{Field, PageContext, go_to, show_with, summary};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

/// A row as the page shows it.
struct ShownRow {
    legend: String,
    lines: Vec<Vec<Field>>,
    more: Vec<Vec<Field>>,
    /// Something folded away is wrong.
    is_open: bool,
    /// Name and state of the box that takes the row away.
    remove: Option<(String, bool)>,
}

struct ShownGroup {
    name: &'static str,
    rows: Vec<ShownRow>,
}

/// A field whose stored and typed texts differ.
struct Difference {
    label: String,
    stored: String,
    typed: String,
}

/// A fault of another step.
struct Elsewhere {
    step: Step,
    label: String,
    message: String,
}

#[derive(Template)]
#[template(path = "calls/pages/setup.html")]
struct SetupPage<'a> {
    s: &'a PageContext,
    call: &'a Call,
    step: Step,
    version: i64,
    saved: bool,
    summary: String,
    elsewhere: Vec<Elsewhere>,
    differences: Vec<Difference>,
    groups: Vec<ShownGroup>,
    templates: Vec<(String, String)>,
}

impl SetupPage<'_> {
    fn steps() -> [Step; 9] {
        Step::ALL
    }
}

/// The call in its draft, and the units that limits speak of.
struct Loaded {
    call: Call,
    units: Vec<Unit>,
}

fn load(cx: &mut Cx<'_>, id: &CallId) -> Result<Loaded, Failure> {
    let view = actions::read_call(&mut cx.anyone(), id)?;
    may(cx.viewer, Permission::WriteCall, Facts::in_phase(view.phase))?;
    Ok(Loaded { call: view.call, units: load_units(cx.db)?.into_values().collect() })
}

fn step_named(name: &str) -> Result<Step, Failure> {
    Step::from_name(name).ok_or_else(Failure::not_found)
}

pub(super) async fn page(
    app: web::Data<App>,
    templates: web::Data<Templates>,
    visitor: Visitor,
    path: web::Path<(CallId, String)>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let (id, step) = path.into_inner();
    let step = step_named(&step)?;
    let (s, loaded) = visitor.load_signed_in(&app, move |cx| load(cx, &id)).await?;
    let saved = request.query_string().split('&').any(|part| part == "saved=1");
    let scene = StepPage { s: &s, loaded: &loaded, step, templates: &templates };
    scene.show(None, saved)
}

/// A form that was refused.
struct Refused {
    fields: Fields,
    back: ReadBack,
    problem: Refusal,
    version: i64,
}

/// One step of one call, for one reader.
struct StepPage<'a> {
    s: &'a PageContext,
    loaded: &'a Loaded,
    step: Step,
    templates: &'a Templates,
}

impl StepPage<'_> {
    fn groups(&self, draft: &Draft, typed: Option<&Fields>) -> Vec<Group> {
        let (units, templates) = (self.loaded.units.as_slice(), self.templates);
        self.step.groups(&Frame { s: self.s, draft, typed, units, templates })
    }

    fn show(&self, refused: Option<Refused>, saved: bool) -> Result<HttpResponse, Failure> {
        let (s, call) = (self.s, &self.loaded.call);
        let draft = Draft::of(call)?;
        let typed = refused.as_ref().map(|refused| &refused.fields);
        let groups = self.groups(&draft, typed);
        let (problem, elsewhere) = match &refused {
            Some(refused) => {
                let (problem, elsewhere) = locate(&groups, refused);
                (Some(localised(s, &problem)), elsewhere)
            }
            None => (None, Vec::new()),
        };
        let is_stale = problem.as_ref().is_some_and(|problem| problem.code == common::STALE);
        let shown = Showing { s, draft: &draft, typed, problem: problem.as_ref() };
        let page = SetupPage {
            version: match &refused {
                // Saving again over what another wrote is a choice, once both are in view.
                Some(refused) if !is_stale => refused.version,
                _ => call.version,
            },
            summary: told(s, problem.as_ref(), &groups),
            elsewhere: elsewhere.iter().map(|fault| in_words(s, fault)).collect(),
            differences: if is_stale { shown.differences(&groups) } else { Vec::new() },
            groups: groups.iter().map(|group| shown.group(group)).collect(),
            templates: self.templates_of_step(),
            step: self.step,
            saved,
            call,
            s,
        };
        let status = problem.map_or(200, |problem| problem.code.status);
        show_with(
            StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY),
            s,
            &page,
        )
    }

    /// Code and name of what can be copied into this step.
    fn templates_of_step(&self) -> Vec<(String, String)> {
        let named = |code: &String, name: &crate::features::calls::Bilingual| {
            (code.clone(), name.text(&self.s.language).to_owned())
        };
        let templates = self.templates;
        match self.step {
            Step::Rubric => templates.rubrics.iter().map(|(c, t)| named(c, &t.name)).collect(),
            Step::Eligibility => {
                templates.rule_sets.iter().map(|(c, t)| named(c, &t.name)).collect()
            }
            Step::Documents => {
                templates.document_sets.iter().map(|(c, t)| named(c, &t.name)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The draft with a template in place of this step's part.
    fn with_template(&self, code: &str) -> Result<CallText, Failure> {
        let call = &self.loaded.call;
        let mut definition = call.definition.as_ref().clone();
        let templates = self.templates;
        let known = match self.step {
            Step::Rubric => templates.rubrics.get(code).map(|rubric| {
                definition.rubric = rubric.clone();
                let rubric = &definition.rubric;
                definition.ranking.tie_breaks.retain(|key| match key {
                    TieBreak::CriterionMean { criterion } => rubric.criterion(criterion).is_some(),
                    TieBreak::FewerAwards | TieBreak::PlenaryVote => true,
                });
            }),
            Step::Eligibility => templates
                .rule_sets
                .get(code)
                .map(|set| definition.eligibility.clone_from(&set.rules)),
            Step::Documents => templates
                .document_sets
                .get(code)
                .map(|set| definition.documents.clone_from(&set.documents)),
            _ => None,
        };
        known.ok_or_else(|| Failure::refused(common::BAD_REQUEST))?;
        Ok(CallText { code: call.code.clone(), definition })
    }
}

fn locate(groups: &[Group], refused: &Refused) -> (Refusal, Vec<FieldError>) {
    let items = groups.iter().flat_map(|group| &group.rows).flat_map(Row::items);
    let names = items.flat_map(Item::names).collect();
    Locator { names, back: &refused.back }.split(refused.problem.clone())
}

/// The summary on top, its messages in people's words.
fn told(s: &PageContext, problem: Option<&Refusal>, groups: &[Group]) -> String {
    let labels: Vec<(String, String)> = groups
        .iter()
        .flat_map(|group| &group.rows)
        .flat_map(|row| row.items().map(move |item| (row, item)))
        .flat_map(|(row, item)| {
            let label = match row.legend.as_str() {
                "" => item.label.clone(),
                legend => format!("{legend} – {}", item.label),
            };
            item.names().into_iter().map(move |name| (name, label.clone()))
        })
        .collect();
    let named = |name: &str| {
        let found = labels.iter().find(|(known, _)| known == name);
        found.map_or_else(|| label(s, name), |(_, label)| label.clone())
    };
    summary(s, problem, named)
}

fn in_words(s: &PageContext, fault: &FieldError) -> Elsewhere {
    let path = fault.field.strip_prefix("definition.").unwrap_or(&fault.field);
    Elsewhere { step: Step::of(path), label: part_of(s, path), message: shown_error(s, fault) }
}

/// The name of the part that a path leads into.
pub(super) fn part_of(s: &PageContext, path: &str) -> String {
    s.word("setup-step", Step::of(path).name())
}

/// How a step's values are shown: as stored, or as typed with what is wrong.
struct Showing<'a> {
    s: &'a PageContext,
    draft: &'a Draft,
    typed: Option<&'a Fields>,
    problem: Option<&'a Refusal>,
}

impl Showing<'_> {
    fn group(&self, group: &Group) -> ShownGroup {
        ShownGroup { name: group.name, rows: group.rows.iter().map(|row| self.row(row)).collect() }
    }

    fn row(&self, row: &Row) -> ShownRow {
        let more = self.lines(&row.more);
        ShownRow {
            legend: row.legend.clone(),
            lines: self.lines(&row.lines),
            is_open: more.iter().flatten().any(|field| !field.error.is_empty()),
            more,
            remove: row.of.as_ref().filter(|of| !of.is_new).map(|of| {
                let name = of.remove();
                let ticked = self.typed.is_some_and(|typed| typed.get(&name) == "yes");
                (name, ticked)
            }),
        }
    }

    fn lines(&self, lines: &[Vec<Item>]) -> Vec<Vec<Field>> {
        let fields = |item: &Item| item.fields(self.s, &self.texts(item), self.problem);
        lines.iter().map(|line| line.iter().flat_map(fields).collect()).collect()
    }

    fn texts(&self, item: &Item) -> Vec<String> {
        match self.typed {
            Some(typed) => item.names().iter().map(|name| typed.get(name).to_owned()).collect(),
            None => item.shown(self.draft.json(), self.s.zone),
        }
    }

    fn differences(&self, groups: &[Group]) -> Vec<Difference> {
        let items = groups.iter().flat_map(|group| &group.rows).flat_map(Row::items);
        let differs = |item: &Item| {
            let (stored, typed) = (item.shown(self.draft.json(), self.s.zone), self.texts(item));
            let (stored, typed) = (stored.join(" "), typed.join(" "));
            let label = item.label.clone();
            (stored.trim() != typed.trim()).then_some(Difference { label, stored, typed })
        };
        items.filter_map(differs).collect()
    }
}

pub(super) async fn save(
    app: web::Data<App>,
    templates: web::Data<Templates>,
    path: web::Path<(CallId, String)>,
    form_sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form_sent;
    let (id, step) = path.into_inner();
    let step = step_named(&step)?;
    let version = fields.get("version").parse();
    let version = version.map_err(|_| Failure::refused(common::BAD_REQUEST))?;
    let of = id.clone();
    let (s, loaded) = visitor.load_signed_in(&app, move |cx| load(cx, &of)).await?;
    let scene = StepPage { s: &s, loaded: &loaded, step, templates: &templates };
    let stored = Draft::of(&loaded.call)?;
    let groups = scene.groups(&stored, Some(&fields));
    let back = read(&groups, &fields, &stored, s.zone);
    let text = match fields.get("use") {
        "" if back.faults.is_empty() => back.draft.text(),
        "" => Err(Refusal::invalid(back.faults.clone()).into()),
        code => scene.with_template(code),
    };
    match write(&app, caller, (id.clone(), IfMatch(version)), text).await {
        Ok(()) if fields.get("then").is_empty() => {
            Ok(go_to(&format!("/desk/calls/{id}/setup/{}?saved=1", step.name())))
        }
        Ok(()) => Ok(go_to(&format!("/desk/calls/{id}/setup/{}?saved=1", step.next()))),
        Err(failure) => {
            let problem = as_form_error(failure)?;
            scene.show(Some(Refused { fields, back, problem, version }), false)
        }
    }
}

async fn write(
    app: &App,
    caller: SignedIn,
    (id, from): (CallId, IfMatch),
    text: Result<CallText, Failure>,
) -> Result<(), Failure> {
    let edit = Edit { text: text?, from };
    caller.write(app, move |cx| actions::change_call(cx, &id, &edit)).await.map(|_| ())
}
