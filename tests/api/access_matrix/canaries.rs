//! Unique words in secret fields, and who may read each when. Whatever a viewer was answered in the
//! whole run is searched for them.

use super::viewers::Viewer;
use tubel::kernel::access::Phase::{self, Announced, Closed, Open, Plenary, Review, Screening};
use tubel::kernel::access::Role::{
    self, Auditor, Chair, Decider, Operator, Secretariat, UnitHead, Verifier,
};

/// One word for each secret.
pub(super) struct Tokens {
    pub(super) candidate_name: String,
    pub(super) reviewer_name: String,
    pub(super) submitted_text: String,
    pub(super) edited_text: String,
    pub(super) draft_text: String,
    pub(super) verification: String,
    pub(super) draft_feedback: String,
    pub(super) draft_note: String,
    pub(super) feedback: String,
    pub(super) note: String,
    pub(super) conflict_reason: String,
    pub(super) minutes: String,
    pub(super) decree: String,
    pub(super) pending_problem: String,
    /// Drawn by the program.
    pub(super) tie_seed: String,
    /// By which the proposal, and what hangs on it, would come back to those in conflict with it.
    pub(super) number: String,
    pub(super) ids: [String; 9],
}

impl Tokens {
    pub(super) fn new() -> Self {
        let token = |what: &str| format!("{what}{}", tubel::kernel::ids::random_text().unwrap());
        Self {
            candidate_name: token("Siti"),
            reviewer_name: token("Penilai"),
            submitted_text: token("terkirim"),
            edited_text: token("disunting"),
            draft_text: token("naskah"),
            verification: token("periksa"),
            draft_feedback: token("umpan"),
            draft_note: token("catatan"),
            feedback: token("balikan"),
            note: token("rahasia"),
            conflict_reason: token("ipar"),
            minutes: token("risalah"),
            decree: token("SK"),
            pending_problem: token("garam"),
            tie_seed: String::new(),
            number: String::new(),
            ids: <[String; 9]>::default(),
        }
    }
}

/// A secret, and who may read it in which phase.
pub(super) struct Canary<'a> {
    pub(super) name: &'static str,
    pub(super) token: &'a str,
    pub(super) may_read: fn(&Viewer, Phase) -> bool,
    /// Somebody who must have read it, or the search proves nothing.
    pub(super) reader: &'static str,
}

pub(super) const CANDIDATE: &str = "the candidate's name under double-blind";

const COMMITTEE: [Role; 4] = [Secretariat, Chair, Decider, Auditor];
const ACCOUNTS: [Role; 4] = [Secretariat, Chair, Auditor, Operator];

fn is_one_of(viewer: &Viewer, roles: &[Role]) -> bool {
    roles.iter().any(|role| viewer.is(*role))
}

/// The candidate's colleagues are outsiders to the proposal, whatever their duty.
fn is_colleague(viewer: &Viewer) -> bool {
    viewer.name.ends_with("of the candidate's unit") && !viewer.is(UnitHead)
}

/// Outsiders to the proposal by a conflict of interest, whatever their duty.
pub(super) fn is_in_conflict(viewer: &Viewer) -> bool {
    is_colleague(viewer) || is(viewer, &["reviewer, conflict on record"])
}

fn is(viewer: &Viewer, names: &[&str]) -> bool {
    names.contains(&viewer.name)
}

fn from(phase: Phase, first: Phase) -> bool {
    phase >= first && phase <= Closed
}

/// Who may read the submitted text: the candidate, heads, and those on duty in their phases.
fn reads_submission(viewer: &Viewer, phase: Phase) -> bool {
    let head = ["head of the candidate's unit", "head of the problem's unit"];
    // Before the opening there is no proposal; that these went back in time is the test's doing.
    if is(viewer, &["candidate"]) || is(viewer, &head) {
        return true;
    }
    if is_colleague(viewer) {
        return false;
    }
    let panel = ["reviewer, sheet begun", "reviewer, sheet handed in"];
    is(viewer, &panel) && from(phase, Review)
        || is_one_of(viewer, &[Verifier, Secretariat, Chair, Auditor]) && from(phase, Screening)
        || viewer.is(Decider) && from(phase, Plenary)
        || viewer.is(Role::Appeal) && from(phase, Announced)
}

/// Who may read what was written on the locked sheet.
fn reads_sheets(viewer: &Viewer, phase: Phase) -> bool {
    is(viewer, &["reviewer, sheet handed in"])
        || !is_colleague(viewer)
            && (is_one_of(viewer, &COMMITTEE) && from(phase, Plenary)
                || viewer.is(Role::Appeal) && from(phase, Announced))
}

fn reads_decision(viewer: &Viewer, phase: Phase) -> bool {
    is_one_of(viewer, &COMMITTEE) && from(phase, Plenary)
        || viewer.is(Role::Appeal) && from(phase, Announced)
}

