//! The commands that read files, all of them by the same rules: one way of writing, no column and no field
//! twice, and one meaning for each exit code.

#![expect(clippy::indexing_slicing, reason = "a test stops at the first surprise")]

use crate::support::{Machine, Run};

/// A command with its files; the last of them may be an answer to be checked.
struct Door {
    command: &'static [&'static str],
    files: Vec<(&'static str, &'static str, String)>,
}

fn is_of(name: &str, kind: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|ending| ending == kind)
}

const LIMITS: &str = "seats = 2\n[families.\"unité\"]\ncap_each = 1\n";
const SCORES: &str =
    "proposal,reviewer,score\nAcé,r1,70\nAcé,r2,62\nBé,r1,55\nBé,r2,50\nC,r1,66\nC,r2,61\n";
const KNOWN: &str = "proposal,reviewer,affinity\nAcé,r1,9\nAcé,Zoé,8\nBé,r1,7\nBé,Zoé,7\n";

fn fit() -> Door {
    Door {
        command: &["selection", "fit", "--seats", "1", "--seed", "s", "--draws", "320", "--json"],
        files: vec![("--scores", "scores.csv", SCORES.to_owned())],
    }
}

fn fill() -> Door {
    let candidates = "id,unité\nAcé,Köln\nBé,Köln\nC,Zoé\n";
    Door {
        command: &["selection", "fill", "--json"],
        files: vec![
            ("--candidates", "candidates.csv", candidates.to_owned()),
            ("--limits", "limits.toml", LIMITS.to_owned()),
        ],
    }
}

fn solve() -> Door {
    let reviewers = "reviewer,institution,senior\nr1,Köln,yes\nZoé,Zürich,no\n";
    Door {
        command: &[
            "assignment",
            "solve",
            "--per-proposal",
            "2",
            "--max-load",
            "2",
            "--one-senior",
            "--json",
        ],
        files: vec![
            ("--affinity", "affinity.csv", KNOWN.to_owned()),
            ("--reviewers", "reviewers.csv", reviewers.to_owned()),
        ],
    }
}

/// The check of what a door answered.
fn checked(of: Door, command: &'static [&'static str]) -> Door {
    let answer = of.run().output;
    let mut files = of.files;
    files.push(("--result", "answer.json", answer));
    Door { command, files }
}

fn doors() -> Vec<Door> {
    vec![
        fit(),
        checked(fill(), &["selection", "check"]),
        fill(),
        checked(
            solve(),
            &["assignment", "check", "--per-proposal", "2", "--max-load", "2", "--one-senior"],
        ),
        solve(),
    ]
}

