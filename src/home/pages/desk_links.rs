//! The pages from which a call is run: one line each, with who works there and in which phases. The
//! words of a line are `desk-link-<name>` and `desk-link-<name>-line`.

use crate::access::Phase::{Announced, Closed, Draft, Open, Plenary, Review, Scheduled, Screening};
use crate::access::Role::{Auditor, Chair, Decider, Secretariat};
use crate::access::{Phase, Role};

/// A page of a call's desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DeskLink {
    pub(super) name: &'static str,
    /// The address; `{id}` stands for the call.
    path: &'static str,
    roles: &'static [Role],
    phases: &'static [Phase],
}

impl DeskLink {
    /// The page's address for this call.
    pub(super) fn address(&self, call: &crate::ids::CallId) -> String {
        self.path.replace("{id}", call.as_str())
    }
}

/// In the order of the process. Only pages that exist.
static DESKS: &[DeskLink] = &[
    DeskLink {
        name: "setup",
        path: "/desk/calls/{id}/setup/basics",
        roles: &[Secretariat],
        phases: &[Draft],
    },
    DeskLink {
        name: "preview",
        path: "/desk/calls/{id}/setup/preview",
        roles: &[Secretariat],
        phases: &[Draft],
    },
    DeskLink {
        name: "extend",
        path: "/desk/calls/{id}/extend",
        roles: &[Secretariat],
        phases: &[Scheduled, Open, Screening, Review, Plenary, Announced],
    },
    DeskLink {
        name: "proposals",
        path: "/desk/calls/{id}/proposals",
        roles: &[Secretariat, Chair, Auditor],
        phases: &[Screening, Review, Plenary, Announced, Closed],
    },
    DeskLink {
        name: "assignment",
        path: "/desk/calls/{id}/assignment",
        roles: &[Secretariat, Chair, Decider, Auditor],
        phases: &[Scheduled, Open, Screening, Review, Plenary, Announced, Closed],
    },
    DeskLink {
        name: "meeting",
        path: "/desk/calls/{id}/meeting",
        roles: &[Secretariat, Chair, Decider, Auditor],
        phases: &[Open, Screening, Review, Plenary, Announced, Closed],
    },
    DeskLink {
        name: "ranking",
        path: "/desk/calls/{id}/ranking",
        roles: &[Secretariat, Chair, Decider, Auditor],
        phases: &[Plenary, Announced, Closed],
    },
    DeskLink {
        name: "decision",
        path: "/desk/calls/{id}/decision",
        roles: &[Secretariat, Chair, Decider, Auditor],
        phases: &[Plenary, Announced, Closed],
    },
    DeskLink {
        name: "awards",
        path: "/desk/calls/{id}/awards",
        roles: &[Secretariat, Chair, Decider, Auditor],
        phases: &[Announced, Closed],
    },
    DeskLink {
        name: "exports",
        path: "/desk/calls/{id}/exports",
        roles: &[Secretariat, Chair, Decider, Auditor],
        phases: &[Scheduled, Open, Screening, Review, Plenary, Announced, Closed],
    },
    DeskLink {
        name: "record",
        path: "/desk/record?subject=call:{id}",
        roles: &[Secretariat, Chair, Auditor],
        phases: &[Draft, Scheduled, Open, Screening, Review, Plenary, Announced, Closed],
    },
    DeskLink {
        name: "cancel",
        path: "/desk/calls/{id}/cancel",
        roles: &[Chair],
        phases: &[Draft, Scheduled, Open, Screening, Review, Plenary],
    },
];

/// The pages that somebody with these roles can work on now.
pub(super) fn desks(roles: &[Role], phase: Phase) -> Vec<&'static DeskLink> {
    let is_theirs = |desk: &&DeskLink| {
        desk.phases.contains(&phase) && desk.roles.iter().any(|role| roles.contains(role))
    };
    DESKS.iter().filter(is_theirs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::page_inventory;
    use crate::web::Language;

    #[test]
    fn every_desk_is_a_page_and_has_words_in_both_languages() {
        let pages = page_inventory();
        for desk in DESKS {
            let path = desk.path.replace("{id}", "x");
            let path = path.split('?').next().unwrap();
            let fits = |page: &crate::web::Operation| {
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
