//! No two files need each other, directly or through others: each can be read, and changed, after those it
//! names. A module and what lies in it may name each other.

use crate::paths::{Module, Program};
use crate::sources::sources;
use std::collections::{BTreeMap, BTreeSet};

type Edges = BTreeMap<Module, BTreeMap<Module, BTreeSet<String>>>;

/// Who names whom, with what.
fn edges(program: &Program) -> Edges {
    let mut edges = Edges::new();
    for module in program.modules() {
        let of = edges.entry(module.clone()).or_default();
        for name in program.names(module) {
            let (holder, rest) = (name.holder, name.rest);
            if !module.starts_with(&holder) && !holder.starts_with(module) {
                of.entry(holder).or_default().insert(rest.join("::"));
            }
        }
    }
    edges
}

fn reachable<'a>(edges: &'a Edges, from: &'a Module) -> BTreeSet<&'a Module> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(module) = open.pop() {
        open.extend(
            edges.get(module).into_iter().flat_map(BTreeMap::keys).filter(|to| seen.insert(*to)),
        );
    }
    seen
}

/// Every edge that is part of a circle, as a line.
fn circles(program: &Program) -> Vec<String> {
    let edges = edges(program);
    let reach: BTreeMap<&Module, BTreeSet<&Module>> =
        edges.keys().map(|module| (module, reachable(&edges, module))).collect();
    let mut lines = Vec::new();
    for (from, named) in &edges {
        for (to, what) in named.iter().filter(|(to, _)| reach[to].contains(from)) {
            let what: Vec<&str> = what.iter().map(String::as_str).collect();
            lines.push(format!("{} → {} ({})", from.join("/"), to.join("/"), what.join(", ")));
        }
    }
    lines
}

#[test]
fn no_file_needs_another_that_needs_it() {
    let program = Program::read(&sources());
    let all: usize = edges(&program).values().map(BTreeMap::len).sum();
    assert!(all > 3000, "{all}");
    let found = circles(&program);
    assert!(found.is_empty(), "in a circle; move what both need:\n{}", found.join("\n"));
}

/// The control: a circle of three through a re-export, an imported module and a path in the text, and around it
/// what is none.
#[test]
fn a_circle_is_found_through_re_exports_and_nothing_else_is_taken_for_one() {
    let texts = [
        (
            "src/room/mod.rs",
            "mod a;\nmod b;\nmod shop;\npub use a::Thing;\n#[cfg(test)]\nmod tests;\npub use shop::sold;",
        ),
        ("src/room/a.rs", "use super::b::{\n    self, Kind as Sort,\n};\npub struct Thing;"),
        (
            "src/room/b.rs",
            "pub struct Kind;\nfn f() { crate::room::sold() }\n#[cfg(test)]\nmod tests {\n    use crate::room::c::C;\n}",
        ),
        ("src/room/shop.rs", "mod shelf;\npub use shelf::*;"),
        ("src/room/shop/shelf.rs", "use crate::room;\npub fn sold() { room::Thing; }"),
        ("src/room/c.rs", "// use super::d::D;\nuse super::b::Kind;\npub struct C;"),
        ("src/room/d.rs", "use super::c::C;\nuse std::fmt;\npub struct D;"),
    ];
    let lines = |text: &str| text.lines().map(str::to_owned).collect();
    let texts = texts.iter().map(|(path, text)| ((*path).to_owned(), lines(text)));
    let expected = [
        "room/a → room/b (, Kind)",
        "room/b → room/shop/shelf (sold)",
        "room/shop/shelf → room/a (Thing)",
    ];
    assert_eq!(circles(&Program::of(texts)), expected);
}
