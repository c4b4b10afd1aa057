//! The people of the story: their roles and units.

use super::{CANDIDATES_UNIT, ELSEWHERE, OTHER_UNIT, OWNER_UNIT, People};
use crate::access_matrix::canaries::Tokens;
use test_support::TestApp;
use tubel::kernel::access::Role;

impl People {
    pub(super) fn of(app: &TestApp, tokens: &Tokens) -> Self {
        let person =
            |name: &str, role: Role, unit: &str| app.person(name).role(role).unit(unit).create();
        let reviewer = |name: &str| person(name, Role::Reviewer, ELSEWHERE);
        Self {
            candidate: person(&tokens.candidate_name, Role::Candidate, CANDIDATES_UNIT),
            other_candidate: person("other candidate", Role::Candidate, OTHER_UNIT),
            third_candidate: person("third candidate", Role::Candidate, CANDIDATES_UNIT),
            head: person("head", Role::UnitHead, CANDIDATES_UNIT),
            owner: person("owner", Role::UnitHead, OWNER_UNIT),
            other_head: person("other head", Role::UnitHead, OTHER_UNIT),
            approver: person("approver", Role::Approver, ELSEWHERE),
            verifiers: ["vera", "vino"].map(|name| person(name, Role::Verifier, ELSEWHERE)),
            reviewers: [
                reviewer("reviewer one"),
                reviewer(&tokens.reviewer_name),
                reviewer("reviewer three"),
                reviewer("reviewer four"),
                reviewer("reviewer five"),
            ],
            secretariat: person("secretariat", Role::Secretariat, ELSEWHERE),
            chair: person("chair", Role::Chair, ELSEWHERE),
            decider: person("decider", Role::Decider, ELSEWHERE),
        }
    }
}
