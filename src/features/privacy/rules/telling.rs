//! What of the record a person is told about themselves, and whose names they are not told. Pure.

use crate::features::privacy::{Processor, Step};
use crate::kernel::clock::{Timestamp, Told};
use chrono::NaiveDate;
use serde_json::Value;
use std::collections::BTreeSet;

/// What an act on the record is about, as the person sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::features::privacy) enum About {
    /// Their account, their sessions, their letters; their objections and offers, which they see
    /// move.
    Themselves,
    /// Their proposal, and how it was assessed.
    Proposal(Assessed),
    /// An act on all proposals of a call, theirs among them.
    WholeCall(Assessed),
}

/// Up to when the assessment of a proposal has been made known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::features::privacy) enum Assessed {
    /// No result is announced.
    Unknown,
    /// With the last announcement; what came after belongs to a revision under way.
    Until(Timestamp),
    /// The call is over.
    Wholly,
}

/// Roles that assess. Naming whoever holds or held one would expose them to pressure.
const ASSESSING: [&str; 3] = ["reviewer", "verifier", "appeal"];

/// Told with the result, whoever acted.
const OF_ASSESSMENT: [&str; 7] = [
    "assignment.",
    "sheet.",
    "verification.",
    "proposal.verified",
    "proposal.reconciled",
    "export.",
    "call.",
];

/// Acts on a whole call in which every proposal of it is read or made known.
const READS_ALL: [&str; 3] = ["export.made", "call.announced", "call.reannounced"];

/// Who declared or reported whom as being in conflict: to nobody.
const NEVER: &str = "conflict.";

/// Whether an act is told. `assessing`: whoever acted holds or held a role that assesses.
pub(in crate::features::privacy) fn is_told(
    (act, at): (&str, Timestamp),
    about: About,
    assessing: bool,
) -> bool {
    let is_one_of = |starts: &[&str]| starts.iter().any(|start| act.starts_with(start));
    match about {
        About::Themselves => true,
        About::Proposal(_) if act.starts_with(NEVER) => false,
        About::Proposal(known) => known.covers(at) || !(assessing || is_one_of(&OF_ASSESSMENT)),
        About::WholeCall(known) => is_one_of(&READS_ALL) && known.covers(at),
    }
}

/// When an act is told to have been: exactly if it was the person's own.
pub(in crate::features::privacy) fn when(at: Timestamp, own: bool) -> Told {
    if own { Told::exactly(at) } else { Told::by_day(at) }
}

/// The place of an act in the trail: by the day; within it one's own first, as they came, then those of others by
/// name, so that their order tells nothing either.
pub(in crate::features::privacy) fn place(step: &Step) -> (NaiveDate, Timestamp, String) {
    let (at, is_own) = (step.at.instant(), step.at.day().is_none());
    let exact = if is_own { at } else { Timestamp::from_micros(i64::MAX) };
    let name = if is_own { String::new() } else { format!("{} {}", step.act, step.subject) };
    (at.date_in_jakarta(), exact, name)
}

/// The instants that stand anywhere in a part.
pub(in crate::features::privacy) fn instants_in(part: &Value, found: &mut BTreeSet<Timestamp>) {
    match part {
        Value::String(text) => found.extend(text.parse::<Timestamp>()),
        Value::Array(items) => items.iter().for_each(|item| instants_in(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| instants_in(field, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Tells by the day whatever stands in a part as the instant of an act of somebody else, in whichever field.
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

/// Whether one of these roles, held now or once, assesses.
pub(in crate::features::privacy) fn assessing_role(held: &[String]) -> Option<&'static str> {
    ASSESSING.into_iter().find(|role| held.iter().any(|one| one == role))
}

/// How an official is named: `ever` are the roles ever held, `then` those held at the act.
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

/// What of an act's payload is told: things, never people.
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

    fn told(act: &str, known: Assessed, assessing: bool) -> bool {
        is_told((act, AT), About::Proposal(known), assessing)
    }

    #[test]
    fn the_state_of_an_assessment_is_told_with_the_result_and_not_before() {
        let announced = Assessed::Until(AT);
        for act in ["proposal.reconciled", "verification.concluded", "sheet.submitted"] {
            for assessing in [true, false] {
                assert!(!told(act, Assessed::Unknown, assessing), "{act}");
                assert!(told(act, announced, assessing), "{act}");
            }
        }
        assert!(!told("document.read", Assessed::Unknown, true));
        assert!(told("document.read", Assessed::Unknown, false));
    }

    #[test]
    fn a_revision_under_way_is_told_when_it_ends() {
        let before = Assessed::Until(Timestamp::from_micros(999));
        assert!(!told("sheet.submitted", before, true));
        assert!(told("sheet.submitted", Assessed::Wholly, true));
    }

    #[test]
    fn conflicts_of_interest_are_told_to_nobody() {
        assert!(!told("conflict.declared", Assessed::Wholly, true));
        assert!(!told("conflict.reported", Assessed::Wholly, false));
    }

    #[test]
    fn of_acts_on_a_whole_call_only_those_that_read_every_proposal_are_told() {
        let about = About::WholeCall(Assessed::Wholly);
        assert!(is_told(("export.made", AT), about, false));
        assert!(!is_told(("call.extended", AT), about, false));
        assert!(!is_told(("export.made", AT), About::WholeCall(Assessed::Unknown), false));
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
