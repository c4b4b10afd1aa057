//! Whether a plan gives up affinity so that its scores can be compared: only if this was asked for,
//! only if the best plan leaves the reviewers in groups or somebody with too little in common, and
//! only if the affinity given up improves that. Pure.

use super::{Plan, PlanInput, planned};
use matching::SolveError;

/// Makes the plan with the best affinity or, if wanted, one that links its reviewers better:
/// affinities are rounded down to multiples of a step, and pairs are exchanged among plans that are
/// then equal until the reviewers are linked.
///
/// # Errors
/// When `matching` finds its input or its own answer faulty; no input by people causes this.
pub fn plan(input: &PlanInput) -> Result<Plan, SolveError> {
    let best = planned(input, 1)?;
    if is_none(&input.comparability_step) {
        return Ok(best);
    }
    let without_preference = Some(best.standing());
    let chosen = if best.links.is_whole() {
        best
    } else {
        let linked = planned(input, input.comparability_step)?;
        if is_worth_it(&linked, &best) { linked } else { best }
    };
    Ok(Plan { without_preference, ..chosen })
}

/// Links may cost only affinity: nobody gets fewer reviewers for them, no senior is missing, and no
/// more tasks are taken back.
fn is_worth_it(linked: &Plan, best: &Plan) -> bool {
    let missing = |plan: &Plan| plan.shortages.iter().map(|one| one.missing).sum::<u32>();
    linked.links.is_better_than(&best.links)
        && missing(linked) <= missing(best)
        && linked.without_senior() <= best.without_senior()
        && linked.taken_back.len() <= best.taken_back.len()
}

/// Omits the field, so that a plan without the preference has the same hash as before.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
pub(super) fn is_none(step: &u32) -> bool {
    *step < 2
}

impl Plan {
    fn without_senior(&self) -> usize {
        let lacking = self.warnings.iter().map(|warning| match warning {
            super::Warning::WithoutSenior { proposals } => proposals.len(),
            super::Warning::SeparateGroups { .. } | super::Warning::FewShared { .. } => 0,
        });
        lacking.sum()
    }
}
