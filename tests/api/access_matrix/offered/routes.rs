//! Pages and files for people, and which of them an address is.

use actix_web::dev::ResourceDef;
use tubel::kernel::access::Permission;

pub(super) struct Routes(Vec<Route>);

pub(super) struct Route {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) act: Permission,
    pattern: ResourceDef,
}

/// Without what is asked of it.
pub(super) fn bare(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap()
}

impl Routes {
    pub(super) fn new() -> Self {
        let mut all = tubel::server::page_inventory();
        all.extend(tubel::server::download_inventory());
        let route = |one: tubel::kernel::access::Operation| Route {
            pattern: ResourceDef::new(one.path.as_str()),
            method: one.method,
            path: one.path,
            act: one.act,
        };
        Self(all.into_iter().map(route).collect())
    }

    pub(super) fn of(&self, method: &str) -> impl Iterator<Item = &Route> {
        self.0.iter().filter(move |one| one.method == method)
    }

    /// The one that serves this address.
    pub(super) fn serving(&self, method: &str, address: &str) -> String {
        let path = bare(address);
        let found = self.of(method).find(|one| one.pattern.is_match(path));
        found.map_or_else(|| path.to_owned(), |one| one.path.clone())
    }
}
