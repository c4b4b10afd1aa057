//! The pages from which a call is run: one line each, with what its reader must be allowed to do. The words of a
//! page are `desk-link-<name>`; at the call's desk also `desk-link-<name>-line`.

use super::PageContext;
use crate::kernel::access::{Facts, Permission, Phase, Verdict, decide};
use crate::kernel::ids::CallId;

/// Where pages of a call are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Desk,
    /// Above the pages around a ranking: those who have no desk for calls (the decider, the appeal team) come to the
    /// others from there.
    Ranking,
    Both,
}

/// A page of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeskLink {
    pub name: &'static str,
    /// The address; `{id}` stands for the call.
    path: &'static str,
    /// What its reader must be allowed to do; the access table says who is, and when.
    act: Permission,
    place: Place,
    /// Listed from the start for those who may later.
    is_early: bool,
    /// When there is nothing on it, whoever may read it.
    empty_in: &'static [Phase],
}

impl DeskLink {
    /// The page's address for this call.
    pub fn address(&self, call: &CallId) -> String {
        self.path.replace("{id}", call.as_str())
    }

    const fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    const fn empty_in(self, empty_in: &'static [Phase]) -> Self {
        Self { empty_in, ..self }
    }
}

const fn desk(name: &'static str, path: &'static str, act: Permission) -> DeskLink {
    DeskLink { name, path, act, place: Place::Desk, is_early: false, empty_in: &[] }
}

/// In the order of the process. Only pages that exist.
static DESKS: &[DeskLink] = &[
    desk("setup", "/desk/calls/{id}/setup/basics", Permission::WriteCall),
    desk("quota", "/desk/calls/{id}/quota", Permission::WriteCall),
    desk("preview", "/desk/calls/{id}/setup/preview", Permission::WriteCall),
    desk("extend", "/desk/calls/{id}/extend", Permission::ExtendCall),
    desk("reopen", "/desk/calls/{id}/reopen", Permission::ReopenPhase),
    desk("proposals", "/desk/calls/{id}/proposals", Permission::ReadProposal),
    desk("unsubmitted", "/desk/calls/{id}/unsubmitted", Permission::ReadUnsubmitted),
    desk("pact", "/desk/calls/{id}/pact", Permission::ReadPactSignatures),
    desk("exceptions", "/desk/calls/{id}/exceptions", Permission::ReadExceptions),
    desk("assignment", "/desk/calls/{id}/assignment", Permission::ReadAssignments)
        .empty_in(&[Phase::Draft, Phase::Cancelled]),
    desk("conflicts", "/desk/calls/{id}/conflicts", Permission::ReadConflicts).empty_in(&[
        Phase::Draft,
        Phase::Scheduled,
        Phase::Cancelled,
    ]),
    desk("lacking", "/desk/calls/{id}/lacking", Permission::ReadProgress)
        .empty_in(&[Phase::Announced, Phase::Closed]),
    desk("interviews", "/desk/calls/{id}/interviews", Permission::ReadInterviews),
    desk("meeting", "/desk/calls/{id}/meeting", Permission::ReadMeeting)
        .at(Place::Both)
        .empty_in(&[Phase::Cancelled]),
    desk("plenary", "/desk/calls/{id}/plenary", Permission::ReadPlenary).at(Place::Both),
    desk("ranking", "/desk/calls/{id}/ranking", Permission::ReadRanking).at(Place::Both),
    desk("stability", "/desk/calls/{id}/stability", Permission::ExploreRanking).at(Place::Ranking),
    desk("what-if", "/desk/calls/{id}/what-if", Permission::ExploreRanking).at(Place::Ranking),
    desk("decision", "/desk/calls/{id}/decision", Permission::ReadDecision).at(Place::Both),
    desk("projector", "/desk/calls/{id}/projector", Permission::ReadRanking).at(Place::Ranking),
    desk("awards", "/desk/calls/{id}/awards", Permission::ReadAwards).at(Place::Both),
    // The rules and the record can be taken before the results can.
    DeskLink {
        is_early: true,
        ..desk("exports", "/desk/calls/{id}/exports", Permission::ExportResults)
            .at(Place::Both)
            .empty_in(&[Phase::Draft, Phase::Cancelled])
    },
    desk("record", "/desk/record?subject=call:{id}", Permission::ReadLedger)
        .empty_in(&[Phase::Cancelled]),
    desk("cancel", "/desk/calls/{id}/cancel", Permission::CancelCall),
];

impl PageContext {
    /// The pages of a call that this person can work on now, for its desk.
    pub fn desks(&self, call: Facts) -> Vec<&'static DeskLink> {
        self.links_at(Place::Desk, call)
    }

    /// The same for the pages around the ranking of a call in this phase.
    pub fn around_ranking(&self, phase: Phase) -> Vec<&'static DeskLink> {
        self.links_at(Place::Ranking, Facts::in_phase(phase))
    }

    fn links_at(&self, place: Place, facts: Facts) -> Vec<&'static DeskLink> {
        let roles = self.person.as_ref().map_or(&[][..], |person| &person.roles);
        let is_listed = |desk: &&DeskLink| {
            let is_empty = facts.phase.is_none_or(|phase| desk.empty_in.contains(&phase));
            [place, Place::Both].contains(&desk.place) && !is_empty
        };
        let is_theirs = |desk: &&DeskLink| match decide(roles, desk.act, facts) {
            Verdict::Allowed => true,
            Verdict::NotNow => desk.is_early,
            Verdict::Forbidden | Verdict::Hidden => false,
        };
        DESKS.iter().filter(is_listed).filter(is_theirs).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::language::Language;
    use crate::server::page_inventory;

    #[test]
    fn every_desk_is_a_page_and_has_words_in_both_languages() {
        let pages = page_inventory();
        for desk in DESKS {
            let path = desk.path.replace("{id}", "x");
            let path = path.split('?').next().unwrap();
            let fits = |page: &crate::kernel::access::Operation| {
                actix_web::dev::ResourceDef::new(page.path.as_str()).is_match(path)
            };
            assert!(pages.iter().any(fits), "{path}");
            for language in Language::ALL {
                let line = (desk.place != Place::Ranking).then(|| format!("{}-line", desk.name));
                for name in line.into_iter().chain([desk.name.to_owned()]) {
                    let key = format!("desk-link-{name}");
                    assert_ne!(language.text(&key, &[]), key, "{}", language.tag());
                }
            }
        }
    }
}
