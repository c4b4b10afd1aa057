//! The form of a scenario, filled with the announced rules. An empty cap means no cap.

use super::Field;
use crate::features::calls::{Aggregate, Definition, Floor, Group};
use crate::features::selection::scenario::{Case, OrderBy, Scenario};
use crate::kernel::errors::{Failure, Refusal};
use crate::kernel::ids::UserId;
use crate::web::pages::{Input, PageContext};
use crate::web::{Fields, typed as read};
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct Form {
    pub(super) numbers: Vec<Field>,
    pub(super) floors: Vec<Field>,
    pub(super) new_floor: [Field; 2],
    pub(super) weights: Vec<Field>,
    pub(super) choices: Vec<Field>,
}

impl Form {
    pub(super) fn new(
        (s, problem): (&PageContext, Option<&Refusal>),
        case: &Case,
        reviewers: &BTreeMap<UserId, String>,
        typed: &Fields,
    ) -> Self {
        let rules = &case.definition;
        let is_asked = !typed.get("seats").is_empty();
        let put = |field: Field, announced: String| {
            let value = if is_asked { typed.get(&field.name).to_owned() } else { announced };
            field.value(value).errors_of(s, problem)
        };
        let number = |name: &str, value: Option<u32>| {
            let field = Field::new(name, s.word("scenario", name), Input::Number);
            put(field, value.map(|value| value.to_string()).unwrap_or_default())
        };
        let no_cap = s.t("scenario-no-cap");
        let choice = |name: &str, choices| {
            Field::new(name, s.word("scenario", name), Input::Choice(choices))
        };
        Self {
            numbers: vec![
                number("seats", Some(rules.seats)).required(),
                number("per_unit", rules.limits.per_unit).hint(no_cap.clone()),
                number("per_problem", rules.limits.per_problem).hint(no_cap),
            ],
            floors: floors(s, rules).into_iter().map(|(field, value)| put(field, value)).collect(),
            new_floor: [
                put(choice("new_floor", groups(s, case)), String::new()),
                number("new_floor_at_least", None),
            ],
            weights: weights(s, rules)
                .into_iter()
                .map(|(field, value)| put(field, value))
                .collect(),
            choices: vec![
                put(
                    choice("aggregate", words(s, "aggregate", &["mean", "median"])),
                    name_of(rules.ranking.aggregate),
                ),
                put(
                    choice("order", words(s, "order", &["official", "calibrated"])),
                    "official".to_owned(),
                ),
                put(choice("leave_out_reviewer", left_out(s, reviewers)), String::new()),
            ],
        }
    }

    fn all(&self) -> impl Iterator<Item = &Field> {
        let lists = [&self.numbers, &self.floors, &self.weights, &self.choices];
        lists.into_iter().flatten().chain(&self.new_floor)
    }

    /// The label of a field on the page.
    pub(super) fn label(&self, name: &str) -> String {
        let found = self.all().find(|field| field.name == name);
        found.map_or_else(|| name.to_owned(), |field| field.label.clone())
    }
}

fn name_of(aggregate: Aggregate) -> String {
    match aggregate {
        Aggregate::Mean => "mean".to_owned(),
        Aggregate::Median => "median".to_owned(),
    }
}

fn words(s: &PageContext, family: &str, names: &[&str]) -> Vec<(String, String)> {
    names.iter().map(|name| ((*name).to_owned(), s.word(family, name))).collect()
}

fn left_out(s: &PageContext, reviewers: &BTreeMap<UserId, String>) -> Vec<(String, String)> {
    let mut choices = vec![(String::new(), s.t("scenario-nobody"))];
    let mut people: Vec<_> =
        reviewers.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    people.sort_by(|one, other| one.1.cmp(&other.1));
    choices.extend(people);
    choices
}

/// The value of a group in a choice, e.g. `unit_kind:loka`.
fn key(group: &Group) -> String {
    match group {
        Group::Remote => "remote:".to_owned(),
        Group::UnitKind { value } => format!("unit_kind:{value}"),
        Group::Region { value } => format!("region:{value}"),
        Group::Level { value } => format!("level:{value}"),
    }
}

