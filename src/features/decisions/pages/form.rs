//! The chair's form as its page shows it: minutes, attendance, deviations with a reason for each name.

use super::forms::PROPOSITION;
use crate::features::decisions::actions::Desk;
use crate::kernel::errors::Refusal;
use crate::web::Fields;
use crate::web::pages::{Field, PageContext};

/// Empty rows for deviations that the form always offers.
const SPARE: usize = 2;

/// The most rows for deviations that are shown.
const MOST: usize = 50;

/// The form, filled with what was typed.
pub(super) struct ProposalForm {
    pub(super) run: String,
    pub(super) run_number: i32,
    pub(super) minutes: Vec<Field>,
    /// Name of the control, person, and whether they attended.
    pub(super) people: Vec<(String, String, bool)>,
    pub(super) attendance_error: String,
    pub(super) deviations: Vec<[Field; 3]>,
    pub(super) deviations_error: String,
}

impl ProposalForm {
    pub(super) fn new(
        (s, problem): (&PageContext, Option<&Refusal>),
        desk: &Desk,
        typed: &Fields,
    ) -> Self {
        let run = desk.board.run();
        let numbers: Vec<&str> =
            desk.board.to_reconcile().iter().map(|one| one.number.as_str()).collect();
        let why = s.tv("decision-divergence-hint", numbers.join(", "));
        let form = PROPOSITION.shown(s, typed, problem).hinted("minutes.divergence_reason", why);
        let mut minutes = vec![form.field("minutes.meeting")];
        if !desk.board.not_ranked().is_empty() {
            minutes.push(form.field("minutes.not_ranked_reason"));
        }
        if !numbers.is_empty() {
            minutes.push(form.field("minutes.divergence_reason"));
        }
        minutes.push(form.field("minutes.remarks"));
        let rows = (typed.rows("deviations") + usize::from(typed.get("more") == "yes")).min(MOST);
        let person = |(id, name): &(_, String)| {
            let control = format!("minutes.attendance.{id}");
            let there = typed.get(&control) == "yes";
            (control, name.clone(), there)
        };
        let row = |index| {
            ["deviations[].number", "deviations[].outcome", "deviations[].reason"]
                .map(|name| form.in_row(name, index))
        };
        Self {
            run: run.map_or_else(String::new, |run| run.id.to_string()),
            run_number: run.map_or(0, |run| run.number),
            minutes,
            people: desk.invited.iter().map(person).collect(),
            attendance_error: form.fault("minutes.attendance"),
            deviations_error: form.fault("deviations"),
            deviations: (0..rows.max(SPARE)).map(row).collect(),
        }
    }
}

/// The label of a field; rows of deviations share theirs.
pub(super) fn label(s: &PageContext, name: &str) -> String {
    let part = name.rsplit('.').next().unwrap_or(name);
    s.word("decision-field", part)
}
