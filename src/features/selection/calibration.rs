//! The model's reading of a run, shown beside the official ranking without any influence on it:
//! calibrated score, interval of the rank, P(selected) under the real limits, and which proposals
//! are too close to call.
//!
//! It covers all proposals that have a place. In a draw they are ordered by the drawn qualities,
//! and the call's own limits fill the seats in that order. Proposals below a threshold in the
//! official run are skipped in every draw, as in the run itself. The seed of the draws is derived
//! from the call's tie-break seed ([`model::seed_from_text`]), so whoever can recompute the lots
//! can recompute this too. Every number is rounded to thousandths. `warnings` says what cannot be
//! determined.

mod advice;
mod contrast;
mod warnings;

pub use advice::ExtraReviewAdvice;
pub use contrast::{ContrastStanding, SeverityContrast};
pub use warnings::CalibrationWarning;

use advice::advice;

use super::fault::ComputeFault;
use super::official::{Entry, Order};
use crate::features::calls::{Definition, Rubric};
use crate::kernel::ids::UserId;
use selection_math::model::{
    self, Boundary, CLOSED_FORM, DrawPlan, Drawn, Fit, FitSettings, Panel, ScoresError,
    Thousandths, Zone, ZoneBounds,
};
use selection_math::quota::{Prepared, Workspace};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

/// The model's reading of all sheets of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// The number of draws; 0 if none could be made.
    pub draws: u32,
    pub zone_low_percent: u32,
    pub zone_high_percent: u32,
    /// The general mean of the totals, in weighted points.
    pub mean: Option<Thousandths>,
    /// `None` if the sheets do not determine them.
    pub variances: Option<Variances>,
    /// What a reader must know before using the numbers.
    pub warnings: Vec<CalibrationWarning>,
    /// By reviewer.
    pub reviewers: Vec<ReviewerSeverity>,
    /// The pair of reviewers whose relative strictness is known least; from method 6 on, and only
    /// if reviewers can be distinguished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity_contrast: Option<SeverityContrast>,
    /// Where one more review would help most, the most useful first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra_reviews: Vec<ExtraReviewAdvice>,
}

/// The sources of the differences between totals, in squared weighted points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Variances {
    pub proposals: Thousandths,
    /// `None` if severity cannot be distinguished from noise.
    pub reviewers: Option<Thousandths>,
    pub noise: Thousandths,
}

/// A reviewer's strictness compared with colleagues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewerSeverity {
    pub reviewer: UserId,
    pub sheets: u32,
    /// Weighted points below colleagues on the same proposals, shrunk; negative for a lenient
    /// reviewer.
    pub severity: Option<Thousandths>,
}

/// The model's reading of one proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Calibrated {
    /// The total that reviewers of average severity would give it, shrunk; in weighted points.
    pub score: Thousandths,
    /// Posterior standard deviation of its quality against the mean of all proposals.
    pub deviation: Thousandths,
    pub expected_rank: Thousandths,
    /// In a quarter of the draws its rank is this or better.
    pub rank_low: u32,
    /// In three quarters of the draws its rank is this or better.
    pub rank_high: u32,
    /// The probability of belonging among the selected if the true quality of every proposal were
    /// known and the seats were filled by it under the call's limits; `None` if the limits cannot
    /// be kept. It is not the probability of being selected, which follows only from the announced
    /// order. Thresholds count as they came out.
    pub p_selected: Option<Thousandths>,
    pub zone: Option<StandingZone>,
}

/// Where a proposal stands relative to the funding line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StandingZone {
    Inside,
    /// The sheets do not decide it; the committee must.
    TooClose,
    Outside,
}

impl Calibration {
    /// What a reader in conflict with a proposal gets: only the notice that it is withheld.
    pub(super) fn withheld(of: &Self) -> Self {
        Self {
            draws: 0,
            zone_low_percent: of.zone_low_percent,
            zone_high_percent: of.zone_high_percent,
            mean: None,
            variances: None,
            warnings: vec![warnings::withheld()],
            reviewers: Vec::new(),
            severity_contrast: None,
            extra_reviews: Vec::new(),
        }
    }
}

/// The model fitted to the sheets of all proposals that have a place.
pub(super) struct Reading {
    pub(super) fit: Fit,
    /// By index of the model, ordered by id.
    reviewers: Vec<UserId>,
}

