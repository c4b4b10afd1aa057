//! A form as a page shows it: each field with its words, its hint with the limits, what was typed in it and
//! what is wrong with it.

use super::reading::Placed;
use super::{Choices, Control, Form, Kind};
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
    hints: Vec<(&'static str, String)>,
    /// What it is about, where several forms of a kind stand on one page.
    about: Option<String>,
}

impl<T: Input> Form<T> {
    pub fn shown<'a>(
        &'static self,
        s: &'a PageContext,
        typed: &'a Fields,
        problem: Option<&'a Refusal>,
    ) -> Shown<'a, T> {
        let (offered, hints) = (Vec::new(), Vec::new());
        Shown { form: self, s, typed, problem, offered, hints, about: None }
    }
}

impl<'a, T: Input> Shown<'a, T> {
    /// What a field can be chosen from: value and label of each. That nothing is chosen comes before them.
    #[must_use]
    pub fn offer(mut self, name: &'static str, choices: Choices) -> Self {
        self.offered.push((name, choices));
        self
    }

    /// A hint that only the page knows the words of, e.g. with a figure of the settings.
    #[must_use]
    pub fn hinted(mut self, name: &'static str, hint: String) -> Self {
        self.hints.push((name, hint));
        self
    }

    /// One of several forms of a kind on the page, with what it is about after the names of its controls. It is sent
    /// by `send_of`.
    #[must_use]
    pub fn of(self, about: &impl ToString) -> Self {
        Self { about: Some(about.to_string()), ..self }
    }

    /// Where it is sent to, unless the address holds an id.
    pub fn address(&self) -> &'static str {
        self.form.address()
    }

    pub fn context(&self) -> &'a PageContext {
        self.s
    }

    pub fn problem(&self) -> Option<&'a Refusal> {
        self.problem
    }

    fn label(&self, placed: &Placed, name: &str) -> String {
        if placed.field.label.is_empty() {
            self.s.word(self.form.words, name)
        } else {
            self.s.t(placed.field.label)
        }
    }

    /// With its words.
    fn dressed(&self, placed: Placed) -> Placed {
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
        if let Some((_, hint)) = self.hints.iter().find(|(name, _)| *name == placed.field.name) {
            item.hint.clone_from(hint);
        }
        if matches!(item.kind, Kind::File(_)) && self.problem.is_some() {
            let again = self.s.t("file-again");
            item.hint = [item.hint.as_str(), &again].join(" ").trim_start().into();
        }
        let is_text = matches!(item.kind, Kind::Text | Kind::Lines(_) | Kind::Long);
        if let Some(most) = item.limits.most.filter(|_| is_text) {
            // What the hint does not tell already.
            if !item.hint.contains(&most.to_string()) {
                let limit = self.s.count("field-at-most", most);
                item.hint = [item.hint.as_str(), &limit].join(" ").trim_start().into();
            }
        }
        let offered = self.offered.iter().find(|(name, _)| *name == placed.field.name);
        let offered = offered.map(|(_, choices)| choices.clone());
        let with_none = |choices: Choices| {
            let none = Some(placed.field.empty).filter(|key| !key.is_empty());
            let none = none.map(|key| (String::new(), self.s.t(key)));
            none.into_iter().chain(choices).collect()
        };
        item.kind = match (item.kind, offered) {
            // Of the words of the type, those that can be taken now, where the page says so.
            (Kind::Choice(words), offered) => Kind::Choice(with_none(offered.unwrap_or(words))),
            (Kind::About(_), Some(offered)) => Kind::About(with_none(offered)),
            (Kind::Offered(_) | Kind::Tagged(..), offered) => {
                Kind::Offered(with_none(offered.unwrap_or_default()))
            }
            (other, _) => other,
        };
        let item = match &self.about {
            Some(about) => item.of(about),
            None => item,
        };
        Placed { item, ..placed }
    }

    /// Its fields with their words, those of a list in the rows that were typed.
    fn placed(&self) -> impl Iterator<Item = Placed> {
        let placed = self.form.placed(Some(self.typed), self.s.language).into_iter();
        placed.map(|placed| self.dressed(placed))
    }

    fn named(&self, name: &str) -> impl Iterator<Item = Placed> {
        self.placed().filter(move |placed| placed.field.name == name)
    }

    fn controls(&self, Placed { field, item }: &Placed) -> Vec<Field> {
        let text = |name: &String| {
            let shown = if field.is_secret() { "" } else { self.typed.get(name) };
            shown.to_owned()
        };
        let texts: Vec<String> = item.names().iter().map(text).collect();
        let controls = item.fields(self.s, &texts, self.problem).into_iter();
        controls.map(|control| field.dress(control)).collect()
    }

    /// The controls of one field: two for an instant, else one.
    pub fn fields(&self, name: &str) -> Vec<Field> {
        self.named(name).flat_map(|placed| self.controls(&placed)).collect()
    }

    /// The control of one field.
    pub fn field(&self, name: &str) -> Field {
        let known = self.fields(name).into_iter().next();
        known.unwrap_or_else(|| Field::new(name, String::new(), crate::web::pages::Input::Line))
    }

    /// The control of a field in one row of its list, e.g. of `check[].text` in the row 3. A page that has the
    /// rows itself shows those in which nothing was typed as well, so no browser asks for anything in a row.
    pub fn in_row(&self, name: &str, row: usize) -> Field {
        let placed = self.form.in_row(name, row, self.s.language);
        let fields = placed.map(|placed| self.controls(&self.dressed(placed)));
        let known = fields.and_then(|fields| fields.into_iter().next());
        let bare = || Field::new(name, String::new(), crate::web::pages::Input::Line);
        let mut field = known.unwrap_or_else(bare);
        field.required = false;
        field
    }

    /// Every control, in order, but boxes and what nobody types.
    pub fn all(&self) -> Vec<Field> {
        let is_seen = |Placed { field, item }: &Placed| {
            !matches!(item.kind, Kind::Boxes(_) | Kind::Box | Kind::Confirmation)
                && field.control != Control::Hidden
        };
        self.placed().filter(is_seen).flat_map(|placed| self.controls(&placed)).collect()
    }

    /// Name and value of those that nobody sees.
    pub fn hidden(&self) -> Vec<(String, String)> {
        let hidden = self.placed().filter(|placed| placed.field.control == Control::Hidden);
        let pair = |name: String| (name.clone(), self.typed.get(&name).to_owned());
        hidden.flat_map(|placed| placed.item.names()).map(pair).collect()
    }

    /// Name, words and whether it is ticked, of each box of a field.
    pub fn boxes(&self, name: &str) -> Vec<(String, String, bool)> {
        let boxes = self.named(name).flat_map(|Placed { item, .. }| {
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
        let found = self.placed().find_map(|Placed { item, .. }| {
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
