//! `tubel assignment`: optimal assignment for anyone's table, without a database. The arguments,
//! the progress and the summary are here; reading the table is `assignment/table.rs`, the JSON
//! `assignment/answer.rs`, and everything that decides is in `matching`.

mod answer;
mod check;
mod reviewers;
mod table;

use super::progress::Meter;
use super::{Infeasible, exits};
use crate::kernel::progress::At;
use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum, value_parser};
use matching::{
    Goals, HIGHEST_AFFINITY, Outcome, Pair, Plan, Priority, Progress, Step, in_steps, links,
    solve_watched,
};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use table::{Limits, Table};

#[derive(Debug, Subcommand)]
#[command(after_help = exits(""))]
pub(super) enum AssignmentCommand {
    /// Find the best assignment of proposals to reviewers, with a proof, or say why there is none.
    ///
    /// Every proposal gets its reviews from eligible reviewers within the load limits. Among all
    /// such plans the order of goals is: by default the worst pair as good as can be, then the
    /// total affinity minus the load penalty; with `--goal total` the latter alone. Equally good
    /// plans are decided by a fixed hash, never by the order of the rows.
    ///
    /// With `--one-per-institution` and `--one-senior` these rules come before all goals. Among plans
    /// of equal worth pairs are exchanged until the reviewers are linked by common proposals; what
    /// cannot be linked is warned about.
    ///
    /// The certificate holds a price of each proposal and reviewer. No pair outside the plan (at or
    /// above the floor) has an affinity above the sum of its two prices, and none in the plan has
    /// one below, which proves that no other plan is better; `above_floor` proves that no plan has
    /// a better worst pair. The program checks both before it answers.
    ///
    /// When there is no plan, the proposals that share too few reviewers are named (with `--json` beside
    /// `feasible: false`).
    Solve(SolveArguments),
    /// Verify the JSON of `solve --json` against the same tables: loads, conflicts, reviews per
    /// proposal, the rules, the prices, and every figure and word of it; what does not hold is named.
    Check(CheckArguments),
}

#[derive(Debug, Args)]
#[command(after_help = exits(""))]
pub(super) struct CheckArguments {
    /// The tables, limits and goals that `solve` was given.
    #[command(flatten)]
    tables: Tables,
    /// The JSON that `solve --json` printed.
    #[arg(long, value_name = "FILE.json")]
    result: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = exits(""))]
pub(super) struct SolveArguments {
    #[command(flatten)]
    tables: Tables,
    /// Print the whole plan as JSON: feasible, total, `worst_pair`, loads, pairs, certificate,
    /// shortage, warnings.
    #[arg(long)]
    json: bool,
}

/// What an assignment depends on.
#[derive(Debug, Clone, Args)]
struct Tables {
    /// CSV with the columns proposal, reviewer, affinity (a whole number, 0 to 1,000,000), separated
    /// by commas, semicolons or tabs. A pair that is not in the file is a conflict of interest.
    #[arg(long, value_name = "FILE")]
    affinity: PathBuf,
    /// Reviews each proposal needs.
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..))]
    per_proposal: u32,
    /// Proposals a reviewer gets at most.
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..))]
    max_load: u32,
    /// Proposals a reviewer gets at least.
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_load: u32,
    /// Evens out loads: a reviewer's k-th proposal costs (2k - 1) times this affinity.
    #[arg(long, value_name = "W", default_value_t = 0,
          value_parser = value_parser!(u32).range(0..=i64::from(matching::HEAVIEST_LOAD_WEIGHT)))]
    load_weight: u32,
    /// Prefer plans whose scores can be compared, at a price: affinities are taken down to whole multiples of
    /// this, so that pairs between the same two multiples count as equal and may be exchanged. No pair loses a
    /// step or more; the answer, its total and its proof are about affinities so taken, and its JSON names the step.
    #[arg(long, value_name = "STEP", default_value_t = 1,
          value_parser = value_parser!(u32).range(1..=i64::from(HIGHEST_AFFINITY)))]
    comparability_step: u32,
    /// CSV with the columns reviewer, institution, senior (yes or no), for the two rules below. An
    /// empty institution stands for none: such a reviewer may stand beside anybody.
    #[arg(long, value_name = "FILE")]
    reviewers: Option<PathBuf>,
    /// No proposal gets two reviewers of one institution.
    #[arg(long, requires = "reviewers")]
    one_per_institution: bool,
    /// Every proposal gets at least one senior.
    #[arg(long, requires = "reviewers")]
    one_senior: bool,
    /// What comes first: the worst pair, then the total; or the total alone.
    #[arg(long, value_enum, default_value_t = Goal::Bottleneck)]
    goal: Goal,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Goal {
    Bottleneck,
    Total,
}

pub(super) fn run(command: &AssignmentCommand) -> anyhow::Result<()> {
    match command {
        AssignmentCommand::Solve(arguments) => run_solve(arguments),
        AssignmentCommand::Check(arguments) => run_check(arguments),
    }
}

