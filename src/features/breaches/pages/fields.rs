//! The forms that a case offers, filled with what was typed or with what the register knows.

use super::forms::{AUTHORITY, CLOSING, FINDERS, MEASURE, SUBJECTS};
use crate::features::breaches::rules::check_closing;
use crate::features::breaches::{Case, Outcome};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Refusal;
use crate::web::Fields;
use crate::web::forms::put_instant;
use crate::web::pages::{Field, PageContext};

/// One form: its words are `breach-form-<name>`, `-lead` and `-send`.
pub(super) struct Open {
    pub(super) name: &'static str,
    /// The address of the form, below the case's.
    pub(super) path: &'static str,
    pub(super) fields: Vec<Field>,
    /// It was refused, so it is unfolded.
    pub(super) refused: bool,
}

/// All of a case's forms.
pub(super) struct Forms {
    pub(super) people: Vec<Open>,
    /// Measure, subjects, authority, closing; those that are still of use.
    pub(super) others: Vec<Open>,
}

/// The initial values of a form.
pub(super) fn begun(s: &PageContext, case: &Case, typed: &Fields, sent: &str) -> Fields {
    let mut fields = typed.clone();
    if sent != SUBJECTS.name() {
        let measures: Vec<&str> =
            case.measures.iter().map(|measure| measure.measure.as_str()).collect();
        fields.set("subjects.how", &case.breach.how);
        fields.set("subjects.handling", measures.join("\n\n"));
    }
    if sent != AUTHORITY.name() {
        put_instant(s.zone, &mut fields, "authority.given_at", s.now);
    }
    fields
}

/// The forms of an open case. `sent` is the refused form, if there is one.
pub(super) fn forms(
    (s, case): (&PageContext, &Case),
    calls: &[(String, String)],
    (typed, sent): (&Fields, &str),
    problem: Option<&Refusal>,
) -> Forms {
    let form = |name, path, fields| Open { name, path, fields, refused: name == sent };
    let due_at = case.breach.due_at;
    let measure = MEASURE.shown(s, typed, problem).all();
    let mut others = vec![form(MEASURE.name(), "measures", measure)];
    if case.breach.informed < case.breach.affected {
        let fields = in_time(SUBJECTS.shown(s, typed, problem).all(), s, due_at);
        others.push(form(SUBJECTS.name(), "notice-to-subjects", fields));
    }
    if case.breach.authority.given_at.is_none() {
        let fields = in_time(AUTHORITY.shown(s, typed, problem).all(), s, due_at);
        others.push(form(AUTHORITY.name(), "notice-to-authority", fields));
    }
    let outcomes = Outcome::ALL.into_iter().filter(|one| check_closing(&case.breach, *one).is_ok());
    let outcomes =
        outcomes.map(|one| (one.name().to_owned(), s.word("breach-outcome", one.name())));
    let closing = CLOSING.shown(s, typed, problem).offer("outcome", outcomes.collect());
    others.push(form(CLOSING.name(), "close", closing.all()));
    let people = FINDERS.iter().map(|finder| {
        let shown = finder.shown(s, typed, problem).offer("call", calls.to_vec());
        form(finder.name(), "people", shown.all())
    });
    Forms { people: people.collect(), others }
}

/// Before the clock has run out nobody is asked why it is late.
fn in_time(mut fields: Vec<Field>, s: &PageContext, due_at: Timestamp) -> Vec<Field> {
    fields.retain(|field| s.now > due_at || !field.name.ends_with(".late_reason"));
    fields
}
