//! The call's seats, caps, floors and money as input of `quota`, and the way back from a limit to
//! its field of the definition. The check of the call and the run use the same conversion.

use crate::features::calls::{Definition, FloorPolicy, Group};
use selection_math::quota::{self, ClassLimit, Family, FloorRelease, LimitName, Limits};
use std::collections::BTreeMap;

/// Only families that have limits.
pub fn quotas(definition: &Definition) -> Limits {
    let mut families: BTreeMap<String, Family> = BTreeMap::new();
    let mut cap_each = |name: &str, cap: Option<u32>| {
        if cap.is_some() {
            families.entry(name.to_owned()).or_default().cap_each = cap;
        }
    };
    cap_each("unit", definition.limits.per_unit);
    cap_each("problem", definition.limits.per_problem);
    for level in definition.levels.iter().filter(|level| level.seats.is_some()) {
        class(&mut families, "level", &level.code).max = level.seats;
    }
    for floor in &definition.limits.floors {
        let (family, value) = class_of(&floor.group);
        class(&mut families, family, value).min = floor.at_least;
    }
    let budget = definition.limits.budget;
    Limits {
        seats: definition.seats,
        fill_all_seats: false,
        floor_release: match definition.limits.floor_policy {
            FloorPolicy::AsFarAsPossible => FloorRelease::AsFarAsPossible,
            FloorPolicy::Strict => FloorRelease::Strict,
        },
        families,
        budget: budget.map(|budget| quota::Budget { amount: budget.total, policy: budget.policy }),
    }
}

/// The family and the class of a group.
pub(super) fn class_of(group: &Group) -> (&'static str, &str) {
    match group {
        Group::Remote => ("remote", "remote"),
        Group::UnitKind { value } => ("unit_kind", value.as_str()),
        Group::Region { value } => ("region", value.as_str()),
        Group::Level { value } => ("level", value.as_str()),
    }
}

fn class<'a>(
    families: &'a mut BTreeMap<String, Family>,
    family: &str,
    value: &str,
) -> &'a mut ClassLimit {
    let family = families.entry(family.to_owned()).or_default();
    family.classes.entry(value.to_owned()).or_default()
}

/// The field of the definition with a limit, and its figure.
pub(super) fn said_in(definition: &Definition, limit: &LimitName) -> Option<(String, u64)> {
    let limits = &definition.limits;
    Some(match limit {
        LimitName::Seats | LimitName::AllSeats => ("seats".to_owned(), definition.seats.into()),
        LimitName::Budget => ("limits.budget.total".to_owned(), limits.budget?.total),
        LimitName::Floor { family, class } => {
            let index = floor_index(definition, family, class)?;
            let at_least = limits.floors.get(index)?.at_least;
            (format!("limits.floors[{index}].at_least"), at_least.into())
        }
        LimitName::Cap { family, class } => match family.as_str() {
            "unit" => ("limits.per_unit".to_owned(), limits.per_unit?.into()),
            "problem" => ("limits.per_problem".to_owned(), limits.per_problem?.into()),
            _ => {
                let index = definition.levels.iter().position(|level| &level.code == class)?;
                let seats = definition.levels.get(index)?.seats?;
                (format!("levels[{index}].seats"), seats.into())
            }
        },
    })
}

/// The floor that applies to a class.
pub(super) fn floor_index(definition: &Definition, family: &str, class: &str) -> Option<usize> {
    definition.limits.floors.iter().position(|floor| class_of(&floor.group) == (family, class))
}
