//! The steps of the set-up, and what each of them asks.

mod after;
mod documents;
mod eligibility;
mod interview;
mod limits;
mod review;
mod rubric;

use super::draft::Draft;
use super::form::{Group, Of, Row};
use crate::features::accounts::Unit;
use crate::features::calls::pages::words::label;
use crate::features::calls::{Milestone, Templates};
use crate::web::Fields;
use crate::web::forms::{Choices, Item, Kind, pointer};
use crate::web::pages::PageContext;
use serde_json::{Value, json};

/// One page of the set-up; the preview comes after all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::features::calls::pages) enum Step {
    Basics,
    Calendar,
    Rubric,
    Eligibility,
    Limits,
    Documents,
    Review,
    Interview,
    After,
}

impl Step {
    pub(in crate::features::calls::pages) const ALL: [Self; 9] = [
        Self::Basics,
        Self::Calendar,
        Self::Rubric,
        Self::Eligibility,
        Self::Limits,
        Self::Documents,
        Self::Review,
        Self::Interview,
        Self::After,
    ];

    pub(in crate::features::calls::pages) fn name(self) -> &'static str {
        match self {
            Self::Basics => "basics",
            Self::Calendar => "calendar",
            Self::Rubric => "rubric",
            Self::Eligibility => "eligibility",
            Self::Limits => "limits",
            Self::Documents => "documents",
            Self::Review => "review",
            Self::Interview => "interview",
            Self::After => "after",
        }
    }

    pub(in crate::features::calls::pages) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }

    /// The page that follows.
    pub(super) fn next(self) -> &'static str {
        let after = Self::ALL.into_iter().skip_while(|step| *step != self).nth(1);
        after.map_or("preview", Self::name)
    }

    /// Where a part of the definition is written.
    pub(in crate::features::calls::pages) fn of(path: &str) -> Self {
        let path = path.strip_prefix("definition.").unwrap_or(path);
        let part = path.split(['.', '[']).next().unwrap_or("");
        match part {
            "levels" if path.ends_with("].seats") => Self::Limits,
            "calendar" => Self::Calendar,
            "rubric" => Self::Rubric,
            "eligibility" => Self::Eligibility,
            "limits" => Self::Limits,
            "documents" => Self::Documents,
            "panel" | "ranking" | "uncertainty" | "anonymity" | "repair_days" | "pact"
            | "plenary" => Self::Review,
            "interview" => Self::Interview,
            "after_award" => Self::After,
            _ => Self::Basics,
        }
    }

    pub(super) fn groups(self, frame: &Frame<'_>) -> Vec<Group> {
        match self {
            Self::Basics => basics(frame),
            Self::Calendar => calendar(frame),
            Self::Rubric => rubric::groups(frame),
            Self::Eligibility => eligibility::groups(frame),
            Self::Limits => limits::groups(frame),
            Self::Documents => documents::groups(frame),
            Self::Review => review::groups(frame),
            Self::Interview => interview::groups(frame),
            Self::After => after::groups(frame),
        }
    }
}

/// What the questions are made from.
pub(super) struct Frame<'a> {
    pub(super) s: &'a PageContext,
    pub(super) draft: &'a Draft,
    /// Typed rows that are not stored are shown as well.
    pub(super) typed: Option<&'a Fields>,
    pub(super) units: &'a [Unit],
    pub(super) templates: &'a Templates,
}

impl Frame<'_> {
    fn item(&self, name: &str, kind: Kind) -> Item {
        Item::new(name, kind, label(self.s, name))
    }

    fn hinted(&self, name: &str, kind: Kind) -> Item {
        let hint = self.s.word("setup-hint", &super::super::words::plain(name));
        Item { hint, ..self.item(name, kind) }
    }

    fn choices(&self, family: &str, values: &[&str]) -> Choices {
        values.iter().map(|value| ((*value).to_owned(), self.s.word(family, value))).collect()
    }

    /// With nothing chosen at first.
    fn choose(&self, choices: Choices) -> Choices {
        std::iter::once((String::new(), self.s.t("choose"))).chain(choices).collect()
    }

    /// The rows of a list, those typed, and one empty one.
    fn list(
        &self,
        list: &'static str,
        blank: &Value,
        row: impl Fn(&dyn Fn(&str) -> String, usize) -> Row,
    ) -> Vec<Row> {
        let stored = self.draft.rows(&pointer(list));
        let typed = self.typed.map_or(0, |typed| typed.rows(list).min(stored + 20));
        let make = |index: usize| {
            let name = move |part: &str| format!("{list}[{index}]{part}");
            let is_new = index >= stored;
            let mut row = row(&name, index);
            row.of = Some(Of { list, index, is_new, blank: blank.clone() });
            if is_new {
                row.legend = self.s.t("setup-new-row");
            }
            row
        };
        (0..typed.max(stored + 1)).map(make).collect()
    }

    /// Code and name of each of the draft's levels.
    fn levels(&self) -> Vec<(String, String)> {
        let levels = self.draft.get("/levels").as_array();
        let text = |level: &Value, at: &str| {
            level.pointer(at).and_then(Value::as_str).unwrap_or("").to_owned()
        };
        let name = format!("/name/{}", self.s.language.tag());
        let named = |level: &Value| (text(level, "/code"), text(level, &name));
        levels.into_iter().flatten().map(named).collect()
    }
}

