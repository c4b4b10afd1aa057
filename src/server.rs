//! The HTTP server: all rooms' routes under `/api/v1`, the document made from them, health, and
//! the middleware every answer passes.

use crate::features::accounts::{self, Accounts};
use crate::features::audit;
use crate::features::awards;
use crate::features::breaches;
use crate::features::calls;
use crate::features::decisions;
use crate::features::enquiries;
use crate::features::home;
use crate::features::impact;
use crate::features::interviews;
use crate::features::needs;
use crate::features::objections;
use crate::features::outbox;
use crate::features::privacy;
use crate::features::problems;
use crate::features::proposals;
use crate::features::reminders;
use crate::features::reviews;
use crate::features::selection;
use crate::features::studies;
use crate::kernel::access::Operation;
use crate::kernel::access::Permission;
use crate::kernel::errors::{Failure, Refusal, common};
use crate::platform::app::App;
use crate::platform::files::Storage;
use crate::platform::ledger;
use crate::platform::ledger::Signer;
use crate::platform::mail::{Letterhead, Worker};
use crate::platform::page_images::PdfRenderer;
use crate::platform::read_log::ReadLog;
use crate::platform::typesetting::Typesetter;
use crate::web::forms::AnyForm;
use crate::web::pages::PageRoutes;
use crate::web::problem::{ProblemDocument, answer_with_problems};
use crate::web::routes::{add_common_answers, allowed_methods, name_operations};
use crate::web::{Connections, Intake, Routes, assets, compose_address, take_in_time};
use actix_web::dev::Server;
use actix_web::http::header;
use actix_web::middleware::{Compress, DefaultHeaders, NormalizePath, from_fn};
use actix_web::{HttpRequest, HttpResponse, HttpServer, get, web};
use std::net::TcpListener;
use std::time::Duration;
use tokio::sync::watch;
use tracing_actix_web::TracingLogger;
use utoipa::OpenApi;
use utoipa_swagger_ui::SwaggerUi;

#[derive(OpenApi)]
#[openapi(
    info(title = "tubel", description = "Selection of study assignments (tugas belajar): from a registered problem to a recorded result."),
    components(schemas(ProblemDocument)),
    modifiers(&BearerToken)
)]
struct Description;

struct BearerToken;

impl utoipa::Modify for BearerToken {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("access_token", SecurityScheme::Http(scheme));
    }
}

/// The process lives.
#[utoipa::path(tag = "service", responses((status = 200)))]
#[get("/healthz")]
async fn healthz() -> HttpResponse {
    HttpResponse::Ok().body("ok")
}

/// The process can serve: its database answers.
#[utoipa::path(tag = "service", responses((status = 200)))]
#[get("/readyz")]
async fn readyz(app: web::Data<App>) -> Result<HttpResponse, Failure> {
    app.read(|db, _| ledger::head(db)).await?;
    Ok(HttpResponse::Ok().body("ready"))
}

fn all_routes(mut routes: Routes<'_>) {
    let routes = &mut routes;
    routes.add(Permission::ReadService, healthz).add(Permission::ReadService, readyz);
    // Before the features: `/breaches/export` is no breach's id.
    home::configure_exports(routes);
    accounts::configure(routes);
    problems::configure(routes);
    needs::configure(routes);
    calls::configure(routes);
    proposals::configure(routes);
    reviews::configure(routes);
    interviews::configure(routes);
    selection::configure(routes);
    decisions::configure(routes);
    objections::configure(routes);
    awards::configure(routes);
    studies::configure(routes);
    impact::configure(routes);
    reminders::configure(routes);
    outbox::configure(routes);
    enquiries::configure(routes);
    breaches::configure(routes);
    audit::configure(routes);
    privacy::configure(routes);
    home::configure(routes);
}

/// The pages, for people; each calls the same actions as the API.
fn all_pages(
    config: &mut web::ServiceConfig,
    inventories: [&mut Vec<Operation>; 2],
    forms: &mut Vec<&'static dyn AnyForm>,
) {
    let mut routes = PageRoutes::new(config, inventories, forms);
    accounts::configure_pages(&mut routes);
    problems::configure_pages(&mut routes);
    needs::configure_pages(&mut routes);
    calls::configure_pages(&mut routes);
    proposals::configure_pages(&mut routes);
    reviews::configure_pages(&mut routes);
    interviews::configure_pages(&mut routes);
    selection::configure_pages(&mut routes);
    decisions::configure_pages(&mut routes);
    objections::configure_pages(&mut routes);
    awards::configure_pages(&mut routes);
    studies::configure_pages(&mut routes);
    impact::configure_pages(&mut routes);
    reminders::configure_pages(&mut routes);
    outbox::configure_pages(&mut routes);
    enquiries::configure_pages(&mut routes);
    breaches::configure_pages(&mut routes);
    audit::configure_pages(&mut routes);
    privacy::configure_pages(&mut routes);
    // After the call pages: `/desk/calls/new` is no call's id.
    home::configure_pages(&mut routes);
}

