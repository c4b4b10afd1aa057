//! The dashboard's buttons that remind reviewers; they lead back to the dashboard.

use super::{Wanted, actions};
use crate::features::accounts::SignedInForm;
use crate::kernel::access::Permission;
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::kernel::input::Valid;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::forms::{Control, Form, FormField};
use crate::web::pages::{PageRoutes, go_to};
use actix_web::{HttpResponse, web};

/// The button beside a name sends that reviewer, the one above them nobody.
static REMINDER: Form<Wanted> = Form::new(
    "/desk/calls/{id}/remind",
    "POST /calls/{id}/reminders",
    &[FormField::new("reviewer", Control::Offered)],
);

async fn remind(
    app: web::Data<App>,
    id: web::Path<CallId>,
    sent: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let (id, of) = (id.clone(), id.into_inner());
    let act = move |cx: &mut Cx<'_>, wanted: &Valid<_>| actions::remind_now(cx, (&of, wanted));
    sent.send(&app, &REMINDER, act).await?;
    Ok(go_to(&format!("/desk/calls/{id}?reminded=1#reviewers")))
}

pub fn configure(routes: &mut PageRoutes<'_>) {
    routes.form(Permission::RemindReviewers, &REMINDER, remind);
}
