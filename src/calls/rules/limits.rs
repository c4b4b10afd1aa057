//! Seats, levels, caps and floors that do not contradict one another. Contradictions are found here,
//! while the call is written, and not in the plenary.

use super::{
    FLOOR_ABOVE_LEVEL_SEATS, FLOOR_BEYOND_UNITS, FLOORS_ABOVE_SEATS, LEVEL_SEATS_ABOVE_TOTAL,
    UNKNOWN_LEVEL, range, text,
};
use crate::accounts::Unit;
use crate::calls::{Definition, Floor, Group, Level};
use crate::errors::{FieldError, common::field};
use std::mem::{Discriminant, discriminant};

/// Most seats of a call.
const SEATS_MOST: u32 = 10_000;

/// Longest normative duration, in months.
const MONTHS_MOST: u32 = 120;

/// Every fault of seats, levels and limits.
pub(super) fn check(definition: &Definition) -> Vec<FieldError> {
    let mut faults = Vec::new();
    range("seats", definition.seats, 1, SEATS_MOST, &mut faults);
    range("ranking.reserve", definition.ranking.reserve, 0, SEATS_MOST, &mut faults);
    check_levels(definition, &mut faults);
    for (name, cap) in
        [("per_unit", definition.limits.per_unit), ("per_problem", definition.limits.per_problem)]
    {
        if let Some(cap) = cap {
            range(&format!("limits.{name}"), cap, 1, SEATS_MOST, &mut faults);
        }
    }
    for (index, floor) in definition.limits.floors.iter().enumerate() {
        check_floor(index, floor, definition, &mut faults);
    }
    check_families(definition, &mut faults);
    faults
}

fn check_levels(definition: &Definition, faults: &mut Vec<FieldError>) {
    if definition.levels.is_empty() {
        faults.push(FieldError::new("levels", field::REQUIRED));
    }
    for (index, level) in definition.levels.iter().enumerate() {
        check_level(&format!("levels[{index}]"), level, definition.seats, faults);
    }
    text::unique(
        definition.levels.iter().map(|level| level.code.as_str()),
        |index| format!("levels[{index}].code"),
        faults,
    );
}

fn check_level(at: &str, level: &Level, total: u32, faults: &mut Vec<FieldError>) {
    text::one(&format!("{at}.code"), &level.code, text::CODE_MOST, faults);
    text::bilingual(&format!("{at}.name"), &level.name, text::NAME_MOST, faults);
    text::one(&format!("{at}.requires"), &level.requires, text::CODE_MOST, faults);
    range(&format!("{at}.normative_months"), level.normative_months, 1, MONTHS_MOST, faults);
    let Some(seats) = level.seats else { return };
    range(&format!("{at}.seats"), seats, 1, SEATS_MOST, faults);
    if seats > total {
        let fault = FieldError::new(format!("{at}.seats"), LEVEL_SEATS_ABOVE_TOTAL);
        faults.push(fault.with("seats", total));
    }
}

fn check_floor(index: usize, floor: &Floor, definition: &Definition, faults: &mut Vec<FieldError>) {
    let at = format!("limits.floors[{index}]");
    range(&format!("{at}.at_least"), floor.at_least, 1, SEATS_MOST, faults);
    if definition.limits.floors.iter().take(index).any(|earlier| earlier.group == floor.group) {
        faults.push(FieldError::new(format!("{at}.group"), field::DUPLICATE));
    }
    let Group::Level { value } = &floor.group else { return };
    match definition.levels.iter().find(|level| &level.code == value) {
        None => {
            let fault = FieldError::new(format!("{at}.group.value"), UNKNOWN_LEVEL);
            faults.push(fault.with("level", value));
        }
        Some(Level { seats: Some(seats), .. }) if floor.at_least > *seats => {
            let fault = FieldError::new(format!("{at}.at_least"), FLOOR_ABOVE_LEVEL_SEATS);
            faults.push(fault.with("level", value).with("seats", seats));
        }
        Some(_) => {}
    }
}

/// Groups of one kind share no proposal, so their floors add up; together they must fit the seats.
fn check_families(definition: &Definition, faults: &mut Vec<FieldError>) {
    let mut sums: Vec<(Discriminant<Group>, u64)> = Vec::new();
    for (index, floor) in definition.limits.floors.iter().enumerate() {
        let kind = discriminant(&floor.group);
        let so_far = sums.iter().find(|(known, _)| *known == kind).map_or(0, |(_, sum)| *sum);
        let sum = so_far + u64::from(floor.at_least);
        sums.retain(|(known, _)| *known != kind);
        sums.push((kind, sum));
        if sum > u64::from(definition.seats) && so_far <= u64::from(definition.seats) {
            let at = format!("limits.floors[{index}].at_least");
            let fault = FieldError::new(at, FLOORS_ABOVE_SEATS);
            faults.push(fault.with("sum", sum).with("seats", definition.seats));
        }
    }
}

