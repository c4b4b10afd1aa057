//! Registration of pages: route and act in one step, as for the API, so that the inventory is whole.

use crate::kernel::access::Operation;
use crate::kernel::access::Permission;
use crate::kernel::input::Input;
use crate::web::forms::{AnyForm, Form};
use actix_web::dev::HttpServiceFactory;
use actix_web::http::Method;
use actix_web::{FromRequest, Handler, Responder, web};
use utoipa_actix_web::OpenApiFactory;

/// Collects a room's pages.
pub struct PageRoutes<'a> {
    config: &'a mut web::ServiceConfig,
    inventory: &'a mut Vec<Operation>,
    downloads: &'a mut Vec<Operation>,
    forms: &'a mut Vec<&'static dyn AnyForm>,
}

impl<'a> PageRoutes<'a> {
    pub fn new(
        config: &'a mut web::ServiceConfig,
        [inventory, downloads]: [&'a mut Vec<Operation>; 2],
        forms: &'a mut Vec<&'static dyn AnyForm>,
    ) -> Self {
        Self { config, inventory, downloads, forms }
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

    /// A form to send. What it asks for is known with it, to the tests that walk every form.
    pub fn form<T, F, Args>(
        &mut self,
        act: Permission,
        form: &'static Form<T>,
        handler: F,
    ) -> &mut Self
    where
        T: Input,
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.forms.push(form);
        self.post(act, form.address(), handler)
    }

    /// Several forms at one address; the handler tells them apart by what was sent.
    pub fn forms<T, F, Args>(
        &mut self,
        act: Permission,
        forms: &'static [Form<T>],
        handler: F,
    ) -> &mut Self
    where
        T: Input,
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.forms.extend(forms.iter().map(|form| form as &dyn AnyForm));
        match forms.first() {
            Some(first) => self.post(act, first.address(), handler),
            None => self,
        }
    }

    /// Another form at the address of one that is registered; the handler tells them apart by what was sent.
    pub fn also<T: Input>(&mut self, form: &'static Form<T>) -> &mut Self {
        self.forms.push(form);
        self
    }

    /// A button, or a form that is not written down as data.
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
