//! P(selected) by drawing the true qualities many times and applying the real selection rule to
//! each draw.
//!
//! Counts are integers and each pair of draws has its own random stream, so the answer does not
//! depend on the number of threads. Values are rounded to integers before they are ordered; ties
//! keep the order of indices.

#![expect(clippy::indexing_slicing, reason = "indices come from keys packed in this file")]

use super::equations::View;
use super::fit::Fit;
use super::joint::{Block, Joint, PAIRS};
use super::numbers::real;
use super::parallel::in_order;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The options for drawing.
#[derive(Debug, Clone, Copy)]
pub struct DrawPlan<'a> {
    /// Wanted number of draws, rounded up to a whole block of 32.
    pub draws: usize,
    /// Key of the random generator (`ChaCha8`).
    pub seed: [u8; 32],
    /// Threads for the work; no effect on results.
    pub threads: usize,
    /// Counts finished draws, for a progress display.
    pub progress: Option<&'a AtomicUsize>,
}

/// The result of the draws for each proposal.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    pub draws: usize,
    /// Share of draws in which the proposal was selected.
    pub p_selected: Vec<f64>,
    /// The 25% and 75% points of its rank.
    pub rank_intervals: Vec<(usize, usize)>,
    /// Its mean rank over the draws that are used for ranks.
    pub mean_ranks: Vec<f64>,
}

/// The default number of draws: 100,000, fewer for many proposals, never under 10,000.
pub fn default_draws(proposals: usize) -> usize {
    (200_000_000 / proposals.max(1)).clamp(10_000, 100_000)
}

/// The generator's key from a published seed: SHA-256 of a fixed prefix and the text.
pub fn seed_from_text(text: &str) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    hash.update(b"tubel selection draws 1\n");
    hash.update(text.as_bytes());
    hash.finalize().into()
}

/// P(selected) under any rule. `select` gets the proposals of one draw, best first, and sets the
/// flags (all false before) of those it selects. `classes` are what the rule distinguishes (region,
/// unit): proposals with the same posterior, number of sheets and class get the same P.
///
/// `None` when the scores do not determine it, or for more than a million proposals.
pub fn p_selected<F>(fit: &Fit, plan: DrawPlan, classes: &[u32], select: F) -> Option<Drawn>
where
    F: Fn(&[usize], &mut [bool]) + Sync,
{
    let count = |keys: &mut [u64], scratch: &mut Scratch, selected: &mut [u32]| {
        keys.sort_unstable();
        scratch.order.clear();
        scratch.order.extend(keys.iter().map(|key| index(*key)));
        scratch.flags.fill(false);
        select(&scratch.order, &mut scratch.flags);
        for (count, flag) in selected.iter_mut().zip(&scratch.flags) {
            *count += u32::from(*flag);
        }
    };
    run(fit, plan, classes, count)
}

/// P(among the best `seats`): the same numbers as [`p_selected`] with that rule, without sorting.
pub fn p_top(fit: &Fit, plan: DrawPlan, classes: &[u32], seats: usize) -> Option<Drawn> {
    let count = |keys: &mut [u64], _: &mut Scratch, selected: &mut [u32]| {
        let seats = seats.min(keys.len());
        if seats > 0 && seats < keys.len() {
            keys.select_nth_unstable(seats - 1);
        }
        for key in &keys[..seats] {
            selected[index(*key)] += 1;
        }
    };
    run(fit, plan, classes, count)
}

/// Buffers of one thread's task.
struct Scratch {
    order: Vec<usize>,
    flags: Vec<bool>,
}

/// What one task has counted.
struct Tally {
    selected: Vec<u32>,
    /// Ranks of the task's draws that are used for ranks, one row for each draw.
    ranks: Vec<u16>,
}

/// Draws per block: both halves of each pair.
const BLOCK: usize = 2 * PAIRS;
/// The minimum number of blocks in a task, and the maximum number of tasks: so a task's counts are
/// cheap, and memory does not grow with the draws.
const TASK: usize = 16;
const TASKS: usize = 256;