fn group_of(key: &str) -> Option<Group> {
    let (kind, value) = key.split_once(':')?;
    let value = value.to_owned();
    match kind {
        "remote" => Some(Group::Remote),
        "unit_kind" => Some(Group::UnitKind { value }),
        "region" => Some(Group::Region { value }),
        "level" => Some(Group::Level { value }),
        _ => None,
    }
}

fn group_in_words(s: &PageContext, group: &Group) -> String {
    match group {
        Group::Remote => s.t("group-remote"),
        Group::UnitKind { value } => s.tv("group-unit-kind", s.word("unit-kind", value)),
        Group::Region { value } => s.tv("group-region", value),
        Group::Level { value } => s.tv("group-level", value),
    }
}

fn floors(s: &PageContext, rules: &Definition) -> Vec<(Field, String)> {
    let floor = |(floor, index): (&Floor, usize)| {
        let label = s.tv("scenario-floor", group_in_words(s, &floor.group));
        let name = format!("floors[{index}].at_least");
        (Field::new(name, label, Input::Number), floor.at_least.to_string())
    };
    rules.limits.floors.iter().zip(0..).map(floor).collect()
}

/// Every group that occurs among these proposals.
fn groups(s: &PageContext, case: &Case) -> Vec<(String, String)> {
    let mut groups = BTreeSet::from([Group::Remote]);
    for one in &case.inputs.proposals {
        groups.insert(Group::UnitKind { value: one.unit_kind.clone() });
        groups.insert(Group::Region { value: one.region.clone() });
        groups.insert(Group::Level { value: one.level.clone() });
    }
    let mut choices = vec![(String::new(), s.t("scenario-no-floor"))];
    choices.extend(groups.iter().map(|group| (key(group), group_in_words(s, group))));
    choices
}

fn weights(s: &PageContext, rules: &Definition) -> Vec<(Field, String)> {
    let criteria = rules.rubric.criteria.iter();
    criteria
        .map(|criterion| {
            let label = format!("{} {}", criterion.code, criterion.name.text(&s.language));
            let name = format!("weights.{}", criterion.code);
            (Field::new(name, label, Input::Number), criterion.weight.to_string())
        })
        .collect()
}

/// The scenario that the form asks for.
///
/// # Errors
/// `invalid`, with every figure that is none.
pub(super) fn scenario(typed: &Fields, case: &Case) -> Result<Scenario, Failure> {
    let mut faults = Vec::new();
    let rules = &case.definition;
    let mut number = |name: &str| -> Option<u32> {
        read::number(typed, name, 2).unwrap_or_else(|fault| {
            faults.push(fault);
            None
        })
    };
    let mut floors: Vec<Floor> = Vec::new();
    for (index, announced) in rules.limits.floors.iter().enumerate() {
        let at_least = number(&format!("floors[{index}].at_least")).unwrap_or(0);
        floors.push(Floor { group: announced.group.clone(), at_least });
    }
    if let (Some(group), Some(at_least)) =
        (group_of(typed.get("new_floor")), number("new_floor_at_least"))
    {
        floors.retain(|floor| floor.group != group);
        floors.push(Floor { group, at_least });
    }
    floors.retain(|floor| floor.at_least > 0);
    let criteria = rules.rubric.criteria.iter();
    let weights: BTreeMap<String, u32> = criteria
        .filter_map(|one| {
            let weight = number(&format!("weights.{}", one.code))?;
            (weight != one.weight).then(|| (one.code.clone(), weight))
        })
        .collect();
    let scenario = Scenario {
        seats: number("seats"),
        per_unit: Some(number("per_unit")),
        per_problem: Some(number("per_problem")),
        floors: Some(floors),
        budget: None,
        aggregate: match typed.get("aggregate") {
            "mean" => Some(Aggregate::Mean),
            "median" => Some(Aggregate::Median),
            _ => None,
        },
        weights: (!weights.is_empty()).then_some(weights),
        leave_out_reviewer: typed.get("leave_out_reviewer").parse().ok(),
        order: match typed.get("order") {
            "calibrated" => OrderBy::Calibrated,
            _ => OrderBy::Official,
        },
    };
    Failure::when_any(faults)?;
    Ok(scenario)
}
