//! One field of a form with its label, hint, typed value and error; and the summary of errors that
//! stands on top of a form that comes back.

use super::PageContext;
use crate::kernel::errors::Refusal;
use crate::kernel::input::Limits;
use askama::Template;

/// What kind of control it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    Line,
    Email,
    Password,
    Number,
    Date,
    /// Several lines, and the most words where there is a limit (0: none).
    Text {
        rows: usize,
        words: usize,
    },
    /// Value and label of each choice.
    Choice(Vec<(String, String)>),
    /// A file of one of these kinds, as `accept` names them.
    File(String),
}

/// A field, ready to be shown.
#[derive(Debug, Clone, Template)]
#[template(path = "web/pages/field.html")]
pub struct Field {
    pub name: String,
    pub label: String,
    pub hint: String,
    pub value: String,
    /// Empty: nothing is wrong.
    pub error: String,
    pub required: bool,
    /// What browsers may fill in by themselves, e.g. `username`.
    pub autocomplete: &'static str,
    pub input: Input,
    /// Of the input's type, as the control tells them.
    limits: Limits,
}

impl Field {
    pub fn new(name: impl Into<String>, label: String, input: Input) -> Self {
        Self {
            name: name.into(),
            label,
            hint: String::new(),
            value: String::new(),
            error: String::new(),
            required: false,
            autocomplete: "",
            input,
            limits: Limits::default(),
        }
    }

    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    #[must_use]
    pub fn hint(mut self, hint: String) -> Self {
        self.hint = hint;
        self
    }

    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The limits that the act holds, told by the control as well.
    #[must_use]
    pub fn limits(mut self, limits: &Limits) -> Self {
        self.required |= limits.is_required;
        self.limits = limits.clone();
        self
    }

    /// Least and most characters, where it is a text.
    fn characters(&self) -> [Option<u64>; 2] {
        match self.input {
            Input::Line | Input::Email | Input::Number | Input::Password | Input::Text { .. }
                if self.limits.kind == "string" =>
            {
                [self.limits.least, self.limits.most]
            }
            _ => [None; 2],
        }
    }

    /// The limits as attributes of the control.
    pub fn attributes(&self) -> String {
        let ([least, most], [minimum, maximum]) = (self.characters(), self.bounds());
        let one = |name, value: Option<String>| {
            value.map_or_else(String::new, |value| format!(" {name}=\"{value}\""))
        };
        [
            one("minlength", least.map(|it| it.to_string())),
            // Not `maxlength`: with that, browsers cut what is pasted, without a word. The counter tells it.
            one("data-most", most.map(|it| it.to_string())),
            one("data-min", minimum.map(|it| it.to_string())),
            one("data-max", maximum.map(|it| it.to_string())),
        ]
        .concat()
    }

    /// Of a figure. It is typed as a text, which has no such attributes of its own.
    fn bounds(&self) -> [Option<i64>; 2] {
        if self.input == Input::Number {
            return [self.limits.minimum, self.limits.maximum];
        }
        [None; 2]
    }

    #[must_use]
    pub fn autocomplete(mut self, what: &'static str) -> Self {
        self.autocomplete = what;
        self
    }

    /// Takes the message that is meant for this field.
    #[must_use]
    pub fn errors_of(mut self, shell: &PageContext, problem: Option<&Refusal>) -> Self {
        let found = problem
            .and_then(|problem| problem.errors.iter().find(|error| error.field == self.name));
        if let Some(error) = found {
            self.error = shell.message(error.code, &error.arguments);
        }
        self
    }

    /// The control's id: the name in characters that need no escaping anywhere.
    pub fn id(&self) -> String {
        id_of(&self.name)
    }

    /// What describes the control, for screen readers.
    fn described_by(&self) -> String {
        let mut parts = Vec::new();
        if !self.hint.is_empty() {
            parts.push(format!("{}-hint", self.id()));
        }
        if !self.error.is_empty() {
            parts.push(format!("{}-error", self.id()));
        }
        parts.join(" ")
    }

    fn is_chosen(&self, value: &str) -> bool {
        self.value == value
    }

    fn kind(&self) -> &'static str {
        match self.input {
            Input::Email => "email",
            Input::Password => "password",
            Input::Date => "date",
            Input::File(_) => "file",
            Input::Line | Input::Number | Input::Text { .. } | Input::Choice(_) => "text",
        }
    }
}

fn id_of(name: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    format!("f-{}", name.chars().map(letter).collect::<String>())
}

/// What is wrong with a form, on top of it; each line leads to its field.
#[derive(Debug, Clone, Template)]
#[template(path = "web/pages/summary.html")]
pub struct Summary {
    title: String,
    /// Target, label of the field, message.
    lines: Vec<(String, String, String)>,
}

/// The summary of a problem; empty text without one. `label` names a field for people.
pub fn summary(
    shell: &PageContext,
    problem: Option<&Refusal>,
    label: impl Fn(&str) -> String,
) -> String {
    let Some(problem) = problem else { return String::new() };
    let lines = problem.errors.iter().map(|error| {
        let message = shell.message(error.code, &error.arguments);
        (id_of(&error.field), label(&error.field), message)
    });
    let summary = Summary { title: shell.problem(problem), lines: lines.collect() };
    summary.render().unwrap_or_default()
}
