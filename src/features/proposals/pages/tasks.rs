//! A proposal as a list of tasks: its five sections, its files and its two endorsements, each with its state and with what
//! is missing, which leads to the very field.

use super::words::label;
use crate::features::proposals::actions::Overview;
use crate::features::proposals::fields::{self, Group, Kind};
use crate::features::proposals::rules::changes::is_empty;
use crate::features::proposals::rules::completeness::Check;
use crate::features::proposals::rules::eligibility::{Finding, Outcome};
use crate::features::proposals::{CandidateFacts, EndorsementKind};
use crate::kernel::errors::common::field;
use crate::web::pages::{PageContext, id_of};
use askama::Template;

/// Something that is missing.
pub(super) struct Gap {
    pub(super) label: String,
    /// Where it is mended: from the page of the list.
    pub(super) place: String,
    /// What is wrong with it; empty where it is only not there.
    pub(super) message: String,
}

/// One line of the list.
pub(super) struct Task {
    pub(super) label: String,
    pub(super) place: String,
    /// `done`, `begun`, `asked` and `unasked` of an endorsement, or `new` where nothing was done for it yet.
    pub(super) state: &'static str,
    pub(super) gaps: Vec<Gap>,
}

/// The list.
#[derive(Template)]
#[template(path = "proposals/pages/tasks.html")]
pub(super) struct Tasks<'a> {
    s: &'a PageContext,
    tasks: Vec<Task>,
}

/// The page on which the list stands; its links are as short as they can be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Here {
    Overview,
    Editor,
    Elsewhere,
}

/// To which task a line of the check-list belongs.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Part {
    Of(Group),
    Files,
    Endorsement(EndorsementKind),
}

impl<'a> Tasks<'a> {
    pub(super) fn of(s: &'a PageContext, loaded: &Overview, here: Here) -> Self {
        let make = Maker { s, loaded, here };
        let parts = Group::ALL.into_iter().map(Part::Of).chain([Part::Files]);
        let parts = parts.chain(EndorsementKind::ALL.map(Part::Endorsement));
        let open = make.open();
        Self { s, tasks: parts.map(|part| make.task(part, &open)).collect() }
    }

    /// How many things are missing in all.
    pub(super) fn missing(&self) -> usize {
        let open = self.tasks.iter().filter(|task| task.state != "done");
        open.map(|task| task.gaps.len().max(1)).sum()
    }

    /// So many of the parts are done.
    fn told(&self) -> String {
        let figures = [("done", self.done().to_string()), ("all", self.tasks.len().to_string())];
        self.s.language.text("tasks-done", &figures)
    }

    fn done(&self) -> usize {
        self.tasks.iter().filter(|task| task.state == "done").count()
    }
}

struct Maker<'a> {
    s: &'a PageContext,
    loaded: &'a Overview,
    here: Here,
}

/// What is open: a line of the check-list, or a field that a rule lacks before it can be told.
struct Open<'a> {
    path: &'a str,
    check: Option<&'a Check>,
}

