//! Failures become problem documents (RFC 9457) here and nowhere else: wording, language, status
//! and logging. The middleware also covers what actix answers by itself, and panics.

mod document;

pub use document::{FieldProblem, ProblemDocument};

use super::kept::{self, Kept, RefusedForm};
use super::pages::{self, PageContext, Sorry};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::{Code, Failure, FieldError, Refusal, common};
use crate::kernel::language::Language;
use crate::platform::app::App;
use crate::web::language;
use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::{ConnectionType, Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, ResponseError, web};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use tracing_actix_web::RequestId;

/// Where REST begins; the pages have the same addresses without it.
const API: &str = "/api/v1";

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.to_problem().code.status)
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// A bare answer that carries the problem; the middleware words it.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status_code());
        response.extensions_mut().insert(self.to_problem());
        response
    }
}

impl Failure {
    /// What the caller is told. Internal causes are only logged.
    fn to_problem(&self) -> Refusal {
        match self {
            Self::Refused(problem) => (**problem).clone(),
            Self::Unavailable(_) => Refusal { retry_after: Some(5), ..Refusal::new(common::BUSY) },
            Self::File(error) if error.kind() == std::io::ErrorKind::StorageFull => {
                Refusal::new(common::DISK_FULL)
            }
            Self::Database(error) if error.to_string().contains("disk is full") => {
                Refusal::new(common::DISK_FULL)
            }
            Self::Database(_) | Self::Inconsistent(_) | Self::File(_) | Self::Randomness(_) => {
                Refusal::new(common::INTERNAL)
            }
        }
    }
}

/// Turns every failed answer into a problem document in the caller's language.
///
/// # Errors
/// Only errors that carry their answer.
pub async fn answer_with_problems<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    // No clone of the request may remain, because the router needs exclusive access.
    let kept = Kept::begin(&request);
    let caller = Caller { kept, ..Caller::of(request.request()) };
    match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(Ok(response)) => Ok(word(response, &caller)),
        Ok(Err(error)) => {
            log(&error);
            let problem = error.as_error::<Failure>().map_or_else(
                || problem_of_status(error.as_response_error().status_code()),
                Failure::to_problem,
            );
            Err(InternalError::from_response(error, caller.document(&problem)).into())
        }
        Err(_) => {
            tracing::error!("a handler panicked");
            let problem = Refusal::new(common::INTERNAL);
            Err(InternalError::from_response("a handler panicked", caller.document(&problem))
                .into())
        }
    }
}

fn word<B: MessageBody + 'static>(
    response: ServiceResponse<B>,
    caller: &Caller,
) -> ServiceResponse<EitherBody<B, BoxBody>> {
    let status = response.status();
    let is_failure = status.is_client_error() || status.is_server_error();
    if !is_failure || response.response().extensions().contains::<pages::Shown>() {
        let mut response = response;
        caller.kept.acknowledge(response.response_mut(), &caller.query);
        return response.map_into_left_body();
    }
    if let Some(error) = response.response().error() {
        log(error);
    }
    let problem = response
        .response()
        .extensions()
        .get::<Refusal>()
        .cloned()
        .unwrap_or_else(|| problem_of_status(status));
    let allowed = response.headers().get(header::ALLOW).cloned();
    let (request, _) = response.into_parts();
    let mut answer = caller.document(&problem);
    if let Some(allowed) = allowed {
        answer.headers_mut().insert(header::ALLOW, allowed);
    }
    ServiceResponse::new(request, answer).map_into_right_body()
}

fn log(error: &Error) {
    match error.as_error::<Failure>() {
        Some(Failure::Refused(problem)) => tracing::info!(code = problem.code.name, "refused"),
        Some(failure) => tracing::error!(error = ?failure, "an act failed"),
        None => tracing::info!(error = %error, "refused by the server"),
    }
}

fn problem_of_status(status: StatusCode) -> Refusal {
    Refusal::new(match status.as_u16() {
        401 => common::NOT_SIGNED_IN,
        403 => common::FORBIDDEN,
        404 => common::NOT_FOUND,
        405 => common::METHOD_NOT_ALLOWED,
        406 => common::NOT_ACCEPTABLE,
        408 => common::REQUEST_TIMEOUT,
        413 => common::TOO_LARGE,
        415 => common::UNSUPPORTED_TYPE,
        429 => common::TOO_MANY_REQUESTS,
        code if code < 500 => common::BAD_REQUEST,
        503 => common::BUSY,
        _ => common::INTERNAL,
    })
}

