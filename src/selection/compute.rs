//! From a frozen definition and the inputs to the findings. Pure and exact: the same inputs give
//! the same bytes on any machine.

use super::document::{Contender, Findings, Inputs, Outcome, Place};
use super::quota::{
    self, Barred, Candidate, ClassLimit, Family, FloorRelease, InputFault, Limits,
    certificate_in_words, conflict_in_words,
};
use super::ranking::{
    self, Measure, Policy, Ranked, Ranking, RankingFault, Scored, Sheet, Threshold, TieKey,
};
use crate::calls::{self, Bilingual, Definition, FloorPolicy, Group, TieBreak};
use crate::canonical;
use crate::web::Language;
use std::collections::BTreeMap;

/// Changes whenever the same inputs would give other bytes.
pub const METHOD: &str = "tubel-selection/1";

/// Why nothing could be computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComputeFault {
    #[error(transparent)]
    Ranking(#[from] RankingFault),
    #[error(transparent)]
    Quota(#[from] InputFault),
    #[error("the papers have no JSON form: {0}")]
    Json(String),
}

/// Ranks, fills the seats and explains.
///
/// # Errors
/// Sheets that do not fit the rubric, nobody to rank, limits that make no sense.
pub fn compute(definition: &Definition, inputs: &Inputs) -> Result<Findings, ComputeFault> {
    let scored: Vec<Scored> =
        inputs.proposals.iter().map(|contender| scored(definition, contender)).collect();
    let ranking = ranking::rank(&scored, &policy(definition, &inputs.tie_seed))?;
    let contenders: BTreeMap<&str, &Contender> =
        inputs.proposals.iter().map(|contender| (contender.number.as_str(), contender)).collect();
    let candidates: Vec<Candidate> = ranking
        .ranked
        .iter()
        .filter_map(|ranked| Some(candidate(ranked, contenders.get(ranked.id.as_str())?)))
        .collect();
    let outcome = if candidates.is_empty() {
        None
    } else {
        Some(quota::fill(&candidates, &limits(definition))?)
    };
    findings(definition, inputs, ranking, &contenders, outcome)
}

/// The announced policy in the ranking's terms.
pub fn policy(definition: &Definition, tie_seed: &str) -> Policy {
    let rubric = &definition.rubric;
    let total = rubric
        .thresholds
        .total
        .map(|minimum| Threshold { measure: Measure::Total, minimum: minimum.into() });
    let knock_outs = rubric.thresholds.criteria.iter().map(|(code, minimum)| Threshold {
        measure: Measure::Criterion { criterion: code.clone() },
        minimum: (*minimum).into(),
    });
    let key = |tie_break: &TieBreak| match tie_break {
        TieBreak::CriterionMean { criterion } => {
            TieKey::CriterionMean { criterion: criterion.clone() }
        }
        TieBreak::FewerAwards => TieKey::FewerAwards,
    };
    Policy {
        criteria: rubric.criteria.iter().map(|criterion| criterion.code.clone()).collect(),
        aggregate: match definition.ranking.aggregate {
            calls::Aggregate::Mean => ranking::Aggregate::Mean,
            calls::Aggregate::Median => ranking::Aggregate::Median,
        },
        minimum_sheets: definition.panel.sheets_per_proposal,
        thresholds: total.into_iter().chain(knock_outs).collect(),
        tie_breaks: definition.ranking.tie_breaks.iter().map(key).collect(),
        seed: tie_seed.to_owned(),
    }
}

/// The call's seats, caps and floors in the quota's terms; only families that are limited.
pub fn limits(definition: &Definition) -> Limits {
    let mut families: BTreeMap<String, Family> = BTreeMap::new();
    let mut cap_each = |name: &str, cap: Option<u32>| {
        if cap.is_some() {
            families.entry(name.to_owned()).or_default().cap_each = cap;
        }
    };
    cap_each("unit", definition.limits.per_unit);
    cap_each("problem", definition.limits.per_problem);
    for level in definition.levels.iter().filter(|level| level.seats.is_some()) {
        class(&mut families, "level", &level.code).max = level.seats;
    }
    for floor in &definition.limits.floors {
        let (family, value) = match &floor.group {
            Group::Remote => ("remote", "remote"),
            Group::UnitKind { value } => ("unit_kind", value.as_str()),
            Group::Region { value } => ("region", value.as_str()),
            Group::Level { value } => ("level", value.as_str()),
        };
        class(&mut families, family, value).min = floor.at_least;
    }
    Limits {
        seats: definition.seats,
        fill_all_seats: false,
        floor_release: match definition.limits.floor_policy {
            FloorPolicy::AsFarAsPossible => FloorRelease::AsFarAsPossible,
            FloorPolicy::Strict => FloorRelease::Strict,
        },
        families,
        budget: None,
    }
}

fn class<'a>(
    families: &'a mut BTreeMap<String, Family>,
    family: &str,
    value: &str,
) -> &'a mut ClassLimit {
    let family = families.entry(family.to_owned()).or_default();
    family.classes.entry(value.to_owned()).or_default()
}

