//! Checks limits alone, while a call is being written: what no candidates could satisfy, and what
//! will leave seats empty.

use super::{Candidate, ClassLimit, Conflict, Family, FloorRelease, InputFault, Limits, Prepared};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// The existing classes of each family, if the call knows them all (its units, its problems).
pub type KnownClasses = BTreeMap<String, BTreeSet<String>>;

/// A fault in the limits of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Contradiction {
    /// Its path in [`Limits`]: `families.unit.classes.U1.min`.
    pub field: String,
    /// Whether the call can be opened nevertheless.
    pub only_warning: bool,
    #[serde(flatten)]
    pub finding: Finding,
}

/// The fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum Finding {
    NoSeats,
    ZeroCap {
        family: String,
        class: Option<String>,
    },
    FloorAboveCap {
        family: String,
        class: String,
        floor: u32,
        cap: u32,
    },
    /// The sum of the floors of one family is above all seats.
    FloorsAboveSeats {
        family: String,
        floors: u64,
        seats: u32,
    },
    /// Seats stay empty even if every class reaches its cap; an error only if all seats must be
    /// filled.
    CapsBelowSeats {
        family: String,
        caps: u64,
        seats: u32,
    },
    UnknownClass {
        family: String,
        class: String,
    },
}

/// All faults of the limits, in order of the families' names. A family missing from `known` may
/// have classes that are not known yet.
pub fn contradictions(limits: &Limits, known: &KnownClasses) -> Vec<Contradiction> {
    let mut found = Vec::new();
    if limits.seats == 0 {
        found.push(error("seats".to_owned(), Finding::NoSeats));
    }
    for (name, family) in &limits.families {
        let path = format!("families.{name}");
        judge_classes(&mut found, &path, name, family);
        if let Some(known) = known.get(name) {
            judge_known(&mut found, (&path, name), (family, known), limits);
        }
        let floors = family.classes.values().map(|class| u64::from(class.min)).sum();
        if floors > u64::from(limits.seats) {
            let finding =
                Finding::FloorsAboveSeats { family: name.clone(), floors, seats: limits.seats };
            found.push(error(path, finding));
        }
    }
    found
}

/// Candidates with the same classes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    pub classes: BTreeMap<String, String>,
    /// The most of them; at least 1.
    pub most: u32,
}

/// The limits that no candidates of these kinds could keep together, found by the same look-ahead
/// that fills the seats. Floors count as strict, because the question is what the call promises.
///
/// # Errors
/// Invalid limits or kinds, or too many cases to decide.
pub fn impossible(kinds: &[Kind], limits: &Limits) -> Result<Option<Conflict>, InputFault> {
    let candidate = |(number, kind): (usize, &Kind)| Candidate {
        id: number.to_string(),
        classes: kind.classes.clone(),
        ..Candidate::default()
    };
    let candidates: Vec<Candidate> = kinds.iter().enumerate().map(candidate).collect();
    let limits = Limits { floor_release: FloorRelease::Strict, budget: None, ..limits.clone() };
    let most: Vec<u32> = kinds.iter().map(|kind| kind.most).collect();
    Ok(Prepared::of_many(&candidates, &most, &limits)?.conflict().cloned())
}

fn error(field: String, finding: Finding) -> Contradiction {
    Contradiction { field, only_warning: false, finding }
}

fn judge_classes(found: &mut Vec<Contradiction>, path: &str, name: &str, family: &Family) {
    if family.cap_each == Some(0) {
        let finding = Finding::ZeroCap { family: name.to_owned(), class: None };
        found.push(error(format!("{path}.cap_each"), finding));
    }
    for (class, limit) in &family.classes {
        let path = format!("{path}.classes.{class}");
        let (family_name, class) = (name.to_owned(), class.clone());
        if limit.max == Some(0) {
            let finding = Finding::ZeroCap { family: family_name, class: Some(class) };
            found.push(error(format!("{path}.max"), finding));
        } else if let Some(cap) = cap_of(family, limit).filter(|cap| *cap < limit.min) {
            let finding =
                Finding::FloorAboveCap { family: family_name, class, floor: limit.min, cap };
            found.push(error(format!("{path}.min"), finding));
        }
    }
}

fn cap_of(family: &Family, limit: &ClassLimit) -> Option<u32> {
    limit.max.or(family.cap_each)
}

fn judge_known(
    found: &mut Vec<Contradiction>,
    (path, name): (&str, &str),
    (family, known): (&Family, &BTreeSet<String>),
    limits: &Limits,
) {
    for class in family.classes.keys().filter(|class| !known.contains(*class)) {
        let finding = Finding::UnknownClass { family: name.to_owned(), class: class.clone() };
        found.push(error(format!("{path}.classes.{class}"), finding));
    }
    let caps = known.iter().map(|class| {
        let own = family.classes.get(class).and_then(|limit| limit.max);
        own.or(family.cap_each).map(u64::from)
    });
    // A class without a cap can fill every seat.
    let Some(caps) = caps.sum::<Option<u64>>() else { return };
    if caps < u64::from(limits.seats) {
        found.push(Contradiction {
            field: path.to_owned(),
            only_warning: !limits.fill_all_seats,
            finding: Finding::CapsBelowSeats { family: name.to_owned(), caps, seats: limits.seats },
        });
    }
}
