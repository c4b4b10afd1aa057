//! Checks that seats, levels, caps and floors do not contradict one another. Contradictions are
//! found while the call is written, not in the plenary.

use super::quotas::{class_of, floor_index, quotas, said_in};
use super::{
    BUDGET_BELOW_ONE_PROPOSAL, BUDGET_OUT_OF_RANGE, FLOOR_ABOVE_LEVEL_SEATS, FLOOR_BEYOND_UNITS,
    FLOORS_ABOVE_SEATS, LEVEL_SEATS_ABOVE_TOTAL, LIMITS_CONFLICT, UNKNOWN_LEVEL, range, text,
};
use crate::features::accounts::Unit;
use crate::features::calls::{Budget, Definition, Floor, Group, Level};
use crate::kernel::errors::{FieldError, common::field};
use crate::kernel::format::rupiah;
use crate::kernel::language::Language;
use selection_math::quota::{
    Finding, Kind, KnownClasses, LimitName, Limits, contradictions, impossible,
};

/// The most seats of a call.
const SEATS_MOST: u32 = 10_000;

/// The most rupiah of a budget; more is a typing error.
const RUPIAH_MOST: u64 = 1_000_000_000_000_000;

/// The longest normative duration, in months.
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
    check_budget(definition, &mut faults);
    faults.extend(check_quotas(definition));
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
    if !definition.levels.iter().any(|level| &level.code == value) {
        let fault = FieldError::new(format!("{at}.group.value"), UNKNOWN_LEVEL);
        faults.push(fault.with("level", value));
    }
}

/// The faults that `quota` finds in the limits alone: floors of one kind above the seats, a floor
/// above its cap. Caps and seats of zero are already out of range.
fn check_quotas(definition: &Definition) -> Vec<FieldError> {
    let found = contradictions(&quotas(definition), &KnownClasses::new());
    found.into_iter().filter_map(|one| contradiction(definition, one.finding)).collect()
}

fn contradiction(definition: &Definition, finding: Finding) -> Option<FieldError> {
    match finding {
        Finding::FloorsAboveSeats { family, floors, seats } => {
            let of_family = |floor: &Floor| class_of(&floor.group).0 == family;
            let last = definition.limits.floors.iter().rposition(of_family)?;
            let at = format!("limits.floors[{last}].at_least");
            Some(FieldError::new(at, FLOORS_ABOVE_SEATS).with("sum", floors).with("seats", seats))
        }
        Finding::FloorAboveCap { family, class, cap, .. } => {
            let index = floor_index(definition, &family, &class)?;
            let at = format!("limits.floors[{index}].at_least");
            let fault = FieldError::new(at, FLOOR_ABOVE_LEVEL_SEATS);
            Some(fault.with("level", class).with("seats", cap))
        }
        Finding::UnknownClass { family, class } => {
            let index = floor_index(definition, &family, &class)?;
            let named = family != "remote";
            let place = if named { "group.value" } else { "group" };
            Some(FieldError::new(
                format!("limits.floors[{index}].{place}"),
                field::UNKNOWN_REFERENCE,
            ))
        }
        Finding::NoSeats | Finding::ZeroCap { .. } | Finding::CapsBelowSeats { .. } => None,
    }
}

fn check_budget(definition: &Definition, faults: &mut Vec<FieldError>) {
    let Some(Budget { total, per_proposal, .. }) = definition.limits.budget else { return };
    for (name, amount) in [("total", Some(total)), ("per_proposal", per_proposal)] {
        if amount.is_some_and(|amount| !(1..=RUPIAH_MOST).contains(&amount)) {
            let fault = FieldError::new(format!("limits.budget.{name}"), BUDGET_OUT_OF_RANGE);
            faults.push(
                fault
                    .with("minimum", rupiah(Language::Indonesian, 1))
                    .with("maximum", rupiah(Language::Indonesian, RUPIAH_MOST)),
            );
        }
    }
    if let Some(ceiling) = per_proposal.filter(|ceiling| *ceiling > total) {
        let fault = FieldError::new("limits.budget.per_proposal", BUDGET_BELOW_ONE_PROPOSAL);
        faults.push(
            fault
                .with("ceiling", rupiah(Language::Indonesian, ceiling))
                .with("total", rupiah(Language::Indonesian, total)),
        );
    }
}

/// Faults that show only with the table of units: a group without units, and limits that candidates
/// from these units could never fulfil together, each named.
pub fn check_against_units<'a>(
    definition: &Definition,
    units: impl Iterator<Item = &'a Unit> + Clone,
) -> Vec<FieldError> {
    let mut limits = quotas(definition);
    let active: Vec<&Unit> = units.filter(|unit| unit.active).collect();
    let (mut faults, mut is_sound) = (Vec::new(), true);
    for one in contradictions(&limits, &known(&active)) {
        if let Finding::UnknownClass { family, class } = &one.finding {
            if let Some(family) = limits.families.get_mut(family) {
                family.classes.remove(class);
            }
            faults.extend(contradiction(definition, one.finding));
        } else {
            is_sound &= one.only_warning;
        }
    }
    // Faults of single limits are reported elsewhere, invalid limits too. Limits that are too hard
    // to decide here are no fault.
    if is_sound {
        let conflict = impossible(&kinds(definition, &active), &without_problems(limits));
        faults.extend(
            conflict.ok().flatten().into_iter().flat_map(|found| clash(definition, &found.limits)),
        );
    }
    faults
}

