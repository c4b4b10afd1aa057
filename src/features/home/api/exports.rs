//! Serving what can be taken away: each entry of the catalogue is one route, to programs and to people.

mod document;

use crate::features::accounts::SignedIn;
use crate::features::audit::ReadingFilter;
use crate::features::decisions::rules::UNKNOWN_FORMAT;
use crate::features::home::Question;
use crate::features::home::actions::exports::{AskedTable, Left, make_paper, make_table, record};
use crate::features::home::catalogue::{CATALOGUE, Export, Place, Source, Whole};
use crate::features::studies::StudyFilter;
use crate::kernel::canonical;
use crate::kernel::errors::{Failure, FieldError, Refusal, common::field};
use crate::kernel::ids::CallId;
use crate::platform::app::App;
use crate::platform::cx::Cx;
use crate::platform::exports::WantedFormat;
use crate::platform::read_log::ReadLog;
use crate::platform::typesetting::{Paper, Typesetter};
use crate::web::Routes;
use crate::web::language;
use crate::web::pages::PageRoutes;
use actix_web::dev::{AppService, HttpServiceFactory};
use actix_web::{HttpRequest, HttpResponse, guard, web};
use serde::Deserialize;

/// The longest number that an office gives a paper.
const LONGEST_NUMBER: usize = 100;

/// The query of a paper.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Numbered {
    /// The number that the office gives the paper; a line to fill in unless told.
    #[param(example = "BA-01/SELEKSI/XI/2026")]
    number: Option<String>,
}

/// An entry of the catalogue as a route.
struct Served(&'static Export);

impl HttpServiceFactory for Served {
    fn register(self, config: &mut AppService) {
        let export = self.0;
        let resource = web::resource(export.path).guard(guard::Get());
        match export.source {
            Source::OfCall { .. } | Source::EveryTable => {
                let serve = move |app: web::Data<App>,
                                  caller: SignedIn,
                                  id: web::Path<CallId>,
                                  wanted: web::Query<WantedFormat>,
                                  request: HttpRequest| async move {
                    let asked = asked(&app, (export, Some(id.into_inner())), (&wanted, &request))?;
                    table(&app, caller, export, asked).await
                };
                resource.to(serve).register(config);
            }
            Source::Whole(Whole { place: Place::StudiesPage, .. }) => {
                let serve = move |app: web::Data<App>,
                                  caller: SignedIn,
                                  queries: (web::Query<WantedFormat>, web::Query<StudyFilter>),
                                  request: HttpRequest| async move {
                    let (wanted, filter) = queries;
                    let asked = asked(&app, (export, None), (&wanted, &request))?;
                    let question = Question { studies: filter.into_inner(), ..asked.question };
                    table(&app, caller, export, AskedTable { question, ..asked }).await
                };
                resource.to(serve).register(config);
            }
            Source::Whole(_) => {
                let serve =
                    move |app: web::Data<App>,
                          log: web::Data<ReadLog>,
                          caller: SignedIn,
                          queries: (web::Query<WantedFormat>, web::Query<ReadingFilter>),
                          request: HttpRequest| async move {
                        let (wanted, filter) = queries;
                        let asked = asked(&app, (export, None), (&wanted, &request))?;
                        // What was read a moment ago is in it too.
                        ReadLog::settle(&log).await?;
                        let question = Question { filter: filter.into_inner(), ..asked.question };
                        let asked = AskedTable { question, ..asked };
                        table(&app, caller, export, asked).await
                    };
                resource.to(serve).register(config);
            }
            Source::Paper(paper) => {
                let serve = move |app: web::Data<App>,
                                  typesetter: web::Data<Typesetter>,
                                  caller: SignedIn,
                                  asked: (web::Path<CallId>, web::Query<Numbered>),
                                  request: HttpRequest| async move {
                    let tools = (app.get_ref(), typesetter.into_inner());
                    self::paper(tools, caller, (export, paper), asked, &request).await
                };
                resource.to(serve).register(config);
            }
            // Registered where it is served for other reasons.
            Source::Elsewhere => {}
        }
    }
}

fn asked(
    app: &App,
    (export, call): (&Export, Option<CallId>),
    (wanted, request): (&WantedFormat, &HttpRequest),
) -> Result<AskedTable, Failure> {
    Ok(AskedTable {
        call,
        question: Question {
            filter: ReadingFilter::default(),
            young_months: app.settings.impact.young_months,
            studies: StudyFilter::default(),
        },
        format: wanted.of(export.formats, language::of(request), UNKNOWN_FORMAT)?,
        folder: app.settings.data.folder.clone(),
    })
}

async fn table(
    app: &App,
    caller: SignedIn,
    export: &'static Export,
    asked: AskedTable,
) -> Result<HttpResponse, Failure> {
    let (format, call) = (asked.format, asked.call.clone());
    let make = move |cx: &mut Cx<'_>| make_table(cx, (export, &asked));
    let (file, name) = caller.clone().read(app, make).await?;
    let (rows, sha256) = (file.rows, file.sha256.clone());
    let left = Left { call, format: format.extension(), rows, sha256 };
    caller.write(app, move |cx| record(cx, (export, &left))).await?;
    Ok(file.answer(&format.download(&name)))
}

async fn paper(
    (app, typesetter): (&App, std::sync::Arc<Typesetter>),
    caller: SignedIn,
    (export, paper): (&'static Export, Paper),
    (id, numbered): (web::Path<CallId>, web::Query<Numbered>),
    request: &HttpRequest,
) -> Result<HttpResponse, Failure> {
    let number = numbered.into_inner().number.filter(|number| !number.trim().is_empty());
    if number.as_ref().is_some_and(|number| number.chars().count() > LONGEST_NUMBER) {
        let fault = FieldError::new("number", field::TOO_LONG).with("maximum", LONGEST_NUMBER);
        return Err(Refusal::invalid(vec![fault]).into());
    }
    let (call, language) = (id.into_inner(), language::of(request));
    let of = call.clone();
    let make = move |cx: &mut Cx<'_>| {
        let wanted = (paper, number.as_deref(), language);
        let draft = make_paper(cx, (export, &of), wanted)?;
        Ok((draft, cx.viewer.user.clone()))
    };
    let (draft, reader) = caller.clone().read(app, make).await?;
    let bytes = typesetter.print(&reader, (paper, draft.data), draft.made_at).await?;
    let sha256 = canonical::sha256_hex(&bytes);
    let left = Left { call: Some(call), format: "pdf", rows: 1, sha256 };
    caller.write(app, move |cx| record(cx, (export, &left))).await?;
    Ok(paper.download(&draft.about).answer(bytes))
}

/// What is served here and nowhere else.
fn served() -> impl Iterator<Item = &'static Export> {
    CATALOGUE.iter().filter(|export| export.is_recorded())
}

pub fn configure(routes: &mut Routes<'_>) {
    for export in served() {
        routes.add(export.permission, Served(export));
    }
}

/// The same files for people: where nobody is signed in, these addresses lead to signing in and back.
pub(in crate::features::home) fn downloads(routes: &mut PageRoutes<'_>) {
    for export in served() {
        routes.download(export.permission, Served(export));
    }
}
