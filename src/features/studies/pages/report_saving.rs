//! Saving a report, by a button or, with the script, by itself.

use super::forms::REPORT;
use super::report_form::fields_of;
use super::reports::{Of, PageQuery, Refused, page};
use crate::features::accounts::{SignedIn, SignedInForm, Visitor};
use crate::features::studies::{Report, Slot, actions};
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, FieldError, Refusal, common};
use crate::kernel::format::Zone;
use crate::kernel::ids::AwardId;
use crate::kernel::language::Language;
use crate::kernel::version::IfMatch;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::web::forms::respond;
use crate::web::pages::{PageRoutes, saved_by_itself};
use crate::web::{Fields, Salvage};
use actix_web::{HttpRequest, HttpResponse, web};

/// Saves the sound part of a form, and returns the faults by field.
async fn write(
    app: &App,
    caller: SignedIn,
    ((id, slot), from): ((AwardId, Slot), IfMatch),
    fields: &Fields,
) -> Result<(Report, Vec<FieldError>), Failure> {
    let asked = id.clone();
    let stored = move |cx: &mut Cx<'_>| actions::read_report(cx, (&asked, slot));
    let (_, stored) = caller.clone().read(app, stored).await?;
    let mut form = Salvage::new(fields_of(&stored)?, fields);
    loop {
        let saved = match REPORT.read(form.sound(), Zone::Wib, Language::default()) {
            Ok(text) => {
                let id = id.clone();
                let act =
                    move |cx: &mut Cx<'_>| actions::save_report(cx, ((&id, slot), from), &text);
                let saved = caller.clone().write(app, act).await;
                saved.map_err(|failure| REPORT.located(failure, form.sound()))
            }
            Err(failure) => Err(failure),
        };
        match saved {
            Ok(report) => return Ok((report, form.faults())),
            Err(failure) => form.leave_out(failure)?,
        }
    }
}

/// Saves; with `then=send` also sends it, if nothing is missing.
async fn save(app: web::Data<App>, of: Of, sent: SignedInForm) -> Result<HttpResponse, Failure> {
    let ((id, slot), from) = (of.into_inner(), sent.seen()?);
    let SignedInForm { caller, visitor, fields } = sent;
    let goes_on = fields.get("then") == "send";
    let saved = write(&app, caller.clone(), ((id.clone(), slot), from), &fields).await;
    let outcome = match saved {
        Ok((_, errors)) if !errors.is_empty() => {
            Err(Refusal { errors, ..Refusal::new(common::PARTLY_SAVED) }.into())
        }
        Ok((report, _)) if goes_on => {
            let (of, version) = (id.clone(), IfMatch(report.version));
            let act = move |cx: &mut Cx<'_>| actions::send_report(cx, ((&of, slot), version));
            let sent = caller.write(&app, act).await;
            sent.map(drop).map_err(|failure| REPORT.located(incomplete(failure), &fields))
        }
        Ok(_) => Ok(()),
        Err(failure) => Err(failure),
    };
    let to = |()| {
        let done = if goes_on { "sent" } else { "saved" };
        format!("/studies/{id}/reports/{slot}?{done}=1")
    };
    respond(outcome, to, async |problem| {
        let asked = (id.clone(), slot, PageQuery::default());
        page(&app, &visitor, asked, Refused::Text(&fields, &problem)).await
    })
    .await
}

/// What is missing before it can be sent: everything typed is saved by then.
fn incomplete(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(refusal) if refusal.code == common::INVALID => {
            let errors = refusal.errors;
            Refusal { errors, ..Refusal::new(common::INCOMPLETE) }.into()
        }
        other => other,
    }
}

/// The same save, sent by the script.
async fn autosave(
    app: web::Data<App>,
    caller: SignedIn,
    (of, from): (Of, IfMatch),
    visitor: Visitor,
    (request, payload): (HttpRequest, web::Payload),
) -> Result<HttpResponse, Failure> {
    let limit = app.settings.server.max_json_bytes;
    let fields = Fields::read(&request, payload.into_inner(), limit).await?;
    let (report, faults) = write(&app, caller, (of.into_inner(), from), &fields).await?;
    let (shell, ()) = visitor.load_page(&app, |_| Ok(())).await?;
    let saved_at = report.saved_at.map_or_else(String::new, |at| shell.at(&at));
    Ok(saved_by_itself(&shell, (report.version, saved_at), &faults))
}

pub(super) fn configure(routes: &mut PageRoutes<'_>) {
    routes.form(Permission::WriteStudy, &REPORT, save).put(
        Permission::WriteStudy,
        "/studies/{id}/reports/{slot}",
        autosave,
    );
}
