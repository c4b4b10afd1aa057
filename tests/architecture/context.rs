//! An act gets its transaction, who acts and the time as one: `Cx` (`platform/cx.rs`).

use super::sources::sources;
use regex::Regex;

/// Functions that are given a part of the context beside it, or its parts one by one.
fn given_in_parts(text: &str) -> Vec<String> {
    let function = Regex::new(r"fn (\w+)[^({;]*\(([^{]*?)\)\s*(?:->[^{;]*)?\{").unwrap();
    let is_split = |given: &str| {
        given.contains("Cx<") && given.contains("Timestamp")
            || given.contains("&mut Db") && given.contains("&Viewer")
    };
    let split = function.captures_iter(text).filter(|found| is_split(&found[2]));
    split.map(|found| found[1].to_owned()).collect()
}

#[test]
fn an_act_gets_its_context_as_one() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| source.layer == "features") {
        let lines: Vec<&str> = source.product_lines().map(|(_, line)| line).collect();
        let found = given_in_parts(&lines.join("\n"));
        faults.extend(found.into_iter().map(|name| format!("{}: {name}", source.path.display())));
    }
    assert!(faults.is_empty(), "takes the context in parts:\n{}", faults.join("\n"));
}

#[test]
fn a_context_in_parts_is_found() {
    let one = "pub fn act(cx: &mut Cx<'_>, id: &Id) -> Result<(), Failure> {";
    assert!(given_in_parts(one).is_empty());
    for parts in [
        "fn own(\n    cx: &mut Cx<'_>,\n    (id, now): (&Id, Timestamp),\n) -> Result<(), Failure> {",
        "fn own<T>(db: &mut Db, viewer: &Viewer, id: &Id) {",
    ] {
        assert_eq!(given_in_parts(parts), ["own"]);
    }
}
