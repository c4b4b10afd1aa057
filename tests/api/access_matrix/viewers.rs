//! Who looks: one person per role, and the same role again where a relation makes a difference. How
//! each stands to each thing is stated here by hand, not worked out by the program under test.

use super::world::{CANDIDATES_UNIT, ELSEWHERE, OTHER_UNIT, World};
use test_support::Person;
use tubel::kernel::access::Relation::{
    self, Assigned, Conflicted, Own, OwnSubmitted, OwnUnit, Panelist, ProblemOwner,
};
use tubel::kernel::access::Role;

/// What an operation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Thing {
    /// Nothing in particular, or the call: relations do not matter.
    Nothing,
    /// One's own account and session.
    Oneself,
    CandidatesAccount,
    PendingProblem,
    /// A proposal that is not there yet.
    NewProposal,
    /// The unit that a head would propose a problem for.
    OwnUnitItself,
    Proposal,
    Draft,
    Unsettled,
    /// The task that was begun, and the one that was handed in, both on `Proposal`.
    Begun,
    HandedIn,
    /// The interview on `Proposal`.
    Interview,
    /// A conflict with `Proposal`, to be declared.
    Declaration,
}

pub(super) struct Viewer {
    pub(super) name: &'static str,
    /// None: not signed in.
    pub(super) person: Option<Person>,
    pub(super) roles: Vec<Role>,
    relations: Box<dyn Fn(Thing) -> Vec<Relation>>,
}

impl Viewer {
    fn new(
        name: &'static str,
        (person, role): (&Person, Role),
        relations: impl Fn(Thing) -> Vec<Relation> + 'static,
    ) -> Self {
        Self {
            name,
            person: Some(person.clone()),
            roles: vec![role],
            relations: Box::new(relations),
        }
    }

    pub(super) fn relations(&self, thing: Thing) -> Vec<Relation> {
        match (thing, &self.person) {
            (_, None) => Vec::new(),
            // Whoever begins a proposal begins their own.
            (Thing::Oneself | Thing::NewProposal, Some(_)) => vec![Own],
            (Thing::OwnUnitItself, Some(_)) => vec![OwnUnit],
            (thing, Some(_)) => (self.relations)(thing),
        }
    }

