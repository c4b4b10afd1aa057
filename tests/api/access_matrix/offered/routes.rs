//! Pages and files for people, and which of them an address is.

use actix_web::dev::ResourceDef;
use tubel::kernel::access::{Operation, Permission};

pub(super) struct Routes(Vec<Route>);

pub(super) struct Route {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) act: Permission,
    /// A file that pages and letters lead to.
    pub(super) is_file: bool,
    pattern: ResourceDef,
}

/// Without what is asked of it.
pub(super) fn bare(address: &str) -> &str {
    let (address, _) = address.split_once('#').unwrap_or((address, ""));
    address.split_once('?').map_or(address, |(bare, _)| bare)
}

impl Routes {
    pub(super) fn new() -> Self {
        let route = |is_file: bool, one: Operation| Route {
            pattern: ResourceDef::new(one.path.as_str()),
            method: one.method,
            path: one.path,
            act: one.act,
            is_file,
        };
        let pages = tubel::server::page_inventory().into_iter().map(|one| route(false, one));
        let files = tubel::server::download_inventory().into_iter().map(|one| route(true, one));
        Self(pages.chain(files).collect())
    }

    pub(super) fn of(&self, method: &str) -> impl Iterator<Item = &Route> {
        self.0.iter().filter(move |one| one.method == method)
    }

    /// The one that serves this address.
    pub(super) fn serving(&self, method: &str, address: &str) -> String {
        let path = bare(address);
        let begins = |one: &&Route| path.starts_with(one.path.split('{').next().unwrap());
        let found = self.of(method).filter(begins).find(|one| one.pattern.is_match(path));
        found.map_or_else(|| path.to_owned(), |one| one.path.clone())
    }
}