/// Pages and downloads, from the same registration that serves them.
fn inventories() -> [Vec<Operation>; 2] {
    let (mut pages, mut downloads) = (Vec::new(), Vec::new());
    let both = [&mut pages, &mut downloads];
    let mut forms = Vec::new();
    drop(actix_web::App::new().configure(|config| all_pages(config, both, &mut forms)));
    [pages, downloads]
}

/// Every form that is written down as data.
pub fn form_inventory() -> Vec<&'static dyn AnyForm> {
    let (mut pages, mut downloads, mut forms) = (Vec::new(), Vec::new(), Vec::new());
    let both = [&mut pages, &mut downloads];
    drop(actix_web::App::new().configure(|config| all_pages(config, both, &mut forms)));
    forms
}

/// Every page.
pub fn page_inventory() -> Vec<Operation> {
    let [pages, _] = inventories();
    pages
}

/// Every file that pages and letters lead to.
pub fn download_inventory() -> Vec<Operation> {
    let [_, downloads] = inventories();
    downloads
}

/// Every operation and the OpenAPI document, from the same registration that serves them.
pub fn contract() -> (Vec<Operation>, utoipa::openapi::OpenApi) {
    let (mut inventory, mut document) = (Vec::new(), Description::openapi());
    all_routes(Routes::Described { inventory: &mut inventory, document: &mut document });
    for operation in &mut inventory {
        operation.path = format!("/api/v1{}", operation.path);
    }
    let paths = std::mem::take(&mut document.paths.paths);
    document.paths.paths =
        paths.into_iter().map(|(path, item)| (format!("/api/v1{path}"), item)).collect();
    name_operations(&mut document);
    proposals::fields::with_limits(&mut document);
    add_common_answers(&mut document);
    (inventory, document)
}

/// What answers when no route fits: `405` where another method would, else `404`.
async fn nothing_here(request: HttpRequest, inventory: web::Data<Vec<Operation>>) -> HttpResponse {
    use actix_web::ResponseError;
    let methods = allowed_methods(&inventory, request.path());
    let code = if methods.is_empty() { common::NOT_FOUND } else { common::METHOD_NOT_ALLOWED };
    let mut response = Failure::from(Refusal::new(code)).error_response();
    if let Ok(value) = header::HeaderValue::from_str(&methods.join(", "))
        && !methods.is_empty()
    {
        response.headers_mut().insert(header::ALLOW, value);
    }
    response
}

