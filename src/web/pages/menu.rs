//! The menu of a person's duties: one line for each page that a role begins its work at. The head
//! of every page and the cards on the home page are made from it.

use crate::kernel::access::Role;

/// A page where work begins. Its words are `menu-<name>`, and `menu-<name>-line` for the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub name: &'static str,
    pub path: &'static str,
    pub roles: &'static [Role],
}

impl Entry {
    /// The message id of the card's sentence. Somebody who is only an auditor gets another one, because auditors
    /// change nothing.
    pub fn line(&self, roles: &[Role]) -> String {
        let mut theirs = self.roles.iter().filter(|role| roles.contains(role));
        let reads = theirs.all(|role| *role == Role::Auditor);
        format!("{}-{}", self.name, if reads { "reads" } else { "line" })
    }
}

/// In the order of the process.
static DUTIES: &[Entry] = &[
    Entry { name: "unit-problems", path: "/desk/problems", roles: &[Role::UnitHead] },
    Entry { name: "problem-approval", path: "/desk/problems", roles: &[Role::Approver] },
    Entry {
        name: "desk-calls",
        path: "/desk/calls",
        roles: &[Role::Secretariat, Role::Chair, Role::Auditor],
    },
    Entry { name: "unit-proposals", path: "/desk/proposals", roles: &[Role::UnitHead] },
    Entry { name: "verification", path: "/desk/verification", roles: &[Role::Verifier] },
    Entry { name: "reviews", path: "/reviews", roles: &[Role::Reviewer] },
    Entry {
        name: "plenary",
        path: "/desk/plenary",
        roles: &[Role::Secretariat, Role::Chair, Role::Decider, Role::Auditor],
    },
    Entry {
        name: "objections",
        path: "/desk/objections",
        roles: &[Role::Appeal, Role::Secretariat, Role::Chair, Role::Auditor],
    },
    Entry {
        name: "users",
        path: "/desk/users",
        roles: &[Role::Secretariat, Role::Chair, Role::Auditor, Role::Operator],
    },
    Entry {
        name: "changes",
        path: "/desk/changes",
        roles: &[Role::Chair, Role::Secretariat, Role::Auditor, Role::Operator],
    },
    Entry {
        name: "identities",
        path: "/desk/identities",
        roles: &[Role::Secretariat, Role::Chair],
    },
    Entry { name: "units", path: "/desk/units", roles: &[Role::Secretariat] },
    Entry {
        name: "record",
        path: "/desk/record",
        roles: &[Role::Auditor, Role::Secretariat, Role::Chair],
    },
    Entry { name: "readings", path: "/desk/readings", roles: &[Role::Auditor, Role::Secretariat] },
    Entry { name: "mail", path: "/desk/mail", roles: &[Role::Secretariat, Role::Auditor] },
    Entry { name: "breaches", path: "/desk/breaches", roles: &[Role::Secretariat, Role::Auditor] },
    Entry { name: "privacy", path: "/desk/privacy", roles: &[Role::Secretariat, Role::Auditor] },
];

/// The duties of somebody with these roles.
pub(super) fn duties(roles: &[Role]) -> Vec<&'static Entry> {
    let theirs = |entry: &&Entry| entry.roles.iter().any(|role| roles.contains(role));
    DUTIES.iter().filter(theirs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::language::Language;

    #[test]
    fn every_duty_has_words_in_both_languages() {
        for entry in DUTIES {
            for language in Language::ALL {
                let lines = [Role::Auditor, Role::Secretariat].map(|role| entry.line(&[role]));
                let lines = lines
                    .iter()
                    .filter(|line| line.ends_with("-line") || entry.roles.contains(&Role::Auditor));
                let names = lines.map(String::as_str).chain([entry.name]);
                for key in names.map(|name| format!("menu-{name}")) {
                    let text = language.text(&key, &[]);
                    assert!(!text.contains(&key), "{key} in {}", language.tag());
                }
            }
        }
    }
}