/// The classes that the units have.
fn known(units: &[&Unit]) -> KnownClasses {
    let all = |class: fn(&Unit) -> String| units.iter().map(|unit| class(unit)).collect();
    KnownClasses::from([
        ("region".to_owned(), all(|unit| unit.region.clone())),
        ("unit_kind".to_owned(), all(|unit| unit.kind.clone())),
        ("remote".to_owned(), all(remoteness)),
    ])
}

fn remoteness(unit: &Unit) -> String {
    if unit.remote { "remote" } else { "other" }.to_owned()
}

/// Any number of candidates from every unit for every level.
fn kinds(definition: &Definition, units: &[&Unit]) -> Vec<Kind> {
    let of_unit = |unit: &Unit, level: &Level| Kind {
        classes: [
            ("unit", unit.code.as_str().to_owned()),
            ("level", level.code.clone()),
            ("remote", remoteness(unit)),
            ("unit_kind", unit.kind.clone()),
            ("region", unit.region.clone()),
        ]
        .map(|(family, class)| (family.to_owned(), class))
        .into(),
        most: definition.seats,
    };
    let levels = &definition.levels;
    units.iter().flat_map(|unit| levels.iter().map(|level| of_unit(unit, level))).collect()
}

/// The number of problems is not known yet.
fn without_problems(mut limits: Limits) -> Limits {
    limits.families.remove("problem");
    limits
}

/// One fault at every field involved, each naming all of them.
fn clash(definition: &Definition, limits: &[LimitName]) -> Vec<FieldError> {
    let mut fields: Vec<(String, u64)> =
        limits.iter().filter_map(|limit| said_in(definition, limit)).collect();
    fields.sort();
    fields.dedup();
    if let Some(fault) = beyond_units(definition, limits) {
        return vec![fault];
    }
    let all: Vec<String> = fields.iter().map(|(path, value)| format!("{path} = {value}")).collect();
    let all = all.join(", ");
    let fault =
        |(path, _): (String, u64)| FieldError::new(path, LIMITS_CONFLICT).with("limits", &all);
    fields.into_iter().map(fault).collect()
}

/// One floor against the caps of all units of its group, with the figure.
fn beyond_units(definition: &Definition, limits: &[LimitName]) -> Option<FieldError> {
    let is_unit_cap =
        |limit: &&LimitName| matches!(limit, LimitName::Cap { family, .. } if family == "unit");
    let (caps, others): (Vec<&LimitName>, Vec<&LimitName>) = limits.iter().partition(is_unit_cap);
    let [LimitName::Floor { family, class }] = others.as_slice() else { return None };
    let index = floor_index(definition, family, class)?;
    let most = u64::from(definition.limits.per_unit?) * u64::try_from(caps.len()).ok()?;
    let at = format!("limits.floors[{index}].at_least");
    Some(FieldError::new(at, FLOOR_BEYOND_UNITS).with("maximum", most))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{definition, names};
    use super::*;
    use crate::features::accounts::read_units;
    use crate::features::calls::Limits;

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
        let units = read_units(include_str!("../../../../config/units.csv")).unwrap();
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

    #[test]
    fn limits_that_clash_across_kinds_are_each_named() {
        let units = read_units(include_str!("../../../../config/units.csv")).unwrap();
        let against = |change: &dyn Fn(&mut Definition)| {
            let mut definition = definition();
            definition.limits = Limits { floors: vec![], ..definition.limits.clone() };
            change(&mut definition);
            check_against_units(&definition, units.iter())
        };
        // A floor of six for one region, while the levels allow only five in all.
        let clashing = |d: &mut Definition| {
            d.levels[0].seats = Some(2);
            d.levels[1].seats = Some(3);
            d.limits.per_unit = None;
            d.limits.floors = vec![region_floor("Bali", 6)];
        };
        let found = against(&clashing);
        assert_eq!(
            names(found.clone()),
            ["levels[0].seats", "levels[1].seats", "limits.floors[0].at_least"]
                .map(|path| (path.to_owned(), "limits_conflict"))
        );
        let (_, all) = &found[0].arguments[0];
        assert_eq!(all, "levels[0].seats = 2, levels[1].seats = 3, limits.floors[0].at_least = 6");
        assert_eq!(
            against(&|d: &mut Definition| {
                clashing(d);
                d.levels[1].seats = Some(4);
            }),
            []
        );
    }

    #[test]
    fn money_is_positive_and_pays_for_one_proposal_at_least() {
        let with = |total, per_proposal| {
            faults(|d| {
                let policy = selection_math::quota::BudgetPolicy::StopAtFirst;
                d.limits.budget = Some(Budget { total, policy, per_proposal });
            })
        };
        let fault = |field: &str, code| (format!("limits.budget.{field}"), code);
        assert_eq!(with(1_000, Some(1_000)), []);
        assert_eq!(with(1_000, None), []);
        assert_eq!(with(0, None), [fault("total", "budget_out_of_range")]);
        assert_eq!(with(u64::MAX, None), [fault("total", "budget_out_of_range")]);
        assert_eq!(with(1_000, Some(0)), [fault("per_proposal", "budget_out_of_range")]);
        assert_eq!(with(1_000, Some(1_001)), [fault("per_proposal", "budget_below_one_proposal")]);
    }
}
