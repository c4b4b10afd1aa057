//! Which entries of the record a person is shown about themselves, and whose names are withheld.
//! Pure.

use crate::features::privacy::{Processor, Step};
use crate::kernel::clock::{Timestamp, Told};
use crate::platform::ledger::{Disclosure, EventType, SubjectKind};
use chrono::NaiveDate;
use serde_json::Value;
use std::collections::BTreeSet;

/// The subject of an act on the record, from the person's view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::features::privacy) enum About {
    /// Their account, their sessions, their letters; their objections and offers, whose states they
    /// can see.
    Themselves,
    /// Their proposal, and how it was assessed.
    Proposal(Assessed),
    /// An act on all proposals of a call, theirs among them.
    WholeCall(Assessed),
}

impl About {
    /// What a thing of this kind is to the person whose it is; none for what is nobody's own.
    pub(in crate::features::privacy) fn of(kind: SubjectKind, known: Assessed) -> Option<Self> {
        use SubjectKind as K;
        match kind {
            K::User | K::Session | K::Mail | K::Objection | K::Award => Some(Self::Themselves),
            K::Proposal | K::Assignment => Some(Self::Proposal(known)),
            K::Call => Some(Self::WholeCall(known)),
            K::Unit
            | K::Problem
            | K::NeedPlan
            | K::Document
            | K::Tasks
            | K::Selection
            | K::Decision
            | K::Breach
            | K::Record
            | K::StaffList
            | K::Problems
            | K::Breaches
            | K::Ledger
            | K::Readings
            | K::Everything
            | K::Studies
            | K::Registration
            | K::Address => None,
        }
    }
}

/// Up to when the assessment of a proposal has been made known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::features::privacy) enum Assessed {
    /// No result is announced.
    Unknown,
    /// The last announcement; later acts belong to a running revision.
    Until(Timestamp),
    /// The call is over.
    Wholly,
}

/// Roles that assess. Naming a person who has or had one could expose them to pressure.
const ASSESSING: [&str; 3] = ["reviewer", "verifier", "appeal"];

/// Whether an act of another person is shown. `assessing`: the actor has or had a role that
/// assesses. The subject and the disclosure class of the event must fit; an event type that this
/// version does not know is not shown.
pub(in crate::features::privacy) fn is_told(
    (act, at): (Option<EventType>, Timestamp),
    about: About,
    assessing: bool,
) -> bool {
    let Some(act) = act else { return false };
    match (act.disclosure(), about) {
        (Disclosure::Person, About::Themselves) => true,
        (Disclosure::Candidate, About::Proposal(known)) => known.covers(at) || !assessing,
        (Disclosure::Result, About::Proposal(known) | About::WholeCall(known)) => known.covers(at),
        (Disclosure::Nobody, _)
        | (Disclosure::Person, About::Proposal(_) | About::WholeCall(_))
        | (Disclosure::Candidate, About::Themselves | About::WholeCall(_))
        | (Disclosure::Result, About::Themselves) => false,
    }
}

/// Whether it is shown that another person read something; `about` is `None` if the subject is not
/// known to be the person's.
pub(in crate::features::privacy) fn is_reading_told(
    at: Timestamp,
    about: Option<About>,
    assessing: bool,
) -> bool {
    match about {
        Some(About::Themselves) => true,
        Some(About::Proposal(known)) => known.covers(at) || !assessing,
        Some(About::WholeCall(_)) | None => false,
    }
}

/// The time of an act as it is shown: exact only if it was the person's own.
pub(in crate::features::privacy) fn when(at: Timestamp, own: bool) -> Told {
    if own { Told::exactly(at) } else { Told::by_day(at) }
}

/// The sort key of an act in the trail: by the day; within it one's own acts first, in their order,
/// then those of others by name, so that their order reveals nothing.
pub(in crate::features::privacy) fn place(step: &Step) -> (NaiveDate, Timestamp, String) {
    let (at, is_own) = (step.at.instant(), step.at.day().is_none());
    let exact = if is_own { at } else { Timestamp::from_micros(i64::MAX) };
    let name = if is_own { String::new() } else { format!("{} {}", step.act, step.subject) };
    (at.date_in_jakarta(), exact, name)
}

