//! The pages for running a call: one line each, with the permission that its reader needs and the
//! phases in which it has content. The message ids of a line are `desk-link-<name>` and
//! `desk-link-<name>-line`.

use crate::kernel::access::Phase::{
    Announced, Closed, Draft, Open, Plenary, Review, Scheduled, Screening,
};
use crate::kernel::access::{Facts, Permission, Phase, Role, Verdict, decide};

/// A page of a call's desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DeskLink {
    pub(super) name: &'static str,
    /// The address; `{id}` stands for the call.
    path: &'static str,
    /// The permission that its reader needs; the access table says who has it.
    act: Permission,
    /// The phases in which it has content.
    phases: &'static [Phase],
}

impl DeskLink {
    /// The page's address for this call.
    pub(super) fn address(&self, call: &crate::kernel::ids::CallId) -> String {
        self.path.replace("{id}", call.as_str())
    }
}

/// In the order of the process. Only existing pages.
static DESKS: &[DeskLink] = &[
    DeskLink {
        name: "setup",
        path: "/desk/calls/{id}/setup/basics",
        act: Permission::WriteCall,
        phases: &[Draft],
    },
    DeskLink {
        name: "preview",
        path: "/desk/calls/{id}/setup/preview",
        act: Permission::WriteCall,
        phases: &[Draft],
    },
    DeskLink {
        name: "extend",
        path: "/desk/calls/{id}/extend",
        act: Permission::ExtendCall,
        phases: &[Scheduled, Open, Screening, Review, Plenary, Announced],
    },
    DeskLink {
        name: "proposals",
        path: "/desk/calls/{id}/proposals",
        act: Permission::ReadProposal,
        phases: &[Screening, Review, Plenary, Announced, Closed],
    },
    DeskLink {
        name: "assignment",
        path: "/desk/calls/{id}/assignment",
        act: Permission::ReadAssignments,
        phases: &[Scheduled, Open, Screening, Review, Plenary, Announced, Closed],
    },
    DeskLink {
        name: "meeting",
        path: "/desk/calls/{id}/meeting",
        act: Permission::ReadMeeting,
        phases: &[Open, Screening, Review, Plenary, Announced, Closed],
    },
    DeskLink {
        name: "ranking",
        path: "/desk/calls/{id}/ranking",
        act: Permission::ReadRanking,
        phases: &[Plenary, Announced, Closed],
    },
    DeskLink {
        name: "decision",
        path: "/desk/calls/{id}/decision",
        act: Permission::ReadDecision,
        phases: &[Plenary, Announced, Closed],
    },
    DeskLink {
        name: "awards",
        path: "/desk/calls/{id}/awards",
        act: Permission::ReadAwards,
        phases: &[Announced, Closed],
    },
    DeskLink {
        name: "exports",
        path: "/desk/calls/{id}/exports",
        act: Permission::ExportResults,
        phases: &[Scheduled, Open, Screening, Review, Plenary, Announced, Closed],
    },
    DeskLink {
        name: "record",
        path: "/desk/record?subject=call:{id}",
        act: Permission::ReadLedger,
        phases: &[Draft, Scheduled, Open, Screening, Review, Plenary, Announced, Closed],
    },
    DeskLink {
        name: "cancel",
        path: "/desk/calls/{id}/cancel",
        act: Permission::CancelCall,
        phases: &[Draft, Scheduled, Open, Screening, Review, Plenary],
    },
];

/// The pages on which a person with these roles can work now.
pub(super) fn desks(roles: &[Role], facts: Facts) -> Vec<&'static DeskLink> {
    let is_theirs = |desk: &&DeskLink| {
        let verdict = decide(roles, desk.act, facts);
        // Later exports are listed from the start.
        let is_open = verdict == Verdict::Allowed
            || (desk.act == Permission::ExportResults && verdict == Verdict::NotNow);
        is_open && facts.phase.is_some_and(|phase| desk.phases.contains(&phase))
    };
    DESKS.iter().filter(is_theirs).collect()
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
