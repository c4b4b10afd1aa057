//! The table of units: anybody reads it, the secretariat keeps it.

use crate::features::accounts::actions::KeptUnit;
use crate::features::accounts::inputs::UnitFields;
use crate::features::accounts::{Caller, SignedIn, Unit, actions, load_units};
use crate::kernel::access::{self, Facts, Permission};
use crate::kernel::errors::Failure;
use crate::kernel::ids::UnitCode;
use crate::platform::app::App;
use crate::web::{Body, Routes};
use actix_web::{HttpResponse, get, put, web};

/// All units, by code, in one answer: there are a few hundred at most.
#[utoipa::path(tag = "units", responses((status = 200, body = Vec<Unit>)))]
#[get("/units")]
async fn list(app: web::Data<App>, caller: Caller) -> Result<web::Json<Vec<Unit>>, Failure> {
    caller
        .read(&app, |cx| {
            access::may_anyone(cx.viewer, Permission::ReadUnits, Facts::NONE)?;
            Ok(load_units(cx.db)?.into_values().collect())
        })
        .await
        .map(web::Json)
}

/// Add or change a unit. While a call is running, a change of anything that the call's limits count
/// by (parent, kind, region, remoteness, in use) waits for the chair (`waiting`, 202); the answer
/// shows the unit as it is.
#[utoipa::path(tag = "units", security(("access_token" = [])), params(("code" = UnitCode, Path)), request_body = UnitFields, responses((status = 200, body = KeptUnit), (status = 202, body = KeptUnit)))]
#[put("/units/{code}")]
async fn change(
    app: web::Data<App>,
    caller: SignedIn,
    code: web::Path<UnitCode>,
    body: Body<UnitFields>,
) -> Result<HttpResponse, Failure> {
    let fields = body.valid();
    caller.write(&app, move |cx| actions::change_unit(cx, (&code, &fields))).await.map(|kept| {
        match kept.waiting {
            None => HttpResponse::Ok().json(kept),
            Some(_) => HttpResponse::Accepted().json(kept),
        }
    })
}

pub(super) fn configure(routes: &mut Routes<'_>) {
    routes.add(Permission::ReadUnits, list).add(Permission::ChangeUnits, change);
}
