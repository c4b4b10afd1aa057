//! When somebody on duty stands too near to a candidate to judge them: it is they themselves, they
//! work in the same unit, or one is the other's direct superior. Pure. Declared conflicts are the
//! panel's (`reviews`).

use crate::ids::{UnitCode, UserId};
use std::collections::BTreeMap;

/// Where somebody works and under whom: what a conflict is found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    pub user: UserId,
    pub unit: Option<UnitCode>,
    pub superior: Option<UserId>,
}

impl Position {
    /// Of somebody among those looked up; somebody unknown stands near to nobody but themselves.
    pub fn of(user: &UserId, found: &Positions) -> Self {
        let (unit, superior) = found.get(user).cloned().unwrap_or_default();
        Self { user: user.clone(), unit, superior }
    }
}

/// Unit and superior by person, as `accounts::user_units` gives them.
pub type Positions = BTreeMap<UserId, (Option<UnitCode>, Option<UserId>)>;

/// Whether the one may not judge the other. `proposal_unit` is the candidate's unit when the
/// proposal was begun: moving away in between does not undo the nearness.
pub fn is_conflicted(judge: &Position, candidate: &Position, proposal_unit: &UnitCode) -> bool {
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
        let position = |unit| Position { user: UserId::new().unwrap(), unit, superior: None };
        let candidate = position(unit("A"));
        let proposal_unit = UnitCode::new("P");
        let check = |judge: &Position, candidate: &Position| {
            is_conflicted(judge, candidate, &proposal_unit)
        };
        assert!(check(&candidate, &candidate));
        assert!(check(&position(unit("A")), &candidate));
        assert!(check(&position(unit("P")), &candidate));
        assert!(!check(&position(unit("B")), &candidate));
        assert!(!check(&position(None), &position(None)));
        let chief = position(unit("B"));
        let staff = Position { superior: Some(chief.user.clone()), ..candidate.clone() };
        assert!(check(&chief, &staff));
        let below = Position { superior: Some(candidate.user.clone()), ..chief };
        assert!(check(&below, &candidate));
    }
}