/// All instants that occur anywhere in a part.
pub(in crate::features::privacy) fn instants_in(part: &Value, found: &mut BTreeSet<Timestamp>) {
    match part {
        Value::String(text) => found.extend(text.parse::<Timestamp>()),
        Value::Array(items) => items.iter().for_each(|item| instants_in(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| instants_in(field, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Replaces by the day every instant in a part that is the time of another person's act, in any
/// field.
pub(in crate::features::privacy) fn coarsen(part: &mut Value, of_others: &BTreeSet<Timestamp>) {
    match part {
        Value::String(text) => {
            let instant = text.parse().ok().filter(|at| of_others.contains(at));
            if let Some(at) = instant {
                *text = Told::by_day(at).to_string();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| coarsen(item, of_others)),
        Value::Object(fields) => fields.values_mut().for_each(|field| coarsen(field, of_others)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

impl Assessed {
    fn covers(self, at: Timestamp) -> bool {
        match self {
            Self::Unknown => false,
            Self::Until(announced) => at <= announced,
            Self::Wholly => true,
        }
    }
}

/// Whether one of these roles, held now or earlier, assesses.
pub(in crate::features::privacy) fn assessing_role(held: &[String]) -> Option<&'static str> {
    ASSESSING.into_iter().find(|role| held.iter().any(|one| one == role))
}

/// How an official is named: `ever` are the roles ever held, `then` those held at the time of the
/// act.
pub(in crate::features::privacy) fn processor(
    name: Option<String>,
    ever: &[String],
    then: Vec<String>,
) -> Processor {
    match assessing_role(ever) {
        Some(role) => Processor::Withheld { role: role.to_owned() },
        None => Processor::Official { name: name.unwrap_or_default(), roles: then },
    }
}

/// What is shown of an act's payload: things, never people.
pub(in crate::features::privacy) fn what(payload: &Value) -> Option<Value> {
    const TOLD: [&str; 4] = ["document", "kind", "version", "role"];
    let fields = payload.as_object()?;
    let told = fields.iter().filter(|(name, _)| TOLD.contains(&name.as_str()));
    let told: serde_json::Map<_, _> =
        told.map(|(name, value)| (name.clone(), value.clone())).collect();
    (!told.is_empty()).then_some(Value::Object(told))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    const AT: Timestamp = Timestamp::from_micros(1_000);
    const PAGE: &str = "tests/golden/telling.txt";

    /// Acts by an official and by a reviewer: before an announcement, after it, during a revision, when all is over.
    fn table() -> String {
        let known = [
            Assessed::Unknown,
            Assessed::Until(AT),
            Assessed::Until(Timestamp::from_micros(999)),
            Assessed::Wholly,
        ];
        let mut table = String::new();
        for act in EventType::ALL.iter().copied() {
            for kind in act.subjects().iter().copied() {
                let mut line = format!("{:<26} {:<11}", act.name(), kind.name());
                for (known, assessing) in known.iter().flat_map(|one| [(*one, false), (*one, true)])
                {
                    let told = About::of(kind, known)
                        .is_some_and(|about| is_told((Some(act), AT), about, assessing));
                    line.push_str(if told { " told" } else { " -   " });
                }
                table.push_str(line.trim_end());
                table.push('\n');
            }
        }
        table
    }

    /// The file was made by the earlier rules, which had prefixes of names instead of disclosure
    /// classes; one line has changed since, see the CHANGELOG. To write it again:
    /// `UPDATE_GOLDEN=1 cargo test --lib what_is_told_of_each_event`.
    #[test]
    fn what_is_told_of_each_event_is_what_was_reviewed() {
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(PAGE, table()).unwrap();
        }
        assert_eq!(table(), std::fs::read_to_string(PAGE).unwrap(), "{PAGE}");
    }

    #[test]
    fn of_what_this_version_does_not_know_nothing_is_told() {
        for about in [
            About::Themselves,
            About::Proposal(Assessed::Wholly),
            About::WholeCall(Assessed::Wholly),
        ] {
            assert!(!is_told((EventType::from_name("proposal.ranked"), AT), about, false));
        }
        assert!(!is_reading_told(AT, None, false));
    }

    #[test]
    fn before_an_announcement_nothing_is_told_that_only_the_assessment_brings_about() {
        let before = About::Proposal(Assessed::Unknown);
        for act in EventType::ALL.iter().filter(|act| act.disclosure() == Disclosure::Result) {
            assert!(!is_told((Some(*act), AT), before, false), "{act:?}");
        }
        assert!(is_reading_told(AT, Some(before), false));
        assert!(!is_reading_told(AT, Some(before), true));
    }

    #[test]
    fn the_instant_of_an_act_of_others_is_told_by_the_day_in_whichever_field_it_stands() {
        let others = BTreeSet::from(["2026-11-24T20:00:00.000001Z".parse().unwrap()]);
        let mut part =
            json!([{"any": ["2026-11-24T20:00:00.000001Z", "2026-11-24T20:00:00Z"], "n": 1}]);
        let mut found = BTreeSet::new();
        instants_in(&part, &mut found);
        assert_eq!(found.len(), 2);
        coarsen(&mut part, &others);
        assert_eq!(part, json!([{"any": ["2026-11-25", "2026-11-24T20:00:00Z"], "n": 1}]));
    }

    #[test]
    fn of_a_payload_things_are_told_and_people_are_not() {
        let payload = json!({"reviewer": "01h", "document": "01d", "sheet_hash": "ab"});
        assert_eq!(what(&payload), Some(json!({"document": "01d"})));
        assert_eq!(what(&json!({"reviewer": "01h"})), None);
    }

    proptest! {
        #[test]
        fn whoever_ever_assessed_is_never_named(
            others in proptest::collection::vec("[a-z]{3,9}", 0..4),
            at in 0_usize..5,
            role in 0_usize..3,
        ) {
            let mut ever = others.clone();
            ever.insert(at.min(ever.len()), ASSESSING[role].to_owned());
            let told = processor(Some("Nama".to_owned()), &ever, others);
            let is_withheld = matches!(told, Processor::Withheld { .. });
            prop_assert!(is_withheld, "{:?}", told);
        }
    }
}
