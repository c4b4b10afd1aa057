//! The commands for anyone's data, given files as they come from spreadsheets, and files at fault.

use super::support::{Machine, Run};

const SCORES: &str =
    "proposal,reviewer,score\na,r1,70\na,r2,62.5\nb,r1,55\nb,r2,50\nc,r1,66\nc,r2,61\n";

fn with_file(command: &[&str], text: impl AsRef<[u8]>, rest: &[&str]) -> Run {
    let machine = Machine::new();
    let file = machine.path("table.csv");
    std::fs::write(&file, text).unwrap();
    machine.tubel(&[command, &[&file], rest].concat())
}

fn fit(scores: impl AsRef<[u8]>, rest: &[&str]) -> Run {
    let settings = ["--seats", "1", "--seed", "s", "--draws", "320"];
    with_file(&["selection", "fit", "--scores"], scores, &[&settings, rest].concat())
}

fn solve(affinities: impl AsRef<[u8]>) -> Run {
    let load = ["--per-proposal", "1", "--max-load", "1"];
    with_file(&["assignment", "solve", "--affinity"], affinities, &load)
}

fn fill(candidates: &str, limits: &str, rest: &[&str]) -> Run {
    let machine = Machine::new();
    let (table, plan) = (machine.path("candidates.csv"), machine.path("limits.toml"));
    std::fs::write(&table, candidates).unwrap();
    std::fs::write(&plan, limits).unwrap();
    let arguments = ["selection", "fill", "--candidates", &table, "--limits", &plan];
    machine.tubel(&[&arguments, rest].concat())
}

pub(crate) fn refused(run: &Run) -> &str {
    assert!(!run.succeeded && run.output.is_empty(), "{}{}", run.output, run.errors);
    run.errors.trim()
}

#[test]
fn scores_from_an_indonesian_spreadsheet_give_the_same_bytes() {
    let plain = fit(SCORES, &["--json"]);
    assert!(plain.succeeded, "{}", plain.errors);
    let semicolons = SCORES.replace(',', ";").replace('.', ",").replace('\n', "\r\n");
    assert_eq!(fit(format!("\u{feff}{semicolons}"), &["--json"]).output, plain.output);
    let tabs = SCORES.replace(',', "\t").replace('\n', "\r");
    assert_eq!(fit(tabs, &["--json"]).output, plain.output);
}

#[test]
fn a_score_off_the_declared_scale_is_refused_with_its_row() {
    let scale = ["--lowest", "52", "--highest", "100"];
    let run = fit(SCORES, &scale);
    let expected = "row 4 (line 5): the score 50 is off the scale: the lowest is 52";
    assert!(refused(&run).ends_with(expected), "{}", run.errors);
    assert!(fit(SCORES, &["--lowest", "50", "--highest", "70"]).succeeded);
    assert!(refused(&fit(SCORES, &["--highest", "69.9"])).contains("row 1 (line 2): the score 70"));
}

#[test]
fn files_that_are_no_table_of_scores_are_named_for_what_they_are() {
    let says = |text: &[u8], words: &str| {
        let run = fit(text, &[]);
        assert!(refused(&run).contains(words), "{}", run.errors);
        assert_eq!(run.errors.trim().lines().count(), 1, "{}", run.errors);
    };
    says(b"", "the file is empty");
    says(b"proposal,reviewer,score\n", "there are no score rows");
    says(b"proposal,reviewer,points\na,r,1\n", "column `score` is missing; found: proposal");
    says(b"proposal,reviewer,score\na,r,\"62,5\"\n", "row 1 (line 2): `62,5` is not a number");
    says(b"proposal,reviewer,score\na,r,1\n\xe9,r,2\n", "row 2 (line 3): it is not UTF-8 text");
    says(
        b"proposal,reviewer,score\na,r,1\nb,r\n",
        "row 2 (line 3): it has 2 cells, the header has 3",
    );
    says(b"\xff\xfep\0r\0", "the file is UTF-16");
    let missing = Machine::new().tubel(&[
        "selection",
        "fit",
        "--scores",
        "none.csv",
        "--seats",
        "1",
        "--seed",
        "s",
    ]);
    assert!(refused(&missing).contains("cannot open none.csv"), "{}", missing.errors);
}

