//! The table of units as the secretariat keeps it: finding, adding and changing a unit.

use super::desk_forms::{KEPT_UNIT, NEW_UNIT};
use super::register::Units;
use super::{FormPage, Links, Typed};
use crate::features::accounts::actions::{self, KeptUnit, StaffedUnit};
use crate::features::accounts::inputs::UnitFields;
use crate::features::accounts::rules::{TIME_ZONES, UNIT_KINDS};
use crate::features::accounts::{SignedInForm, Visitor, load_units};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::UnitCode;
use crate::kernel::input::{Input as OfAct, Valid};
use crate::kernel::listing::{Column as ListColumn, Value, sift};
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::forms::{Choices, Shown, respond};
use crate::web::lists::{Asked, Cell, Column, Filter, Frame};
use crate::web::pages::{PageContext, PageRoutes, show};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "accounts/pages/units.html")]
struct UnitsPage<'a> {
    s: &'a PageContext,
    list: String,
    saved: bool,
    /// Whether what was saved waits for a chair.
    waits: bool,
}

/// What the table of units can be searched, filtered and sorted by.
static COLUMNS: &[ListColumn<StaffedUnit>] = &[
    ListColumn::searched("name", |row| Some(row.unit.name.as_str().into())),
    ListColumn::searched("code", |row| Some(row.unit.code.as_str().into())),
    ListColumn::searched("place", |row| {
        Some(Value::Text(format!("{} {}", row.unit.city, row.unit.region)))
    }),
    ListColumn::new("kind", |row| Some(row.unit.kind.as_str().into())),
    ListColumn::new("zone", |row| Some(row.unit.time_zone.as_str().into())),
    ListColumn::new("people", |row| Some(i64::try_from(row.people).unwrap_or(i64::MAX).into())),
    ListColumn::new("state", |row| Some(if row.unit.active { "on" } else { "off" }.into())),
];

const SORTS: [&str; 6] = ["name", "place", "kind", "zone", "people", "state"];

fn columns(s: &PageContext) -> Vec<Column<'_, StaffedUnit>> {
    let place = |row: &StaffedUnit| {
        let place = Cell::text(format!("{}, {}", row.unit.city, row.unit.region));
        if row.unit.remote { place.tagged(s.t("units-remote"), "amber") } else { place }
    };
    let state = |row: &StaffedUnit| {
        let (word, colour) = if row.unit.active { ("on", "") } else { ("off", "red") };
        Cell::tag(s.word("units", word), colour)
    };
    vec![
        Column::new("name", "unit-field-name", |row: &StaffedUnit| {
            let code = &row.unit.code;
            let link = format!("/desk/units/{code}");
            Cell::text(row.unit.name.clone()).to(link).under(code.to_string())
        }),
        Column::new("kind", "units-kind", |row: &StaffedUnit| {
            Cell::text(s.word("unit-kind", row.unit.kind.as_str()))
        }),
        Column::new("place", "units-place", place),
        Column::new("zone", "unit-field-time-zone", |row: &StaffedUnit| {
            Cell::text(row.unit.time_zone.clone())
        }),
        Column::new("people", "units-people", |row: &StaffedUnit| Cell::number(row.people)),
        Column::new("state", "list-state", state),
    ]
}

fn kinds(s: &PageContext) -> Vec<(String, String)> {
    UNIT_KINDS.iter().map(|kind| ((*kind).to_owned(), s.word("unit-kind", kind))).collect()
}

async fn list(
    app: web::Data<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    let (s, units) = visitor.load_signed_in(&app, actions::staffed_units).await?;
    let chosen = ["kind", "state"].map(|name| (name, asked.first(name).map(str::to_owned)));
    let found =
        sift(units, COLUMNS, (&asked.listing(&SORTS), &chosen), |row| row.unit.code.as_str())?;
    let frame = Frame {
        s: &s,
        asked: &asked,
        path: "/desk/units",
        name: "units-title",
        hint: "list-units-hint",
        columns: columns(&s),
        filters: vec![
            Filter::new("kind", "units-kind", |kind| s.word("unit-kind", kind)),
            Filter::new("state", "list-state", |state| s.word("units", state)),
        ],
        acts: None,
    };
    let list = frame.shown(&found);
    let saved = asked.first("saved");
    let (saved, waits) = (saved == Some("1"), saved == Some("waits"));
    show(&s, &UnitsPage { s: &s, list, saved, waits })
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
