//! Registration of pages: route and act in one step, as for the API, so that the inventory is whole.

use crate::kernel::access::Operation;
use crate::kernel::access::Permission;
use actix_web::dev::HttpServiceFactory;
use actix_web::http::Method;
use actix_web::{FromRequest, Handler, Responder, web};
use utoipa_actix_web::OpenApiFactory;

/// Collects a room's pages.
pub struct PageRoutes<'a> {
    config: &'a mut web::ServiceConfig,
    inventory: &'a mut Vec<Operation>,
    downloads: &'a mut Vec<Operation>,
}

impl<'a> PageRoutes<'a> {
    pub fn new(
        config: &'a mut web::ServiceConfig,
        [inventory, downloads]: [&'a mut Vec<Operation>; 2],
    ) -> Self {
        Self { config, inventory, downloads }
    }

    /// A file that a page or a letter leads to: what REST serves, at the same address without `/api/v1`,
    /// where people who are not signed in are asked to and led back.
    pub fn download<F>(&mut self, act: Permission, handler: F) -> &mut Self
    where
        F: HttpServiceFactory + OpenApiFactory + 'static,
    {
        let method = Method::GET.to_string();
        let paths = handler.paths().paths.into_keys();
        let operations = paths.map(|path| Operation { method: method.clone(), path, act });
        self.downloads.extend(operations);
        self.config.service(handler);
        self
    }

    /// A page to read.
    pub fn get<F, Args>(&mut self, act: Permission, path: &str, handler: F) -> &mut Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.add(act, &Method::GET, path);
        // HEAD is asked by proxies and link checkers; the server cuts the body off.
        self.config.route(path, web::get().to(handler.clone()));
        self.config.route(path, web::head().to(handler));
        self
    }

    /// A form to send.
    pub fn post<F, Args>(&mut self, act: Permission, path: &str, handler: F) -> &mut Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.add(act, &Method::POST, path);
        self.config.route(path, web::post().to(handler));
        self
    }

    /// A form that the script saves on its own.
    pub fn put<F, Args>(&mut self, act: Permission, path: &str, handler: F) -> &mut Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.add(act, &Method::PUT, path);
        self.config.route(path, web::put().to(handler));
        self
    }

    fn add(&mut self, act: Permission, method: &Method, path: &str) {
        let (method, path) = (method.to_string(), path.to_owned());
        self.inventory.push(Operation { method, path, act });
    }
}
