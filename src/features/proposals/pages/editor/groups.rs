//! The fields of the editor, in the groups and order in which one thinks: those of the catalogue.

use crate::features::proposals::fields::{self, Group, Kind, Place, Required, outside_rows};
use crate::features::proposals::pages::words::field_label;
use crate::kernel::errors::Refusal;
use crate::kernel::input::Limits;
use crate::web::Fields;
use crate::web::pages::{Field, Input, PageContext};

/// Fields that belong together.
pub(super) struct FormGroup {
    pub(super) name: &'static str,
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
        let field = Field::new(name, label, self.input(of.kind)).hint(hint).limits(&limits);
        field.value(value).errors_of(self.s, self.problem)
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
        let mut choices = vec![(String::new(), self.s.t("choose"))];
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
        FormGroup { name: group.name(), rows }
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