/// The table with its rules, and the goals.
fn read(arguments: &Tables) -> anyhow::Result<(Table, Goals)> {
    let limits = Limits {
        per_proposal: arguments.per_proposal,
        min_load: arguments.min_load,
        max_load: arguments.max_load,
    };
    let name = arguments.affinity.display();
    let file =
        std::fs::File::open(&arguments.affinity).with_context(|| format!("cannot open {name}"))?;
    let mut table = table::read(file, &limits).with_context(|| format!("{name}"))?;
    in_steps(&mut table.input, arguments.comparability_step);
    if let Some(path) = &arguments.reviewers {
        let name = path.display();
        let file = std::fs::File::open(path).with_context(|| format!("cannot open {name}"))?;
        let (one_per_institution, one_senior) =
            (arguments.one_per_institution, arguments.one_senior);
        let wanted = reviewers::Wanted { one_per_institution, one_senior };
        reviewers::add_rules(file, wanted, &mut table.input).with_context(|| format!("{name}"))?;
    }
    let priority = match arguments.goal {
        Goal::Bottleneck => Priority::WorstPair,
        Goal::Total => Priority::Total,
    };
    Ok((table, Goals { priority, load_weight: arguments.load_weight }))
}

/// What a plan's scores can be compared by: without the preference, and with it.
fn comparability(arguments: &Tables, chosen: &Plan) -> anyhow::Result<Option<String>> {
    if arguments.comparability_step < 2 {
        return Ok(None);
    }
    let plain = Tables { comparability_step: 1, ..arguments.clone() };
    let (table, goals) = read(&plain)?;
    let Outcome::Assigned(before) = solve_watched(&table.input, goals, &mut progress())? else {
        return Ok(None);
    };
    let own: BTreeMap<(usize, usize), u32> = table
        .input
        .pairs
        .iter()
        .map(|pair| ((pair.proposal, pair.reviewer), pair.affinity))
        .collect();
    let worth = |pair: &Pair| own.get(&(pair.proposal, pair.reviewer)).copied().unwrap_or(0);
    let total = |plan: &Plan| plan.pairs.iter().map(|pair| i64::from(worth(pair))).sum::<i64>();
    let told = |plan: &Plan| {
        let links = links(&table.input, &plan.pairs);
        format!(
            "groups of reviewers {}, reviewers sharing too few proposals {}, smallest overlap {}, \
             pairs of reviewers with a proposal in common {}, total affinity {}, worst pair {}",
            links.groups,
            links.few_shared,
            links.smallest_overlap,
            links.linked_pairs,
            total(plan),
            plan.pairs.iter().map(worth).min().unwrap_or(0),
        )
    };
    Ok(Some(format!(
        "Comparability without the preference: {}.\nComparability with it: {}.\nAffinity given up: {}.",
        told(&before),
        told(chosen),
        total(&before) - total(chosen),
    )))
}

/// The step that an answer names must be the one it is checked with, or its prices would be read as if
/// they spoke of other affinities. Answers of earlier versions name none.
fn take_step(told: &mut serde_json::Value, checked_with: u32) -> anyhow::Result<()> {
    let named = told.as_object_mut().and_then(|fields| fields.remove(answer::STEP));
    match named {
        Some(step) if step != serde_json::json!(checked_with) => anyhow::bail!(
            "the answer was made with --comparability-step {step}; check it with the same"
        ),
        Some(_) | None => Ok(()),
    }
}

fn run_check(arguments: &CheckArguments) -> anyhow::Result<()> {
    let (table, goals) = read(&arguments.tables)?;
    let name = arguments.result.display();
    let mut told = super::answer_in(&arguments.result)?;
    take_step(&mut told, arguments.tables.comparability_step).with_context(|| format!("{name}"))?;
    let held = check::check(&table.input, goals, &told);
    super::say(&held.with_context(|| format!("{name}"))?)
}

fn run_solve(arguments: &SolveArguments) -> anyhow::Result<()> {
    let (table, goals) = read(&arguments.tables)?;
    let name = arguments.tables.affinity.display();
    let outcome = solve_watched(&table.input, goals, &mut progress())
        .map_err(|error| table.with_line(error))
        .with_context(|| format!("{name}"))?;
    if arguments.json {
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        let answer = answer::json(&table.input, &outcome);
        let answer = answer.in_steps_of(arguments.tables.comparability_step);
        serde_json::to_writer(&mut out, &answer)?;
        writeln!(out).and_then(|()| out.flush()).context("standard output")?;
    }
    match &outcome {
        Outcome::Short(shortage) => {
            Err(Infeasible(format!("not feasible: {}", shortage.in_words(&table.input))).into())
        }
        Outcome::Assigned(_) if arguments.json => Ok(()),
        Outcome::Assigned(plan) => {
            let told = comparability(&arguments.tables, plan)?;
            let lines = [Some(summary(&table, plan)?), told];
            super::say(&lines.into_iter().flatten().collect::<Vec<_>>().join("\n"))
        }
    }
}