fn basics(frame: &Frame<'_>) -> Vec<Group> {
    let what = vec![
        vec![frame.hinted("code", Kind::Text)],
        vec![frame.item("title.id", Kind::Text), frame.item("title.en", Kind::Text)],
        vec![frame.item("seats", Kind::Number)],
    ];
    let blank = json!({"code": "", "name": {"id": "", "en": ""}, "normative_months": null,
        "requires": "", "seats": null});
    let level = |name: &dyn Fn(&str) -> String, index: usize| Row {
        legend: frame.levels().get(index).map(|(code, _)| code.clone()).unwrap_or_default(),
        lines: vec![vec![
            frame.item(&name(".code"), Kind::Text),
            frame.item(&name(".name.id"), Kind::Text),
            frame.item(&name(".name.en"), Kind::Text),
            frame.item(&name(".normative_months"), Kind::Number),
            frame.item(&name(".requires"), Kind::Text),
        ]],
        ..Row::default()
    };
    vec![
        Group { name: "what", rows: vec![Row::of_lines(what)] },
        Group { name: "levels", rows: frame.list("levels", &blank, level) },
    ]
}

fn calendar(frame: &Frame<'_>) -> Vec<Group> {
    let milestone = |milestone: Milestone| {
        let label = frame.s.word("milestone", milestone.name());
        vec![Item::new(&milestone.path(), Kind::Instant, label)]
    };
    let (some, all): (Vec<_>, Vec<_>) =
        Milestone::ALL.into_iter().partition(|one| one.is_administrative());
    let all = all.into_iter().map(|one| Row::of_lines(vec![milestone(one)]));
    // Without the first of them the call releases nothing before its review.
    let first = "calendar.administrative.results_at.date".to_owned();
    let some = Row {
        switch: Some((first, "/calendar/administrative".to_owned())),
        ..Row::of_lines(some.into_iter().map(milestone).collect())
    };
    vec![
        Group { name: "calendar", rows: all.collect() },
        Group { name: "administrative", rows: vec![some] },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::accounts::read_units;
    use crate::features::calls::rules::tests::call;
    use crate::kernel::language::Language;

    #[test]
    fn every_question_has_words_in_both_languages_and_a_place_of_its_own() {
        let templates = Templates::shipped().unwrap();
        let units = read_units(include_str!("../../../../../config/units.csv")).unwrap();
        let (draft, now) =
            (Draft::of(&call()).unwrap(), crate::kernel::clock::Timestamp::from_micros(0));
        for language in Language::ALL {
            let s = PageContext::bare(language, "/", now);
            let frame =
                Frame { s: &s, draft: &draft, typed: None, units: &units, templates: &templates };
            for step in Step::ALL {
                let groups = step.groups(&frame);
                let items: Vec<&Item> =
                    groups.iter().flat_map(|group| &group.rows).flat_map(Row::items).collect();
                assert!(!items.is_empty(), "{step:?}");
                let mut names: Vec<String> = items.iter().flat_map(|item| item.names()).collect();
                let count = names.len();
                names.sort();
                names.dedup();
                assert_eq!(names.len(), count, "{step:?}: a name twice");
                for item in items {
                    let choices = match &item.kind {
                        Kind::Choice(choices)
                        | Kind::Truth(choices)
                        | Kind::Tagged(choices, _)
                        | Kind::Several(choices) => choices.clone(),
                        _ => Vec::new(),
                    };
                    let labels = choices.into_iter().map(|(_, label)| label);
                    for text in labels.chain([item.label.clone(), item.hint.clone()]) {
                        assert!(!text.starts_with("setup-") && !text.contains("rating-"), "{text}");
                    }
                    // Rules name a field by its path; it must lead back to this step.
                    assert_eq!(Step::of(&item.name), step, "{}", item.name);
                }
                let name = step.name();
                let titles = groups.iter().flat_map(|group| {
                    ["title", "hint"].map(|part| format!("setup-group-{part}-{}", group.name))
                });
                let own = [format!("setup-step-{name}"), format!("setup-lead-{name}")];
                for key in titles.chain(own) {
                    assert_ne!(language.text(&key, &[]), key);
                }
            }
        }
    }
}