/// What shows only beside the table of units: a group that has no unit, and a floor that the cap
/// per unit keeps from ever being met.
pub fn check_against_units<'a>(
    definition: &Definition,
    units: impl Iterator<Item = &'a Unit> + Clone,
) -> Vec<FieldError> {
    let mut faults = Vec::new();
    for (index, floor) in definition.limits.floors.iter().enumerate() {
        let at = format!("limits.floors[{index}]");
        let in_group = |unit: &&Unit| unit.active && unit_is_in(unit, &floor.group);
        let count = units.clone().filter(in_group).count();
        let most = definition.limits.per_unit.map(|cap| u64::from(cap) * count_of(count));
        if matches!(floor.group, Group::Level { .. }) {
            continue;
        }
        if count == 0 {
            let named = !matches!(floor.group, Group::Remote);
            let place = if named { format!("{at}.group.value") } else { format!("{at}.group") };
            faults.push(FieldError::new(place, field::UNKNOWN_REFERENCE));
        } else if most.is_some_and(|most| u64::from(floor.at_least) > most) {
            let fault = FieldError::new(format!("{at}.at_least"), FLOOR_BEYOND_UNITS);
            faults.push(fault.with("maximum", most.unwrap_or_default()));
        }
    }
    faults
}

fn count_of(units: usize) -> u64 {
    u64::try_from(units).unwrap_or(u64::MAX)
}

fn unit_is_in(unit: &Unit, group: &Group) -> bool {
    match group {
        Group::Remote => unit.remote,
        Group::UnitKind { value } => &unit.kind == value,
        Group::Region { value } => &unit.region == value,
        Group::Level { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{definition, names};
    use super::*;
    use crate::accounts::read_units;
    use crate::calls::Limits;

    fn faults(change: impl FnOnce(&mut Definition)) -> Vec<(String, &'static str)> {
        let mut definition = definition();
        change(&mut definition);
        names(check(&definition))
    }

    fn level_floor(value: &str, at_least: u32) -> Floor {
        Floor { group: Group::Level { value: value.to_owned() }, at_least }
    }

    fn region_floor(value: &str, at_least: u32) -> Floor {
        Floor { group: Group::Region { value: value.to_owned() }, at_least }
    }

    #[test]
    fn a_call_has_seats_and_levels() {
        assert!(faults(|d| d.seats = 0).contains(&("seats".into(), "out_of_range")));
        assert_eq!(faults(|d| d.levels.clear()), [("levels".to_owned(), "required")]);
        assert_eq!(
            faults(|d| d.levels[1].code = "S2".into()),
            [("levels[1].code".to_owned(), "duplicate")]
        );
        assert_eq!(
            faults(|d| d.limits.per_unit = Some(0)),
            [("limits.per_unit".to_owned(), "out_of_range")]
        );
    }

    #[test]
    fn a_level_has_no_more_seats_than_the_call() {
        assert_eq!(faults(|d| d.levels[0].seats = Some(8)), []);
        assert_eq!(
            faults(|d| d.levels[0].seats = Some(9)),
            [("levels[0].seats".to_owned(), "level_seats_above_total")]
        );
    }

    #[test]
    fn a_floor_above_its_levels_seats_is_named() {
        let change = |at_least| {
            faults(|d| {
                d.levels[1].seats = Some(2);
                d.limits.floors.push(level_floor("S3", at_least));
            })
        };
        assert_eq!(change(2), []);
        assert_eq!(
            change(3),
            [("limits.floors[1].at_least".to_owned(), "floor_above_level_seats")]
        );
        assert_eq!(
            faults(|d| d.limits.floors.push(level_floor("S9", 1))),
            [("limits.floors[1].group.value".to_owned(), "unknown_level")]
        );
    }

    #[test]
    fn floors_of_one_family_fit_the_seats_and_families_do_not_add_up() {
        let both = |bali, banten| {
            faults(|d| {
                d.limits.floors = vec![
                    region_floor("Bali", bali),
                    level_floor("S2", 8),
                    region_floor("Banten", banten),
                ];
            })
        };
        assert_eq!(both(3, 5), []);
        assert_eq!(both(3, 6), [("limits.floors[2].at_least".to_owned(), "floors_above_seats")]);
        assert_eq!(
            faults(|d| d.limits.floors.push(d.limits.floors[0].clone())),
            [("limits.floors[1].group".to_owned(), "duplicate")]
        );
    }

    #[test]
    fn a_floor_names_units_that_exist_and_that_the_cap_lets_reach_it() {
        let units = read_units(include_str!("../../../config/units.csv")).unwrap();
        let against = |floor: Floor, per_unit| {
            let mut definition = definition();
            definition.limits =
                Limits { per_unit, floors: vec![floor], ..definition.limits.clone() };
            names(check_against_units(&definition, units.iter()))
        };
        // Bali has two offices.
        assert_eq!(against(region_floor("Bali", 4), Some(2)), []);
        assert_eq!(
            against(region_floor("Bali", 5), Some(2)),
            [("limits.floors[0].at_least".to_owned(), "floor_beyond_units")]
        );
        assert_eq!(against(region_floor("Bali", 5), None), []);
        assert_eq!(
            against(region_floor("Atlantis", 1), None),
            [("limits.floors[0].group.value".to_owned(), "unknown_reference")]
        );
        let kind = Floor { group: Group::UnitKind { value: "loka".into() }, at_least: 3 };
        assert_eq!(against(kind, Some(1)), []);
        assert_eq!(against(level_floor("S2", 3), Some(1)), []);
    }
}