fn run<C>(fit: &Fit, plan: DrawPlan, classes: &[u32], count: C) -> Option<Drawn>
where
    C: Fn(&mut [u64], &mut Scratch, &mut [u32]) + Sync,
{
    let posterior = fit.posterior.as_ref()?;
    let proposals = posterior.means.len();
    if proposals > 1 << INDEX_BITS {
        return None;
    }
    let blocks = plan.draws.div_ceil(BLOCK).max(1);
    let task_blocks = TASK.max(blocks.div_ceil(TASKS));
    let ranked_blocks = ranked_draws(proposals).div_ceil(BLOCK).min(blocks);
    let quanta = fit.panel.quanta_per_point();
    let packing = Packing::new(quanta, &posterior.means, &posterior.joint_spreads);
    let view = View::smaller(&fit.panel);
    let tallies = in_order(blocks.div_ceil(task_blocks), plan.threads, |task| {
        let mut tally = Tally { selected: vec![0; proposals], ranks: Vec::new() };
        let mut scratch = Scratch { order: Vec::new(), flags: vec![false; proposals] };
        let mut keys = vec![0; proposals];
        for number in task * task_blocks..((task + 1) * task_blocks).min(blocks) {
            let block = posterior.joint.block(view, plan.seed, number);
            each_draw(&posterior.joint, &posterior.means, &block, |centre, deviations, sign| {
                packing.pack(centre, deviations, sign, &mut keys);
                if number < ranked_blocks {
                    keys.sort_unstable();
                    tally.add_ranks(&keys);
                }
                count(&mut keys, &mut scratch, &mut tally.selected);
            });
            if let Some(progress) = plan.progress {
                progress.fetch_add(BLOCK, Ordering::Relaxed);
            }
        }
        tally
    });
    let groups = fit.groups(classes);
    Some(summarise(&tallies, &groups, blocks * BLOCK))
}

fn each_draw(
    joint: &Joint,
    means: &[f64],
    block: &Block,
    mut act: impl FnMut(&[f64], &[f64], f64),
) {
    let rows = block.deviations.chunks_exact(means.len().max(1));
    for (deviations, node) in rows.zip(block.nodes) {
        let centre = joint.centre(node, means);
        act(centre, deviations, 1.0);
        act(centre, deviations, -1.0);
    }
}

/// Ranks need a sort for each draw, and quartiles need fewer draws than a probability near a bound.
fn ranked_draws(proposals: usize) -> usize {
    if proposals > super::ranks::PAIRWISE {
        return 0;
    }
    (8_000_000 / proposals.max(1)).clamp(1_600, 20_000)
}

impl Tally {
    fn add_ranks(&mut self, sorted: &[u64]) {
        let start = self.ranks.len();
        self.ranks.resize(start + sorted.len(), 0);
        for (place, key) in sorted.iter().enumerate() {
            self.ranks[start + index(*key)] = u16::try_from(place + 1).unwrap_or(u16::MAX);
        }
    }
}

/// One number for each proposal and draw whose order is best first, ties by index: the value in the
/// high bits, the index in the low bits.
struct Packing {
    quanta_per_point: f64,
}

const INDEX_BITS: u32 = 20;
/// Adding this to a small number rounds it to an integer, which is then in the lowest bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0; // 1.5 * 2^52
const LIMIT: f64 = 8_796_093_022_207.0; // 2^43 - 1

impl Packing {
    /// The panel's quanta; coarser only if a score difference has millions of them.
    fn new(mut quanta_per_point: f64, means: &[f64], spreads: &[f64]) -> Self {
        let reach = means
            .iter()
            .zip(spreads)
            .fold(0.0, |reach: f64, (mean, spread)| reach.max(mean.abs() + 16.0 * spread));
        while reach * quanta_per_point > LIMIT {
            quanta_per_point /= 10.0;
        }
        Self { quanta_per_point }
    }