fn scored(definition: &Definition, contender: &Contender) -> Scored {
    let criteria = &definition.rubric.criteria;
    let sheets = contender.sheets.iter().map(|sheet| Sheet {
        total: sheet.total,
        scores: criteria
            .iter()
            .map(|criterion| sheet.scores.get(&criterion.code).copied().map(i64::from))
            .collect(),
    });
    Scored {
        id: contender.number.clone(),
        sheets: sheets.collect(),
        earlier_awards: contender.earlier_awards,
    }
}

/// The class of a proposal in each family that a limit can speak of.
pub fn classes(contender: &Contender) -> BTreeMap<String, String> {
    let remote = if contender.remote { "remote" } else { "other" };
    [
        ("unit", contender.unit.as_str()),
        ("problem", &contender.problem),
        ("level", &contender.level),
        ("remote", remote),
        ("unit_kind", &contender.unit_kind),
        ("region", &contender.region),
    ]
    .map(|(family, class)| (family.to_owned(), class.to_owned()))
    .into()
}

fn candidate(ranked: &Ranked, contender: &Contender) -> Candidate {
    let failures = ranked.failures();
    Candidate {
        id: ranked.id.clone(),
        classes: classes(contender),
        cost: 0,
        barred: (!failures.is_empty()).then_some(Barred::BelowThreshold { failures }),
        ties: ranked.ties.clone(),
    }
}

fn findings(
    definition: &Definition,
    inputs: &Inputs,
    ranking: Ranking,
    contenders: &BTreeMap<&str, &Contender>,
    outcome: Option<quota::Outcome>,
) -> Result<Findings, ComputeFault> {
    let outcome = outcome.unwrap_or_else(nobody);
    let inputs_hash =
        canonical::hash_of(inputs).map_err(|error| ComputeFault::Json(error.to_string()))?;
    let codes: Vec<String> =
        definition.rubric.criteria.iter().map(|criterion| criterion.code.clone()).collect();
    let reserve = definition.ranking.reserve as usize;
    let reserves: BTreeMap<&str, u32> =
        outcome.reserve.iter().take(reserve).map(String::as_str).zip(1..).collect();
    let mut certificates: BTreeMap<String, quota::Certificate> = outcome
        .certificates
        .into_iter()
        .map(|certificate| (certificate.id.clone(), certificate))
        .collect();
    let places: Vec<Place> = ranking
        .ranked
        .into_iter()
        .filter_map(|ranked| {
            let contender = contenders.get(ranked.id.as_str())?;
            let certificate = certificates.remove(&ranked.id);
            let reserve = reserves.get(ranked.id.as_str()).copied();
            Some(place(&codes, contender, ranked, certificate, reserve))
        })
        .collect();
    let in_words = outcome.conflict.as_ref().map(|conflict| Bilingual {
        id: conflict_in_words(conflict, Language::Indonesian),
        en: conflict_in_words(conflict, Language::English),
    });
    Ok(Findings {
        method: METHOD.to_owned(),
        rules_hash: inputs.rules_hash.clone(),
        inputs_hash,
        seats: definition.seats,
        feasible: outcome.feasible,
        selected: count(outcome.selected.len()),
        reserves: count(reserves.len()),
        conflict: outcome.conflict,
        conflict_in_words: in_words,
        released_floors: outcome.released,
        places,
        not_ranked: ranking.not_ranked,
    })
}

fn nobody() -> quota::Outcome {
    quota::Outcome {
        feasible: true,
        selected: Vec::new(),
        reserve: Vec::new(),
        certificates: Vec::new(),
        released: Vec::new(),
        conflict: None,
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn place(
    codes: &[String],
    contender: &Contender,
    ranked: Ranked,
    certificate: Option<quota::Certificate>,
    reserve_position: Option<u32>,
) -> Place {
    let is_selected = certificate
        .as_ref()
        .is_some_and(|certificate| matches!(certificate.verdict, quota::Verdict::Selected { .. }));
    let outcome = match (is_selected, reserve_position) {
        (true, _) => Outcome::Selected,
        (false, Some(_)) => Outcome::Reserve,
        (false, None) => Outcome::NotSelected,
    };
    let words = |language| {
        certificate.as_ref().map_or_else(
            || no_set_in_words(language).to_owned(),
            |certificate| certificate_in_words(certificate, language),
        )
    };
    Place {
        place: ranked.place,
        proposal: contender.id.clone(),
        number: ranked.id,
        level: contender.level.clone(),
        unit: contender.unit.clone(),
        problem: contender.problem.clone(),
        value: ranked.value,
        criteria: codes.iter().cloned().zip(ranked.criteria).collect(),
        thresholds: ranked.thresholds,
        ties: ranked.ties,
        outcome,
        reserve_position,
        reason: Bilingual { id: words(Language::Indonesian), en: words(Language::English) },
        certificate,
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