/// Shows where the search stands.
fn progress() -> impl FnMut(Progress) {
    let meter = Meter::new();
    move |Progress { step, done, of }| {
        let stage = match step {
            Step::WorstPair => "searching for the best worst pair",
            Step::Total => "moving overloads away",
        };
        meter.at(At::counted(stage, done, of));
    }
}

fn summary(table: &Table, plan: &Plan) -> Result<String, std::fmt::Error> {
    let input = &table.input;
    let mut text = format!(
        "Feasible: {} proposals, {} reviewers, {} pairs chosen out of {}.\n",
        input.proposals.len(),
        input.reviewers.len(),
        plan.pairs.len(),
        input.pairs.len()
    );
    let worst = plan.worst_pair.map_or_else(|| "none".to_owned(), |worst| worst.to_string());
    writeln!(text, "Total affinity {}, worst pair {worst}.", plan.total)?;
    writeln!(text, "{}", loads(plan))?;
    for warning in &plan.warnings {
        writeln!(text, "Warning: {}.", warning.in_words(input))?;
    }
    if plan.certificate.left_out.is_empty() {
        text.push_str("Proven: the certificate was checked; no other plan is better. ");
    } else {
        writeln!(
            text,
            "Where both rules met, juniors of {} institutions were left out at a proposal each; \
             another plan could be better by {} at most.",
            plan.certificate.left_out.len(),
            plan.at_most_better
        )?;
    }
    text.push_str("--json lists the pairs and the certificate.");
    Ok(text)
}

fn loads(plan: &Plan) -> String {
    let least = plan.loads.iter().min().copied().unwrap_or(0);
    let most = plan.loads.iter().max().copied().unwrap_or(0);
    let idle = plan.loads.iter().filter(|&&load| load == 0).count();
    format!("Loads from {least} to {most}; {idle} reviewers without a proposal.")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str =
        "reviewer,affinity,proposal\nr1,900000,p1\nr2,100000,p1\nr1,800000,p2\nr2,200000,p2\n";

    fn solved(per_proposal: u32) -> (Table, Outcome) {
        let limits = Limits { per_proposal, min_load: 0, max_load: 1 };
        let table = table::read(TABLE.as_bytes(), &limits).unwrap();
        let outcome = solve_watched(&table.input, Goals::default(), &mut progress()).unwrap();
        (table, outcome)
    }

    #[test]
    fn the_summary_gives_the_plan_in_a_few_lines() {
        let (table, outcome) = solved(1);
        let Outcome::Assigned(plan) = outcome else { panic!("{outcome:?}") };
        assert_eq!(
            summary(&table, &plan).unwrap(),
            "Feasible: 2 proposals, 2 reviewers, 2 pairs chosen out of 4.\n\
             Total affinity 1100000, worst pair 200000.\n\
             Loads from 1 to 1; 0 reviewers without a proposal.\n\
             Warning: the reviewers fall into 2 groups without a proposal in common, so scores can \
             only be compared within a group; the smallest: r1.\n\
             Warning: 2 reviewers share fewer than 2 proposals with others, so their severity \
             cannot be told: r1, r2.\n\
             Proven: the certificate was checked; no other plan is better. --json lists the pairs \
             and the certificate."
        );
    }

    #[test]
    fn the_json_has_the_plan_with_its_certificate() {
        let (table, outcome) = solved(1);
        let json = serde_json::to_value(answer::json(&table.input, &outcome)).unwrap();
        assert_eq!(json["feasible"], true);
        assert_eq!(json["total"], 1_100_000);
        assert_eq!(json["worst_pair"], 200_000);
        assert_eq!(json["loads"], serde_json::json!({"r1": 1, "r2": 1}));
        let pairs = serde_json::json!([
            {"proposal": "p1", "reviewer": "r1", "affinity": 900_000},
            {"proposal": "p2", "reviewer": "r2", "affinity": 200_000},
        ]);
        assert_eq!(json["pairs"], pairs);
        assert_eq!(json["certificate"]["floor"], 200_000);
        assert_eq!(json["certificate"]["above_floor"]["needed"], 2);
        assert!(json["certificate"]["proposals"]["p2"]["price"].is_i64());
        assert_eq!(json["shortage"], serde_json::Value::Null);
    }

    #[test]
    fn the_json_of_no_plan_names_who_is_short() {
        let (table, outcome) = solved(2);
        let json = serde_json::to_value(answer::json(&table.input, &outcome)).unwrap();
        assert_eq!(json["feasible"], false);
        assert_eq!(json["total"], serde_json::Value::Null);
        assert_eq!(json["pairs"], serde_json::json!([]));
        let shortage = &json["shortage"];
        assert_eq!((&shortage["needed"], &shortage["available"]), (&4.into(), &2.into()));
        assert_eq!(shortage["proposals"], serde_json::json!(["p1", "p2"]));
        let Outcome::Short(short) = outcome else { panic!("{outcome:?}") };
        assert_eq!(
            short.in_words(&table.input),
            "2 proposals (p1, p2) with a need of 4 reviews and only 2 reviewers \
             eligible (r1, r2), who can give 2 at most"
        );
    }
}
