//! The model's reading of a run, beside the official ranking and without any say in it: calibrated
//! score, interval of the rank, P(selected) under the real limits, and what is too close to call.
//!
//! The field is everybody who has a place. In a draw the order is that of the drawn qualities, and
//! the call's own limits fill the seats down it; who is below a threshold in the official run is
//! passed over in every draw, as in the run itself. The draws' seed is made from the call's
//! tie-break seed ([`model::seed_from_text`]), so whoever can recompute the lots can recompute this.
//! Every number is made a whole number of thousandths. `warnings` says what cannot be told.

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

/// What the model reads in all sheets of a run together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// Draws made; 0 when there were none to make.
    pub draws: u32,
    pub zone_low_percent: u32,
    pub zone_high_percent: u32,
    /// The general mean of the totals, in weighted points.
    pub mean: Option<Thousandths>,
    /// None where the sheets cannot tell.
    pub variances: Option<Variances>,
    /// What a reader must know before using the numbers.
    pub warnings: Vec<CalibrationWarning>,
    /// By reviewer.
    pub reviewers: Vec<ReviewerSeverity>,
    /// Whose strictness is known least against each other; from method 6 on, and where reviewers can be told
    /// apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity_contrast: Option<SeverityContrast>,
    /// Where one more review would help most, the most useful first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra_reviews: Vec<ExtraReviewAdvice>,
}

/// Where the differences between totals come from, in squared weighted points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Variances {
    pub proposals: Thousandths,
    /// None when severity cannot be told from noise.
    pub reviewers: Option<Thousandths>,
    pub noise: Thousandths,
}

/// How a reviewer scores beside colleagues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewerSeverity {
    pub reviewer: UserId,
    pub sheets: u32,
    /// Weighted points below colleagues on the same proposals, shrunk; negative when kinder.
    pub severity: Option<Thousandths>,
}

/// Where one proposal stands by the model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Calibrated {
    /// The total it would have from reviewers of average severity, shrunk; weighted points.
    pub score: Thousandths,
    /// Posterior standard deviation of its quality against the field's mean.
    pub deviation: Thousandths,
    pub expected_rank: Thousandths,
    /// In a quarter of the draws its rank is this or better.
    pub rank_low: u32,
    /// In three quarters of the draws its rank is this or better.
    pub rank_high: u32,
    /// The chance of belonging among the selected, were the true quality of every proposal known and the
    /// seats filled by it under the call's limits; none when the limits cannot be kept. It is no chance of
    /// being selected: that follows from the announced order alone. Thresholds are taken as they came out.
    pub p_selected: Option<Thousandths>,
    pub zone: Option<StandingZone>,
}

/// Where a proposal stands against the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StandingZone {
    Inside,
    /// The sheets cannot tell; what happens is the committee's to say.
    TooClose,
    Outside,
}

impl Calibration {
    /// What is left of it for somebody in conflict with a part of the field: nothing but that.
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

/// The model fitted to the sheets of everybody who has a place.
pub(super) struct Reading {
    pub(super) fit: Fit,
    /// By index of the model; in order of id.
    reviewers: Vec<UserId>,
}

impl Reading {
    /// None without anybody in the field. Proposals are numbered by place.
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

/// Sum over the criteria of (weight × step)², in squared weighted points; the step is the smallest gap
/// between two allowed scores. A reviewer's opinion lies anywhere within a step, their score on one.
fn rounding(rubric: &Rubric) -> u64 {
    let gaps = rubric.scores.iter().zip(rubric.scores.iter().skip(1));
    let step = gaps.map(|(one, next)| next.saturating_sub(*one)).min().unwrap_or(1).max(1);
    let squared = |weight: u32| (u64::from(weight) * u64::from(step)).pow(2);
    rubric.criteria.iter().map(|criterion| squared(criterion.weight)).sum()
}

/// Where the advice on extra reviews comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Advises {
    Nobody,
    /// From the distance to the line after so many selected; runs of `tubel-selection/3`.
    AtTheLine(usize),
    /// From the same draws as P, so that the two agree.
    FromDraws,
}

impl Advises {
    /// Methods whose advice comes from the draws also average where the variance may be zero.
    fn boundary(self) -> Boundary {
        match self {
            Self::Nobody | Self::AtTheLine(_) => Boundary::Tie,
            Self::FromDraws => Boundary::Average,
        }
    }
}

/// The reading of a whole order, and one line per place (none where it cannot be told).
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

/// A closed form above [`CLOSED_FORM`] proposals, draws through the real limits below.
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
    // Threads come and go with the tasks; their buffers are lent from here.
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

/// 100,000 draws for small fields; fewer for larger ones, so that computing stays within seconds.
fn draws_for(field: usize) -> usize {
    (20_000_000 / field.max(1)).clamp(10_000, 100_000)
}

/// A number per proposal, the same for those whom no limit and no threshold tells apart.
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
