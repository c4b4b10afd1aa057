//! What somebody may do with one thing as it stands. Reads return it, and pages show a button or a link only
//! for what is in it, so that a page and an act cannot disagree about who may do what.

use super::{Facts, Grant, Permission, Role, Verdict, Viewer, decide, rules};

/// The acts that the table lets somebody do with one thing now, without those that the thing's own state rules
/// out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Permitted {
    acts: Vec<Permission>,
}

impl Permitted {
    pub fn of(viewer: &Viewer, facts: Facts) -> Self {
        Self::by(&viewer.roles, facts)
    }

    /// The same, by roles alone.
    pub fn by(roles: &[Role], facts: Facts) -> Self {
        let acts = rules().map(|rule| rule.act);
        let allowed = |act: &Permission| decide(roles, *act, facts) == Verdict::Allowed;
        Self { acts: acts.filter(allowed).collect() }
    }

    /// Without this act, unless `passes`: what the rule says that the act itself asks.
    #[must_use]
    pub fn only_if(mut self, act: Permission, passes: bool) -> Self {
        if !passes {
            self.acts.retain(|one| *one != act);
        }
        self
    }

    pub fn allows(&self, act: Permission) -> bool {
        self.acts.contains(&act)
    }
}

/// Those of these roles that the table grants an act to, in whatever phase and relation. A menu lists the act's
/// page for them: whether there is something to do today is said there.
pub fn granting(roles: &[Role], act: Permission) -> impl Iterator<Item = Role> {
    let grants = rules().filter(move |rule| rule.act == act).flat_map(|rule| rule.grants);
    let named: Vec<Option<Role>> = grants.map(|grant: &Grant| grant.role).collect();
    roles.iter().copied().filter(move |role| named.contains(&Some(*role)))
}

#[cfg(test)]
mod tests {
    use super::super::{Phase, Relation};
    use super::*;

    #[test]
    fn what_is_permitted_is_what_is_decided_for_every_act_role_and_phase() {
        for phase in Phase::ALL {
            for role in Role::ALL {
                for relation in [Relation::Own, Relation::OwnUnit, Relation::Conflicted] {
                    let facts = Facts::in_phase(phase).with(relation, true);
                    let permitted = Permitted::by(&[role], facts);
                    for rule in rules() {
                        let decided = decide(&[role], rule.act, facts) == Verdict::Allowed;
                        assert_eq!(permitted.allows(rule.act), decided, "{:?}", rule.act);
                    }
                }
            }
        }
    }

    #[test]
    fn a_rule_takes_an_act_away_and_never_gives_one() {
        let facts = Facts::in_phase(Phase::Open).with(Relation::Own, true);
        let may = Permitted::by(&[Role::Candidate], facts);
        assert!(may.allows(Permission::SubmitProposal) && !may.allows(Permission::Verify));
        let may = may.only_if(Permission::SubmitProposal, false).only_if(Permission::Verify, true);
        assert!(!may.allows(Permission::SubmitProposal) && !may.allows(Permission::Verify));
    }

    #[test]
    fn a_role_that_is_granted_an_act_is_found_whatever_the_phase() {
        let roles = [Role::Auditor, Role::Verifier];
        let of = |act| granting(&roles, act).collect::<Vec<_>>();
        assert_eq!(of(Permission::Verify), [Role::Verifier]);
        assert_eq!(of(Permission::ExportResults), [Role::Auditor]);
        assert!(of(Permission::Score).is_empty());
    }
}
