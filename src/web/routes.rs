//! Registration: one step gives a handler its route, its place in the OpenAPI document and its permission. There
//! is no other way to add a route under `/api/v1`. The document is made once for the program; the threads that answer
//! take the routes alone, because the document takes 14 MB while it is made.

use crate::kernel::access::{Operation, Permission};
use actix_web::HttpRequest;
use actix_web::dev::HttpServiceFactory;
use actix_web::http::Method;
use actix_web::web::{Data, ServiceConfig};
use utoipa::openapi::{Components, HttpMethod, OpenApi, PathItem, RefOr};
use utoipa_actix_web::OpenApiFactory;

/// Collects a feature's handlers.
pub enum Routes<'a> {
    /// To answer requests.
    Served(&'a mut ServiceConfig),
    /// To tell what there is: every operation under its permission, and the document. Paths begin after `/api/v1`.
    Described { inventory: &'a mut Vec<Operation>, document: &'a mut OpenApi },
}

impl Routes<'_> {
    /// Adds a handler and names its act.
    pub fn add<F>(&mut self, act: Permission, handler: F) -> &mut Self
    where
        F: HttpServiceFactory + OpenApiFactory + 'static,
    {
        match self {
            Self::Served(config) => {
                config.service(handler);
            }
            Self::Described { inventory, document } => {
                let mut schemas = Vec::new();
                handler.schemas(&mut schemas);
                let components = document.components.get_or_insert_with(Components::new);
                components.schemas.extend(schemas);
                let paths = handler.paths();
                for (path, item) in &paths.paths {
                    let methods = methods_of(item).into_iter();
                    inventory.extend(methods.map(|method| Operation {
                        method: method.to_owned(),
                        path: path.clone(),
                        act,
                    }));
                }
                document.paths.merge(paths);
            }
        }
        self
    }
}

fn methods_of(item: &PathItem) -> Vec<&'static str> {
    [
        (HttpMethod::Get, item.get.is_some()),
        (HttpMethod::Head, item.head.is_some()),
        (HttpMethod::Options, item.options.is_some()),
        (HttpMethod::Post, item.post.is_some()),
        (HttpMethod::Put, item.put.is_some()),
        (HttpMethod::Patch, item.patch.is_some()),
        (HttpMethod::Delete, item.delete.is_some()),
    ]
    .into_iter()
    .filter(|(_, there)| *there)
    .map(|(method, _)| name_of(&method))
    .collect()
}

fn name_of(method: &HttpMethod) -> &'static str {
    match method {
        HttpMethod::Get => "GET",
        HttpMethod::Post => "POST",
        HttpMethod::Put => "PUT",
        HttpMethod::Delete => "DELETE",
        HttpMethod::Options => "OPTIONS",
        HttpMethod::Head => "HEAD",
        HttpMethod::Patch => "PATCH",
        HttpMethod::Trace => "TRACE",
    }
}

/// The methods that a path does answer, for `405` and its `Allow`.
pub fn allowed_methods(inventory: &[Operation], path: &str) -> Vec<String> {
    let fits = |operation: &&Operation| {
        actix_web::dev::ResourceDef::new(operation.path.as_str()).is_match(path)
    };
    let mut methods: Vec<String> =
        inventory.iter().filter(fits).map(|operation| operation.method.clone()).collect();
    methods.sort();
    methods.dedup();
    methods
}

/// What a request asks for, by the same registration that serves it.
pub fn operation_of(request: &HttpRequest) -> Option<&Operation> {
    let inventory = request.app_data::<Data<Vec<Operation>>>()?;
    let pattern = request.match_pattern()?;
    // The server answers `HEAD` as `GET` without the body.
    let method = if *request.method() == Method::HEAD { &Method::GET } else { request.method() };
    inventory.iter().find(|one| one.path == pattern && one.method == method.as_str())
}

/// Whether a text names an HTTP method at all.
pub fn is_known(method: &Method) -> bool {
    matches!(method.as_str(), "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")
}

/// Names every operation by its method and path, because two handlers with one name would collide in the document:
/// `GET /calls/{id}/panel` is `get_calls_id_panel`.
pub fn name_operations(document: &mut OpenApi) {
    for (path, item) in &mut document.paths.paths {
        let words: Vec<&str> = path
            .split('/')
            .map(|word| word.trim_matches(['{', '}']))
            .filter(|word| !matches!(*word, "" | "api" | "v1"))
            .collect();
        let path = words.join("_").replace('-', "_");
        let operations = [
            ("get", &mut item.get),
            ("head", &mut item.head),
            ("options", &mut item.options),
            ("post", &mut item.post),
            ("put", &mut item.put),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                operation.operation_id = Some(format!("{method}_{path}"));
            }
        }
    }
}

/// Adds what every operation can answer, once, instead of on every handler.
pub fn add_common_answers(document: &mut OpenApi) {
    use utoipa::openapi::{ContentBuilder, Ref, ResponseBuilder};
    let problem = || {
        ResponseBuilder::new()
            .description("A problem document (RFC 9457) in the caller's language")
            .content(
                "application/problem+json",
                ContentBuilder::new()
                    .schema(Some(Ref::from_schema_name("ProblemDocument")))
                    .build(),
            )
            .build()
    };
    for item in document.paths.paths.values_mut() {
        let operations = [
            &mut item.get,
            &mut item.head,
            &mut item.options,
            &mut item.post,
            &mut item.put,
            &mut item.patch,
            &mut item.delete,
        ];
        for operation in operations.into_iter().flatten() {
            for (status, response) in &mut operation.responses.responses {
                if let RefOr::T(response) = response
                    && response.description.is_empty()
                {
                    reason(status).clone_into(&mut response.description);
                }
            }
            operation
                .responses
                .responses
                .entry("default".to_owned())
                .or_insert_with(|| problem().into());
        }
    }
}

/// A description for answers that have none; OpenAPI requires one.
fn reason(status: &str) -> &'static str {
    let status = actix_web::http::StatusCode::from_bytes(status.as_bytes());
    status.ok().and_then(|status| status.canonical_reason()).unwrap_or("As the status says")
}
