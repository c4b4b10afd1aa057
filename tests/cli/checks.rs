//! What `check` says of an answer: the honest one holds, and nothing else that looks like it.

use crate::support::Machine;
use crate::tables::refused;

fn put(machine: &Machine, name: &str, text: &str) -> String {
    let path = machine.path(name);
    std::fs::write(&path, text).unwrap();
    path
}

const CANDIDATES: &str = "id,unit,region,cost\n\
    P1,A,Barat,5\nP2,B,Barat,100\nP3,A,Barat,5\nP4,A,Barat,5\nP5,A,Timur,5\n";

const LIMITS: &str = "seats = 3\nfloor_release = \"as_far_as_possible\"\n\
    [families.unit.classes.B]\nmin = 1\n[families.region.classes.Timur]\nmin = 1\n\
    [budget]\namount = 20\npolicy = \"skip_and_continue\"\n";

#[test]
fn a_floor_that_money_makes_unreachable_gives_way_alone_and_the_outcome_proves_it() {
    let machine = Machine::new();
    let table = put(&machine, "candidates.csv", CANDIDATES);
    let plan = put(&machine, "limits.toml", LIMITS);
    let files = ["--candidates", &table, "--limits", &plan];
    let told = machine.tubel(&[&["selection", "fill"][..], &files].concat());
    assert!(
        told.output.contains("Of the minimum of unit B, 0 of 1 could be kept."),
        "{}",
        told.output
    );
    assert!(told.output.contains("P5\tPlace 5: given seat 3."), "{}", told.output);
    let made = machine.tubel(&[&["selection", "fill", "--json"][..], &files].concat());
    let check = |text: &str| {
        let result = ["--result", &put(&machine, "result.json", text)].map(str::to_owned);
        let result: Vec<&str> = result.iter().map(String::as_str).collect();
        machine.tubel(&[&["selection", "check"][..], &files, &result].concat())
    };
    assert!(check(&made.output).succeeded);
    for (from, to, why) in [
        ("given seat 3.", "given seat 1.", "is not what the certificates say"),
        ("\"feasible\": true,", "\"feasible\": true, \"signed\": \"Kepala\",", ".signed is not"),
        ("\"feasible\": true,", "\"feasible\": true, \"feasible\": true,", "there twice"),
        ("\"left\": 15", "\"left\": 16", "another amount was left"),
        ("\"held\": 0", "\"held\": 1", "released floors"),
        ("\"to\": 0", "\"to\": 1", "a lowered floor is not proven"),
    ] {
        assert!(made.output.contains(from), "{from}: {}", made.output);
        let forged = check(&made.output.replacen(from, to, 1));
        assert!(refused(&forged).contains(why), "{from}: {}", forged.errors);
    }
}

#[test]
fn an_assignment_is_verified_and_a_changed_one_found_out() {
    let machine = Machine::new();
    let table = put(
        &machine,
        "affinity.csv",
        "proposal,reviewer,affinity\np1,r1,900000\np1,r2,100000\np2,r1,800000\np2,r2,200000\n\
         p3,r1,500000\np3,r2,400000\n",
    );
    let limits = ["--affinity", &table, "--per-proposal", "1", "--max-load", "2"];
    let made = machine.tubel(&[&["assignment", "solve", "--json"][..], &limits].concat());
    let check = |text: &str| {
        let result = put(&machine, "plan.json", text);
        machine.tubel(&[&["assignment", "check", "--result", &result][..], &limits].concat())
    };
    let held = check(&made.output);
    assert!(held.succeeded, "{}", held.errors);
    assert_eq!(held.output, "the answer holds: 3 pairs for 3 proposals, no plan is better\n");
    let told: serde_json::Value = serde_json::from_str(&made.output).unwrap();
    let total = told["total"].to_string();
    for (from, to) in [
        (format!("\"total\":{total}"), format!("\"total\":{total}0")),
        ("\"feasible\":true".to_owned(), "\"feasible\":true,\"note\":1".to_owned()),
        ("\"reviewer\":\"r1\"".to_owned(), "\"reviewer\":\"r2\"".to_owned()),
    ] {
        assert!(made.output.contains(&from), "{from}: {}", made.output);
        assert!(!check(&made.output.replacen(&from, &to, 1)).succeeded, "{from}");
    }
}
