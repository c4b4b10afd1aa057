//! The menu of a person's duties: one line for each page that an act begins at. The head
//! of every page and the cards on the home page are made from it.

use crate::kernel::access::{Permission, Role, granting};

/// A page where work begins. Its words are `menu-<name>`, and `menu-<name>-line` for the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub name: &'static str,
    pub path: &'static str,
    /// Whoever the access table grants this to finds the entry.
    pub act: Permission,
}

impl Entry {
    /// The message id of the card's sentence. Somebody who is only an auditor gets another one, because auditors
    /// change nothing.
    pub fn line(&self, roles: &[Role]) -> String {
        let reads = granting(roles, self.act).all(|role| role == Role::Auditor);
        format!("{}-{}", self.name, if reads { "reads" } else { "line" })
    }
}

const fn duty(name: &'static str, path: &'static str, act: Permission) -> Entry {
    Entry { name, path, act }
}

/// In the order of the process.
static DUTIES: &[Entry] = &[
    duty("unit-problems", "/desk/problems", Permission::ProposeProblem),
    duty("problem-approval", "/desk/problems", Permission::DecideProblem),
    duty("needs", "/desk/need-plans", Permission::ReadNeeds),
    duty("measurements", "/desk/measurements", Permission::ListMeasurements),
    duty("desk-calls", "/desk/calls", Permission::ReadDashboard),
    duty("unit-proposals", "/desk/proposals", Permission::EndorseProposal),
    duty("verification", "/desk/verification", Permission::Verify),
    duty("reviews", "/reviews", Permission::ReadOwnPile),
    duty("interviews", "/interviews", Permission::ReadOwnInterviews),
    duty("plenary", "/desk/plenary", Permission::ExploreRanking),
    duty("objections", "/desk/objections", Permission::ListObjections),
    duty("studies", "/studies", Permission::ListStudies),
    duty("learning", "/desk/learning", Permission::ReadLearning),
    duty("users", "/desk/users", Permission::ListAccounts),
    duty("changes", "/desk/changes", Permission::ReadChanges),
    duty("identities", "/desk/identities", Permission::ApproveCorrection),
    duty("units", "/desk/units", Permission::ChangeUnits),
    duty("record", "/desk/record", Permission::ReadLedger),
    duty("readings", "/desk/readings", Permission::ReadReadings),
    duty("mail", "/desk/mail", Permission::ReadOutbox),
    duty("breaches", "/desk/breaches", Permission::ReadBreaches),
    duty("privacy", "/desk/privacy", Permission::ReadRetention),
];

/// The duties of somebody with these roles.
pub(super) fn duties(roles: &[Role]) -> Vec<&'static Entry> {
    let theirs = |entry: &&Entry| granting(roles, entry.act).next().is_some();
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
                let lines = lines.iter().filter(|line| {
                    line.ends_with("-line")
                        || granting(&[Role::Auditor], entry.act).next().is_some()
                });
                let names = lines.map(String::as_str).chain([entry.name]);
                for key in names.map(|name| format!("menu-{name}")) {
                    let text = language.text(&key, &[]);
                    assert!(!text.contains(&key), "{key} in {}", language.tag());
                }
            }
        }
    }
}
