//! What came of the awards, over REST.

use super::actions;
use super::board::Board;
use super::learning::Learning;
use crate::features::accounts::{Caller, SignedIn};
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::UnitCode;
use crate::platform::app::App;
use crate::platform::cx::{AnyoneCx, Cx};
use crate::web::Routes;
use actix_web::{get, web};

/// What came of the awards of the whole agency. Anybody reads it; a moved indicator is no proof of its cause.
#[utoipa::path(tag = "impact", responses((status = 200, body = Board)))]
#[get("/impact")]
async fn board(app: web::Data<App>, caller: Caller) -> Result<web::Json<Board>, Failure> {
    let young_months = app.settings.impact.young_months;
    let act = move |cx: &mut AnyoneCx<'_>| actions::read_board(cx, None, young_months);
    caller.read(&app, act).await.map(web::Json)
}

/// The same of the problems that one unit owns.
#[utoipa::path(tag = "impact", params(("unit" = UnitCode, Path)), responses((status = 200, body = Board)))]
#[get("/impact/units/{unit}")]
async fn unit(
    app: web::Data<App>,
    caller: Caller,
    unit: web::Path<UnitCode>,
) -> Result<web::Json<Board>, Failure> {
    let young_months = app.settings.impact.young_months;
    let act = move |cx: &mut AnyoneCx<'_>| actions::read_board(cx, Some(&unit), young_months);
    caller.read(&app, act).await.map(web::Json)
}

/// Did the rubrics' criteria predict what came of the awards? Only selected proposals have an outcome, so relations look
/// weaker here than they are among all.
#[utoipa::path(tag = "impact", security(("access_token" = [])), responses((status = 200, body = Learning)))]
#[get("/learning")]
async fn learning(app: web::Data<App>, caller: SignedIn) -> Result<web::Json<Learning>, Failure> {
    let young_months = app.settings.impact.young_months;
    let act = move |cx: &mut Cx<'_>| actions::read_learning(cx, young_months);
    caller.read(&app, act).await.map(web::Json)
}

pub fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::ReadImpact, board)
        .add(Permission::ReadImpact, unit)
        .add(Permission::ReadLearning, learning);
}
