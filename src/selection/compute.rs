//! From a frozen definition and the inputs to the findings. Pure and exact: the same inputs give
//! the same bytes on any machine and any number of threads.

pub use super::policy::{classes, limits, policy};

use super::calibration::{Calibrated, Calibration, calibrate, count};
use super::divergent::{divergent, rescored};
use super::document::{Findings, Inputs, Place};
use super::model::ScoresError;
use super::official::{Entry, Order, Verdicts};
use super::quota::{self, InputFault, Lowering, certificate_in_words, conflict_in_words};
use super::ranking::RankingFault;
use super::succession::{self, Succession, successions};
use crate::calls::{Bilingual, Definition};
use crate::canonical;
use crate::web::Language;

/// Which way of computing; another one whenever the same inputs would give other bytes. Runs of an
/// older method are replayed by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// No advice on extra reviews in the findings.
    Two,
    /// All floors fell with the first that money made unreachable; the reserve list was the next names.
    Three,
    Four,
}

impl Method {
    const LATEST: Self = Self::Four;

    /// By the name that findings bear.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Two, Self::Three, Self::Four].into_iter().find(|method| method.name() == name)
    }

    fn lowering(self) -> Lowering {
        match self {
            Self::Two | Self::Three => Lowering::Together,
            Self::Four => Lowering::Least,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Two => "tubel-selection/2",
            Self::Three => "tubel-selection/3",
            Self::Four => "tubel-selection/4",
        }
    }
}

/// Why nothing could be computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComputeFault {
    #[error(transparent)]
    Ranking(#[from] RankingFault),
    #[error(transparent)]
    Quota(#[from] InputFault),
    #[error(transparent)]
    Model(#[from] ScoresError),
    #[error("the papers have no JSON form: {0}")]
    Json(String),
}

/// Ranks, fills the seats and explains; reads the same sheets with the model; finds what diverges.
/// `threads` has no effect on the result.
///
/// # Errors
/// Sheets that do not fit the rubric or the model, limits that make no sense.
pub fn compute(
    definition: &Definition,
    inputs: &Inputs,
    threads: usize,
) -> Result<Findings, ComputeFault> {
    compute_by(Method::LATEST, definition, inputs, threads)
}

/// The same by a method of choice.
///
/// # Errors
/// As [`compute`].
pub fn compute_by(
    method: Method,
    definition: &Definition,
    inputs: &Inputs,
    threads: usize,
) -> Result<Findings, ComputeFault> {
    let order = Order::announced_by(method.lowering(), definition, inputs)?;
    let outcome = order.outcome()?;
    let line = (method != Method::Two).then_some(outcome.selected.len());
    let (calibration, lines) = calibrate(definition, &order, line, (&inputs.tie_seed, threads))?;
    findings(method, (definition, inputs), (order, outcome), (calibration, lines))
}

fn findings(
    method: Method,
    (definition, inputs): (&Definition, &Inputs),
    (order, mut outcome): (Order<'_>, quota::Outcome),
    (calibration, lines): (Calibration, Vec<Option<Calibrated>>),
) -> Result<Findings, ComputeFault> {
    let inputs_hash =
        canonical::hash_of(inputs).map_err(|error| ComputeFault::Json(error.to_string()))?;
    let codes: Vec<String> =
        definition.rubric.criteria.iter().map(|criterion| criterion.code.clone()).collect();
    let (reserves, succession) = followers(method, definition, (&order, &outcome))?;
    let verdicts = Verdicts::new(&mut outcome, reserves);
    let lines = lines.into_iter().chain(std::iter::repeat(None));
    let entries = order.entries.into_iter().zip(lines);
    let place = |(entry, line)| place(&codes, entry, (&verdicts, &succession), line);
    let places = entries.map(place).collect();
    let in_words = outcome.conflict.as_ref().map(|conflict| Bilingual {
        id: conflict_in_words(conflict, Language::Indonesian),
        en: conflict_in_words(conflict, Language::English),
    });
    Ok(Findings {
        method: method.name().to_owned(),
        rules_hash: inputs.rules_hash.clone(),
        inputs_hash,
        seats: definition.seats,
        feasible: outcome.feasible,
        selected: count(outcome.selected.len()),
        reserves: count(verdicts.reserves()),
        conflict: outcome.conflict,
        conflict_in_words: in_words,
        released_floors: outcome.released,
        attempts: outcome.attempts,
        succession,
        places,
        not_ranked: order.not_ranked,
        calibration,
        divergent: divergent(definition, inputs),
        rescored: rescored(inputs),
    })
}

/// The reserve list, and who would follow whom.
fn followers(
    method: Method,
    definition: &Definition,
    (order, outcome): (&Order<'_>, &quota::Outcome),
) -> Result<(Vec<String>, Vec<Succession>), ComputeFault> {
    if method != Method::Four {
        let kept = usize::try_from(definition.ranking.reserve).unwrap_or(usize::MAX);
        return Ok((outcome.reserve.iter().take(kept).cloned().collect(), Vec::new()));
    }
    let reserves = succession::reserves_of(&order.candidates, outcome, definition)?;
    let numbers = outcome.selected.iter().map(String::as_str);
    let succession = successions(&reserves, numbers);
    Ok((reserves.list, succession))
}

fn place(
    codes: &[String],
    Entry { ranked, contender }: Entry<'_>,
    (verdicts, succession): (&Verdicts, &[Succession]),
    calibrated: Option<Calibrated>,
) -> Place {
    let number = ranked.id;
    Place {
        place: ranked.place,
        proposal: contender.id.clone(),
        level: contender.level.clone(),
        unit: contender.unit.clone(),
        problem: contender.problem.clone(),
        cost: contender.cost,
        value: ranked.value,
        criteria: codes.iter().cloned().zip(ranked.criteria).collect(),
        thresholds: ranked.thresholds,
        ties: ranked.ties,
        outcome: verdicts.outcome(&number),
        reserve_position: verdicts.reserve_position(&number),
        reason: reason((verdicts, succession), &number),
        certificate: verdicts.certificate(&number).cloned(),
        calibrated,
        number,
    }
}

/// Why a name has a seat or has none, and when a reserve rises, in words.
pub(super) fn reason(
    (verdicts, succession): (&Verdicts, &[Succession]),
    number: &str,
) -> Bilingual {
    let words = |language| {
        verdicts.certificate(number).map_or_else(
            || no_set_in_words(language).to_owned(),
            |certificate| certificate_in_words(certificate, language),
        )
    };
    let why = Bilingual { id: words(Language::Indonesian), en: words(Language::English) };
    match verdicts.reserve_position(number).filter(|_| !succession.is_empty()) {
        Some(position) => succession::with_words(why, number, position, succession),
        None => why,
    }
}

fn no_set_in_words(language: Language) -> &'static str {
    match language {
        Language::Indonesian => {
            "Batas-batas seleksi ini tidak dapat dipenuhi bersamaan; belum ada yang terpilih."
        }
        Language::English => {
            "The limits of this selection cannot be kept together; nobody is selected yet."
        }
    }
}
