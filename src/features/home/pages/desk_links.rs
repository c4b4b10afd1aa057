//! The pages from which a call is run: one line each, with what its reader must be allowed to do. The words of a
//! line are `desk-link-<name>` and `desk-link-<name>-line`.

use crate::kernel::access::{Facts, Permission, Phase, Role, Verdict, decide};

/// A page of a call's desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DeskLink {
    pub(super) name: &'static str,
    /// The address; `{id}` stands for the call.
    path: &'static str,
    /// What its reader must be allowed to do; the access table says who is, and when.
    act: Permission,
    /// Listed from the start for those who may later.
    is_early: bool,
    /// When there is nothing on it, whoever may read it.
    empty_in: &'static [Phase],
}

impl DeskLink {
    /// The page's address for this call.
    pub(super) fn address(&self, call: &crate::kernel::ids::CallId) -> String {
        self.path.replace("{id}", call.as_str())
    }
}

const fn desk(name: &'static str, path: &'static str, act: Permission) -> DeskLink {
    DeskLink { name, path, act, is_early: false, empty_in: &[] }
}

/// In the order of the process. Only pages that exist.
static DESKS: &[DeskLink] = &[
    desk("setup", "/desk/calls/{id}/setup/basics", Permission::WriteCall),
    desk("preview", "/desk/calls/{id}/setup/preview", Permission::WriteCall),
    desk("extend", "/desk/calls/{id}/extend", Permission::ExtendCall),
    desk("proposals", "/desk/calls/{id}/proposals", Permission::ReadProposal),
    DeskLink {
        empty_in: &[Phase::Draft, Phase::Cancelled],
        ..desk("assignment", "/desk/calls/{id}/assignment", Permission::ReadAssignments)
    },
    DeskLink {
        empty_in: &[Phase::Cancelled],
        ..desk("meeting", "/desk/calls/{id}/meeting", Permission::ReadMeeting)
    },
    desk("ranking", "/desk/calls/{id}/ranking", Permission::ReadRanking),
    desk("decision", "/desk/calls/{id}/decision", Permission::ReadDecision),
    desk("awards", "/desk/calls/{id}/awards", Permission::ReadAwards),
    // The rules and the record can be taken before the results can.
    DeskLink {
        is_early: true,
        empty_in: &[Phase::Draft, Phase::Cancelled],
        ..desk("exports", "/desk/calls/{id}/exports", Permission::ExportResults)
    },
    DeskLink {
        empty_in: &[Phase::Cancelled],
        ..desk("record", "/desk/record?subject=call:{id}", Permission::ReadLedger)
    },
    desk("cancel", "/desk/calls/{id}/cancel", Permission::CancelCall),
];

/// The pages of a call that somebody with these roles can work on now.
pub(super) fn desks(roles: &[Role], facts: Facts) -> Vec<&'static DeskLink> {
    let is_empty =
        |desk: &&DeskLink| facts.phase.is_none_or(|phase| desk.empty_in.contains(&phase));
    let is_theirs = |desk: &&DeskLink| match decide(roles, desk.act, facts) {
        Verdict::Allowed => true,
        Verdict::NotNow => desk.is_early,
        Verdict::Forbidden | Verdict::Hidden => false,
    };
    DESKS.iter().filter(|desk| !is_empty(desk) && is_theirs(desk)).collect()
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
                for key in
                    [format!("desk-link-{}", desk.name), format!("desk-link-{}-line", desk.name)]
                {
                    assert_ne!(language.text(&key, &[]), key, "{}", language.tag());
                }
            }
        }
    }
}
