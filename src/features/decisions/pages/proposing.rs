//! The chair's preview of exactly what would be decided, and proposing just that. The form is in
//! `form`.

use super::desk::desk;
use super::form::{Form, compacted, proposition};
use super::outcomes::{Lines, lines};
use crate::features::accounts::{SignedInForm, Visitor, as_form_error};
use crate::features::decisions::Preview;
use crate::features::decisions::actions::{self, Desk};
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::Fields;
use crate::web::pages::{PageContext, go_to, show};
use actix_web::{HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "decisions/pages/preview.html")]
struct PreviewPage<'a> {
    s: &'a PageContext,
    desk: &'a Desk,
    preview: &'a Preview,
    lines: Lines<'a>,
    /// Everything that was typed, to be sent again.
    typed: Vec<(&'a str, &'a str)>,
}

/// Shows what would be decided; otherwise the form again, with another row or with its faults.
pub(super) async fn preview(
    app: web::Data<App>,
    id: web::Path<CallId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { visitor, fields, .. } = form;
    let (id, fields) = (id.into_inner(), compacted(&fields));
    if fields.get("more") == "yes" || fields.get("change") == "yes" {
        return fill_in(&app, &visitor, id, fields).await;
    }
    let proposition = match proposition(&fields) {
        Ok(proposition) => proposition,
        Err(failure) => {
            let problem = as_form_error(failure)?;
            return desk(&app, &visitor, id, Some((fields, problem))).await;
        }
    };
    let call = id.clone();
    let act = move |cx: &mut Cx<'_>| {
        let preview = actions::preview(cx, &call, &proposition)?;
        Ok((preview, actions::read_desk(cx, &call)?))
    };
    match visitor.load_signed_in(&app, act).await {
        Ok((s, (preview, found))) => {
            let is_ours = |name: &&str| !matches!(*name, "csrf" | "outcomes_hash" | "change");
            let typed = fields.names().filter(is_ours).map(|name| (name, fields.get(name)));
            let page = PreviewPage {
                lines: lines(&found.board, &preview.outcomes),
                typed: typed.collect(),
                preview: &preview,
                desk: &found,
                s: &s,
            };
            show(&s, &page)
        }
        Err(failure) => {
            let problem = as_form_error(failure)?;
            desk(&app, &visitor, id, Some((fields, problem))).await
        }
    }
}

#[derive(Template)]
#[template(path = "decisions/pages/fill_in.html")]
struct FillInPage<'a> {
    s: &'a PageContext,
    desk: &'a Desk,
    form: Form,
    summary: String,
}

/// Only the form with its content: nothing is wrong, it is just not finished.
async fn fill_in(
    app: &App,
    visitor: &Visitor,
    id: CallId,
    fields: Fields,
) -> Result<HttpResponse, Failure> {
    let act = move |cx: &mut Cx<'_>| actions::read_desk(cx, &id);
    let (s, found) = visitor.load_signed_in(app, act).await?;
    let form = Form::new((&s, None), &found, &fields);
    show(&s, &FillInPage { s: &s, desk: &found, form, summary: String::new() })
}

pub(super) async fn propose(
    app: web::Data<App>,
    id: web::Path<CallId>,
    form: SignedInForm,
) -> Result<HttpResponse, Failure> {
    let SignedInForm { caller, visitor, fields } = form;
    let (id, fields) = (id.into_inner(), compacted(&fields));
    let hash = fields.get("outcomes_hash").to_owned();
    let proposed = match proposition(&fields) {
        Ok(proposition) => {
            let call = id.clone();
            let act = move |cx: &mut Cx<'_>| actions::propose(cx, &call, (&proposition, &hash));
            caller.write(&app, act).await
        }
        Err(failure) => Err(failure),
    };
    match proposed {
        Ok(_) => Ok(go_to(&format!("/desk/calls/{id}/decision"))),
        Err(failure) => {
            let problem = as_form_error(failure)?;
            desk(&app, &visitor, id, Some((fields, problem))).await
        }
    }
}
