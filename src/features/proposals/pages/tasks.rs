//! A proposal as a list of tasks: its five sections, its files and its two endorsements, each with its state and with what
//! is missing, which leads to the very field.

use super::words::{field_label, label};
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
    /// `done`, `begun`, `asked` of an endorsement that waits, or `new` where nothing was done for it yet.
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
        Self { s, tasks: parts.map(|part| make.task(part)).collect() }
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

impl Maker<'_> {
    fn task(&self, part: Part) -> Task {
        let of_part = |check: &&Check| self.part_of(check) == part;
        let checks: Vec<&Check> = self.loaded.checks.iter().filter(of_part).collect();
        let open: Vec<&Check> = checks.iter().copied().filter(|check| !check.met).collect();
        let is_new = match part {
            Part::Of(group) => !self.is_written(group),
            Part::Files => open.len() == checks.len() && !open.is_empty(),
            Part::Endorsement(kind) => !self.is_asked(kind),
        };
        let state = match (open.is_empty(), is_new, part) {
            // What says nothing yet has no tick, also where nothing of it is asked for.
            (true, true, Part::Of(_)) | (false, true, _) => "new",
            (true, ..) => "done",
            (false, false, Part::Endorsement(_)) => "asked",
            (false, false, _) => "begun",
        };
        let (label, place) = self.head(part);
        let is_one_thing = matches!(part, Part::Endorsement(_));
        let gaps = open.iter().filter(|_| !is_one_thing).map(|check| self.gap(check)).collect();
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

    fn gap(&self, check: &Check) -> Gap {
        let path = check.fault.field.as_str();
        // That it is missing is what the list says anyway.
        let is_bare = check.fault.code == field::REQUIRED
            || path.starts_with("documents.")
            || path.starts_with("endorsements.");
        let message = self.s.message(check.fault.code, &check.fault.arguments);
        let (label, message) = match self.finding(path) {
            // Only what it lacks is asked for, by the names of the form.
            Some(finding) if finding.outcome == Outcome::Unknown => {
                let names = finding.missing.iter().map(|name| field_label(self.s, name));
                (names.collect::<Vec<_>>().join(", "), String::new())
            }
            _ => (label(self.s, &self.loaded.call, path), message),
        };
        Gap {
            label,
            place: self.place(path),
            message: if is_bare { String::new() } else { message },
        }
    }

    /// The rule that a line of the check-list is about.
    fn finding(&self, path: &str) -> Option<&Finding> {
        let key = path.strip_prefix("eligibility.")?;
        self.loaded.findings.iter().find(|finding| finding.key == key)
    }

    /// The first field that decides a line: its own, or one that its rule lacks.
    fn field_of<'b>(&'b self, path: &'b str) -> &'b str {
        let missing = self.finding(path).and_then(|finding| finding.missing.first());
        missing.copied().unwrap_or(path)
    }

    fn part_of(&self, check: &Check) -> Part {
        let path = self.field_of(&check.fault.field);
        if path.starts_with("documents.") {
            return Part::Files;
        }
        if let Some(kind) = path.strip_prefix("endorsements.") {
            let kind = EndorsementKind::from_name(kind);
            return kind.map_or(Part::Files, Part::Endorsement);
        }
        // A rule that fails is about the candidate; problem and level are chosen above the first group.
        let of_field = fields::find(path).map(|field| field.group);
        let is_rule = check.fault.field.starts_with("eligibility.");
        Part::Of(of_field.unwrap_or(if is_rule { Group::Candidate } else { Group::Idea }))
    }

    /// The very field.
    fn place(&self, path: &str) -> String {
        let path = self.field_of(path);
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
