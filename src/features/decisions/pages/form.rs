//! The chair's form: minutes, attendance, deviations with a reason for each name; as fields, and
//! read back.

use crate::features::decisions::actions::Desk;
use crate::features::decisions::{Deviation, Minutes, Proposition};
use crate::features::selection::Outcome;
use crate::kernel::errors::{Failure, FieldError, Refusal, common::field};
use crate::kernel::input::Valid;
use crate::web::Fields;
use crate::web::pages::{Field, Input, PageContext};

/// Empty rows for deviations that the form always offers.
const SPARE: usize = 2;

/// The most deviations of one form.
const MOST: usize = 50;

/// The form, filled with what was typed.
pub(super) struct Form {
    pub(super) run: String,
    pub(super) run_number: i32,
    pub(super) minutes: Vec<Field>,
    /// Name of the control, person, and whether they attended.
    pub(super) people: Vec<(String, String, bool)>,
    pub(super) attendance_error: String,
    pub(super) deviations: Vec<[Field; 3]>,
}

impl Form {
    pub(super) fn new(
        (s, problem): (&PageContext, Option<&Refusal>),
        desk: &Desk,
        typed: &Fields,
    ) -> Self {
        let run = desk.board.run();
        let put = |name: String, input: Input| {
            let field = Field::new(name.clone(), label(s, &name), input);
            field.value(typed.get(&name)).errors_of(s, problem)
        };
        let text = |rows| Input::Text { rows, words: 0 };
        let mut minutes = vec![put("minutes.meeting".to_owned(), Input::Line).required()];
        if !desk.board.not_ranked().is_empty() {
            minutes.push(put("minutes.not_ranked_reason".to_owned(), text(3)));
        }
        if !desk.board.to_reconcile().is_empty() {
            let numbers: Vec<&str> =
                desk.board.to_reconcile().iter().map(|one| one.number.as_str()).collect();
            let hint = s.tv("decision-divergence-hint", numbers.join(", "));
            minutes.push(put("minutes.divergence_reason".to_owned(), text(3)).hint(hint));
        }
        minutes.push(put("minutes.remarks".to_owned(), text(4)));
        let attendance = Field::new("minutes.attendance", String::new(), Input::Line);
        let rows = (typed.rows("deviations") + usize::from(typed.get("more") == "yes")).min(MOST);
        Self {
            run: run.map_or_else(String::new, |run| run.id.to_string()),
            run_number: run.map_or(0, |run| run.number),
            minutes,
            people: desk
                .invited
                .iter()
                .map(|(id, name)| {
                    let control = format!("attendance-{id}");
                    let there = typed.get(&control) == "yes";
                    (control, name.clone(), there)
                })
                .collect(),
            attendance_error: attendance.errors_of(s, problem).error,
            deviations: (0..rows.max(SPARE))
                .map(|index| {
                    let name = |part: &str| format!("deviations[{index}].{part}");
                    [
                        put(name("number"), Input::Line),
                        put(name("outcome"), Input::Choice(outcomes(s))),
                        put(name("reason"), text(2)),
                    ]
                })
                .collect(),
        }
    }
}

fn outcomes(s: &PageContext) -> Vec<(String, String)> {
    let known = [Outcome::Selected, Outcome::Reserve, Outcome::NotSelected];
    let mut choices = vec![(String::new(), s.t("choose"))];
    choices.extend(known.map(|one| (one.name().to_owned(), s.word("outcome", one.name()))));
    choices
}

/// The same fields without empty rows, so that a fault's index is that of a row on the page.
pub(super) fn compacted(typed: &Fields) -> Fields {
    const PARTS: [&str; 3] = ["number", "outcome", "reason"];
    let others = typed.names().filter(|name| !name.starts_with("deviations["));
    let mut fields: Fields =
        others.map(|name| (name.to_owned(), typed.get(name).to_owned())).collect();
    let mut kept = 0;
    for index in 0..typed.rows("deviations").min(MOST) {
        let value =
            |part: &str| typed.get(&format!("deviations[{index}].{part}")).trim().to_owned();
        if PARTS.iter().all(|part| value(part).is_empty()) {
            continue;
        }
        for part in PARTS {
            fields.set(format!("deviations[{kept}].{part}"), value(part));
        }
        kept += 1;
    }
    fields
}

/// What was typed, in the API's form.
pub(super) fn proposition(fields: &Fields) -> Result<Proposition, Failure> {
    let mut faults = Vec::new();
    let run = fields.get("run").parse().map_err(|_| Failure::field("run", field::REQUIRED))?;
    let present = fields.names().filter(|name| fields.get(name) == "yes");
    let attendance = present.filter_map(|name| name.strip_prefix("attendance-")?.parse().ok());
    let mut deviations = Vec::new();
    for index in 0..fields.rows("deviations") {
        let value = |part: &str| fields.get(&format!("deviations[{index}].{part}")).to_owned();
        if let Ok(outcome) = serde_json::from_value(value("outcome").into()) {
            let (number, reason) = (value("number"), value("reason"));
            deviations.push(Deviation { number, outcome, reason });
        } else {
            let name = format!("deviations[{index}].outcome");
            faults.push(FieldError::new(name, field::REQUIRED));
        }
    }
    let text = |name: &str| fields.get(name).trim().to_owned();
    let proposition = Proposition {
        run,
        minutes: Minutes {
            meeting: text("minutes.meeting"),
            attendance: attendance.collect(),
            remarks: text("minutes.remarks"),
            not_ranked_reason: text("minutes.not_ranked_reason"),
            divergence_reason: text("minutes.divergence_reason"),
        },
        deviations,
    };
    match Valid::checked(proposition.clone()) {
        Ok(_) => {}
        Err(Failure::Refused(problem)) => faults.extend(problem.errors),
        Err(other) => return Err(other),
    }
    Failure::when_any(faults)?;
    Ok(proposition)
}

/// The label of a field; rows of deviations share theirs.
pub(super) fn label(s: &PageContext, name: &str) -> String {
    let part = name.rsplit('.').next().unwrap_or(name);
    s.word("decision-field", part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_in_which_nothing_was_written_are_closed_up() {
        let typed = [("deviations[0].number", " "), ("deviations[2].number", "TB-1"), ("run", "x")];
        let typed = typed.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let fields = compacted(&typed.into_iter().collect());
        assert_eq!((fields.rows("deviations"), fields.get("deviations[0].number")), (1, "TB-1"));
        assert_eq!(fields.get("run"), "x");
    }
}
