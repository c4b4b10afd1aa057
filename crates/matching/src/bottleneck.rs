//! The best worst pair: the highest affinity for which a plan of pairs at or above it still meets
//! every demand and the minimum and maximum loads. Found by a search over the affinities that
//! occur.

use super::coverage::Coverage;

/// The highest floor that can be kept; `None` when there is no plan.
pub(super) fn best_floor(coverage: &Coverage, watch: &mut dyn FnMut(usize, usize)) -> Option<u32> {
    let Some(ceiling) = coverage.ceiling() else {
        return Some(0);
    };
    if coverage.holds(ceiling) {
        return Some(ceiling);
    }
    let mut floors: Vec<u32> =
        coverage.affinities().iter().copied().filter(|&affinity| affinity < ceiling).collect();
    floors.sort_unstable();
    floors.dedup();
    // Raising the floor only removes pairs, so `holds` is true up to some floor and false above it.
    let (mut holding, mut failing) = (0, floors.len());
    let steps = (floors.len() + 1).ilog2() as usize + 1;
    let mut asked = 0;
    while holding < failing {
        asked += 1;
        watch(asked.min(steps), steps);
        let middle = usize::midpoint(holding, failing);
        if coverage.holds(floors[middle]) {
            holding = middle + 1;
        } else {
            failing = middle;
        }
    }
    holding.checked_sub(1).map(|best| floors[best])
}
