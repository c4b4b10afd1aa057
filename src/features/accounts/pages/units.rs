//! The table of units as the secretariat keeps it: finding, adding and changing a unit.

use super::desk_forms::{KEPT_UNIT, NEW_UNIT};
use super::register::Units;
use super::{FormPage, Links, Typed};
use crate::features::accounts::actions::{self, KeptUnit, StaffedUnit};
use crate::features::accounts::inputs::UnitFields;
use crate::features::accounts::rules::{TIME_ZONES, UNIT_KINDS};
use crate::features::accounts::{SignedInForm, Unit, Visitor, load_units};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::UnitCode;
use crate::kernel::input::{Input as OfAct, Valid};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::{Choices, Shown, respond};
use crate::web::pages::{Field, Input, PageContext, PageRoutes, show};
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
    let (s, mut units) = visitor.load_signed_in(&app, actions::staffed_units).await?;
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

/// All units but this one, to be the one above it.
fn parents(units: &Units, code: Option<&UnitCode>) -> Choices {
    let others = units.values().filter(|unit| Some(&unit.code) != code);
    let mut choices: Vec<_> =
        others.map(|unit| (unit.code.to_string(), unit.name.clone())).collect();
    choices.sort_by(|one, other| one.1.cmp(&other.1));
    choices
}

/// The form with what can be chosen in it.
fn with_choices<'a, T: OfAct>(
    form: Shown<'a, T>,
    (units, code): (&Units, Option<&UnitCode>),
) -> Shown<'a, T> {
    let s = form.context();
    let zones = TIME_ZONES.map(|zone| (zone.to_owned(), zone.to_owned()));
    form.offer("kind", kinds(s))
        .offer("parent", parents(units, code))
        .offer("time_zone", zones.into())
}

const TO_UNITS: Links = &[("/desk/units", "to-units")];

async fn load(app: &App, visitor: &Visitor) -> Result<(PageContext, Units), Failure> {
    let read = |cx: &mut Cx<'_>| {
        actions::may_change_units(cx.viewer)?;
        load_units(cx.db)
    };
    visitor.load_signed_in(app, read).await
}

async fn ask_new(
    (app, visitor): (&App, &Visitor),
    (typed, problem): Typed<'_>,
) -> Result<HttpResponse, Failure> {
    let (s, units) = load(app, visitor).await?;
    let form = with_choices(NEW_UNIT.shown(&s, typed, problem), (&units, None));
    FormPage::new(("unit-new", TO_UNITS), &form).answer()
}

async fn new_page(app: web::Data<App>, visitor: Visitor) -> Result<HttpResponse, Failure> {
    // What no choice can be without.
    let first = |list: &[&str]| list.first().copied().unwrap_or_default().to_owned();
    let mut typed = Fields::default();
    typed.set("kind", first(&UNIT_KINDS));
    typed.set("time_zone", first(&TIME_ZONES));
    typed.set("remote", "no");
    ask_new((&app, &visitor), (&typed, None)).await
}

/// The form of a unit with what was typed, else with what is kept.
async fn ask_again(
    (app, visitor): (&App, &Visitor),
    code: &UnitCode,
    refused: Option<(&Fields, &Refusal)>,
) -> Result<HttpResponse, Failure> {
    let (s, units) = load(app, visitor).await?;
    let unit = units.get(code).ok_or_else(Failure::not_found)?;
    let kept = serde_json::to_value(UnitFields::of(unit.clone()))?;
    let kept = KEPT_UNIT.fill(&kept, s.zone, s.language);
    let typed = refused.map_or(&kept, |(typed, _)| typed);
    let form = KEPT_UNIT.shown(&s, typed, refused.map(|(_, problem)| problem));
    let form = with_choices(form, (&units, Some(code)));
    FormPage::new(("unit-edit", TO_UNITS), &form).sent_to(format!("/desk/units/{code}")).answer()
}

async fn edit_page(
    app: web::Data<App>,
    visitor: Visitor,
    code: web::Path<UnitCode>,
) -> Result<HttpResponse, Failure> {
    ask_again((&app, &visitor), &code, None).await
}

async fn add(app: web::Data<App>, sent: SignedInForm) -> Result<HttpResponse, Failure> {
    let act = |cx: &mut Cx<'_>, new: &Valid<_>| actions::add_unit(cx, new);
    respond(sent.send(&app, &NEW_UNIT, act).await, after, async |problem| {
        ask_new((&app, &sent.visitor), (&sent.fields, Some(&problem))).await
    })
    .await
}

async fn change(
    app: web::Data<App>,
    code: web::Path<UnitCode>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (code, of) = (code.clone(), code.into_inner());
    let act = move |cx: &mut Cx<'_>, fields: &Valid<_>| {
        load_units(cx.db)?.get(&of).ok_or_else(Failure::not_found)?;
        actions::change_unit(cx, (&of, fields))
    };
    respond(sent.send(&app, &KEPT_UNIT, act).await, after, async |problem| {
        ask_again((&app, &sent.visitor), &code, Some((&sent.fields, &problem))).await
    })
    .await
}

/// The list after a unit was saved.
fn after(kept: KeptUnit) -> String {
    let code = askama::filters::urlencode_strict(kept.unit.code.as_str());
    let code = code.map(|text| text.to_string()).unwrap_or_default();
    let saved = if kept.waiting.is_some() { "waits" } else { "1" };
    format!("/desk/units?q={code}&saved={saved}")
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes
        .get(Permission::ChangeUnits, "/desk/units", list)
        .get(Permission::ChangeUnits, NEW_UNIT.address(), new_page)
        .form(Permission::ChangeUnits, &NEW_UNIT, add)
        .get(Permission::ChangeUnits, KEPT_UNIT.address(), edit_page)
        .form(Permission::ChangeUnits, &KEPT_UNIT, change);
}
