//! What a call says of its plenary: how much of the panel must attend, and how long its members may remark on the
//! draft minutes. A call without it holds its plenary as the office is used to. Source: `domain.md` §6 row 11.

use serde::{Deserialize, Serialize};

/// The rules of the plenary. Left out of a call without them, so that older calls keep their hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlenaryRules)]
pub struct Plenary {
    pub quorum: Quorum,
    /// Hours in which the members who attended may remark on the draft minutes; 0: no time is kept free for it.
    #[schema(minimum = 0, maximum = 336)]
    pub remarks_hours: u32,
}

/// The part of the panel that must attend, e.g. 2 of 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Quorum {
    #[schema(minimum = 1, maximum = 100, example = 2)]
    pub numerator: u32,
    #[schema(minimum = 1, maximum = 100, example = 3)]
    pub denominator: u32,
}

impl Quorum {
    /// How many of so many must attend: the smallest whole number that is not below the fraction.
    pub fn needed(self, of: u32) -> u32 {
        let (part, whole) = (u64::from(self.numerator), u64::from(self.denominator.max(1)));
        let needed = (u64::from(of) * part).div_ceil(whole);
        u32::try_from(needed).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_of_three_are_rounded_up() {
        let quorum = Quorum { numerator: 2, denominator: 3 };
        let needed: Vec<u32> = (0..=7).map(|of| quorum.needed(of)).collect();
        assert_eq!(needed, [0, 1, 2, 2, 3, 4, 4, 5]);
    }
}
