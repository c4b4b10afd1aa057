//! The fields of the editor, in the groups and order in which one thinks: those of the catalogue.

use crate::features::proposals::Degrees;
use crate::features::proposals::fields::{self, Group, Kind, Place, Required, outside_rows};
use crate::features::proposals::pages::words::field_label;
use crate::kernel::errors::Refusal;
use crate::kernel::input::Limits;
use crate::web::Fields;
use crate::web::pages::{Field, Input, PageContext};
use chrono::Datelike;

/// Fields that belong together.
pub(super) struct FormGroup {
    pub(super) name: &'static str,
    /// Has rows of a list that can be added to.
    pub(super) grows: bool,
    /// Each row stands side by side where there is room.
    pub(super) rows: Vec<Vec<Field>>,
}

/// Makes fields that know what was typed and what is wrong with it.
struct Maker<'a> {
    s: &'a PageContext,
    typed: &'a Fields,
    problem: Option<&'a Refusal>,
}

impl Maker<'_> {
    fn field(&self, of: &fields::Field, name: String) -> Field {
        let (label, value) = (field_label(self.s, of.path), self.typed.get(&name).to_owned());
        let hint = self.s.word_if_any("hint", of.path).unwrap_or_default();
        let most = match of.kind {
            Kind::Line { most } | Kind::Text { most, .. } => u64::try_from(most).ok(),
            _ => None,
        };
        let limits = Limits { kind: "string".to_owned(), most, ..Limits::default() };
        // In a list the first row says it for all.
        let says_limit = !name.contains('[') || name.contains("[0]");
        let hint = if says_limit { self.with_limit(hint, of.kind) } else { hint };
        let input = self.input_of(of, &value);
        let field = Field::new(name, label, input).hint(hint).limits(&limits);
        field.value(value).errors_of(self.s, self.problem)
    }

    /// The most characters, said before anything is typed; a number of words is what people count.
    fn with_limit(&self, hint: String, kind: Kind) -> String {
        let (Kind::Line { most } | Kind::Text { most, words: None, .. }) = kind else {
            return hint;
        };
        if hint.contains(&most.to_string()) {
            return hint;
        }
        let limit = self.s.count("field-at-most", most);
        [hint.as_str(), &limit].join(" ").trim_start().to_owned()
    }

    /// Its control; what is stored and is none of the choices stays one.
    fn input_of(&self, of: &fields::Field, value: &str) -> Input {
        let input = match (of.path, of.kind) {
            ("candidate.ratings[].year", _) => self.years(),
            ("candidate.sanctions[].level", Kind::Choice { family, words }) => {
                self.choice_or(self.s.t("sanction-none"), family, &words())
            }
            (_, Kind::Codes { .. }) => self.degrees(),
            (_, kind) => self.input(kind),
        };
        match input {
            Input::Choice(mut choices) if !choices.iter().any(|(one, _)| one == value) => {
                choices.push((value.to_owned(), value.to_owned()));
                Input::Choice(choices)
            }
            other => other,
        }
    }

    /// The last years, newest first.
    fn years(&self) -> Input {
        let this = self.s.zone.day(self.s.now).year();
        let last = (1..=5).map(|ago| (this - ago).to_string());
        let none = (String::new(), self.s.t("choose"));
        Input::Choice([none].into_iter().chain(last.map(|year| (year.clone(), year))).collect())
    }

    /// Degrees that are held together, as the codes that the text holds.
    fn degrees(&self) -> Input {
        let none = (String::new(), self.s.t("choose"));
        let held = Degrees::ALL.into_iter();
        let held = held.map(|one| (one.codes().join(", "), self.s.word("degrees", one.name())));
        Input::Choice([none].into_iter().chain(held).collect())
    }

    fn input(&self, kind: Kind) -> Input {
        match kind {
            Kind::Text { lines, words, .. } => {
                Input::Text { rows: lines, words: words.unwrap_or(0) }
            }
            Kind::Number { .. } => Input::Number,
            Kind::Day => Input::Date,
            Kind::Month => {
                let months = (1..=12).map(|month: u32| month.to_string());
                Input::Choice(months.map(|month| (month.clone(), month)).collect())
            }
            Kind::YesNo => self.choice("answer", &["yes", "no"]),
            Kind::Choice { family, words } => self.choice(family, &words()),
            Kind::Line { .. }
            | Kind::Codes { .. }
            | Kind::Hundredths { .. }
            | Kind::Money
            | Kind::Rows { .. } => Input::Line,
        }
    }

    fn choice(&self, family: &str, values: &[&str]) -> Input {
        self.choice_or(self.s.t("choose"), family, values)
    }

    fn choice_or(&self, none: String, family: &str, values: &[&str]) -> Input {
        let mut choices = vec![(String::new(), none)];
        let choice = |value: &&str| ((*value).to_owned(), self.s.word(family, value));
        choices.extend(values.iter().map(choice));
        Input::Choice(choices)
    }

    /// The rows of a list with what was typed, and some empty ones; saving makes room for more.
    fn rows(&self, list: &fields::Field) -> Vec<Vec<Field>> {
        let Kind::Rows { most, spare, least } = list.kind else { return Vec::new() };
        let shown = (self.typed.rows(list.path) + spare).max(least).min(most);
        let row = |row| list.parts().map(|part| self.field(part, part.name_in(row))).collect();
        (0..shown).map(row).collect()
    }

    fn group(&self, group: Group, costs: bool) -> FormGroup {
        let mut rows: Vec<Vec<Field>> = Vec::new();
        let asked = |field: &&fields::Field| costs || field.required != Required::WithBudget;
        for of in outside_rows().filter(|field| field.group == group).filter(asked) {
            if let Kind::Rows { .. } = of.kind {
                rows.extend(self.rows(of));
                continue;
            }
            let field = self.field(of, of.path.to_owned());
            match rows.last_mut().filter(|_| of.place == Place::Beside) {
                Some(row) => row.push(field),
                None => rows.push(vec![field]),
            }
        }
        FormGroup { name: group.name(), grows: group == Group::Plan, rows }
    }
}

/// `costs`: whether the call has a budget and asks what the study costs.
pub(super) fn groups(
    s: &PageContext,
    typed: &Fields,
    problem: Option<&Refusal>,
    costs: bool,
) -> Vec<FormGroup> {
    let make = Maker { s, typed, problem };
    Group::ALL.into_iter().map(|group| make.group(group, costs)).collect()
}
