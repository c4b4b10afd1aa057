//! A form as a page shows it: each field with its words, its hint with the limits, what was typed in it and
//! what is wrong with it.

use super::reading::Placed;
use super::{Choices, Control, Form, Item, Kind};
use crate::kernel::errors::Refusal;
use crate::kernel::input::{Input, Limits};
use crate::web::Fields;
use crate::web::pages::{Field, PageContext, summary};

/// A form for one reader.
#[derive(Debug)]
pub struct Shown<'a, T: 'static> {
    form: &'static Form<T>,
    s: &'a PageContext,
    typed: &'a Fields,
    problem: Option<&'a Refusal>,
    offered: Vec<(&'static str, Choices)>,
}

impl<T: Input> Form<T> {
    pub fn shown<'a>(
        &'static self,
        s: &'a PageContext,
        typed: &'a Fields,
        problem: Option<&'a Refusal>,
    ) -> Shown<'a, T> {
        Shown { form: self, s, typed, problem, offered: Vec::new() }
    }
}

impl<T: Input> Shown<'_, T> {
    /// What a field can be chosen from: value and label of each. That nothing is chosen comes before them.
    #[must_use]
    pub fn offer(mut self, name: &'static str, choices: Choices) -> Self {
        self.offered.push((name, choices));
        self
    }

    fn label(&self, placed: &Placed, name: &str) -> String {
        if placed.field.label.is_empty() {
            self.s.word(self.form.words, name)
        } else {
            self.s.t(placed.field.label)
        }
    }

    /// With its words.
    fn dressed(&self, placed: Placed) -> Item {
        let bare = self.form.named(&placed.field.name.replace("[]", ""));
        let mut item = placed.item.clone();
        if matches!(item.kind, Kind::Instant) {
            item.label = self.label(&placed, &format!("{bare}.date"));
            let hour = self.label(&placed, &format!("{bare}.time"));
            item.hour_label = format!("{hour} ({})", self.s.zone.name());
        } else if matches!(item.kind, Kind::Hour(_)) {
            let hour = self.label(&placed, &format!("{bare}.time"));
            item.label = format!("{hour} ({})", self.s.zone.name());
            item.hint = self.s.t("setup-hint-time");
        } else {
            item.label = self.label(&placed, &bare);
        }
        let hint = placed.field.hint;
        if !hint.is_empty() {
            let Limits { least, most, .. } = item.limits;
            let told = |limit: Option<u64>| limit.map_or_else(String::new, |it| it.to_string());
            let limits = [("minimum", told(least)), ("maximum", told(most))];
            item.hint = self.s.language.text(hint, &limits);
        }
        let offered = self.offered.iter().find(|(name, _)| *name == placed.field.name);
        let offered = offered.map(|(_, choices)| choices.clone());
        let with_none = |choices: Choices| {
            let none = Some(placed.field.empty).filter(|key| !key.is_empty());
            let none = none.map(|key| (String::new(), self.s.t(key)));
            none.into_iter().chain(choices).collect()
        };
        item.kind = match (item.kind, offered) {
            (Kind::Choice(words), _) => Kind::Choice(with_none(words)),
            (Kind::About(_), Some(offered)) => Kind::About(with_none(offered)),
            (Kind::Offered(_) | Kind::Tagged(..), offered) => {
                Kind::Offered(with_none(offered.unwrap_or_default()))
            }
            (other, _) => other,
        };
        item
    }

    fn items(&self, name: &str) -> Vec<Item> {
        let placed = self.form.placed(Some(self.typed), self.s.language);
        let plain = |placed: &Placed| placed.field.name == name;
        placed.into_iter().filter(plain).map(|placed| self.dressed(placed)).collect()
    }

    fn controls(&self, item: &Item) -> Vec<Field> {
        let texts: Vec<String> =
            item.names().iter().map(|name| self.typed.get(name).to_owned()).collect();
        // A secret is never sent back.
        let texts = if matches!(item.kind, Kind::Secret(_)) { Vec::new() } else { texts };
        item.fields(self.s, &texts, self.problem)
    }

    /// The controls of one field: two for an instant, else one.
    pub fn fields(&self, name: &str) -> Vec<Field> {
        self.items(name).iter().flat_map(|item| self.controls(item)).collect()
    }

    /// The control of one field.
    pub fn field(&self, name: &str) -> Field {
        let known = self.fields(name).into_iter().next();
        known.unwrap_or_else(|| Field::new(name, String::new(), crate::web::pages::Input::Line))
    }

    /// Every control, in order, but boxes and what nobody types.
    pub fn all(&self) -> Vec<Field> {
        let placed = self.form.placed(Some(self.typed), self.s.language).into_iter();
        let is_seen = |placed: &Placed| placed.field.control != Control::Hidden;
        let items = placed.filter(is_seen).map(|placed| self.dressed(placed));
        let is_box = |item: &Item| matches!(item.kind, Kind::Boxes(_) | Kind::Box);
        items.filter(|item| !is_box(item)).flat_map(|item| self.controls(&item)).collect()
    }

    /// Name, words and whether it is ticked, of each box of a field.
    pub fn boxes(&self, name: &str) -> Vec<(String, String, bool)> {
        let items = self.items(name);
        let boxes = items.iter().flat_map(|item| {
            let words = match &item.kind {
                Kind::Boxes(choices) => choices.iter().map(|(_, words)| words.clone()).collect(),
                _ => vec![item.label.clone()],
            };
            item.names().into_iter().zip(words)
        });
        let ticked = |(name, words): (String, String)| {
            let is_ticked = self.typed.get(&name) == "yes";
            (name, words, is_ticked)
        };
        boxes.map(ticked).collect()
    }

    /// What is wrong with a field, where its controls do not tell it themselves; empty: nothing.
    pub fn fault(&self, name: &str) -> String {
        let name = self.form.named(name);
        let errors = self.problem.map(|problem| problem.errors.as_slice()).unwrap_or_default();
        let fault = errors.iter().find(|fault| fault.field == name);
        fault.map_or_else(String::new, |fault| self.s.message(fault.code, &fault.arguments))
    }

    /// What is wrong, on top of the form; empty without a refusal.
    pub fn summary(&self) -> String {
        summary(self.s, self.problem, |name| self.name_of(name))
    }

    /// What a field is called where its fault is told.
    pub fn name_of(&self, name: &str) -> String {
        let placed = self.form.placed(Some(self.typed), self.s.language);
        let items = placed.into_iter().map(|placed| self.dressed(placed));
        let found = items.into_iter().find_map(|item| {
            let index = item.names().iter().position(|one| one == name);
            match (index, item.kind) {
                (Some(1), Kind::Instant) => Some(item.hour_label),
                (Some(_), _) => Some(item.label),
                (None, _) => (item.name == name).then_some(item.label),
            }
        });
        found.unwrap_or_else(|| self.s.word(self.form.words, name))
    }
}
