//! The forms of a case: each with its fields, filled with what was typed or with the register's
//! data.

use super::form::{Maker, put};
use crate::features::breaches::{Case, Medium, Outcome};
use crate::kernel::access::Role;
use crate::kernel::errors::Refusal;
use crate::web::Fields;
use crate::web::pages::{Field, Input, PageContext};

/// One form; its message ids are `breach-form-<name>`, `-lead` and `-send`.
pub(super) struct Form {
    pub(super) name: &'static str,
    /// The address of the form, below the case's.
    pub(super) path: &'static str,
    pub(super) fields: Vec<Field>,
    /// Whether it was refused and is shown open.
    pub(super) is_open: bool,
}

/// All of a case's forms.
pub(super) struct Forms {
    pub(super) people: Vec<Form>,
    /// Measure, subjects, authority, closing; only those that are still possible.
    pub(super) others: Vec<Form>,
}

fn text(rows: usize) -> Input {
    Input::Text { rows, words: 0 }
}

/// The choices of a family in words, the empty choice first.
fn choices<'a>(s: &PageContext, family: &str, names: impl Iterator<Item = &'a str>) -> Input {
    let mut choices = vec![(String::new(), s.t("choose"))];
    choices.extend(names.map(|name| (name.to_owned(), s.word(family, name))));
    Input::Choice(choices)
}

/// The initial values of a form.
pub(super) fn begun(s: &PageContext, case: &Case, typed: &Fields, sent: &str) -> Fields {
    let mut fields = typed.clone();
    if sent != "subjects" {
        let measures: Vec<&str> =
            case.measures.iter().map(|measure| measure.measure.as_str()).collect();
        fields.set("subjects.how", &case.breach.how);
        fields.set("subjects.handling", measures.join("\n\n"));
    }
    if sent != "authority" {
        put(s, &mut fields, "authority.given_at", s.now);
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
    let make = Maker { s, typed, problem };
    let form = |name, path, fields| Form { name, path, fields, is_open: name == sent };
    let is_overdue = s.now > case.breach.due_at;
    let late = |name: &str| is_overdue.then(|| make.hinted(name, text(3)));
    let mut others =
        vec![form("measure", "measures", vec![make.hinted("measure.measure", text(4))])];
    if case.breach.informed < case.breach.affected {
        let mut fields = vec![
            make.hinted("subjects.how", text(5)),
            make.hinted("subjects.handling", text(5)),
            make.hinted("subjects.contact", text(2)),
        ];
        fields.extend(late("subjects.late_reason"));
        others.push(form("subjects", "notice-to-subjects", fields));
    }
    if case.breach.authority.given_at.is_none() {
        let media = choices(s, "breach-medium", Medium::ALL.iter().map(|medium| medium.name()));
        let mut fields = make.instant("authority.given_at").to_vec();
        fields.push(make.field("authority.medium", media));
        fields.push(make.hinted("authority.reference", Input::Line));
        fields.extend(late("authority.late_reason"));
        others.push(form("authority", "notice-to-authority", fields));
    }
    let outcomes = choices(s, "breach-outcome", Outcome::ALL.iter().map(|one| one.name()));
    let closing =
        vec![make.field("closing.outcome", outcomes), make.hinted("closing.conclusion", text(4))];
    others.push(form("closing", "close", closing));
    Forms { people: people(&make, calls, sent), others }
}

fn people(make: &Maker<'_>, calls: &[(String, String)], sent: &str) -> Vec<Form> {
    let s = make.s;
    let mut of_calls = vec![(String::new(), s.t("choose"))];
    of_calls.extend_from_slice(calls);
    let roles = choices(s, "role", Role::ALL.iter().map(|role| role.name()));
    let account = |name: &str| make.hinted(name, Input::Line);
    let span = |form: &str| {
        let [from, until] = ["from", "until"].map(|end| make.instant(&format!("{form}.{end}")));
        [vec![account(&format!("{form}.account"))], from.to_vec(), until.to_vec()].concat()
    };
    let form =
        |name: &'static str, fields| Form { name, path: "people", fields, is_open: name == sent };
    vec![
        form("readings", span("readings")),
        form("tasks", span("tasks")),
        form("call", vec![make.field("call.call", Input::Choice(of_calls))]),
        form("role", vec![make.field("role.role", roles)]),
        form("person", vec![account("person.account")]),
    ]
}