/// A browser that was here once over TLS comes back over nothing else for a year (RFC 6797).
const ONLY_OVER_TLS: (header::HeaderName, &str) =
    (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");

fn safe_headers(is_secure: bool) -> DefaultHeaders {
    let headers = DefaultHeaders::new();
    let headers = if is_secure { headers.add(ONLY_OVER_TLS) } else { headers };
    headers
        .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((header::REFERRER_POLICY, "no-referrer"))
        .add((header::CACHE_CONTROL, "no-store"))
        .add((header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"))
}

/// Serves on `listener` for as long as it is awaited.
///
/// # Errors
/// As [`serve_until`].
pub fn serve(
    app: App,
    listener: TcpListener,
) -> std::io::Result<impl Future<Output = std::io::Result<()>>> {
    serve_until(app, listener, std::future::pending())
}

/// Serves on `listener`, sends letters and gives reminders until `stop` says how to end: waiting for running
/// requests, or not. The letter in hand may finish in any case.
///
/// # Errors
/// When the listener cannot be used, or a setting does not hold.
pub fn serve_until(
    app: App,
    listener: TcpListener,
    stop: impl Future<Output = bool> + 'static,
) -> std::io::Result<impl Future<Output = std::io::Result<()>>> {
    let signer = Signer::open(&app.settings.record_key(), &app.settings.record_origin());
    app.database.sign_with(signer.map_err(std::io::Error::other)?);
    let workers = mail_workers(&app)?;
    let storage = web::Data::new(
        Storage::open(&app.settings.data.folder, app.clock.now())?
            .examined_by(&app.settings.pictures.program)?,
    );
    proposals::sweep(&app.database, &app.clock, &storage).map_err(std::io::Error::other)?;
    let sweeper = (app.clone(), storage.clone());
    let retention = privacy::open_retention(&app.settings).map_err(std::io::Error::other)?;
    let pace = (app.settings.server.readings_seconds, retention.readings_months);
    let reads = ReadLog::new(app.database.clone(), app.clock.clone(), pace);
    let reads = web::Data::new(reads);
    privacy::actions::remove_files(&app.database, &storage.clone().into_inner(), app.clock.now())
        .map_err(std::io::Error::other)?;
    let server = listen((app.clone(), retention, reads.clone()), storage, listener)?;
    Ok(async move {
        let (end, stopped) = watch::channel(false);
        let mut workers: Vec<_> = workers
            .into_iter()
            .map(|worker| actix_web::rt::spawn(worker.run(stopped.clone())))
            .collect();
        let (swept, storage) = sweeper;
        let sweeping = proposals::keep_sweeping(swept, storage, stopped.clone());
        workers.push(actix_web::rt::spawn(sweeping));
        let reads = actix_web::rt::spawn(reads.into_inner().keep(stopped.clone()));
        workers.push(reads);
        let signing = audit::keep_signing(app.clone(), stopped.clone());
        workers.push(actix_web::rt::spawn(signing));
        if app.settings.mail.send {
            workers.push(actix_web::rt::spawn(reminders::run(app, stopped)));
        }
        let handle = server.handle();
        let stopping = actix_web::rt::spawn(async move { handle.stop(stop.await).await });
        let outcome = server.await;
        stopping.abort();
        // Nobody listening means that all of them have stopped already.
        end.send(true).ok();
        for worker in workers {
            worker.await.map_err(std::io::Error::other)?;
        }
        outcome
    })
}

/// One per connection to the relay; none where another instance sends.
fn mail_workers(app: &App) -> std::io::Result<Vec<Worker>> {
    // Where another instance sends, letters are still read here.
    Letterhead::open(&app.settings).map_err(std::io::Error::other)?;
    let settings = &app.settings.mail;
    let number = if settings.send { settings.connections.max(1) } else { 0 };
    (0..number).map(|_| Worker::open(app).map_err(std::io::Error::other)).collect()
}

/// All that is answered, and the OpenAPI document as text.
fn told() -> std::io::Result<(web::Data<Vec<Operation>>, web::Data<String>)> {
    let (mut inventory, document) = contract();
    inventory.extend(inventories().into_iter().flatten());
    let document = document.to_json().map_err(std::io::Error::other)?;
    Ok((web::Data::new(inventory), web::Data::new(document)))
}

/// Of the server: as many as are set, else one per core.
fn workers(set: usize) -> std::io::Result<usize> {
    if set > 0 { Ok(set) } else { Ok(std::thread::available_parallelism()?.get()) }
}

fn listen(
    (app, retention, reads): (App, privacy::Periods, web::Data<ReadLog>),
    storage: web::Data<Storage>,
    listener: TcpListener,
) -> std::io::Result<Server> {
    let (inventory, document) = told()?;
    let settings = app.settings.server.clone();
    let accounts = web::Data::new(Accounts::open(&app.settings).map_err(std::io::Error::other)?);
    let templates = calls::Templates::open(&app.settings.data.folder);
    let templates = web::Data::new(templates.map_err(std::io::Error::other)?);
    let press = web::Data::new(Typesetter::open(&app.settings)?);
    let studio = web::Data::new(PdfRenderer::open(&app.settings.pictures.program)?);
    let retention = web::Data::new(retention);
    let (intake, connections) =
        (web::Data::new(Intake::new(&app.settings)), Connections::new(&app.settings));
    let (app, is_secure) = (web::Data::new(app), settings.is_secure());
    let build = move || {
        actix_web::App::new()
            .app_data(app.clone())
            .app_data(accounts.clone())
            .app_data(storage.clone())
            .app_data(templates.clone())
            .app_data(press.clone())
            .app_data(studio.clone())
            .app_data(retention.clone())
            .app_data(reads.clone())
            .app_data(inventory.clone())
            .app_data(document.clone())
            .app_data(intake.clone())
            .wrap(from_fn(take_in_time))
            .wrap(from_fn(answer_with_problems))
            .wrap(safe_headers(is_secure))
            .wrap(from_fn(proposals::with_tus_headers))
            .wrap(Compress::default())
            .wrap(NormalizePath::trim())
            .wrap(from_fn(compose_address))
            .wrap(TracingLogger::<crate::kernel::telemetry::RequestSpan>::new())
            .route("/api/v1/openapi.json", web::get().to(openapi))
            .route("/docs", web::get().to(to_browsable_document))
            .service(
                web::scope("/docs")
                    .wrap(
                        DefaultHeaders::new()
                            .add((header::CONTENT_SECURITY_POLICY, BROWSABLE_DOCUMENT_POLICY)),
                    )
                    .service(browsable_document()),
            )
            .service(web::scope("/api/v1").configure(|config| all_routes(Routes::Served(config))))
            .configure(assets::configure)
            .configure(|config| {
                all_pages(config, [&mut Vec::new(), &mut Vec::new()], &mut Vec::new());
            })
            .default_service(web::to(nothing_here))
    };
    let server = HttpServer::new(build)
        .on_connect(move |stream, with| connections.meet(stream, with))
        .disable_signals()
        .keep_alive(Duration::from_secs(settings.keep_alive_seconds))
        .client_request_timeout(Duration::from_secs(settings.request_timeout_seconds))
        .shutdown_timeout(settings.shutdown_seconds)
        .workers(workers(settings.workers)?);
    Ok(server.listen(listener)?.run())
}

/// Swagger UI styles itself inline; all of it comes from this program.
const BROWSABLE_DOCUMENT_POLICY: &str = "default-src 'none'; script-src 'self'; \
     style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The OpenAPI document as a page, its assets inside the program.
fn browsable_document() -> SwaggerUi {
    SwaggerUi::new("/{_:.*}").config(utoipa_swagger_ui::Config::from("/api/v1/openapi.json"))
}

async fn to_browsable_document() -> HttpResponse {
    HttpResponse::Found().insert_header((header::LOCATION, "/docs/index.html")).finish()
}

async fn openapi(document: web::Data<String>) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(document.get_ref().clone())
}
