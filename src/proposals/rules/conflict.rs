//! When somebody on duty stands too near to a candidate to judge them: it is they themselves, they
//! work in the same unit, or one is the other's direct superior. Pure. Declared conflicts are the
//! panel's (`reviews`).

use crate::ids::{UnitCode, UserId};

/// What a conflict is found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub user: UserId,
    pub unit: Option<UnitCode>,
    pub superior: Option<UserId>,
}

/// Whether the one may not judge the other. `proposal_unit` is the candidate's unit when the
/// proposal was begun: moving away in between does not undo the nearness.
pub fn is_conflicted(judge: &Standing, candidate: &Standing, proposal_unit: &UnitCode) -> bool {
    judge.user == candidate.user
        || judge.unit.as_ref() == Some(proposal_unit)
        || (judge.unit.is_some() && judge.unit == candidate.unit)
        || candidate.superior.as_ref() == Some(&judge.user)
        || judge.superior.as_ref() == Some(&candidate.user)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn self_same_unit_and_superior_in_either_direction_are_conflicts() {
        let unit = |code: &str| Some(UnitCode::new(code));
        let standing = |unit| Standing { user: UserId::new().unwrap(), unit, superior: None };
        let candidate = standing(unit("A"));
        let proposal_unit = UnitCode::new("P");
        let check = |judge: &Standing, candidate: &Standing| {
            is_conflicted(judge, candidate, &proposal_unit)
        };
        assert!(check(&candidate, &candidate));
        assert!(check(&standing(unit("A")), &candidate));
        assert!(check(&standing(unit("P")), &candidate));
        assert!(!check(&standing(unit("B")), &candidate));
        assert!(!check(&standing(None), &standing(None)));
        let chief = standing(unit("B"));
        let staff = Standing { superior: Some(chief.user.clone()), ..candidate.clone() };
        assert!(check(&chief, &staff));
        let below = Standing { superior: Some(candidate.user.clone()), ..chief };
        assert!(check(&below, &candidate));
    }
}
