//! A repair from the candidate's side: the button that ends it.

use super::overview::page_with;
use crate::features::accounts::SignedInForm;
use crate::features::proposals::actions::verification::close_repair;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::forms::respond;
use actix_web::{HttpResponse, web};

pub(super) async fn close(
    app: web::Data<App>,
    id: web::Path<ProposalId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>| close_repair(cx, &of);
    let closed = form.caller.write(&app, act).await;
    let to = |_| format!("/proposals/{id}");
    respond(closed, to, async |problem| {
        page_with(&app, &form.visitor, id.clone(), Some(&problem)).await
    })
    .await
}