#[test]
fn affinities_may_be_separated_by_semicolons_and_faults_name_the_line() {
    let run = solve("\u{feff}proposal;reviewer;affinity\r\np;r;5\r\n");
    assert!(run.output.contains("Total affinity 5"), "{}", run.errors);
    let says = |text: &str, words: &str| {
        let run = solve(text);
        assert!(refused(&run).contains(words), "{}", run.errors);
    };
    says("", "the file is empty");
    says("proposal,reviewer\np,r\n", "no column `affinity`; the columns are proposal, reviewer");
    says("proposal,reviewer,affinity\np,r,1\nq,r,NaN\n", "line 3: the affinity `NaN`");
    says("proposal,reviewer,affinity\np,r,1\np,r,1\n", "line 3: the pair is also on line 2");
    says("proposal,reviewer,affinity\np,r,1\nq,r\n", "line 3: it has 2 cells, the header has 3");
}

const KNOWN: &str = "proposal,reviewer,affinity\na,r1,9\na,r2,8\na,r3,2\nb,r1,7\nb,r2,7\nb,r3,1\n";

fn solve_with(reviewers: &str, rest: &[&str]) -> Run {
    let machine = Machine::new();
    let file = machine.path("reviewers.csv");
    std::fs::write(&file, reviewers).unwrap();
    let table = machine.path("table.csv");
    std::fs::write(&table, KNOWN).unwrap();
    let command = ["assignment", "solve", "--affinity", &table, "--reviewers", &file];
    machine.tubel(&[&command, ["--per-proposal", "2", "--max-load", "2"].as_slice(), rest].concat())
}

#[test]
fn two_reviewers_of_an_institution_do_not_share_a_proposal() {
    let people = "reviewer;institution;senior\nr1;UGM;ya\nr2;UGM;tidak\nr3;;ya\nr9;ITB;no\n";
    let free = solve_with(people, &[]);
    assert!(
        free.output.contains("Total affinity 31, worst pair 7"),
        "{}{}",
        free.output,
        free.errors
    );
    let run = solve_with(people, &["--one-per-institution", "--one-senior", "--json"]);
    let answer: serde_json::Value = serde_json::from_str(&run.output).unwrap();
    assert_eq!((&answer["feasible"], &answer["total"]), (&true.into(), &19.into()), "{answer}");
    assert!(!answer["certificate"]["institutions"].as_array().unwrap().is_empty(), "{answer}");
    let one = "reviewer,institution\nr1,UGM\nr2,UGM\nr3,UGM\n";
    let run = solve_with(one, &["--one-per-institution"]);
    assert!(run.succeeded && run.output.starts_with("Not feasible: "), "{}", run.errors);
    assert!(run.output.contains("at most with one reviewer per institution"), "{}", run.output);
}

#[test]
fn faults_in_the_table_of_reviewers_name_the_line() {
    let says = |text: &str, words: &str| {
        let run = solve_with(text, &["--one-per-institution", "--one-senior"]);
        assert!(refused(&run).contains(words), "{}", run.errors);
    };
    says("", "the file is empty");
    says("reviewer,institution,senior\n", "there are no rows");
    says("reviewer,unit,senior\nr1,x,no\n", "no column `institution`; the columns are reviewer");
    says(
        "reviewer,institution,senior\nr1,x,no\nr1,y,no\n",
        "line 3: reviewer `r1` is also on line 2",
    );
    says("reviewer,institution,senior\nr1,x,perhaps\n", "line 2: `perhaps` in the column `senior`");
    says("reviewer,institution,senior\nr1,x,no\n", "reviewer `r2` of the affinities is not listed");
    says("reviewer,institution,senior\nr1,x\n", "line 2: it has 2 cells, the header has 3");
}

#[test]
fn affinities_that_are_no_whole_number_on_the_scale_are_refused() {
    for bad in ["NaN", "-1", "0.5", "1000001", "inf", "1e3"] {
        let run = solve(format!("proposal,reviewer,affinity\np,r,{bad}\n"));
        let words = format!("line 2: the affinity `{bad}` is not a whole number from 0 to 1000000");
        assert!(refused(&run).contains(&words), "{}", run.errors);
    }
    assert!(refused(&solve("proposal,reviewer,affinity\n")).contains("there are no rows"));
    assert!(refused(&solve("a,b,c\n1,2,3\n")).contains("no column `proposal`"));
}

#[test]
fn a_floor_above_its_candidates_is_refused_with_both_numbers() {
    let candidates = "id;unit\r\na;U1\r\nb;U1\r\nc;U2\r\n";
    let run = fill(candidates, "seats = 3\n[families.unit.classes.U2]\nmin = 2\n", &[]);
    let expected = "tubel: No set of these candidates keeps all of this: the minimum of unit U2. \
                    (unit U2: min 2, candidates 1)";
    assert_eq!(refused(&run), expected);
    let run = fill(candidates, "seats = 9\nfill_all_seats = true\n", &[]);
    assert!(refused(&run).contains("(seats 9, candidates 3)"), "{}", run.errors);
}

