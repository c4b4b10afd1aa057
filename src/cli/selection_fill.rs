//! `tubel selection fill` and `check`: the quota fill over anyone's own files, and the independent
//! check of its output. Arguments and printing are here, the table is read in
//! `selection_fill/candidates.rs`; the rules are `selection::quota`.

mod candidates;

use super::progress::while_working;
use super::{Infeasible, answer_in, exits, say};
use crate::features::selection::wording::{
    certificate_in_words, conflict_in_words, release_in_words,
};
use crate::kernel::input_files;
use crate::kernel::language::Language;
use crate::kernel::progress::At;
use anyhow::{Context, bail};
use candidates::read_candidates;
use clap::Args;
use selection_math::quota::{
    Candidate, Certificate, Conflict, LimitName, Limits, Outcome, check, fill,
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What the two files hold; shown by `--help`.
const FILES: &str = r#"CANDIDATES (CSV with a header; commas, semicolons or tabs between the cells)
  id        one per row, no two alike
  rank      optional whole number, 1 is best, no two alike; without it the order of rows counts
  cost      whole number, needed when the limits have a budget
  zone      yes or no, needed with --lot-seed: who draws the lot of what is too close to call
  and one column per family of the limits, with the candidate's class; other columns are ignored

LIMITS (TOML)
  seats = 8                         # at most so many are selected
  fill_all_seats = false            # true: exactly so many, else infeasible
  floor_release = "strict"          # a floor above its eligible candidates makes the plan infeasible;
                                    # "as_far_as_possible": it is lowered to them, and reported; so
                                    # are those that money makes unreachable, and no others
  [families.unit]
  cap_each = 2                      # the cap of every class without a max of its own
  [families.unit.classes."U.BB.MKS"]
  max = 3
  [families.remote.classes.yes]
  min = 2                           # at least two of the selected have remote = yes
  [budget]                          # optional; applied after the limits, no part of the look-ahead
  amount = 500
  policy = "skip_and_continue"      # or "stop_at_first", or "fund_in_part": the first that does not
                                    # fit gets what is left, and nobody after it is taken

Down the ranking, a name is taken if some set that keeps all limits contains those already taken and
it. When no set keeps all limits, the conflict is named."#;

/// Fill the seats of a ranked list within floors and caps, with a certificate for every name.
#[derive(Debug, Args)]
#[command(after_help = exits(FILES))]
pub(super) struct FillArguments {
    /// The ranked candidates (CSV).
    #[arg(long, value_name = "FILE.csv")]
    candidates: PathBuf,
    /// Seats, families of limits, budget (TOML).
    #[arg(long, value_name = "FILE.toml")]
    limits: PathBuf,
    /// The seed of the lot of the zone: candidates with `yes` in a column `zone` draw lots for the places
    /// that they hold together, HMAC-SHA256(seed, id), the smaller first.
    #[arg(long, value_name = "SEED")]
    lot_seed: Option<String>,
    /// Print the outcome as JSON: feasible, selected, reserve, certificates, released, conflict.
    #[arg(long)]
    json: bool,
    /// Language of the reasons when printed as text: id or en.
    #[arg(long, default_value = "en", value_parser = ["id", "en"])]
    language: String,
}

/// Verify the JSON output of `fill` by counting, without the solver; the fault is named.
#[derive(Debug, Args)]
#[command(after_help = exits(FILES))]
pub(super) struct CheckArguments {
    /// The same candidates that `fill` was given.
    #[arg(long, value_name = "FILE.csv")]
    candidates: PathBuf,
    /// The same limits that `fill` was given.
    #[arg(long, value_name = "FILE.toml")]
    limits: PathBuf,
    /// The seed that `fill` was given, if any.
    #[arg(long, value_name = "SEED")]
    lot_seed: Option<String>,
    /// The JSON that `fill --json` printed.
    #[arg(long, value_name = "FILE.json")]
    result: PathBuf,
}

/// # Errors
/// A file at fault, with its row; limits that cannot be kept, after the outcome is printed.
pub(super) fn run_fill(arguments: &FillArguments) -> anyhow::Result<()> {
    let (candidates, limits) =
        read_both((&arguments.candidates, &arguments.limits), arguments.lot_seed.as_deref())?;
    let place = || At::open("filling the seats", 0);
    let outcome = while_working(place, || fill(&candidates, &limits))
        .with_context(|| format!("{}", arguments.limits.display()))?;
    let language =
        if arguments.language == "id" { Language::Indonesian } else { Language::English };
    if arguments.json {
        say(&serde_json::to_string_pretty(&with_words(&outcome)?)?)?;
    } else if outcome.feasible {
        say(&as_text(&outcome, language))?;
    }
    match &outcome.conflict {
        Some(conflict) => {
            let numbers = numbers(conflict, &limits, &candidates);
            Err(Infeasible(format!("{} ({numbers})", conflict_in_words(conflict, language))).into())
        }
        None => Ok(()),
    }
}

/// # Errors
/// A file at fault, or the first certificate that is not true.
pub(super) fn run_check(arguments: &CheckArguments) -> anyhow::Result<()> {
    let (candidates, limits) =
        read_both((&arguments.candidates, &arguments.limits), arguments.lot_seed.as_deref())?;
    let name = arguments.result.display();
    let told = answer_in(&arguments.result).with_context(|| format!("{name} is not an outcome"))?;
    let outcome =
        Outcome::deserialize(&told).with_context(|| format!("{name} is not an outcome"))?;
    let place = || At::open("counting every certificate again", 0);
    while_working(place, || check(&candidates, &limits, &outcome))?;
    // Nothing stands there beside what was verified, and every word is what the figures say.
    if let Some(path) = input_files::difference(&with_words(&outcome)?, &told) {
        bail!("{name}: {path} is not what the certificates say");
    }
    let (selected, certificates) = (outcome.selected.len(), outcome.certificates.len());
    say(&format!("the outcome holds: {selected} selected, {certificates} certificates verified"))
}

fn read_both(
    (candidates, limits): (&Path, &Path),
    lot_seed: Option<&str>,
) -> anyhow::Result<(Vec<Candidate>, Limits)> {
    let text = input_files::text_of(limits)
        .with_context(|| format!("cannot read {}", limits.display()))?;
    let plan: Limits = input_files::toml(&text)
        .with_context(|| format!("{} is not a quota plan", limits.display()))?;
    let list = std::fs::File::open(candidates)
        .with_context(|| format!("cannot open {}", candidates.display()))?;
    let list = read_candidates(list, &plan, lot_seed)
        .with_context(|| format!("{}", candidates.display()))?;
    Ok((list, plan))
}

/// The outcome, each certificate with its words in both languages.
fn with_words(outcome: &Outcome) -> anyhow::Result<Value> {
    let mut value = serde_json::to_value(outcome)?;
    add_words(&mut value, &outcome.certificates);
    let attempts = value.get_mut("attempts").and_then(Value::as_array_mut);
    for (shown, attempt) in attempts.into_iter().flatten().zip(&outcome.attempts) {
        add_words(shown, &attempt.certificates);
    }
    Ok(value)
}

fn add_words(to: &mut Value, certificates: &[Certificate]) {
    let shown = to.get_mut("certificates").and_then(Value::as_array_mut);
    for (shown, certificate) in shown.into_iter().flatten().zip(certificates) {
        let [id, en] = Language::ALL.map(|language| certificate_in_words(certificate, language));
        if let Some(fields) = shown.as_object_mut() {
            fields.insert("in_words".to_owned(), json!({ "id": id, "en": en }));
        }
    }
}

fn as_text(outcome: &Outcome, language: Language) -> String {
    let released = outcome.released.iter().map(|one| release_in_words(one, language));
    let certificates = outcome.certificates.iter().map(|certificate| {
        format!("{}\t{}", certificate.id, certificate_in_words(certificate, language))
    });
    released.chain(certificates).collect::<Vec<_>>().join("\n")
}

/// What the limits of a conflict ask for, and how many candidates there are for it.
fn numbers(conflict: &Conflict, limits: &Limits, candidates: &[Candidate]) -> String {
    let holders = |family: &str, class: &str| {
        let is_in =
            |candidate: &&Candidate| candidate.classes.get(family).is_some_and(|own| own == class);
        candidates.iter().filter(is_in).count()
    };
    let (seats, field) = (limits.seats, candidates.len());
    let own_limit = |family: &str, class: &str| {
        let family = limits.families.get(family);
        let own = family.and_then(|family| family.classes.get(class)).copied().unwrap_or_default();
        (own.min, own.max.or_else(|| family.and_then(|family| family.cap_each)))
    };
    let number = |limit: &LimitName| match limit {
        LimitName::Seats | LimitName::AllSeats => format!("seats {seats}, candidates {field}"),
        LimitName::Floor { family, class } => {
            let (floor, _) = own_limit(family, class);
            format!("{family} {class}: min {floor}, candidates {}", holders(family, class))
        }
        LimitName::Cap { family, class } => {
            let cap = own_limit(family, class).1.map_or(String::new(), |cap| cap.to_string());
            format!("{family} {class}: max {cap}, candidates {}", holders(family, class))
        }
        LimitName::Budget => "the budget".to_owned(),
    };
    conflict.limits.iter().map(number).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plan_in_the_help_text_is_a_valid_plan() {
        let plan = FILES.split_once("LIMITS (TOML)").unwrap().1;
        let plan = plan.split_once("\n\n").unwrap().0;
        let limits: Limits = toml::from_str(plan).unwrap();
        assert_eq!((limits.seats, limits.families.len()), (8, 2));
    }
}