    fn pack(&self, centre: &[f64], deviations: &[f64], sign: f64, keys: &mut [u64]) {
        let offset = (ROUNDER - LIMIT - 1.0).to_bits();
        for (((key, mean), deviation), index) in
            keys.iter_mut().zip(centre).zip(deviations).zip(0..)
        {
            let quanta = (mean + sign * deviation) * self.quanta_per_point;
            let descending = (ROUNDER - quanta.clamp(-LIMIT, LIMIT)).to_bits() - offset;
            *key = descending << INDEX_BITS | index;
        }
    }
}

fn index(key: u64) -> usize {
    (key & ((1 << INDEX_BITS) - 1)) as usize
}

/// Adds the tallies and averages over proposals that nothing distinguishes.
fn summarise(tallies: &[Tally], groups: &[usize], draws: usize) -> Drawn {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (proposal, group) in groups.iter().enumerate() {
        members.entry(*group).or_default().push(proposal);
    }
    let mut result = Drawn {
        draws,
        p_selected: vec![0.0; groups.len()],
        rank_intervals: vec![(0, 0); groups.len()],
        mean_ranks: vec![0.0; groups.len()],
    };
    let by_proposal = turned_ranks(tallies, groups.len());
    for group in members.values() {
        let of_group = |proposal: &usize| {
            tallies.iter().map(|tally| u64::from(tally.selected[*proposal])).sum::<u64>()
        };
        let selected: u64 = group.iter().map(of_group).sum();
        let share =
            real(usize::try_from(selected).unwrap_or(usize::MAX)) / real(draws * group.len());
        let mut ranks: Vec<u16> =
            group.iter().flat_map(|proposal| by_proposal[*proposal].iter().copied()).collect();
        let interval = (quantile(&mut ranks, 1), quantile(&mut ranks, 3));
        let total: usize = ranks.iter().map(|rank| usize::from(*rank)).sum();
        for proposal in group {
            result.p_selected[*proposal] = share;
            result.rank_intervals[*proposal] = interval;
            result.mean_ranks[*proposal] = real(total) / real(ranks.len().max(1));
        }
    }
    result
}

fn turned_ranks(tallies: &[Tally], proposals: usize) -> Vec<Vec<u16>> {
    let mut by_proposal = vec![Vec::new(); proposals];
    for tally in tallies {
        for row in tally.ranks.chunks_exact(proposals.max(1)) {
            for (ranks, rank) in by_proposal.iter_mut().zip(row) {
                ranks.push(*rank);
            }
        }
    }
    by_proposal
}

/// The lowest rank that at least this many quarters of the draws do not exceed; 0 without draws.
fn quantile(ranks: &mut [u16], quarters: usize) -> usize {
    if ranks.is_empty() {
        return 0;
    }
    let place = (ranks.len() * quarters).div_ceil(4).max(1) - 1;
    usize::from(*ranks.select_nth_unstable(place).1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_sort_best_first_and_ties_within_a_millionth_by_index() {
        let packing = Packing::new(1e6, &[0.0; 4], &[1.0; 4]);
        let mut keys = [0; 4];
        packing.pack(&[0.1, 2.5, 0.1, -3.0], &[0.0, 0.0, 1e-8, 0.0], 1.0, &mut keys);
        keys.sort_unstable();
        assert_eq!(keys.map(index), [1, 0, 2, 3]);
    }

    #[test]
    fn huge_scores_are_packed_on_a_coarser_scale() {
        let packing = Packing::new(1e6, &[1e9, -1e9], &[1e6, 1e6]);
        let mut keys = [0; 2];
        packing.pack(&[-1e9, 1e9], &[0.0; 2], 1.0, &mut keys);
        assert!(keys[1] < keys[0]);
    }

    #[test]
    fn quartiles_are_ranks_that_occur() {
        assert_eq!(quantile(&mut [5, 1, 2, 9], 1), 1);
        assert_eq!(quantile(&mut [5, 1, 2, 9], 3), 5);
        assert_eq!(quantile(&mut [], 1), 0);
    }
}
