//! `tubel selection fit` as people and programs meet it: its JSON, its table, its refusals.

use serde_json::Value;
use std::io::Write;
use std::process::{Command, Output};

const SCORES: &str = "proposal,reviewer,score\n\
    a,r1,70\na,r2,62.5\na,r3,75\nb,r1,55\nb,r2,50\nb,r3,61\nc,r1,66\nc,r2,60\nc,r3,64.25\n\
    d,r1,80\nd,r2,71\nd,r3,82\ne,r1,40\ne,r2,45\ne,r3,52\n";

fn run(scores: &str, arguments: &[&str]) -> Output {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(scores.as_bytes()).unwrap();
    Command::new(env!("CARGO_BIN_EXE_tubel"))
        .args(["selection", "fit", "--seed", "plenary", "--draws", "3200", "--scores"])
        .arg(file.path())
        .args(arguments)
        .output()
        .unwrap()
}

fn answer(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn refusal(scores: &str, seats: &str) -> String {
    let output = run(scores, &["--seats", seats]);
    assert!(!output.status.success() && output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn the_json_has_the_promised_fields_and_the_best_first() {
    let answer = answer(&run(SCORES, &["--seats", "2", "--json"]));
    let mut expected = [
        "n_proposals",
        "n_reviewers",
        "mu",
        "var_proposal",
        "var_reviewer",
        "var_noise",
        "reml_deviance",
        "warnings",
        "proposals",
        "reviewers",
        "severity_contrast",
    ];
    expected.sort_unstable();
    assert_eq!(keys(&answer), expected);
    let mut of_proposal = [
        "id",
        "n",
        "mean",
        "blup",
        "sd",
        "expected_rank",
        "rank_low",
        "rank_high",
        "p_selected",
        "zone",
    ];
    of_proposal.sort_unstable();
    assert_eq!(keys(&answer["proposals"][0]), of_proposal);
    assert_eq!(keys(&answer["reviewers"][0]), ["id", "n", "severity"]);
    let ids: Vec<&Value> =
        answer["proposals"].as_array().unwrap().iter().map(|row| &row["id"]).collect();
    assert_eq!(ids, ["d", "a", "c", "b", "e"]);
    assert_eq!(answer["proposals"][0]["zone"], "inside");
    assert_eq!(answer["proposals"][4]["zone"], "outside");
    // r2 scores lowest on the same proposals.
    assert!(answer["reviewers"][1]["severity"].as_f64() > Some(0.0));
}

#[test]
fn shuffled_rows_and_other_thread_counts_print_the_same_bytes() {
    let (header, rows) = SCORES.split_once('\n').unwrap();
    let mut lines: Vec<&str> = rows.lines().collect();
    lines.reverse();
    let reversed = format!("{header}\n{}\n", lines.join("\n"));
    let once = run(SCORES, &["--seats", "2", "--json", "--threads", "1"]).stdout;
    for threads in ["2", "16"] {
        let again = run(&reversed, &["--seats", "2", "--json", "--threads", threads]).stdout;
        assert_eq!(again, once);
    }
}

#[test]
fn without_json_a_table_is_printed() {
    let output = run(SCORES, &["--seats", "2"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("5 proposals, 3 reviewers, 2 seats\n"), "{text}");
    let row = text.lines().find(|line| line.trim_start().starts_with("1  ")).unwrap();
    let cells: Vec<&str> = row.split_whitespace().collect();
    assert_eq!((cells[1], cells[2], cells[3]), ("d", "3", "77.667"), "{text}");
}

#[test]
fn a_wrong_row_is_named_and_the_exit_is_not_zero() {
    let with = |row: &str| refusal(&format!("{SCORES}{row}\n"), "2");
    assert!(with("f,r1,good").ends_with("row 16 (line 17): `good` is not a number\n"));
    assert!(with("f,r1,NaN").contains("row 16 (line 17)"));
    assert!(with("f,r1,inf").contains("row 16 (line 17)"));
    let twice = with("a,r1,70");
    assert!(twice.contains("row 16 (line 17)") && twice.contains("row 1 (line 2)"), "{twice}");
}

#[test]
fn seats_must_fit_the_field() {
    assert!(refusal(SCORES, "0").contains("at least one seat"));
    assert!(refusal(SCORES, "6").contains("larger than the field of 5 proposals"));
    assert!(refusal("", "1").contains("the file is empty"));
    assert!(refusal("proposal,reviewer\na,b\n", "1").contains("column `score` is missing"));
}