impl Tokens {
    /// Secrets of the people and of what they wrote.
    fn of_proposals(&self) -> Vec<Canary<'_>> {
        vec![
            Canary {
                name: CANDIDATE,
                token: &self.candidate_name,
                may_read: |viewer, phase| {
                    let is_panel = viewer.is(Role::Reviewer);
                    !is_panel && reads_submission(viewer, phase) || is_one_of(viewer, &ACCOUNTS)
                },
                reader: "candidate",
            },
            Canary {
                name: "a reviewer's name",
                token: &self.reviewer_name,
                may_read: |viewer, _| {
                    is(viewer, &["reviewer, sheet handed in"])
                        || is_one_of(viewer, &ACCOUNTS)
                        || viewer.is(Decider)
                },
                reader: "secretariat",
            },
            Canary {
                name: "the submitted text",
                token: &self.submitted_text,
                may_read: reads_submission,
                reader: "verifier",
            },
            Canary {
                name: "what is edited after the submission",
                token: &self.edited_text,
                may_read: |viewer, phase| {
                    let heads = ["head of the candidate's unit", "head of the problem's unit"];
                    is(viewer, &["candidate"]) || is(viewer, &heads) && phase == Open
                },
                reader: "head of the problem's unit",
            },
            Canary {
                name: "another candidate's draft",
                token: &self.draft_text,
                may_read: |viewer, phase| {
                    let heads = ["head of another unit", "head of the problem's unit"];
                    is(viewer, &["other candidate"]) || is(viewer, &heads) && phase == Open
                },
                reader: "head of another unit",
            },
        ]
    }

    /// Secrets of those who verify and of those who own problems.
    fn of_the_offices(&self) -> Vec<Canary<'_>> {
        vec![
            Canary {
                name: "the first verifier's check-list before the second concluded",
                token: &self.verification,
                may_read: |viewer, phase| {
                    is(viewer, &["verifier who concluded"])
                        || !is_colleague(viewer)
                            && (is_one_of(viewer, &[Secretariat, Chair, Auditor])
                                && from(phase, Screening)
                                || viewer.is(Decider) && from(phase, Plenary)
                                || viewer.is(Role::Appeal) && from(phase, Announced))
                },
                reader: "secretariat",
            },
            Canary {
                name: "a problem that is not approved",
                token: &self.pending_problem,
                may_read: |viewer, _| {
                    is(viewer, &["head of the problem's unit"])
                        || is_one_of(viewer, &[Role::Approver, Secretariat, Auditor])
                },
                reader: "approver",
            },
        ]
    }

    /// Secrets of the panel and the plenary.
    fn of_the_panel(&self) -> Vec<Canary<'_>> {
        vec![
            Canary {
                name: "feedback on a sheet not handed in",
                token: &self.draft_feedback,
                may_read: |viewer, _| is(viewer, &["reviewer, sheet begun"]),
                reader: "reviewer, sheet begun",
            },
            Canary {
                name: "the note on a sheet not handed in",
                token: &self.draft_note,
                may_read: |viewer, _| is(viewer, &["reviewer, sheet begun"]),
                reader: "reviewer, sheet begun",
            },
            Canary {
                name: "feedback for the candidate",
                token: &self.feedback,
                may_read: |viewer, phase| {
                    reads_sheets(viewer, phase)
                        || is(viewer, &["candidate"]) && from(phase, Announced)
                },
                reader: "candidate",
            },
            Canary {
                name: "the note to the committee",
                token: &self.note,
                may_read: reads_sheets,
                reader: "decider",
            },
            Canary {
                name: "the reason of a conflict",
                token: &self.conflict_reason,
                may_read: |viewer, _| {
                    is_one_of(viewer, &[Secretariat, Chair, Auditor]) && !is_colleague(viewer)
                },
                reader: "chair",
            },
            Canary {
                name: "the minutes of the plenary",
                token: &self.minutes,
                may_read: reads_decision,
                reader: "decider",
            },
            Canary {
                name: "the decree before the announcement",
                token: &self.decree,
                // The record keeps it; that it is read in earlier phases is the test's doing.
                may_read: |viewer, phase| {
                    from(phase, Announced)
                        || reads_decision(viewer, phase)
                        || is_one_of(viewer, &[Secretariat, Chair, Auditor])
                },
                reader: "nobody",
            },
            Canary {
                name: "the seed of the lots before the announcement",
                token: &self.tie_seed,
                may_read: |viewer, phase| from(phase, Announced) || reads_decision(viewer, phase),
                reader: "nobody",
            },
        ]
    }

    /// What stands for the proposal itself. Only those in conflict are looked at here: who else may know of it
    /// is what the text above it tells.
    fn of_what_is_hidden(&self) -> Vec<Canary<'_>> {
        let id = |(name, at): (&'static str, usize)| Canary {
            name,
            token: &self.ids[at],
            may_read: |viewer, _| !is_in_conflict(viewer),
            reader: "secretariat",
        };
        let ids = [
            "the id of the proposal, in conflict with it",
            "the id of its document, in conflict with it",
            "the id of its sensitive document, in conflict with it",
            "the id of a task on it, in conflict with it",
            "the id of another task on it, in conflict with it",
            "the id of an objection to its result, in conflict with it",
            "the id of its award, in conflict with it",
            "the id of an exception for it, in conflict with it",
            "the id of an interview on it, in conflict with it",
        ];
        let mut canaries: Vec<Canary<'_>> = ids.into_iter().zip(0..).map(id).collect();
        canaries.push(Canary {
            name: "the number of the proposal, in conflict with it",
            token: &self.number,
            // It is announced with the result.
            may_read: |viewer, phase| !is_in_conflict(viewer) || from(phase, Announced),
            reader: "secretariat",
        });
        canaries
    }

    pub(super) fn canaries(&self) -> Vec<Canary<'_>> {
        let mut canaries = self.of_proposals();
        canaries.extend(self.of_the_offices());
        canaries.extend(self.of_the_panel());
        canaries.extend(self.of_what_is_hidden());
        canaries
    }
}
