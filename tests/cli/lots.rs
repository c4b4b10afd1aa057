//! Forged lots of the zone against `tubel selection check`: each outcome is one that the program itself made, and
//! true of another seed, another zone or another table than was published.

use super::support::{Machine, Run};
use selection_math::ranking::lot;

const SEED: &str = "benih yang diumumkan";
const SEATS: &str = "seats = 3\n[families.unit.classes.X]\nmax = 2\n";

/// Eight, of whom B to F are too close to call.
const TABLE: &str =
    "id,unit,zone\nA,X,no\nB,Y,yes\nC,X,yes\nD,Y,yes\nE,X,yes\nF,Y,yes\nG,Y,no\nH,X,no\n";

/// The command with its files.
fn run(command: &str, (table, seed): (&str, Option<&str>), result: Option<&str>) -> Run {
    let machine = Machine::new();
    let files = [("c.csv", table), ("l.toml", SEATS), ("r.json", result.unwrap_or_default())];
    let [table, limits, kept] = files.map(|(name, text)| {
        std::fs::write(machine.path(name), text).unwrap();
        machine.path(name)
    });
    let mut arguments = vec!["selection", command, "--candidates", &table, "--limits", &limits];
    arguments.extend(seed.iter().flat_map(|seed| ["--lot-seed", *seed]));
    match result {
        Some(_) => arguments.extend(["--result", kept.as_str()]),
        None => arguments.push("--json"),
    }
    machine.tubel(&arguments)
}

fn made(table: &str, seed: Option<&str>) -> String {
    let made = run("fill", (table, seed), None);
    assert!(made.succeeded, "{}", made.errors);
    made.output
}

/// The rows as they stand after the lot.
fn order(result: &str) -> Vec<String> {
    let result: serde_json::Value = serde_json::from_str(result).unwrap();
    let rows = result.get("certificates").unwrap().as_array().unwrap();
    rows.iter().map(|one| one.get("id").unwrap().as_str().unwrap().to_owned()).collect()
}

/// Two names in each other's place, in the figures and in the words.
fn exchanged(text: &str, one: &str, other: &str) -> String {
    let (one, other) = (format!("\"{one}\""), format!("\"{other}\""));
    text.replace(&one, "\"?\"").replace(&other, &one).replace("\"?\"", &other)
}

#[test]
fn a_forged_lot_is_refused_whatever_it_is_true_of() {
    let told = made(TABLE, Some(SEED));
    let held = run("check", (TABLE, Some(SEED)), Some(&told));
    assert!(held.succeeded, "{}", held.errors);
    // Worked out beside it: the five trade their five places, in the order of their lots.
    let mut lots = ["B", "C", "D", "E", "F"].map(|id| (lot(SEED, id), id));
    lots.sort();
    let drawn = lots.map(|(_, id)| id);
    let expected = [&["A"][..], &drawn, &["G", "H"]].concat();
    assert_eq!(order(&told), expected);

    let zone = |id: &str, from: &str, to: &str| {
        let row = |word: &str| {
            let unit = if "ACEH".contains(id) { "X" } else { "Y" };
            format!("{id},{unit},{word}\n")
        };
        TABLE.replacen(&row(from), &row(to), 1)
    };
    let other = (0..100).map(|turn| format!("benih {turn}"));
    let other = other.clone().find(|seed| order(&made(TABLE, Some(seed))) != expected).unwrap();
    let ranked = exchanged(&TABLE.replace("B,", "\"B\",").replace("F,", "\"F\","), "B", "F");
    let mut forged = vec![
        ("another seed", made(TABLE, Some(&other))),
        ("no lot at all", made(TABLE, None)),
        ("two names of the zone exchanged", exchanged(&told, drawn[0], drawn[4])),
        ("two names without a seat exchanged", exchanged(&told, drawn[3], drawn[4])),
        ("somebody of the zone and somebody outside exchanged", exchanged(&told, "A", drawn[0])),
        ("of another ranking", made(&ranked, None)),
    ];
    for (name, table) in [
        ("somebody above the zone drawn", zone("A", "no", "yes")),
        ("somebody below the zone drawn", zone("G", "no", "yes")),
        ("the last one drawn", zone("H", "no", "yes")),
        ("somebody of the zone left out", zone(drawn[0], "yes", "no")),
        ("another of the zone left out", zone(drawn[4], "yes", "no")),
    ] {
        assert_ne!(table, TABLE, "{name}");
        forged.push((name, made(&table, Some(SEED))));
    }
    let (mut tried, mut refused) = (0, 0);
    for (name, result) in &forged {
        // A lot of others may end as this one did; then nothing was forged.
        if order(result) == expected && result == &told {
            continue;
        }
        let checked = run("check", (TABLE, Some(SEED)), Some(result));
        tried += 1;
        refused += usize::from(checked.code == Some(1) && checked.output.is_empty());
        assert_eq!(checked.code, Some(1), "{name}: {}{}", checked.output, checked.errors);
    }
    println!("forged lots tried {tried}, refused {refused}");
    assert!(tried >= 9, "{tried}");
    // Nor is the true one true of another seed or of no lot.
    for seed in [Some(other.as_str()), None] {
        assert_eq!(run("check", (TABLE, seed), Some(&told)).code, Some(1), "{seed:?}");
    }
}
