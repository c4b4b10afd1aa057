//! Finding, over REST.

use super::involvement::read_involvement;
use super::{Enquiry, Found, Involvement, PersonFile, actions};
use crate::features::accounts::SignedIn;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{ProposalId, UserId};
use crate::kernel::paging::Paging;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Routes;
use actix_web::{get, web};

/// People, proposals, problems, files and letters that are meant by a question, each only where the reader may open
/// it. An auditor finds proposals, by their number.
#[utoipa::path(tag = "enquiries", security(("access_token" = [])), params(Enquiry), responses((status = 200, body = Found)))]
#[get("/find")]
async fn find(
    app: web::Data<App>,
    caller: SignedIn,
    asked: web::Query<Enquiry>,
) -> Result<web::Json<Found>, Failure> {
    caller.read(&app, move |cx: &mut Cx<'_>| actions::find(cx, &asked)).await.map(web::Json)
}

/// What arrived from one person, what was announced of it, and which letters went to them; `limit` and `after` are for
/// the letters.
#[utoipa::path(tag = "enquiries", security(("access_token" = [])), params(("id" = UserId, Path), Paging), responses((status = 200, body = PersonFile)))]
#[get("/people/{id}")]
async fn person(
    app: web::Data<App>,
    caller: SignedIn,
    id: web::Path<UserId>,
    paging: web::Query<Paging>,
) -> Result<web::Json<PersonFile>, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read_person(cx, &id, &paging);
    caller.read(&app, act).await.map(web::Json)
}

/// What somebody did on a proposal until a conflict of interest came out: acts of the record, and minutes that name them.
#[utoipa::path(tag = "enquiries", security(("access_token" = [])), params(("id" = ProposalId, Path), ("user" = UserId, Path)), responses((status = 200, body = Involvement)))]
#[get("/proposals/{id}/conflicts/{user}/acts")]
async fn involvement(
    app: web::Data<App>,
    caller: SignedIn,
    path: web::Path<(ProposalId, UserId)>,
) -> Result<web::Json<Involvement>, Failure> {
    let (id, user) = path.into_inner();
    let act = move |cx: &mut Cx<'_>| read_involvement(cx, (&id, &user));
    caller.read(&app, act).await.map(web::Json)
}

pub fn configure(routes: &mut Routes<'_>) {
    routes
        .add(Permission::Find, find)
        .add(Permission::ReadPersonFile, person)
        .add(Permission::ReadInvolvement, involvement);
}