#[test]
fn candidates_at_fault_are_named_by_their_row() {
    let money = "seats = 2\n[budget]\namount = 5\npolicy = \"fund_in_part\"\n";
    let says = |candidates: &str, limits: &str, words: &str| {
        let run = fill(candidates, limits, &[]);
        assert!(refused(&run).contains(words), "{}", run.errors);
    };
    let plain = "seats = 2\n";
    says("", plain, "the file is empty");
    says("id,unit\n", plain, "there are no candidates in the file");
    says("id,unit\na,U1\na,U2\n", plain, "row 3: id a is already in row 2");
    says("id,rank\na,1\nb,1\n", plain, "row 3: rank 1 is already in row 2");
    says("id,rank\na,NaN\nb,1\n", plain, "row 2: rank \"NaN\" is not a whole number");
    says("id,unit\na,U1\nb\n", plain, "row 3: it has 1 cells, the header has 2");
    says("id,unit\na,U1\n,U2\n", plain, "row 3: id is empty");
    says("id,unit\na,U1\nb,\n", "seats = 2\n[families.unit]\ncap_each = 1\n", "row 3: unit");
    says("id,unit\na,U1\n", money, "there is no column cost");
    says("id,cost\na,NaN\n", money, "row 2: cost \"NaN\" is not a whole number");
    says("id,cost\na,-1\n", money, "row 2: cost \"-1\" is not a whole number");
}

#[test]
fn the_last_name_may_be_funded_in_part_and_the_outcome_verified() {
    let machine = Machine::new();
    let path = |name: &str, text: &str| {
        let path = machine.path(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let table = path("candidates.csv", "id,cost\na,60\nb,50\nc,5\n");
    let plan =
        path("limits.toml", "seats = 3\n[budget]\namount = 100\npolicy = \"fund_in_part\"\n");
    let files = ["--candidates", &table, "--limits", &plan];
    let told =
        machine.tubel(&[&["selection", "fill", "--language", "id"][..], &files[..]].concat());
    assert!(told.output.contains("pendanaan sebagian: 40 dari biaya 50."), "{}", told.output);
    let made = machine.tubel(&[&["selection", "fill", "--json"][..], &files[..]].concat());
    assert!(made.output.contains("\"granted\": 40"), "{}", made.output);
    let outcome = path("outcome.json", &made.output);
    let check = [&["selection", "check", "--result", &outcome][..], &files[..]].concat();
    assert!(machine.tubel(&check).succeeded);
    let changed = made.output.replace("\"granted\": 40", "\"granted\": 45");
    std::fs::write(&outcome, changed).unwrap();
    assert!(!machine.tubel(&check).succeeded);
}

#[test]
fn limits_at_fault_are_named() {
    let says = |limits: &str, words: &str| {
        let run = fill("id,unit\na,U1\nb,U1\n", limits, &[]);
        assert!(refused(&run).contains(words), "{}", run.errors);
    };
    says("seats = 2\n[families.unit]\ncap_each = 0\n", "a cap of zero in family unit (cap_each)");
    says("seats = 0\n", "there are no seats");
    says("", "missing field `seats`");
    says("seats = 2\n[families.unit.classes.U1]\nmaks = 1\n", "unknown field `maks`");
    says(
        "seats = 1\n[families.region]\ncap_each = 1\n",
        "no column region; the columns are id, unit",
    );
}

#[test]
fn an_outcome_is_verified_and_a_changed_one_found_out() {
    let machine = Machine::new();
    let path = |name: &str, text: &str| {
        let path = machine.path(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let table = path("candidates.csv", "id,unit\na,U1\nb,U1\nc,U2\n");
    let plan = path("limits.toml", "seats = 2\n[families.unit]\ncap_each = 1\n");
    let files = ["--candidates", &table, "--limits", &plan];
    let filled = machine.tubel(&[&["selection", "fill", "--json"][..], &files].concat());
    let check = |text: &str| {
        let result = path("result.json", text);
        let result = ["--result", &result];
        machine.tubel(&[&["selection", "check"][..], &files, &result].concat())
    };
    let verified = check(&filled.output);
    assert_eq!(verified.output, "the outcome holds: 2 selected, 3 certificates verified\n");
    let changed = check(&filled.output.replace("\"cap\": 1", "\"cap\": 2"));
    assert!(refused(&changed).contains("the certificate of b is not true"), "{}", changed.errors);
    assert!(refused(&check("")).contains("is not an outcome"));
}
