//! The table of units as the secretariat keeps it: finding, adding and changing a unit.

use super::register::Units;
use super::{FormPage, or_problem};
use crate::features::accounts::actions::{self, KeptUnit, StaffedUnit};
use crate::features::accounts::rules::{TIME_ZONES, UNIT_KINDS};
use crate::features::accounts::{SignedInForm, Unit, Visitor, load_units};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::UnitCode;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::pages::{Field, Input, PageContext, PageRoutes, go_to, show, summary};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    saved: String,
}

impl Search {
    fn finds(&self, unit: &Unit) -> bool {
        let wanted = self.q.trim().to_lowercase();
        let texts = [&unit.name, &unit.city, &unit.region];
        let is_named = texts.iter().any(|text| text.to_lowercase().contains(&wanted));
        let has_code = unit.code.as_str().to_lowercase().contains(&wanted);
        (is_named || has_code) && (self.kind.is_empty() || self.kind == unit.kind)
    }
}

#[derive(Template)]
#[template(path = "accounts/pages/units.html")]
struct UnitsPage<'a> {
    s: &'a PageContext,
    fields: [Field; 2],
    units: Vec<StaffedUnit>,
    saved: bool,
    /// Whether what was saved waits for a chair.
    waits: bool,
}

fn kinds(s: &PageContext) -> Vec<(String, String)> {
    UNIT_KINDS.iter().map(|kind| ((*kind).to_owned(), s.word("unit-kind", kind))).collect()
}

async fn list(
    app: web::Data<App>,
    visitor: Visitor,
    search: web::Query<Search>,
) -> Result<HttpResponse, Failure> {
    let (s, mut units) = visitor.load_signed_in(&app, |cx| actions::staffed_units(cx)).await?;
    units.retain(|row| search.finds(&row.unit));
    let mut choices = vec![(String::new(), s.t("units-any-kind"))];
    choices.extend(kinds(&s));
    let fields = [
        Field::new("q", s.t("units-search"), Input::Line).value(&search.q),
        Field::new("kind", s.t("units-kind"), Input::Choice(choices)).value(&search.kind),
    ];
    show(
        &s,
        &UnitsPage {
            s: &s,
            fields,
            units,
            saved: search.saved == "1",
            waits: search.saved == "waits",
        },
    )
}

/// A unit as its form shows it.
fn fields_of(unit: &Unit) -> Fields {
    let mut fields = Fields::default();
    let answer = |is: bool| if is { "yes" } else { "no" };
    for (name, value) in [
        ("name", unit.name.as_str()),
        ("kind", &unit.kind),
        ("parent", unit.parent.as_ref().map_or("", UnitCode::as_str)),
        ("city", &unit.city),
        ("region", &unit.region),
        ("remote", answer(unit.remote)),
        ("time_zone", &unit.time_zone),
        ("active", answer(unit.active)),
    ] {
        fields.set(name, value);
    }
    fields
}

/// What was typed, as a unit. The rules check whether it is valid.
fn unit_of(code: UnitCode, typed: &Fields) -> Unit {
    let text = |name: &str| typed.get(name).trim().to_owned();
    Unit {
        code,
        parent: Some(text("parent")).filter(|code| !code.is_empty()).map(UnitCode::new),
        name: text("name"),
        kind: text("kind"),
        city: text("city"),
        region: text("region"),
        remote: typed.get("remote") == "yes",
        time_zone: text("time_zone"),
        active: typed.get("active") != "no",
    }
}

/// The form: for a new unit without `code`, otherwise for the unit with this code.
struct Form<'a> {
    s: &'a PageContext,
    units: &'a Units,
    code: Option<&'a UnitCode>,
    typed: &'a Fields,
    problem: Option<&'a Refusal>,
}

