//! How well a member of the panel knows the subject of a proposal, as one integer. Pure; what was
//! declared and reviewed is passed in.

use crate::features::accounts::Unit;
use crate::kernel::ids::UnitCode;
use matching::HIGHEST_AFFINITY;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The reviewer declared the problem itself.
pub const OF_THE_PROBLEM: u32 = HIGHEST_AFFINITY;
/// The reviewer knows the unit that owns the problem, or judged proposals on the problem before.
pub const OF_THE_UNIT: u32 = 700_000;
/// The reviewer knows the branch of the agency that the problem's owner belongs to.
pub const OF_THE_BRANCH: u32 = 400_000;
/// The minimum for everybody on the panel.
pub const OF_NOTHING: u32 = 100_000;

/// The subject of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// The problem's code.
    pub problem: String,
    pub owner_unit: UnitCode,
    /// The branch ([`branch_of`]) of the owner.
    pub branch: UnitCode,
}

/// The knowledge of a member of the panel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Expertise {
    /// Problems they declared, by code.
    pub declared: BTreeSet<String>,
    /// Problems on which they handed in sheets in other calls.
    pub reviewed: BTreeSet<String>,
    /// Units they declared, the owners of `declared` and `reviewed`, and their own.
    pub units: BTreeSet<UnitCode>,
    /// The branches of `units`.
    pub branches: BTreeSet<UnitCode>,
}

/// The first that is true: the problem was declared; its owner is known or the problem was judged
/// before; the owner's branch is known; none of these.
pub fn affinity(of: &Expertise, subject: &Subject) -> u32 {
    if of.declared.contains(&subject.problem) {
        OF_THE_PROBLEM
    } else if of.reviewed.contains(&subject.problem) || of.units.contains(&subject.owner_unit) {
        OF_THE_UNIT
    } else if of.branches.contains(&subject.branch) {
        OF_THE_BRANCH
    } else {
        OF_NOTHING
    }
}

/// The part of the agency that a unit belongs to, directly below the agency itself: a deputy, the
/// secretariat, an inspectorate, a regional office. The agency's branch is itself.
pub fn branch_of(unit: &UnitCode, units: &BTreeMap<UnitCode, Unit>) -> UnitCode {
    let parent = |code: &UnitCode| units.get(code).and_then(|unit| unit.parent.clone());
    let mut branch = unit.clone();
    // A tree is never deeper than its number of units; this also ends the walk in a faulty tree.
    for _ in 0..units.len() {
        match parent(&branch) {
            Some(above) if parent(&above).is_some() => branch = above,
            Some(_) | None => break,
        }
    }
    branch
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::accounts::read_units;

    fn units() -> BTreeMap<UnitCode, Unit> {
        let table = include_str!("../../../../config/units.csv");
        let units = read_units(table).unwrap().into_iter();
        units.map(|unit| (unit.code.clone(), unit)).collect()
    }

    #[test]
    fn a_directorate_is_of_its_deputys_branch_and_the_agency_of_its_own() {
        let units = units();
        for (unit, branch) in [("P.D3.04", "P.D3"), ("P.D3", "P.D3"), ("P", "P"), ("X", "X")] {
            assert_eq!(branch_of(&UnitCode::new(unit), &units), UnitCode::new(branch), "{unit}");
        }
    }

    #[test]
    fn the_nearest_knowledge_counts() {
        let (unit, branch) = (UnitCode::new("P.D3.04"), UnitCode::new("P.D3"));
        let subject = Subject {
            problem: "M-007".to_owned(),
            owner_unit: unit.clone(),
            branch: branch.clone(),
        };
        let mut knows = Expertise::default();
        assert_eq!(affinity(&knows, &subject), 100_000);
        knows.branches.insert(branch);
        assert_eq!(affinity(&knows, &subject), 400_000);
        knows.units.insert(unit);
        assert_eq!(affinity(&knows, &subject), 700_000);
        let before = Expertise { reviewed: ["M-007".to_owned()].into(), ..Expertise::default() };
        assert_eq!(affinity(&before, &subject), 700_000);
        knows.declared.insert("M-007".to_owned());
        assert_eq!(affinity(&knows, &subject), 1_000_000);
    }
}