impl Maker<'_> {
    /// Everything that is open, each field once.
    fn open(&self) -> Vec<Open<'_>> {
        let mut all: Vec<Open<'_>> = Vec::new();
        for check in self.loaded.checks.iter().filter(|check| !check.met) {
            let path = check.fault.field.as_str();
            let unknown = self.finding(path).filter(|one| one.outcome == Outcome::Unknown);
            let Some(finding) = unknown else {
                all.push(Open { path, check: Some(check) });
                continue;
            };
            for path in &finding.missing {
                if !all.iter().any(|open| open.path == *path) {
                    all.push(Open { path, check: None });
                }
            }
        }
        all
    }

    fn task(&self, part: Part, open: &[Open<'_>]) -> Task {
        let own = || open.iter().filter(|one| Self::part_of(one.path) == part);
        let is_open = own().next().is_some();
        let is_new = match part {
            Part::Of(group) => !self.is_written(group),
            Part::Files => self.loaded.documents.kinds.iter().all(|kind| kind.latest.is_none()),
            Part::Endorsement(kind) => !self.is_asked(kind),
        };
        let state = match (is_open, is_new, part) {
            (true, true, Part::Endorsement(_)) => "unasked",
            // What says nothing yet has no tick, also where nothing of it is asked for.
            (true, true, _) | (false, true, Part::Of(_)) => "new",
            (false, ..) => "done",
            (true, false, Part::Endorsement(_)) => "asked",
            (true, false, _) => "begun",
        };
        let (label, place) = self.head(part);
        let is_one_thing = matches!(part, Part::Endorsement(_));
        let gaps = own().filter(|_| !is_one_thing).map(|one| self.gap(one)).collect();
        Task { label, place, state, gaps }
    }

    fn head(&self, part: Part) -> (String, String) {
        match part {
            Part::Of(group) => {
                let anchor = format!("#group-{}", group.name());
                (self.s.word("group", group.name()), self.in_editor(&anchor))
            }
            Part::Files => (self.s.t("documents-title"), self.in_overview("#documents")),
            Part::Endorsement(kind) => {
                let name = self.s.word("task-endorsement", kind.name());
                (name, self.in_overview("#endorsements"))
            }
        }
    }

    fn in_editor(&self, anchor: &str) -> String {
        match self.here {
            Here::Editor => anchor.to_owned(),
            Here::Overview | Here::Elsewhere => {
                format!("/proposals/{}/edit{anchor}", self.loaded.proposal.id)
            }
        }
    }

    fn in_overview(&self, anchor: &str) -> String {
        match self.here {
            Here::Overview => anchor.to_owned(),
            Here::Editor | Here::Elsewhere => {
                format!("/proposals/{}{anchor}", self.loaded.proposal.id)
            }
        }
    }

    fn gap(&self, open: &Open<'_>) -> Gap {
        // That it is missing is what the list says anyway.
        let says_more = |check: &&Check| {
            check.fault.code != field::REQUIRED && !open.path.starts_with("documents.")
        };
        let told = open.check.filter(says_more);
        Gap {
            label: label(self.s, &self.loaded.call, open.path),
            place: self.place(open.path),
            message: told.map_or_else(String::new, |check| {
                self.s.message(check.fault.code, &check.fault.arguments)
            }),
        }
    }

    /// The rule that a line of the check-list is about.
    fn finding(&self, path: &str) -> Option<&Finding> {
        let key = path.strip_prefix("eligibility.")?;
        self.loaded.findings.iter().find(|finding| finding.key == key)
    }

    fn part_of(path: &str) -> Part {
        if path.starts_with("documents.") {
            return Part::Files;
        }
        if let Some(kind) = path.strip_prefix("endorsements.") {
            let kind = EndorsementKind::from_name(kind);
            return kind.map_or(Part::Files, Part::Endorsement);
        }
        // A rule that fails is about the candidate; problem and level are chosen above the first group.
        let of_field = fields::find(path).map(|field| field.group);
        let is_rule = path.starts_with("eligibility.") || path == "nip";
        Part::Of(of_field.unwrap_or(if is_rule { Group::Candidate } else { Group::Idea }))
    }

    /// The very field.
    fn place(&self, path: &str) -> String {
        if let Some(kind) = path.strip_prefix("documents.") {
            return self.in_overview(&format!("#file-{kind}"));
        }
        if path.starts_with("endorsements.") {
            return self.in_overview("#endorsements");
        }
        if path == "nip" {
            return "/me/nip".to_owned();
        }
        let is_list = |field: &&fields::Field| matches!(field.kind, Kind::Rows { .. });
        let name = match fields::find(path) {
            // The first field of the first row.
            Some(list) if is_list(&list) && !path.contains('[') => {
                list.parts().next().map_or_else(|| path.to_owned(), |part| part.name_in(0))
            }
            None if path.starts_with("eligibility.") => return self.in_editor("#group-candidate"),
            _ => path.to_owned(),
        };
        self.in_editor(&format!("#{}", id_of(&name)))
    }

    /// Whether anything stands in this part of the text.
    fn is_written(&self, group: Group) -> bool {
        let content = &self.loaded.proposal.content;
        if group == Group::Candidate {
            return content.candidate != CandidateFacts::default();
        }
        let Ok(text) = fields::json(content) else { return false };
        let leaves = fields::leaves(&text);
        leaves.iter().any(|leaf| leaf.field.group == group && !is_empty(&leaf.value))
    }

    fn is_asked(&self, kind: EndorsementKind) -> bool {
        self.loaded.requests.iter().any(|request| request.kind == kind && request.is_open())
    }
}
