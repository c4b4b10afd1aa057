//! One's own worklist over REST.

use super::{Waiting, actions};
use crate::features::accounts::SignedIn;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::platform::app::App;
use crate::web::Routes;
use actix_web::{get, web};

/// What waits for the caller: late work first, then what ends first. Empty for candidates, whose tasks stand on their
/// proposals.
#[utoipa::path(tag = "accounts", security(("access_token" = [])), responses((status = 200, body = Vec<Waiting>)))]
#[get("/me/worklist")]
async fn own(app: web::Data<App>, caller: SignedIn) -> Result<web::Json<Vec<Waiting>>, Failure> {
    caller.read(&app, actions::of_viewer).await.map(web::Json)
}

pub fn configure(routes: &mut Routes<'_>) {
    routes.add(Permission::ManageOwnAccount, own);
}
