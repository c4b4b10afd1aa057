//! Each proposal's standing: expected rank, interval of the rank, P(selected), zone.
//!
//! Proposals that may not be ranked against each other, and panels whose uncertainty cannot be
//! estimated, get no numbers here.

use super::closed_form;
use super::draws::Drawn;
use super::fit::Fit;
use super::numbers::{real, sum, to_millionths};
use super::ranks;
use super::zone::{Zone, ZoneBounds};

/// With this many proposals or more, a plain number of seats is computed in closed form.
pub const CLOSED_FORM: usize = 20_000;

/// The standing of one proposal; every number is rounded to a millionth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// 1 + the expected number of better proposals; from the draws if the variances are averaged
    /// over.
    pub expected_rank: f64,
    /// In a quarter of the draws its rank is this or better.
    pub rank_low: usize,
    /// In three quarters of the draws its rank is this or better.
    pub rank_high: usize,
    /// Probability of being selected.
    pub p_selected: f64,
    /// Relative to the declared bounds.
    pub zone: Zone,
}

/// P(among the best `seats`) and rank intervals without draws, for very many proposals.
pub fn p_top_closed(fit: &Fit, seats: usize) -> Option<Drawn> {
    let posterior = fit.posterior.as_ref()?;
    let count = posterior.means.len();
    let (means, spreads) = (&posterior.means, &posterior.centred_spreads);
    let p_selected = if posterior.is_tied() {
        vec![real(seats.min(count)) / real(count); count]
    } else {
        match closed_form::line(means, spreads, seats) {
            Some(line) => closed_form::above(means, spreads, line).collect(),
            None => vec![if seats == 0 { 0.0 } else { 1.0 }; count],
        }
    };
    let curve = if posterior.is_tied() { Vec::new() } else { ranks::from_curve(means, spreads) };
    let tied = (0.0, count.div_ceil(4), (3 * count).div_ceil(4));
    let rank = |proposal: usize| curve.get(proposal).copied().unwrap_or(tied);
    let rank_intervals = (0..count).map(|proposal| (rank(proposal).1, rank(proposal).2)).collect();
    Some(Drawn {
        draws: 0,
        p_selected,
        rank_intervals,
        mean_ranks: posterior.expected_ranks.clone(),
    })
}

/// Combines the fit with the draws; one entry for each proposal.
pub fn standings(fit: &Fit, drawn: Option<&Drawn>, bounds: ZoneBounds) -> Vec<Option<Standing>> {
    let nothing = || vec![None; fit.panel.proposals.len()];
    let (Some(posterior), Some(drawn)) = (&fit.posterior, drawn) else { return nothing() };
    let ranks_of = if posterior.shows_averages && drawn.mean_ranks.len() == fit.comparable.len() {
        &drawn.mean_ranks
    } else {
        &posterior.expected_ranks
    };
    let expected_ranks = averaged(ranks_of, &fit.groups(&[]));
    let intervals = if drawn.rank_intervals.iter().all(|interval| interval.0 == 0) {
        let shown = posterior.shown();
        let curve = ranks::from_curve(shown.means, shown.centred_spreads);
        curve.into_iter().map(|(_, low, high)| (low, high)).collect()
    } else {
        drawn.rank_intervals.clone()
    };
    let rows = fit.comparable.iter().zip(expected_ranks).zip(intervals).zip(&drawn.p_selected);
    rows.map(|(((comparable, expected_rank), (rank_low, rank_high)), probability)| {
        let zone = if posterior.is_tied() && *probability > 0.0 && *probability < 1.0 {
            Zone::TooClose
        } else {
            bounds.place(*probability, drawn.draws)
        };
        comparable.then_some(Standing {
            expected_rank: to_millionths(expected_rank),
            rank_low,
            rank_high,
            p_selected: to_millionths(*probability),
            zone,
        })
    })
    .collect()
}

/// Every member of a group gets the group's mean, so that equal proposals are equal to the last digit.
fn averaged(values: &[f64], groups: &[usize]) -> Vec<f64> {
    let count = groups.iter().copied().max().map_or(0, |last| last + 1);
    let mut members: Vec<Vec<f64>> = vec![Vec::new(); count];
    for (value, group) in values.iter().zip(groups) {
        if let Some(members) = members.get_mut(*group) {
            members.push(*value);
        }
    }
    let means: Vec<f64> = members
        .into_iter()
        .map(|members| sum(members.iter().copied()) / real(members.len().max(1)))
        .collect();
    groups.iter().map(|group| means.get(*group).copied().unwrap_or(0.0)).collect()
}