/// A browser on a page of ours.
struct Visit {
    path: String,
    /// The same as it was asked for.
    asked: String,
    /// The page that a form stood on.
    back: String,
    /// A person opened an address of REST in a browser. They are only led to sign in and to the page of the same
    /// address.
    is_api: bool,
    reads: bool,
    now: Timestamp,
}

impl Visit {
    fn of(request: &HttpRequest) -> Option<Self> {
        let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
        let is_read = accept.is_some_and(|accept| accept.contains("text/html"));
        let app = request.app_data::<web::Data<App>>().filter(|_| is_read)?;
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        Some(Self {
            path: path.strip_prefix(API).unwrap_or(path).to_owned(),
            asked: path.to_owned(),
            back: kept::page_before(request),
            is_api: path.starts_with(API),
            reads: matches!(*request.method(), Method::GET | Method::HEAD),
            now: app.clock.now(),
        })
    }

    /// Somebody who must sign in first is led there and back; else a page says what is wrong.
    fn answer(
        &self,
        status: StatusCode,
        body: &ProblemDocument,
        language: Language,
        kept: &Kept,
    ) -> Option<HttpResponse> {
        if status == StatusCode::UNAUTHORIZED && self.reads {
            return Some(pages::go_to(&pages::sign_in_path(&self.path)));
        }
        if body.code == common::PACT_UNSIGNED.name && self.reads {
            let page = body.details.as_ref().and_then(|details| details.get("pact")?.as_str());
            return page.map(|page| pages::go_to(&pages::on_the_way(page, &self.path)));
        }
        if body.code == common::FROM_ELSEWHERE.name {
            let shell = PageContext::bare(language, &self.path, self.now);
            return Some(pages::elsewhere(&shell, &self.asked, body.details.as_ref()));
        }
        if self.is_api {
            return None;
        }
        let mut shell = PageContext::bare(language, &self.path, self.now);
        shell.anonymous = true;
        let title = if status == StatusCode::UNAUTHORIZED {
            shell.t("sorry-ended")
        } else {
            body.title.clone()
        };
        let instance = body.instance.clone().unwrap_or_default();
        let refusal = RefusedForm {
            s: &shell,
            status,
            title: title.clone(),
            faults: &body.errors,
            instance: &instance,
            path: &self.path,
            back: &self.back,
        };
        kept.page(&refusal).or_else(|| {
            let lines = body.errors.iter().map(|error| error.message.clone()).collect();
            let page = Sorry { s: &shell, status: status.as_u16(), title, lines, instance };
            Some(pages::sorry(status, &page))
        })
    }
}

/// What an answer needs to know of the request.
struct Caller {
    language: Language,
    /// Where a browser looks at a page: told in HTML.
    page: Option<Visit>,
    request_id: Option<String>,
    query: String,
    /// What a form said, if one was sent.
    kept: Kept,
}

impl Caller {
    fn of(request: &HttpRequest) -> Self {
        let request_id = request.extensions().get::<RequestId>().map(|id| format!("urn:uuid:{id}"));
        Self {
            language: language::of(request),
            page: Visit::of(request),
            request_id,
            query: request.query_string().to_owned(),
            kept: Kept::default(),
        }
    }

    fn document(&self, problem: &Refusal) -> HttpResponse {
        let mut answer = self.worded(problem);
        if answer.status() == StatusCode::REQUEST_TIMEOUT {
            // Does not wait for the rest of the body.
            answer.head_mut().set_connection_type(ConnectionType::Close);
        }
        answer
    }

    fn worded(&self, problem: &Refusal) -> HttpResponse {
        let Code { name, status } = problem.code;
        let field = |error: &FieldError| FieldProblem {
            field: error.field.clone(),
            code: error.code.name,
            message: self.language.message(error.code, &error.arguments),
        };
        let body = ProblemDocument {
            kind: "about:blank",
            title: self.language.message(problem.code, &problem.arguments),
            status,
            code: name,
            instance: self.request_id.clone(),
            errors: problem.errors.iter().map(field).collect(),
            details: problem.extra.clone(),
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let page = self.page.as_ref();
        let page = page.and_then(|visit| visit.answer(status, &body, self.language, &self.kept));
        if let Some(page) = page {
            return page;
        }
        let mut response = HttpResponse::build(status);
        response.insert_header((header::CONTENT_LANGUAGE, self.language.tag()));
        if let Some(seconds) = problem.retry_after {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        let json = serde_json::to_vec(&body).unwrap_or_default();
        response.content_type("application/problem+json").body(json)
    }
}