impl Door {
    fn run(&self) -> Run {
        let machine = Machine::new();
        let mut arguments: Vec<String> = self.command.iter().map(|&word| word.to_owned()).collect();
        for (option, name, text) in &self.files {
            let path = machine.path(name);
            std::fs::write(&path, text).unwrap();
            arguments.extend([(*option).to_owned(), path]);
        }
        machine.tubel(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// With one file written otherwise.
    fn with(&self, at: usize, change: impl Fn(&str) -> String) -> Run {
        let mut files = self.files.clone();
        files[at].2 = change(&files[at].2);
        Self { command: self.command, files }.run()
    }
}

/// Each letter with its mark apart, as file systems of some makers write.
fn apart(text: &str) -> String {
    let letters = [("é", "e\u{301}"), ("ö", "o\u{308}"), ("ü", "u\u{308}")];
    letters.into_iter().fold(text.to_owned(), |text, (one, two)| text.replace(one, two))
}

#[test]
fn a_file_in_another_way_of_writing_is_the_same_file() {
    let mut tried = 0;
    for door in doors() {
        let plain = door.run();
        assert!(plain.succeeded, "{:?}: {}", door.command, plain.errors);
        for at in 0..door.files.len() {
            if apart(&door.files[at].2) == door.files[at].2 {
                continue;
            }
            let run = door.with(at, apart);
            let place = (door.command, door.files[at].1);
            assert_eq!(
                (run.output.as_str(), run.errors.as_str()),
                (&*plain.output, ""),
                "{place:?}"
            );
            let marked = door.with(at, |text| format!("\u{feff}{text}"));
            assert_eq!(marked.output, plain.output, "{place:?}");
            tried += 1;
        }
    }
    assert_eq!(tried, 11);
}

#[test]
fn nothing_that_is_there_twice_is_read() {
    let mut tried = 0;
    for door in doors() {
        for (at, (_, name, text)) in door.files.iter().enumerate() {
            let twice: Vec<(String, &str)> = if is_of(name, "csv") {
                let header = text.lines().next().unwrap();
                let last = header.rsplit(',').next().unwrap();
                let with = |column: &str| {
                    let rows = text.lines().skip(1).map(|row| format!("{row},x\n"));
                    format!("{header},{column}\n{}", rows.collect::<String>())
                };
                let capital = last.to_uppercase();
                vec![
                    (with(last), "is there twice"),
                    (with(&apart(&capital)), "is there twice"),
                    (with(&format!(" {last} ")), "is there twice"),
                ]
            } else if is_of(name, "toml") {
                vec![(format!("seats = 3\n{text}"), "duplicate key")]
            } else {
                vec![(text.replacen('{', "{\"feasible\": true, ", 1), "is there twice")]
            };
            for (text, words) in twice {
                let run = door.with(at, |_| text.clone());
                let place = (door.command, name, &run.errors);
                assert_eq!((run.code, run.output.as_str()), (Some(1), ""), "{place:?}");
                assert!(run.errors.contains(words), "{place:?}");
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 25);
}

#[test]
fn lists_of_staff_and_of_problems_refuse_a_column_that_is_there_twice() {
    let machine = Machine::new();
    for (command, header) in [
        (["staff", "import"], "nip,name,unit,email,Name"),
        (["problems", "import"], "code,owner_unit,illustrative,title,Title"),
    ] {
        let file = machine.path("table.csv");
        std::fs::write(&file, format!("{header}\n1,2,3,4,5\n")).unwrap();
        let run = machine.tubel(&[command[0], command[1], &file]);
        assert_eq!(run.code, Some(1), "{}", run.output);
        let named = header.rsplit(',').next().unwrap();
        assert!(run.errors.contains(&format!("the column {named} twice")), "{}", run.errors);
    }
}

/// A door that cannot be passed for want of anything but a fault.
fn infeasible() -> Vec<Door> {
    let fill = |limits: &str| {
        let mut door = fill();
        limits.clone_into(&mut door.files[1].2);
        door
    };
    let solve = |load: &'static [&'static str]| Door { command: load, ..solve() };
    vec![
        fill("seats = 2\n[families.\"unité\".classes.\"Zoé\"]\nmin = 2\n"),
        fill("seats = 9\nfill_all_seats = true\n"),
        Door { command: &["selection", "fill"], ..fill("seats = 9\nfill_all_seats = true\n") },
        solve(&["assignment", "solve", "--per-proposal", "3", "--max-load", "2"]),
        solve(&["assignment", "solve", "--per-proposal", "2", "--max-load", "1", "--json"]),
        solve(&[
            "assignment",
            "solve",
            "--per-proposal",
            "1",
            "--max-load",
            "2",
            "--min-load",
            "2",
        ]),
    ]
}

#[test]
fn infeasible_has_one_exit_code_and_every_help_tells_all_of_them() {
    for door in infeasible() {
        let run = door.run();
        assert_eq!(run.code, Some(3), "{:?}: {}{}", door.command, run.output, run.errors);
        assert!(!run.errors.is_empty(), "{:?}", door.command);
        let is_json = door.command.contains(&"--json");
        assert_eq!(run.output.contains("\"feasible\""), is_json, "{}", run.output);
        assert_eq!(run.output.is_empty(), !is_json, "{}", run.output);
    }
    // An honest answer that there is none holds.
    for door in infeasible().into_iter().filter(|door| door.command.contains(&"--json")) {
        let check: &'static [&'static str] = if door.command[0] == "selection" {
            &["selection", "check"]
        } else {
            &["assignment", "check", "--per-proposal", "2", "--max-load", "1"]
        };
        let run = checked(door, check).run();
        assert_eq!(run.code, Some(0), "{check:?}: {}", run.errors);
    }
    for door in doors() {
        assert_eq!(door.with(0, |_| "no table".to_owned()).code, Some(1), "{:?}", door.command);
        let machine = Machine::new();
        assert_eq!(machine.tubel(&[door.command[0], door.command[1]]).code, Some(2));
    }
    let machine = Machine::new();
    for help in [
        &["selection"][..],
        &["selection", "fill"],
        &["selection", "check"],
        &["selection", "fit"],
        &["selection", "replay"],
        &["assignment"],
        &["assignment", "solve"],
        &["assignment", "check"],
    ] {
        let told = machine.tubel(&[help, &["--help"]].concat()).output;
        for line in ["  0  done", "  1  a file", "  2  the command", "  3  infeasible"] {
            assert!(told.contains(line), "{help:?}: {told}");
        }
    }
}

#[test]
fn the_least_noise_of_a_table_of_scores_is_that_of_its_step() {
    // Three reviewers who agree to the point, on a step of 10: no less noise than 10²/12 is believed.
    let scores = "proposal,reviewer,score\n\
        a,r1,70\na,r2,70\na,r3,70\nb,r1,60\nb,r2,60\nb,r3,60\nc,r1,40\nc,r2,40\nc,r3,40\n";
    let door = Door { files: vec![("--scores", "s.csv", scores.to_owned())], ..fit() };
    let told: serde_json::Value = serde_json::from_str(&door.run().output).unwrap();
    let noise = told["var_noise"].as_f64().unwrap();
    assert!((noise - 100.0 / 12.0).abs() < 1e-6, "{told}");
    assert!(told["warnings"].to_string().contains("noise_at_floor"), "{told}");
}

/// Two panels of three that know their own proposals a little better, and a command over them.
fn two_panels(words: &'static str) -> Door {
    let mut table = "proposal,reviewer,affinity\n".to_owned();
    for proposal in 0..6 {
        for reviewer in 0..6 {
            let own = (proposal < 3) == (reviewer < 3);
            let affinity = if own { 500_400 } else { 500_000 };
            let row = format!("p{proposal},r{reviewer},{affinity}\n");
            table.push_str(&row);
        }
    }
    let command: Vec<&str> = words.split(' ').collect();
    Door { command: command.leak(), files: vec![("--affinity", "a.csv", table)] }
}

#[test]
fn a_plan_may_pay_less_than_a_step_a_pair_to_be_comparable() {
    let plain = two_panels("assignment solve --per-proposal 2 --max-load 2").run();
    assert!(plain.output.contains("groups without a proposal in common"), "{}", plain.output);
    let paid =
        two_panels("assignment solve --per-proposal 2 --max-load 2 --comparability-step 500");
    let told = paid.run().output;
    assert!(!told.contains("groups without a proposal in common"), "{told}");
    let line = |start: &str| told.lines().find(|line| line.starts_with(start)).unwrap().to_owned();
    let (before, after) =
        (line("Comparability without the preference: "), line("Comparability with it: "));
    assert!(
        !before.contains("groups of reviewers 1,") && before.contains("total affinity 6004800"),
        "{told}"
    );
    assert!(
        after.contains("groups of reviewers 1,") && after.contains("worst pair 500000"),
        "{told}"
    );
    let total = |line: &str| -> i64 {
        let rest = line.split_once("total affinity ").unwrap().1;
        rest.split(',').next().unwrap().parse().unwrap()
    };
    let given = format!("Affinity given up: {}.", total(&before) - total(&after));
    assert_eq!(line("Affinity given up: "), given);
    assert!(
        before.contains("smallest overlap 2,") && after.contains("smallest overlap 2,"),
        "{told}"
    );
}

#[test]
fn a_plan_is_checked_with_the_step_it_was_made_with() {
    let json = || {
        two_panels("assignment solve --per-proposal 2 --max-load 2 --comparability-step 500 --json")
    };
    let loads = &["assignment", "check", "--per-proposal", "2", "--max-load", "2"];
    let rules = [&loads[..], &["--comparability-step", "500"]].concat().leak();
    let held = checked(json(), rules).run();
    assert!(held.succeeded, "{}", held.errors);
    // The answer names its step: with another it is not checked, nor with none.
    assert!(json().run().output.contains("\"comparability_step\":500"));
    let refused = checked(json(), loads).run();
    let words = "the answer was made with --comparability-step 500; check it with the same";
    assert!(!refused.succeeded && refused.errors.contains(words), "{}", refused.errors);
}

#[test]
fn the_lot_of_the_zone_is_drawn_and_verified_from_a_table() {
    let candidates = "id,zone\nA,no\nB,yes\nC,yes\nD,no\nE,yes\n";
    let files = vec![
        ("--candidates", "c.csv", candidates.to_owned()),
        ("--limits", "l.toml", "seats = 3\n".to_owned()),
    ];
    let fill = |command| Door { command, files: files.clone() };
    let mut lots = ["B", "C", "E"].map(|id| (selection_math::ranking::lot("benih", id), id));
    lots.sort();
    let [first, second, third] = lots.map(|(_, id)| id);
    let made = fill(&["selection", "fill", "--lot-seed", "benih"]).run().output;
    let order: Vec<&str> = made.lines().map(|line| line.split('\t').next().unwrap()).collect();
    assert_eq!(order, ["A", first, second, "D", third]);
    let json = || fill(&["selection", "fill", "--json", "--lot-seed", "benih"]);
    let held = checked(json(), &["selection", "check", "--lot-seed", "benih"]).run();
    assert!(held.succeeded, "{}", held.errors);
    // Without the lot, or with another seed that orders them otherwise, it is another list.
    let other = (0..50).map(|seed| format!("other {seed}")).find(|seed| {
        let mut others = ["B", "C", "E"].map(|id| (selection_math::ranking::lot(seed, id), id));
        others.sort();
        others.map(|(_, id)| id) != [first, second, third]
    });
    let machine = Machine::new();
    let paths: Vec<String> =
        [("c.csv", candidates), ("l.toml", "seats = 3\n"), ("a.json", &json().run().output)]
            .map(|(name, text)| {
                std::fs::write(machine.path(name), text).unwrap();
                machine.path(name)
            })
            .into();
    let check = [
        "selection",
        "check",
        "--candidates",
        &paths[0],
        "--limits",
        &paths[1],
        "--result",
        &paths[2],
    ];
    assert_eq!(
        machine.tubel(&[&check[..], &["--lot-seed", &other.unwrap()]].concat()).code,
        Some(1)
    );
    if [first, second, third] != ["B", "C", "E"] {
        assert_eq!(machine.tubel(&check).code, Some(1));
    }
    let missing = door_without_zone().run();
    assert!(missing.errors.contains("there is no column zone"), "{}", missing.errors);
}

fn door_without_zone() -> Door {
    let files = vec![
        ("--candidates", "c.csv", "id\nA\n".to_owned()),
        ("--limits", "l.toml", "seats = 1\n".to_owned()),
    ];
    Door { command: &["selection", "fill", "--lot-seed", "s"], files }
}