    pub(super) fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// Of the candidate's unit: in conflict with everything by it.
fn colleague(thing: Thing) -> Vec<Relation> {
    match thing {
        Thing::Proposal | Thing::Unsettled | Thing::Begun | Thing::HandedIn | Thing::Interview => {
            vec![Conflicted]
        }
        Thing::Declaration => vec![Own, Conflicted],
        _ => Vec::new(),
    }
}

fn stranger(thing: Thing) -> Vec<Relation> {
    if thing == Thing::Declaration { vec![Own] } else { Vec::new() }
}

fn candidates(world: &World) -> Vec<Viewer> {
    let people = &world.people;
    let own = |thing| match thing {
        Thing::CandidatesAccount => vec![Own],
        Thing::Proposal | Thing::Interview => vec![Own, Conflicted],
        Thing::Unsettled | Thing::Begun | Thing::HandedIn => vec![Conflicted],
        _ => Vec::new(),
    };
    let other = |thing| if thing == Thing::Draft { vec![Own, Conflicted] } else { Vec::new() };
    let head = |thing| match thing {
        Thing::Proposal | Thing::Unsettled => vec![OwnUnit, Conflicted],
        _ => Vec::new(),
    };
    let owner = |thing| match thing {
        Thing::Proposal | Thing::Unsettled | Thing::Draft => vec![ProblemOwner],
        Thing::PendingProblem => vec![OwnUnit],
        _ => Vec::new(),
    };
    let other_head = |thing| match thing {
        Thing::Draft => vec![OwnUnit, Conflicted],
        _ => Vec::new(),
    };
    vec![
        Viewer::new("candidate", (&people.candidate, Role::Candidate), own),
        Viewer::new("other candidate", (&people.other_candidate, Role::Candidate), other),
        Viewer::new("head of the candidate's unit", (&people.head, Role::UnitHead), head),
        Viewer::new("head of the problem's unit", (&people.owner, Role::UnitHead), owner),
        Viewer::new("head of another unit", (&people.other_head, Role::UnitHead), other_head),
    ]
}

fn reviewers(world: &World) -> Vec<Viewer> {
    let reviewers = &world.people.reviewers;
    let begun = |thing| match thing {
        Thing::Proposal | Thing::Begun => vec![Assigned],
        Thing::Interview => vec![Panelist],
        _ => stranger(thing),
    };
    let handed_in = |thing| match thing {
        Thing::Proposal | Thing::HandedIn => vec![Assigned, OwnSubmitted],
        _ => stranger(thing),
    };
    let colleague = |thing| match thing {
        Thing::Proposal => vec![Assigned, Conflicted],
        _ => colleague(thing),
    };
    let on_record = |thing| match thing {
        Thing::Proposal | Thing::Begun | Thing::HandedIn | Thing::Interview => vec![Conflicted],
        Thing::Declaration => vec![Own, Conflicted],
        _ => Vec::new(),
    };
    let [one, two, three, four, five] = reviewers;
    let by = |person| (person, Role::Reviewer);
    vec![
        Viewer::new("reviewer, sheet begun", by(one), begun),
        Viewer::new("reviewer, sheet handed in", by(two), handed_in),
        Viewer::new("reviewer, assigned, of the candidate's unit", by(three), colleague),
        Viewer::new("reviewer, conflict on record", by(four), on_record),
        Viewer::new("reviewer, off the panel", by(five), |_| Vec::new()),
    ]
}

/// Everybody, the outsider first.
pub(super) fn viewers(world: &World) -> Vec<Viewer> {
    let people = &world.people;
    let outsider = Viewer {
        name: "nobody",
        person: None,
        roles: Vec::new(),
        relations: Box::new(|_| Vec::new()),
    };
    let mut viewers = vec![outsider];
    viewers.extend(candidates(world));
    viewers.extend(reviewers(world));
    let [first, second] = &people.verifiers;
    let officials = [
        ("approver", &people.approver, Role::Approver),
        ("verifier who concluded", first, Role::Verifier),
        ("verifier", second, Role::Verifier),
        ("secretariat", &people.secretariat, Role::Secretariat),
        ("chair", &people.chair, Role::Chair),
        ("decider", &people.decider, Role::Decider),
    ];
    viewers
        .extend(officials.map(|(name, person, role)| Viewer::new(name, (person, role), stranger)));
    let more = [
        ("appeal team", Role::Appeal),
        ("auditor", Role::Auditor),
        ("inspector", Role::Inspector),
        ("operator", Role::Operator),
    ];
    viewers.extend(more.map(|(name, role)| {
        let person = world.app.person(name).role(role).unit(ELSEWHERE).create();
        Viewer::new(name, (&person, role), stranger)
    }));
    let colleagues = [
        ("verifier of the candidate's unit", Role::Verifier),
        ("secretariat of the candidate's unit", Role::Secretariat),
        ("chair of the candidate's unit", Role::Chair),
        ("decider of the candidate's unit", Role::Decider),
        ("auditor of the candidate's unit", Role::Auditor),
    ];
    viewers.extend(colleagues.map(|(name, role)| {
        let plain = name.replace('\'', "");
        let person = world.app.person(&plain).role(role).unit(CANDIDATES_UNIT).create();
        Viewer::new(name, (&person, role), colleague)
    }));
    // A role of every kind is there, and the draft's unit is nobody's conflict but its head's.
    assert!(Role::ALL.iter().all(|role| viewers.iter().any(|viewer| viewer.is(*role))));
    assert_ne!(OTHER_UNIT, CANDIDATES_UNIT);
    viewers
}