impl Form<'_> {
    fn field(&self, name: &str, input: Input) -> Field {
        let field = Field::new(name, self.s.word("unit-field", name), input);
        let field = field.value(self.typed.get(name)).errors_of(self.s, self.problem);
        if name == "parent" { field } else { field.required() }
    }

    fn hinted(&self, name: &str, input: Input) -> Field {
        self.field(name, input).hint(self.s.word("unit-field", &format!("{name}-hint")))
    }

    fn answers(&self) -> Input {
        let answers =
            ["no", "yes"].map(|answer| (answer.to_owned(), self.s.word("answer", answer)));
        Input::Choice(answers.into())
    }

    fn parents(&self) -> Input {
        let others = self.units.values().filter(|unit| Some(&unit.code) != self.code);
        let mut choices: Vec<_> =
            others.map(|unit| (unit.code.to_string(), unit.name.clone())).collect();
        choices.sort_by(|one, other| one.1.cmp(&other.1));
        choices.insert(0, (String::new(), self.s.t("units-no-parent")));
        Input::Choice(choices)
    }

    fn fields(&self) -> Vec<Field> {
        let zones = TIME_ZONES.map(|zone| (zone.to_owned(), zone.to_owned()));
        let mut fields = vec![
            self.field("name", Input::Line),
            self.field("kind", Input::Choice(kinds(self.s))),
            self.field("parent", self.parents()),
            self.field("city", Input::Line),
            self.hinted("region", Input::Line),
            self.hinted("remote", self.answers()),
            self.field("time_zone", Input::Choice(zones.into())),
        ];
        match self.code {
            None => fields.insert(0, self.hinted("code", Input::Line)),
            Some(_) => fields.push(self.field("active", self.answers())),
        }
        fields
    }

    fn shown(&self) -> Result<HttpResponse, Failure> {
        let (name, action) = match self.code {
            None => ("unit-new", "/desk/units/new".to_owned()),
            Some(code) => ("unit-edit", format!("/desk/units/{code}")),
        };
        let mut page = FormPage::new(self.s, name, &action, self.problem)
            .with(self.fields())
            .links(&[("/desk/units", "to-units")]);
        page.summary = summary(self.s, self.problem, |field| self.s.word("unit-field", field));
        page.shown(self.problem)
    }
}

async fn load(app: &App, visitor: &Visitor) -> Result<(PageContext, Units), Failure> {
    let read = |cx: &mut Cx<'_>| {
        actions::may_change_units(cx.viewer)?;
        load_units(cx.db)
    };
    visitor.load_signed_in(app, read).await
}

async fn new_page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    let (s, units) = load(&app, &visitor).await?;
    let typed = Fields::default();
    Form { s: &s, units: &units, code: None, typed: &typed, problem: None }.shown()
}

async fn edit_page(
    app: web::Data<App>,
    visitor: Visitor,
    code: web::Path<UnitCode>,
) -> Result<HttpResponse, Failure> {
    let (s, units) = load(&app, &visitor).await?;
    let unit = units.get(&code).ok_or_else(Failure::not_found)?;
    let typed = fields_of(unit);
    Form { s: &s, units: &units, code: Some(&unit.code), typed: &typed, problem: None }.shown()
}

async fn add(app: web::Data<App>, posted: SignedInForm) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = posted;
    let unit = unit_of(UnitCode::new(fields.get("code").trim().to_owned()), &fields);
    let act = move |cx: &mut Cx<'_>| actions::add_unit(cx, &unit);
    let done = caller.write(&app, act).await;
    saved(&app, &visitor, (None, &fields), done).await
}

async fn change(
    app: web::Data<App>,
    code: web::Path<UnitCode>,
    posted: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = posted;
    let code = code.into_inner();
    let unit = unit_of(code.clone(), &fields);
    let act = move |cx: &mut Cx<'_>| {
        load_units(cx.db)?.get(&unit.code).ok_or_else(Failure::not_found)?;
        actions::change_unit(cx, &unit)
    };
    let done = caller.write(&app, act).await;
    saved(&app, &visitor, (Some(&code), &fields), done).await
}

/// The list after a unit was saved; otherwise the form with what was typed.
async fn saved(
    app: &App,
    visitor: &Visitor,
    (code, typed): (Option<&UnitCode>, &Fields),
    done: Result<KeptUnit, Failure>,
) -> Result<HttpResponse, Failure> {
    match or_problem(done)? {
        Ok(kept) => {
            let code = askama::filters::urlencode_strict(kept.unit.code.as_str());
            let code = code.map(|text| text.to_string()).unwrap_or_default();
            let saved = if kept.waiting.is_some() { "waits" } else { "1" };
            Ok(go_to(&format!("/desk/units?q={code}&saved={saved}")))
        }
        Err(problem) => {
            let (s, units) = load(app, visitor).await?;
            Form { s: &s, units: &units, code, typed, problem: Some(&problem) }.shown()
        }
    }
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ChangeUnits, "/desk/units", list)
        .get(Permission::ChangeUnits, "/desk/units/new", new_page)
        .post(Permission::ChangeUnits, "/desk/units/new", add)
        .get(Permission::ChangeUnits, "/desk/units/{code}", edit_page)
        .post(Permission::ChangeUnits, "/desk/units/{code}", change);
}
