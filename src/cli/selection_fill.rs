//! `tubel selection fill` and `check`: the quota fill over anyone's own files, and the independent
//! check of its output. Reads files and prints; the rules are `selection::quota`.

use super::say;
use crate::selection::quota::{
    Candidate, Limits, Outcome, certificate_in_words, check, conflict_in_words, fill,
    release_in_words,
};
use crate::web::Language;
use anyhow::{Context, anyhow, bail, ensure};
use clap::Args;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// What the two files hold; shown by `--help`.
const FILES: &str = r#"CANDIDATES (CSV with a header)
  id        one per row, no two alike
  rank      optional whole number, 1 is best, no two alike; without it the order of rows counts
  cost      whole number, needed when the limits have a budget
  and one column per family of the limits, with the candidate's class; other columns are ignored

LIMITS (TOML)
  seats = 8                         # at most so many are selected
  fill_all_seats = false            # true: exactly so many, else infeasible
  floor_release = "strict"          # a floor above its eligible candidates makes the plan infeasible;
                                    # "as_far_as_possible": it is lowered to them, and reported
  [families.unit]
  cap_each = 2                      # the cap of every class without a max of its own
  [families.unit.classes."U.BB.MKS"]
  max = 3
  [families.remote.classes.yes]
  min = 2                           # at least two of the selected have remote = yes
  [budget]                          # optional; applied after the limits, no part of the look-ahead
  amount = 500
  policy = "skip_and_continue"      # or "stop_at_first"

Down the ranking, a name is taken if some set that keeps all limits contains those already taken and
it. Exit 0: feasible. Exit 1: infeasible (the conflict is named) or a file at fault."#;

/// Fill the seats of a ranked list within floors and caps, with a certificate for every name.
#[derive(Debug, Args)]
#[command(after_help = FILES)]
pub(super) struct FillArguments {
    /// The ranked candidates (CSV).
    #[arg(long, value_name = "FILE.csv")]
    candidates: PathBuf,
    /// Seats, families of limits, budget (TOML).
    #[arg(long, value_name = "FILE.toml")]
    limits: PathBuf,
    /// Print the outcome as JSON: feasible, selected, reserve, certificates, released, conflict.
    #[arg(long)]
    json: bool,
    /// Language of the reasons when printed as text: id or en.
    #[arg(long, default_value = "en", value_parser = ["id", "en"])]
    language: String,
}

/// Verify the JSON output of `fill` by counting, without the solver; exit 1 with the fault named.
#[derive(Debug, Args)]
#[command(after_help = FILES)]
pub(super) struct CheckArguments {
    /// The same candidates that `fill` was given.
    #[arg(long, value_name = "FILE.csv")]
    candidates: PathBuf,
    /// The same limits that `fill` was given.
    #[arg(long, value_name = "FILE.toml")]
    limits: PathBuf,
    /// The JSON that `fill --json` printed.
    #[arg(long, value_name = "FILE.json")]
    result: PathBuf,
}

/// # Errors
/// A file at fault, with its row; limits that cannot be kept, after the outcome is printed.
pub(super) fn run_fill(arguments: &FillArguments) -> anyhow::Result<()> {
    let (candidates, limits) = read_both(&arguments.candidates, &arguments.limits)?;
    let outcome = fill(&candidates, &limits)?;
    let language =
        if arguments.language == "id" { Language::Indonesian } else { Language::English };
    if arguments.json {
        say(&serde_json::to_string_pretty(&with_words(&outcome)?)?)?;
    } else {
        say(&as_text(&outcome, language))?;
    }
    match &outcome.conflict {
        Some(conflict) => bail!(conflict_in_words(conflict, language)),
        None => Ok(()),
    }
}

/// # Errors
/// A file at fault, or the first certificate that is not true.
pub(super) fn run_check(arguments: &CheckArguments) -> anyhow::Result<()> {
    let (candidates, limits) = read_both(&arguments.candidates, &arguments.limits)?;
    let outcome: Outcome = serde_json::from_str(&read(&arguments.result)?)
        .with_context(|| format!("{} is not an outcome", arguments.result.display()))?;
    check(&candidates, &limits, &outcome)?;
    let (selected, certificates) = (outcome.selected.len(), outcome.certificates.len());
    say(&format!("the outcome holds: {selected} selected, {certificates} certificates verified"))
}

fn read(path: &Path) -> anyhow::Result<String> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

fn read_both(candidates: &Path, limits: &Path) -> anyhow::Result<(Vec<Candidate>, Limits)> {
    let plan: Limits = toml::from_str(&read(limits)?)
        .with_context(|| format!("{} is not a quota plan", limits.display()))?;
    let list = read_candidates(&read(candidates)?, &plan)
        .with_context(|| format!("{}", candidates.display()))?;
    Ok((list, plan))
}

/// The outcome, each certificate with its words in both languages.
fn with_words(outcome: &Outcome) -> anyhow::Result<Value> {
    let mut value = serde_json::to_value(outcome)?;
    let certificates = value.get_mut("certificates").and_then(Value::as_array_mut);
    for (shown, certificate) in certificates.into_iter().flatten().zip(&outcome.certificates) {
        let [id, en] = Language::ALL.map(|language| certificate_in_words(certificate, language));
        if let Some(fields) = shown.as_object_mut() {
            fields.insert("in_words".to_owned(), json!({ "id": id, "en": en }));
        }
    }
    Ok(value)
}

fn as_text(outcome: &Outcome, language: Language) -> String {
    let released = outcome.released.iter().map(|one| release_in_words(one, language));
    let certificates = outcome.certificates.iter().map(|certificate| {
        format!("{}\t{}", certificate.id, certificate_in_words(certificate, language))
    });
    released.chain(certificates).collect::<Vec<_>>().join("\n")
}

