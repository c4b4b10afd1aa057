//! Every address that can be read, from the same registration that serves them.

use std::collections::BTreeSet;

/// Routes of `GET`, of the API and of pages, each with its addresses: `ids` fills the first parameter, by what the
/// route is about (`proposals`, `calls` …), with one address for each; `others` the rest, by name.
pub fn every_get(
    ids: impl Fn(&str) -> Vec<String>,
    others: impl Fn(&str) -> String,
) -> Vec<(String, String)> {
    let (operations, _) = tubel::server::contract();
    let pages = tubel::server::page_inventory();
    let gets = operations.into_iter().chain(pages).filter(|one| one.method == "GET");
    filled(gets.map(|one| one.path).collect(), ids, others)
}

/// The same of the files that pages and letters lead to, at their addresses for people.
pub fn every_file(
    ids: impl Fn(&str) -> Vec<String>,
    others: impl Fn(&str) -> String,
) -> Vec<(String, String)> {
    let files = tubel::server::download_inventory();
    filled(files.into_iter().map(|one| one.path).collect(), ids, others)
}

/// A value of the right shape for a parameter of an address, of nothing that is there. A parameter of a new shape
/// has its line here and nowhere else.
pub fn like(name: &str) -> String {
    let value = match name {
        "page" | "number" => "1",
        "slot" => "progress-1",
        "step" => "review",
        "role" => "auditor",
        "kind" => "proposal",
        _ => "01hzx3v9k2m4n6p8q0r2s4t6v8",
    };
    value.to_owned()
}

/// The address of a route with each parameter of the right shape and of nothing that is there.
pub fn nowhere(route: &str) -> String {
    filled_with(route, like)
}

fn filled_with(route: &str, mut with: impl FnMut(&str) -> String) -> String {
    let mut address = route.to_owned();
    while let (Some(from), Some(to)) = (address.find('{'), address.find('}')) {
        let value = with(&address[from + 1..to]);
        address.replace_range(from..=to, &value);
    }
    address
}

fn filled(
    routes: BTreeSet<String>,
    ids: impl Fn(&str) -> Vec<String>,
    others: impl Fn(&str) -> String,
) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for route in routes {
        let about = route.trim_start_matches("/api/v1").trim_start_matches("/desk");
        let about = about.trim_start_matches('/').split('/').next().unwrap();
        let first = if route.contains('{') { ids(about) } else { vec![String::new()] };
        for id in first {
            let mut first = Some(id);
            let address = filled_with(&route, |name| first.take().unwrap_or_else(|| others(name)));
            all.push((route.clone(), address));
        }
    }
    all
}
