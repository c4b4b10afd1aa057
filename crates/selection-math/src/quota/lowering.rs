//! Which floors are lowered when money makes them unreachable, and by how much: in order of the
//! families' and classes' names each floor keeps the most seats that some set can still give it
//! together with the seats that earlier floors keep. So no floor is lowered more than necessary.

use super::InputFault;
use super::field::Field;
use super::outcome::Lowered;
use super::program::{self, Refusal};

/// The floors that can be kept, and why not more.
pub(super) struct Relief {
    pub(super) field: Field,
    /// For each lowered floor: its number, its earlier value, and the refusal of one seat more.
    steps: Vec<(usize, u32, Refusal)>,
    /// For each cell: a set that keeps the lowered floors.
    pub(super) kept_by: Vec<u32>,
}

/// Lowers the floors, given what is taken and what may be taken in each cell.
pub(super) fn lower(
    before: &Field,
    (taken, upper): (&[u32], &[u32]),
) -> Result<Relief, InputFault> {
    let mut field = before.clone();
    (0..field.floors()).for_each(|number| field.set_floor(number, 0));
    let mut steps = Vec::new();
    for number in 0..before.floors() {
        let mut refused = None;
        let wanted = before.floor(number);
        for held in (0..=wanted).rev() {
            field.set_floor(number, held);
            if held == 0 {
                break;
            }
            match program::solve(&field, taken, upper)? {
                Ok(_) => break,
                Err(refusal) => refused = Some(refusal),
            }
        }
        steps.extend(refused.map(|refusal| (number, wanted, refusal)));
    }
    let kept = program::solve(&field, taken, upper)?;
    let kept_by = kept.map_err(|_| InputFault::Contradiction)?;
    if steps.is_empty() {
        return Err(InputFault::Contradiction);
    }
    Ok(Relief { field, steps, kept_by })
}

impl Relief {
    /// The lowered floors with their proofs.
    pub(super) fn lowered(&self) -> Vec<Lowered> {
        let lowered = |(number, from, refusal): &(usize, u32, Refusal)| Lowered {
            floor: self.field.floor_name(*number),
            from: *from,
            to: self.field.floor(*number),
            proof: refusal.clone().into_proof(&self.field),
        };
        self.steps.iter().map(lowered).collect()
    }
}
