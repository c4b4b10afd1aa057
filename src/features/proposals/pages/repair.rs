//! A repair from the candidate's side: the button that ends it.

use super::overview::page_with;
use crate::features::accounts::{SignedInForm, as_form_error};
use crate::features::proposals::actions::verification::close_repair;
use crate::kernel::errors::Failure;
use crate::kernel::ids::ProposalId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::pages::go_to;
use actix_web::{HttpResponse, web};

pub(super) async fn close(
    app: web::Data<App>,
    id: web::Path<ProposalId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    let proposal = id.clone();
    let act = move |cx: &mut Cx<'_>| close_repair(cx, &proposal);
    match form.caller.write(&app, act).await {
        Ok(_) => Ok(go_to(&format!("/proposals/{id}"))),
        Err(failure) => {
            let problem = as_form_error(failure)?;
            page_with(&app, &form.visitor, id, Some(&problem)).await
        }
    }
}
