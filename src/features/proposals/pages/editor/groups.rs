//! The fields of the editor, in the groups and order in which one thinks.

use crate::features::proposals::pages::words::field_label;
use crate::kernel::errors::Refusal;
use crate::web::Fields;
use crate::web::pages::{Field, Input, PageContext};

/// Fields that belong together.
pub(super) struct Group {
    pub(super) name: &'static str,
    /// Each row stands side by side where there is room.
    pub(super) rows: Vec<Vec<Field>>,
}

const LINE: Input = Input::Line;

/// Makes fields that know what was typed and what is wrong with it.
struct Maker<'a> {
    s: &'a PageContext,
    typed: &'a Fields,
    problem: Option<&'a Refusal>,
}

impl Maker<'_> {
    fn field(&self, name: impl Into<String>, input: Input) -> Field {
        let name = name.into();
        let (label, value) = (field_label(self.s, &name), self.typed.get(&name).to_owned());
        Field::new(name, label, input).value(value).errors_of(self.s, self.problem)
    }

    /// One with a line of explanation.
    fn hinted(&self, name: &str, input: Input) -> Field {
        let hint = self.s.word("hint", name);
        self.field(name, input).hint(hint)
    }

    fn choice(&self, name: impl Into<String>, family: &str, values: &[&str]) -> Field {
        let mut choices = vec![(String::new(), self.s.t("choose"))];
        let choice = |value: &&str| ((*value).to_owned(), self.s.word(family, value));
        choices.extend(values.iter().map(choice));
        self.field(name, Input::Choice(choices))
    }

    fn yes_or_no(&self, name: &str) -> Field {
        self.choice(name, "answer", &["yes", "no"])
    }
}

fn text(rows: usize) -> Input {
    Input::Text { rows, words: 0 }
}

/// `costs`: whether the call has a budget and asks what the study costs.
pub(super) fn groups(
    s: &PageContext,
    typed: &Fields,
    problem: Option<&Refusal>,
    costs: bool,
) -> Vec<Group> {
    let make = Maker { s, typed, problem };
    let mut programme = programme(&make);
    if costs {
        programme.rows.push(vec![make.hinted("study.requested_cost", LINE)]);
    }
    vec![idea(&make), plan(&make), goal(&make), programme, candidate(&make)]
}

fn idea(make: &Maker<'_>) -> Group {
    let rows = vec![
        vec![make.field("title", LINE)],
        vec![make.hinted("summary", Input::Text { rows: 8, words: 500 })],
        vec![make.hinted("sections.problem", text(8))],
        vec![make.hinted("sections.study", text(8))],
        vec![make.hinted("sections.solution", text(8))],
        vec![make.hinted("sections.use_on_return", text(8))],
        vec![make.hinted("difference", text(3))],
    ];
    Group { name: "idea", rows }
}

fn plan(make: &Maker<'_>) -> Group {
    let months: Vec<String> = (1..=12).map(|month: u32| month.to_string()).collect();
    let row = |index: usize| {
        let name = |part: &str| format!("plan[{index}].{part}");
        let choices = months.iter().map(|month| (month.clone(), month.clone())).collect();
        vec![
            make.field(name("month"), Input::Choice(choices)),
            make.field(name("activity"), LINE),
            make.field(name("responsible"), LINE),
            make.field(name("resources"), LINE),
        ]
    };
    // Two empty rows; saving makes room for more.
    let rows = (0..(make.typed.rows("plan") + 2).min(60)).map(row).collect();
    Group { name: "plan", rows }
}

fn goal(make: &Maker<'_>) -> Group {
    let rows = vec![
        vec![make.field("goal.indicator", LINE)],
        vec![
            make.field("goal.baseline", LINE),
            make.field("goal.target", LINE),
            make.field("goal.unit_of_measure", LINE),
        ],
        vec![make.field("goal.measured_how", text(3))],
        vec![make.field("goal.measured_by", Input::Date)],
    ];
    Group { name: "goal", rows }
}

fn programme(make: &Maker<'_>) -> Group {
    let grades = ["excellent", "good", "fair", "none"];
    let rows = vec![
        vec![make.field("programme.university", LINE), make.field("programme.name", LINE)],
        vec![
            make.field("programme.country", LINE),
            make.choice("programme.accreditation", "accreditation", &grades),
            make.field("programme.accreditation_valid_until", Input::Date),
        ],
        vec![
            make.field("study.starts_on", Input::Date),
            make.field("study.months", Input::Number),
            make.yes_or_no("study.released"),
        ],
    ];
    Group { name: "programme", rows }
}

fn candidate(make: &Maker<'_>) -> Group {
    let rated = ["very_good", "good", "needs_improvement", "poor", "very_poor"];
    let name = |part: &str| format!("candidate.{part}");
    let mut rows = vec![
        vec![
            make.field(name("position"), LINE),
            make.choice(name("status"), "service-status", &["pns", "cpns", "pppk"]),
            make.field(name("retirement_age"), Input::Number),
        ],
        vec![
            make.hinted("candidate.degrees", LINE),
            make.hinted("candidate.grade_point_average_hundredths", LINE),
        ],
    ];
    for index in 0..(make.typed.rows("candidate.ratings")).clamp(2, 10) {
        let name = |part: &str| format!("candidate.ratings[{index}].{part}");
        rows.push(vec![
            make.field(name("year"), Input::Number),
            make.choice(name("rating"), "rating", &rated),
        ]);
    }
    for index in 0..(make.typed.rows("candidate.sanctions") + 1).min(20) {
        let name = |part: &str| format!("candidate.sanctions[{index}].{part}");
        rows.push(vec![
            make.choice(name("level"), "sanction", &["light", "medium", "heavy"]),
            make.field(name("ended_on"), Input::Date),
        ]);
    }
    rows.push(vec![
        make.yes_or_no("candidate.criminal_case"),
        make.yes_or_no("candidate.in_active_service"),
    ]);
    rows.push(vec![
        make.yes_or_no("candidate.failed_assignment"),
        make.yes_or_no("candidate.other_nomination"),
    ]);
    rows.push(vec![make.hinted("candidate.service_bond_until", Input::Date)]);
    Group { name: "candidate", rows }
}
