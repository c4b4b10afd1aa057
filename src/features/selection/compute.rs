//! From a frozen definition and the inputs to the findings. Pure and exact: the same inputs give
//! the same bytes on any machine and with any number of threads.

pub use super::policy::{classes, limits, policy};

use super::calibration::{Advises, Calibrated, Calibration, calibrate, count};
use super::divergent::{divergent, rescored};
use super::document::{Findings, Place, Succession};
use super::fault::ComputeFault;
use super::inputs::Inputs;
use super::lot::{self, Held, ZoneLot};
use super::official::{Entry, Order, Verdicts};
use super::succession::{self, successions};
use crate::features::calls::{Bilingual, Definition};
use crate::features::selection::wording::{certificate_in_words, conflict_in_words};
use crate::kernel::canonical;
use crate::kernel::language::Language;
use selection_math::quota::{self, Lowering};

/// The method of computing. A new one is added whenever the same inputs would give other bytes;
/// older runs are replayed by their own method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// No advice on extra reviews in the findings.
    Two,
    /// All floors were lowered with the first one that money made unreachable; the reserve list was
    /// simply the next names.
    Three,
    /// Did not say how well two reviewers are known relative to each other.
    Four,
    /// As the one before, with the lot of the zone, only if the call announced it.
    Five,
    Six,
    /// As the one before, with the lot of the zone.
    Seven,
    /// As method 6, with the interview joined to the document score, only if the call announced it.
    Eight,
}

impl Method {
    const ALL: [Self; 7] =
        [Self::Two, Self::Three, Self::Four, Self::Five, Self::Six, Self::Seven, Self::Eight];

    /// The latest method for these rules; without lot and interview it computes the same as method 6. No call has both.
    fn of(definition: &Definition) -> Self {
        if definition.interview.is_some() {
            Self::Eight
        } else if definition.uncertainty.zone_lot {
            Self::Seven
        } else {
            Self::Six
        }
    }

    /// By the name in the findings.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    fn has_lot(self) -> bool {
        matches!(self, Self::Five | Self::Seven)
    }

    fn tells_contrast(self) -> bool {
        matches!(self, Self::Six | Self::Seven | Self::Eight)
    }

    fn lowering(self) -> Lowering {
        match self {
            Self::Two | Self::Three => Lowering::Together,
            Self::Four | Self::Five | Self::Six | Self::Seven | Self::Eight => Lowering::Least,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Two => "tubel-selection/2",
            Self::Three => "tubel-selection/3",
            Self::Four => "tubel-selection/4",
            Self::Five => "tubel-selection/5",
            Self::Six => "tubel-selection/6",
            Self::Seven => "tubel-selection/7",
            Self::Eight => "tubel-selection/8",
        }
    }
}

/// Ranks, fills the seats and explains; reads the same sheets with the model; finds divergent
/// sheets. `threads` does not change the result.
///
/// # Errors
/// Sheets that do not fit the rubric or the model, invalid limits.
pub fn compute(
    definition: &Definition,
    inputs: &Inputs,
    threads: usize,
) -> Result<Findings, ComputeFault> {
    compute_by(Method::of(definition), definition, inputs, threads)
}

/// The same by a given method.
pub fn compute_by(
    method: Method,
    definition: &Definition,
    inputs: &Inputs,
    threads: usize,
) -> Result<Findings, ComputeFault> {
    let order = Order::announced_by(method.lowering(), definition, inputs)?;
    let advises = match method {
        Method::Two => Advises::Nobody,
        Method::Three => Advises::AtTheLine(order.outcome()?.selected.len()),
        Method::Four | Method::Five | Method::Six | Method::Seven | Method::Eight => {
            Advises::FromDraws
        }
    };
    let (mut calibration, lines) =
        calibrate(definition, &order, advises, (&inputs.tie_seed, threads))?;
    if !method.tells_contrast() {
        calibration.severity_contrast = None;
    }
    if !method.has_lot() {
        let outcome = order.outcome()?;
        return findings(method, (definition, inputs), (order, outcome), (calibration, lines));
    }
    let Held { order, lines, lot } = lot::hold(definition, order, lines, &inputs.tie_seed)?;
    let outcome = order.outcome()?;
    let found = findings(method, (definition, inputs), (order, outcome), (calibration, lines))?;
    Ok(with_lot(found, lot))
}

/// The announced order, after the lot of the zone if the call has that rule.
pub(super) fn final_order<'a>(
    definition: &Definition,
    inputs: &'a Inputs,
    threads: usize,
) -> Result<Order<'a>, ComputeFault> {
    let order = Order::announced(definition, inputs)?;
    if !definition.uncertainty.zone_lot {
        return Ok(order);
    }
    let seed = (inputs.tie_seed.as_str(), threads);
    let (_, lines) = calibrate(definition, &order, Advises::FromDraws, seed)?;
    lot::hold(definition, order, lines, &inputs.tie_seed).map(|held| held.order)
}

fn with_lot(mut findings: Findings, lot: ZoneLot) -> Findings {
    for place in &mut findings.places {
        if let Some(words) = lot.words_for(&place.number) {
            let Bilingual { id, en } = &place.reason;
            place.reason =
                Bilingual { id: format!("{id} {}", words.id), en: format!("{en} {}", words.en) };
        }
    }
    findings.zone_lot = Some(lot);
    findings
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
        salt: None,
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
        zone_lot: None,
        calibration,
        divergent: divergent(definition, inputs),
        rescored: rescored(inputs),
    })
}

/// The reserve list, and who would succeed whom.
fn followers(
    method: Method,
    definition: &Definition,
    (order, outcome): (&Order<'_>, &quota::Outcome),
) -> Result<(Vec<String>, Vec<Succession>), ComputeFault> {
    if matches!(method, Method::Two | Method::Three) {
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
        joined: ranked.joined,
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

/// Why a proposal has a seat or none, and when a reserve is promoted, in words.
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