impl Reading {
    /// `None` without any proposal. Proposals are numbered by place.
    pub(super) fn of(
        entries: &[Entry<'_>],
        (definition, boundary): (&Definition, Boundary),
        threads: usize,
    ) -> Result<Option<Self>, ScoresError> {
        if entries.is_empty() {
            return Ok(None);
        }
        let all = entries.iter().flat_map(|entry| &entry.contender.sheets);
        let reviewers: BTreeSet<&UserId> = all.map(|sheet| &sheet.reviewer).collect();
        let numbers: BTreeMap<&UserId, usize> = reviewers.iter().copied().zip(0..).collect();
        let mut sheets = Vec::new();
        for (proposal, entry) in entries.iter().enumerate() {
            for sheet in &entry.contender.sheets {
                let reviewer = numbers.get(&sheet.reviewer).copied().unwrap_or(0);
                sheets.push(model::Sheet { proposal, reviewer, total: sheet.total });
            }
        }
        let settings = FitSettings {
            threads,
            across_components: definition.uncertainty.across_groups,
            boundary,
            ..FitSettings::default()
        };
        let mut panel = Panel::new(sheets, 1)?;
        if boundary == Boundary::Average {
            panel = panel.rounded(rounding(&definition.rubric), 1);
        }
        let fit = model::fit(panel, settings);
        Ok(Some(Self { fit, reviewers: reviewers.into_iter().cloned().collect() }))
    }

    fn severities(&self) -> Vec<ReviewerSeverity> {
        let known = self.fit.estimates.is_some_and(|estimates| estimates.reviewer.is_some());
        let effects = self.fit.posterior.as_ref().filter(|_| known).map(|found| &found.reviewers);
        let rows = self.reviewers.iter().enumerate();
        rows.map(|(index, reviewer)| ReviewerSeverity {
            reviewer: reviewer.clone(),
            sheets: count(self.fit.panel.sheets_of_reviewer(index)),
            severity: effects
                .and_then(|effects| effects.get(index))
                .map(|effect| Thousandths::nearest(-effect)),
        })
        .collect()
    }

    fn variances(&self) -> Option<Variances> {
        let estimates = self.fit.estimates?;
        self.fit.posterior.as_ref()?;
        Some(Variances {
            proposals: Thousandths::nearest(estimates.proposal),
            reviewers: estimates.reviewer.map(Thousandths::nearest),
            noise: Thousandths::nearest(estimates.noise),
        })
    }
}

/// Sum over the criteria of (weight × step)², in squared weighted points. The step is the smallest
/// difference between two allowed scores: a reviewer's opinion lies anywhere within a step, but the
/// score lies on one.
fn rounding(rubric: &Rubric) -> u64 {
    let gaps = rubric.scores.iter().zip(rubric.scores.iter().skip(1));
    let step = gaps.map(|(one, next)| next.saturating_sub(*one)).min().unwrap_or(1).max(1);
    let squared = |weight: u32| (u64::from(weight) * u64::from(step)).pow(2);
    rubric.criteria.iter().map(|criterion| squared(criterion.weight)).sum()
}

/// The source of the advice on extra reviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Advises {
    Nobody,
    /// The distance to the line after this number of selected; runs of `tubel-selection/3`.
    AtTheLine(usize),
    /// The same draws as for P, so that the two agree.
    FromDraws,
}

impl Advises {
    /// Methods whose advice comes from the draws also average over the case that the variance is
    /// zero.
    fn boundary(self) -> Boundary {
        match self {
            Self::Nobody | Self::AtTheLine(_) => Boundary::Tie,
            Self::FromDraws => Boundary::Average,
        }
    }
}

/// The reading of a whole order, and one line for each place (`None` if it cannot be determined).
pub(super) fn calibrate(
    definition: &Definition,
    order: &Order<'_>,
    advises: Advises,
    (tie_seed, threads): (&str, usize),
) -> Result<(Calibration, Vec<Option<Calibrated>>), ComputeFault> {
    let uncertainty = &definition.uncertainty;
    let mut calibration = Calibration {
        draws: 0,
        zone_low_percent: uncertainty.zone_low_percent,
        zone_high_percent: uncertainty.zone_high_percent,
        mean: None,
        variances: None,
        warnings: Vec::new(),
        reviewers: Vec::new(),
        severity_contrast: None,
        extra_reviews: Vec::new(),
    };
    let reading = Reading::of(&order.entries, (definition, advises.boundary()), threads)?;
    let (Some(reading), Some(prepared)) = (reading, &order.prepared) else {
        return Ok((calibration, Vec::new()));
    };
    let numbers: Vec<&str> =
        order.entries.iter().map(|entry| entry.contender.number.as_str()).collect();
    calibration.warnings = warnings::of(&reading.fit, prepared, &numbers);
    calibration.mean = Some(Thousandths::nearest(reading.fit.mu));
    calibration.variances = reading.variances();
    calibration.reviewers = reading.severities();
    calibration.severity_contrast = contrast::of(&reading.fit, &reading.reviewers);
    let drawn = drawn(definition, order, prepared, &reading.fit, (tie_seed, threads));
    calibration.extra_reviews = match advises {
        Advises::Nobody => Vec::new(),
        Advises::AtTheLine(seats) => {
            advice(model::extra_reviews(&reading.fit, seats), &order.entries)
        }
        Advises::FromDraws => {
            let worth = drawn.as_ref().map(|drawn| model::extra_reviews_drawn(&reading.fit, drawn));
            advice(worth.unwrap_or_default(), &order.entries)
        }
    };
    calibration.draws = drawn.as_ref().map_or(0, |drawn| count(drawn.draws));
    let bounds = ZoneBounds {
        low: f64::from(uncertainty.zone_low_percent) / 100.0,
        high: f64::from(uncertainty.zone_high_percent) / 100.0,
    };
    let lines = lines(&reading.fit, drawn.as_ref(), bounds, prepared.conflict().is_none());
    Ok((calibration, lines))
}