/// The columns of the file that are read, by position.
struct Columns {
    id: usize,
    rank: Option<usize>,
    cost: Option<usize>,
    /// Per family of the limits.
    families: BTreeMap<String, usize>,
}

impl Columns {
    fn find(header: &csv::StringRecord, limits: &Limits) -> anyhow::Result<Self> {
        let position = |name: &str| header.iter().position(|column| column.trim() == name);
        let needed = |name: &str| {
            position(name).ok_or_else(|| {
                let present = header.iter().collect::<Vec<_>>().join(", ");
                anyhow!("row 1: there is no column {name}; the columns are {present}")
            })
        };
        let families = limits.families.keys();
        let families = families.map(|family| Ok((family.clone(), needed(family)?)));
        let families = families.collect::<anyhow::Result<_>>()?;
        let cost = if limits.budget.is_some() { Some(needed("cost")?) } else { position("cost") };
        Ok(Self { id: needed("id")?, rank: position("rank"), cost, families })
    }
}

/// The candidates in order of their rank.
fn read_candidates(text: &str, limits: &Limits) -> anyhow::Result<Vec<Candidate>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let columns = Columns::find(reader.headers()?, limits)?;
    let (mut ids, mut ranks) = (HashMap::new(), HashMap::new());
    let mut ranked = Vec::new();
    for record in reader.records() {
        let record = record?;
        let row = record.position().map_or(0, csv::Position::line);
        let candidate = candidate(&record, &columns).with_context(|| format!("row {row}"))?;
        if let Some(first) = ids.insert(candidate.id.clone(), row) {
            bail!("row {row}: id {} is already in row {first}", candidate.id);
        }
        let rank = match columns.rank {
            Some(at) => whole_number(&record, at, "rank").with_context(|| format!("row {row}"))?,
            None => row,
        };
        if let Some(first) = ranks.insert(rank, row) {
            bail!("row {row}: rank {rank} is already in row {first}");
        }
        ranked.push((rank, candidate));
    }
    ensure!(!ranked.is_empty(), "there are no candidates in the file");
    ranked.sort_by_key(|(rank, _)| *rank);
    Ok(ranked.into_iter().map(|(_, candidate)| candidate).collect())
}

fn candidate(record: &csv::StringRecord, columns: &Columns) -> anyhow::Result<Candidate> {
    let filled = |at: usize, name: &str| match record.get(at) {
        None | Some("") => Err(anyhow!("{name} is empty")),
        Some(text) => Ok(text.to_owned()),
    };
    let classes = columns.families.iter();
    let classes = classes.map(|(family, &at)| Ok((family.clone(), filled(at, family)?)));
    Ok(Candidate {
        id: filled(columns.id, "id")?,
        classes: classes.collect::<anyhow::Result<_>>()?,
        cost: columns.cost.map_or(Ok(0), |at| whole_number(record, at, "cost"))?,
        barred: None,
        ties: Vec::new(),
    })
}

fn whole_number(record: &csv::StringRecord, at: usize, name: &str) -> anyhow::Result<u64> {
    let text = record.get(at).unwrap_or_default();
    text.parse().map_err(|_| anyhow!("{name} {text:?} is not a whole number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "seats = 2\n[families.unit]\ncap_each = 1\n";

    fn read(text: &str) -> Result<Vec<String>, String> {
        let candidates = read_candidates(text, &toml::from_str(PLAN).unwrap());
        let ids = |list: Vec<Candidate>| list.into_iter().map(|candidate| candidate.id).collect();
        candidates.map(ids).map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn candidates_come_in_order_of_rank_or_else_of_rows() {
        assert_eq!(read("id,rank,unit\na,2,U1\nb,1,U1\n").unwrap(), ["b", "a"]);
        assert_eq!(read("name,unit,id\nx,U1,a\ny,U2,b\n").unwrap(), ["a", "b"]);
    }

    #[test]
    fn a_fault_in_the_file_is_named_with_its_row() {
        for (text, fault) in [
            ("id,unit\n", "there are no candidates in the file"),
            ("", "row 1: there is no column unit; the columns are "),
            ("id,units\na,U1\n", "row 1: there is no column unit; the columns are id, units"),
            ("id,unit\na,U1\nb,U1\na,U2\n", "row 4: id a is already in row 2"),
            ("id,unit\na,\n", "row 2: unit is empty"),
            ("id,unit,rank\na,U1,1\nb,U1,1\n", "row 3: rank 1 is already in row 2"),
            ("id,unit,rank\na,U1,NaN\n", "row 2: rank \"NaN\" is not a whole number"),
            ("id,unit,cost\na,U1,-5\n", "row 2: cost \"-5\" is not a whole number"),
        ] {
            assert_eq!(read(text).unwrap_err(), fault);
        }
    }

    #[test]
    fn a_budget_needs_a_column_of_costs() {
        let plan = format!("{PLAN}[budget]\namount = 5\npolicy = \"stop_at_first\"\n");
        let error = read_candidates("id,unit\na,U1\n", &toml::from_str(&plan).unwrap());
        assert_eq!(
            error.unwrap_err().to_string(),
            "row 1: there is no column cost; the columns are id, unit"
        );
    }

    #[test]
    fn the_plan_in_the_help_text_is_a_valid_plan() {
        let plan = FILES.split_once("LIMITS (TOML)").unwrap().1;
        let plan = plan.split_once("\n\n").unwrap().0;
        let limits: Limits = toml::from_str(plan).unwrap();
        assert_eq!((limits.seats, limits.families.len()), (8, 2));
    }
}
