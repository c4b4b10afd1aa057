//! What can be answered of a field.

/// What it holds, and its limits.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// One line, of at most so many characters.
    Line {
        most: usize,
    },
    /// Prose, of at most so many characters; the form shows so many lines. A submission has at most so many words.
    Text {
        most: usize,
        lines: usize,
        words: Option<usize>,
    },
    /// At most so many short codes, typed with commas between them.
    Codes {
        most: usize,
    },
    /// A whole number; the example is shown where something else was typed.
    Number {
        between: Option<(u32, u32)>,
        example: u32,
    },
    /// A month of the plan, 1 to 12; 1 where none was chosen.
    Month,
    /// Two decimals, kept as a whole number: 3.25 is 325.
    Hundredths {
        most: u32,
    },
    /// Whole rupiah.
    Money,
    YesNo,
    Day,
    /// One of these words; readers see the word of the family.
    Choice {
        family: &'static str,
        words: fn() -> Vec<&'static str>,
    },
    /// At most so many rows, of the fields whose path begins with this one's. The form shows `spare` empty rows after
    /// those with words, and at least `least` in all.
    Rows {
        most: usize,
        spare: usize,
        least: usize,
    },
}

impl Kind {
    /// Somebody's own words, in which a name can stand.
    pub fn is_free_text(self) -> bool {
        matches!(self, Self::Line { .. } | Self::Text { .. } | Self::Codes { .. })
    }
}

/// A part of the form; some pages show the parts apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Idea,
    Plan,
    Goal,
    Programme,
    /// About the person; a reviewer who is not to know the person reads none of it.
    Candidate,
}

impl Group {
    pub const ALL: [Self; 5] =
        [Self::Idea, Self::Plan, Self::Goal, Self::Programme, Self::Candidate];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Idea => "idea",
            Self::Plan => "plan",
            Self::Goal => "goal",
            Self::Programme => "programme",
            Self::Candidate => "candidate",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Below,
    Beside,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// May be left out; a rule of eligibility may still ask for it.
    No,
    /// Something is there: words, a number above zero, an answer, a row.
    Filled,
    /// So many characters.
    AtLeast(usize),
    /// A row in which anything was typed needs it, already in a draft.
    InItsRow,
    /// Where the call has a budget, and then within what one proposal may ask for.
    WithBudget,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endorsed {
    /// A change of it needs the signatures anew.
    Signed,
    /// May be polished after the signatures.
    Free,
}

/// Those who read a text that is not theirs and that they do not verify.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    Reader,
    /// Who may know the candidate (open, single-blind).
    Reviewer,
    /// Who is not to know the candidate (double-blind).
    BlindReviewer,
}

impl Audience {
    pub const ALL: [Self; 3] = [Self::Reader, Self::Reviewer, Self::BlindReviewer];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    Shown,
    /// With every literal occurrence of the candidate's name, NIP, address and unit masked.
    Masked,
    Hidden,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erasure {
    Erased,
    Kept,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Export {
    /// In tables or papers about all proposals of a call, for those who may open these.
    Exported,
    /// Only where this one proposal is read.
    Inside,
}