fn lines(
    fit: &Fit,
    drawn: Option<&Drawn>,
    bounds: ZoneBounds,
    can_be_filled: bool,
) -> Vec<Option<Calibrated>> {
    let standings = model::standings(fit, drawn, bounds);
    let Some(posterior) = &fit.posterior else { return vec![None; standings.len()] };
    let shown = posterior.shown();
    let effects = shown.means.iter().zip(shown.centred_spreads);
    let rows = standings.into_iter().zip(effects);
    rows.map(|(standing, (effect, spread))| {
        let standing = standing?;
        Some(Calibrated {
            score: Thousandths::nearest(fit.mu + effect),
            deviation: Thousandths::nearest(*spread),
            expected_rank: Thousandths::nearest(standing.expected_rank),
            rank_low: count(standing.rank_low),
            rank_high: count(standing.rank_high),
            p_selected: can_be_filled.then(|| Thousandths::nearest(standing.p_selected)),
            zone: can_be_filled.then(|| standing.zone.into()),
        })
    })
    .collect()
}

/// Above [`CLOSED_FORM`] proposals a closed form, otherwise draws through the real limits.
fn drawn(
    definition: &Definition,
    order: &Order<'_>,
    prepared: &Prepared,
    fit: &Fit,
    (tie_seed, threads): (&str, usize),
) -> Option<Drawn> {
    let field = order.entries.len();
    if field > CLOSED_FORM {
        return model::p_top_closed(fit, usize::try_from(definition.seats).unwrap_or(usize::MAX));
    }
    let draws = definition.uncertainty.draws.map_or_else(
        || draws_for(field),
        |declared| usize::try_from(declared).unwrap_or(usize::MAX),
    );
    let plan = DrawPlan { draws, seed: model::seed_from_text(tie_seed), threads, progress: None };
    // Threads are started and ended with the tasks, so their buffers are lent from here.
    let buffers: Mutex<Vec<Workspace>> = Mutex::new(Vec::new());
    model::p_selected(fit, plan, &alike(order), |order, flags| {
        let lent = buffers.lock().ok().and_then(|mut buffers| buffers.pop());
        let mut workspace = lent.unwrap_or_else(|| prepared.workspace());
        flags.copy_from_slice(prepared.fill_order(&mut workspace, order));
        if let Ok(mut buffers) = buffers.lock() {
            buffers.push(workspace);
        }
    })
}

/// 100,000 draws for a small number of proposals; fewer for more, so that computing takes only
/// seconds.
fn draws_for(field: usize) -> usize {
    (20_000_000 / field.max(1)).clamp(10_000, 100_000)
}

/// A number for each proposal; proposals that no limit and no threshold distinguishes have the same
/// one.
fn alike(order: &Order<'_>) -> Vec<u32> {
    let families = order.prepared.as_ref().map_or_else(Vec::new, Prepared::families);
    let has_budget = order.prepared.as_ref().is_some_and(Prepared::has_budget);
    let mut numbers = BTreeMap::new();
    order
        .candidates
        .iter()
        .map(|candidate| {
            let classes: Vec<Option<&String>> =
                families.iter().map(|family| candidate.classes.get(family)).collect();
            let next = count(numbers.len());
            let cost = has_budget.then_some(candidate.cost);
            *numbers.entry((classes, candidate.barred.is_some(), cost)).or_insert(next)
        })
        .collect()
}

impl From<Zone> for StandingZone {
    fn from(zone: Zone) -> Self {
        match zone {
            Zone::Inside => Self::Inside,
            Zone::TooClose => Self::TooClose,
            Zone::Outside => Self::Outside,
        }
    }
}

pub(super) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
