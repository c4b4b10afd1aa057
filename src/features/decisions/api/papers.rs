//! Documents as PDF: minutes, the annex to the decree, a candidate's result.

use crate::features::accounts::SignedIn;
use crate::features::decisions::actions;
use crate::kernel::access::{Permission, Viewer};
use crate::kernel::canonical;
use crate::kernel::errors::{Failure, FieldError, Refusal, common::field};
use crate::kernel::ids::{CallId, ProposalId};
use crate::kernel::language::Language;
use crate::platform::app::App;
use crate::platform::typesetting::{Paper, Typesetter};
use crate::web::Routes;
use crate::web::language;
use crate::web::pages::PageRoutes;
use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Deserialize;

/// The greatest length of the number that an office gives a document.
const LONGEST_NUMBER: usize = 100;

#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Numbered {
    /// The number that the office gives the document; left out: a line to fill in.
    #[param(example = "BA-01/SELEKSI/XI/2026")]
    number: Option<String>,
}

/// The minutes of the verification (berita acara verifikasi), as PDF.
#[utoipa::path(tag = "papers", security(("access_token" = [])), params(("id" = CallId, Path), Numbered), responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
#[get("/calls/{id}/papers/verification-minutes")]
async fn verification_minutes(
    app: web::Data<App>,
    press: web::Data<Typesetter>,
    caller: SignedIn,
    (id, numbered): (web::Path<CallId>, web::Query<Numbered>),
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let (wanted, numbered) = ((id.into_inner(), Paper::VerificationMinutes), numbered.into_inner());
    answer(&app, press, caller, wanted, (numbered, language::of(&request))).await
}

/// The minutes of the plenary (berita acara rapat pleno), as PDF.
#[utoipa::path(tag = "papers", security(("access_token" = [])), params(("id" = CallId, Path), Numbered), responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
#[get("/calls/{id}/papers/plenary-minutes")]
async fn plenary_minutes(
    app: web::Data<App>,
    press: web::Data<Typesetter>,
    caller: SignedIn,
    (id, numbered): (web::Path<CallId>, web::Query<Numbered>),
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let (wanted, numbered) = ((id.into_inner(), Paper::PlenaryMinutes), numbered.into_inner());
    answer(&app, press, caller, wanted, (numbered, language::of(&request))).await
}

/// The annex to the decree (lampiran SK): who was selected, as PDF.
#[utoipa::path(tag = "papers", security(("access_token" = [])), params(("id" = CallId, Path), Numbered), responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
#[get("/calls/{id}/papers/decree-annex")]
async fn decree_annex(
    app: web::Data<App>,
    press: web::Data<Typesetter>,
    caller: SignedIn,
    (id, numbered): (web::Path<CallId>, web::Query<Numbered>),
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let (wanted, numbered) = ((id.into_inner(), Paper::DecreeAnnex), numbered.into_inner());
    answer(&app, press, caller, wanted, (numbered, language::of(&request))).await
}

async fn answer(
    app: &App,
    press: web::Data<Typesetter>,
    caller: SignedIn,
    (id, paper): (CallId, Paper),
    (numbered, language): (Numbered, Language),
) -> Result<HttpResponse, Failure> {
    let number = numbered.number.filter(|number| !number.trim().is_empty());
    if number.as_ref().is_some_and(|number| number.chars().count() > LONGEST_NUMBER) {
        let fault = FieldError::new("number", field::TOO_LONG).with("maximum", LONGEST_NUMBER);
        return Err(Refusal::invalid(vec![fault]).into());
    }
    let call = id.clone();
    let make = move |db: &mut _, viewer: &Viewer, now| {
        let wanted = (&call, paper, number.as_deref());
        let draft = actions::draft_paper(db, viewer, wanted, language, now)?;
        Ok((draft, viewer.user.clone()))
    };
    let (draft, reader) = caller.clone().read(app, make).await?;
    let bytes = press.into_inner().print(&reader, (paper, draft.data), draft.made_at).await?;
    let departure = actions::departure(&id, paper, canonical::sha256_hex(&bytes));
    caller
        .write(app, move |db, viewer, now| actions::record_export(db, viewer, &departure, now))
        .await?;
    Ok(paper.download(&draft.about).answer(bytes))
}

/// The result of one's own proposal as a letter, as PDF.
#[utoipa::path(tag = "papers", security(("access_token" = [])), params(("id" = ProposalId, Path)), responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
#[get("/proposals/{id}/result/pdf")]
async fn result_pdf(
    app: web::Data<App>,
    press: web::Data<Typesetter>,
    caller: SignedIn,
    id: web::Path<ProposalId>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let language = language::of(&request);
    let make = move |db: &mut _, viewer: &Viewer, now| {
        let draft = actions::result_letter(db, viewer, &id, language, now)?;
        Ok((draft, viewer.user.clone()))
    };
    let (draft, reader) = caller.read(&app, make).await?;
    let wanted = (draft.paper, draft.data);
    let bytes = press.into_inner().print(&reader, wanted, draft.made_at).await?;
    Ok(draft.paper.download(&draft.about).answer(bytes))
}

pub(super) fn configure(routes: &mut Routes<'_, '_>) {
    routes
        .add(Permission::ExportVerification, verification_minutes)
        .add(Permission::ExportResults, plenary_minutes)
        .add(Permission::ExportResults, decree_annex)
        .add(Permission::ReadOwnResult, result_pdf);
}

/// The same files for people: a reader who is not signed in is led to signing in and back.
pub(in crate::features::decisions) fn downloads(routes: &mut PageRoutes<'_>) {
    routes
        .download(Permission::ExportVerification, verification_minutes)
        .download(Permission::ExportResults, plenary_minutes)
        .download(Permission::ExportResults, decree_annex)
        .download(Permission::ReadOwnResult, result_pdf);
}
