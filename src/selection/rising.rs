//! Who rises when a seat is given up: the seats filled anew from those who hold one and the reserve
//! list, in this order, by the call's own limits. Pure.

use super::compute::ComputeFault;
use super::document::Inputs;
use super::policy::{classes, limits};
use super::quota::{self, Candidate, Outcome};
use crate::calls::Definition;

/// Fills the seats from `holders`, who keep theirs, and `reserves` in their order. Those who gave
/// up, lapsed or were withdrawn are in neither list, so no limit counts them.
///
/// # Errors
/// Limits that make no sense.
pub fn rising(
    definition: &Definition,
    inputs: &Inputs,
    holders: &[String],
    reserves: &[String],
) -> Result<Outcome, ComputeFault> {
    let find = |number: &String| {
        let contender = inputs.proposals.iter().find(|one| &one.number == number)?;
        Some(Candidate { id: number.clone(), classes: classes(contender), ..Candidate::default() })
    };
    let candidates: Vec<Candidate> = holders.iter().chain(reserves).filter_map(find).collect();
    Ok(quota::fill(&candidates, &limits(definition))?)
}
