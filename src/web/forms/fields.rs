//! One field of a form as it is written down.

use crate::platform::files::MediaType;
use crate::web::pages::{Field, Input};

/// How a field is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// One line.
    Line,
    /// So many lines.
    Lines(usize),
    Email,
    /// One line of digits that count nothing, e.g. a NIP.
    Digits,
    /// A password; who may fill it in. It never comes back.
    Secret(&'static str),
    /// A code that is good once; it never comes back either.
    Code,
    /// What the page puts in and nobody types, e.g. the token of a link or the hash of a preview.
    Hidden,
    /// Yes or no, chosen.
    Answer,
    Number,
    Hundredths,
    Rupiah,
    Day,
    /// Day and hour, in the reader's zone.
    Instant,
    /// An hour on the day of an instant of the same form.
    Hour(&'static str),
    /// What the form is about, where REST has it in the address and not in the input: one of what the page
    /// offers, or what the button that sends the form says.
    About,
    /// One of the words of its type; the family of their labels.
    Choice(&'static str),
    /// One of what the page offers.
    Offered,
    /// What the page looks up before the form is read, e.g. an account by its e-mail address.
    Lookup,
    /// One of what the page offers, as `tag:text`; the two names in the input. One word of those offered stands for none.
    Tagged {
        tag: &'static str,
        more: &'static str,
        none: &'static str,
    },
    /// Any of the words of its type, each a box; the family of their labels.
    Boxes(&'static str),
    /// Any of what the page offers, each a box under its value: `person.01hz…=yes`.
    Ticked,
    /// One box. Where its type is a single word, it must be ticked.
    Box,
    /// One box that must be ticked before anything is sent. It confirms what stands on the page and is no part of the
    /// input: a program that uses REST has no page to misread.
    Confirmation,
    /// A file of one of these kinds, sent beside what is typed. It is no part of the input: the act is handed it.
    File(&'static [MediaType]),
}

/// A field: its name in the form, its path in the input, how it is typed and what is said beside it. In a
/// row of a list both names hold `[]`.
#[derive(Debug, Clone, Copy)]
pub struct FormField {
    pub(super) name: &'static str,
    pub(super) path: &'static str,
    pub(super) control: Control,
    /// Key of the words; empty: made of the form's family and the name.
    pub(super) label: &'static str,
    /// Key of the hint, which may name the limits `minimum` and `maximum`.
    pub(super) hint: &'static str,
    /// Key of the words of a choice that was not made; empty: one is always made.
    pub(super) empty: &'static str,
    /// What browsers may fill in by themselves.
    pub(super) autocomplete: &'static str,
    /// This form needs it, whether or not its act does.
    pub(super) is_needed: bool,
}

impl FormField {
    pub const fn new(name: &'static str, control: Control) -> Self {
        let (label, hint, autocomplete) = ("", "", "");
        let (empty, is_needed) = ("choose", false);
        Self { name, path: name, control, label, hint, empty, autocomplete, is_needed }
    }

    /// What browsers may fill in by themselves, e.g. `username`.
    #[must_use]
    pub const fn autocomplete(self, autocomplete: &'static str) -> Self {
        Self { autocomplete, ..self }
    }

    /// To be filled in on this form, although the act can do without it.
    #[must_use]
    pub const fn needed(self) -> Self {
        Self { is_needed: true, ..self }
    }

    /// A box that confirms.
    pub const fn confirmation(name: &'static str) -> Self {
        Self { path: "", ..Self::new(name, Control::Confirmation) }
    }

    /// A file. The last field of its form, which is sent as `multipart/form-data` and read as `accounts::FileForm`.
    pub const fn file(formats: &'static [MediaType]) -> Self {
        Self { path: "", ..Self::new("file", Control::File(formats)) }
    }

    /// Where it stands in the input, if not under its name.
    #[must_use]
    pub const fn at(self, path: &'static str) -> Self {
        Self { path, ..self }
    }

    #[must_use]
    pub const fn label(self, label: &'static str) -> Self {
        Self { label, ..self }
    }

    #[must_use]
    pub const fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    #[must_use]
    pub const fn empty(self, empty: &'static str) -> Self {
        Self { empty, ..self }
    }

    /// What is typed in it is nobody's to read, not even in the answer to who typed it.
    pub(super) fn is_secret(&self) -> bool {
        matches!(self.control, Control::Secret(_) | Control::Code)
    }

    /// Its control, with what no kind of value tells.
    pub(super) fn dress(&self, mut control: Field) -> Field {
        if self.control == Control::Digits {
            control.input = Input::Number;
        }
        match (self.control, self.autocomplete) {
            (Control::Code, "") => control.autocomplete("one-time-code"),
            (_, "") => control,
            (_, who) => control.autocomplete(who),
        }
    }

    /// The list that it is in a row of.
    pub(super) fn list(&self) -> Option<&'static str> {
        self.name.split_once("[]").map(|(list, _)| list)
    }
}
