//! Every operation of the contract with a request that is good as far as its form goes, the thing it
//! is about, and, where the act in the inventory does not tell all, what else decides and why.
//! Bodies are chosen so that an allowed write is refused later for its content, where that can be:
//! the world stays as it is.

use super::viewers::{Thing, Viewer};
use super::world::{Things, World, problem_text};
use crate::support::definition;
use serde_json::{Value, json};
use tubel::access::{Act, Facts, Phase, Relation, Verdict, decide};

/// What an answer comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// Anything that is none of the others, a refusal of the content too.
    Allowed,
    /// `409 wrong_phase`.
    NotNow,
    /// `403`.
    Forbidden,
    /// `404`, the same as for an unknown id.
    Hidden,
    /// `401`.
    NotSignedIn,
}

/// A viewer before a thing in a phase.
pub(super) struct Sight<'a> {
    pub(super) viewer: &'a Viewer,
    pub(super) phase: Phase,
    pub(super) thing: Thing,
}

impl Sight<'_> {
    /// What the table says.
    pub(super) fn table(&self, act: Act) -> Class {
        let facts = Facts::in_phase(self.phase);
        let relations = self.viewer.relations(self.thing);
        let facts = relations.into_iter().fold(facts, |facts, relation| facts.with(relation, true));
        match decide(&self.viewer.roles, act, facts) {
            Verdict::Allowed => Class::Allowed,
            // Nobody is told to sign in for what they may not know of.
            Verdict::NotNow if self.viewer.person.is_none() => Class::Hidden,
            Verdict::NotNow => Class::NotNow,
            Verdict::Forbidden => Class::Forbidden,
            Verdict::Hidden => Class::Hidden,
        }
    }

    fn allows(&self, act: Act) -> bool {
        self.table(act) == Class::Allowed
    }

    /// Allowed by any of these, else not there.
    fn there_if(&self, acts: &[Act]) -> Class {
        if acts.iter().any(|act| self.allows(*act)) { Class::Allowed } else { Class::Hidden }
    }

    /// Whether the viewer may know of the call.
    fn sees_call(&self) -> bool {
        let act = if self.phase == Phase::Draft { Act::ReadDraftCall } else { Act::ReadCall };
        self.allows(act)
    }

    /// What the table says of a call's thing to somebody who may know of the call.
    fn in_call(&self, act: Act) -> Class {
        if self.sees_call() { self.table(act) } else { Class::Hidden }
    }
}

type Rule = fn(&Sight<'_>) -> Class;

#[derive(Clone)]
pub(super) enum Sent {
    Nothing,
    Json(Value),
    /// Bytes of this content type.
    Bytes(&'static str, &'static str),
}

/// One request to one operation.
#[derive(Clone)]
pub(super) struct Probe {
    pub(super) method: &'static str,
    /// As in the inventory, from `/api/v1` on.
    pub(super) route: &'static str,
    pub(super) path: String,
    pub(super) sent: Sent,
    pub(super) if_match: Option<&'static str>,
    pub(super) thing: Thing,
    /// What decides beside the act of the inventory, and why.
    pub(super) exception: Option<(Rule, &'static str)>,
}

impl Probe {
    /// The id is put where the route has its first parameter.
    fn new(method: &'static str, route: &'static str, ids: &[&str]) -> Self {
        let mut path = route.to_owned();
        for id in ids {
            let (start, end) = (path.find('{').unwrap(), path.find('}').unwrap());
            path.replace_range(start..=end, id);
        }
        Self {
            method,
            route,
            path,
            sent: Sent::Nothing,
            if_match: None,
            thing: Thing::Nothing,
            exception: None,
        }
    }

    fn about(mut self, thing: Thing) -> Self {
        self.thing = thing;
        self
    }

    fn json(mut self, body: Value) -> Self {
        self.sent = Sent::Json(body);
        self
    }

    fn bytes(mut self, content_type: &'static str, bytes: &'static str) -> Self {
        self.sent = Sent::Bytes(content_type, bytes);
        self
    }

    /// Starts from a version that never was.
    fn stale(mut self) -> Self {
        self.if_match = Some("\"v999\"");
        self
    }

    fn query(mut self, query: &str) -> Self {
        self.path.push_str(query);
        self
    }

    fn unless(mut self, rule: Rule, reason: &'static str) -> Self {
        self.exception = Some((rule, reason));
        self
    }

    /// The call must be known to the viewer first.
    fn in_known_call(self, rule: Rule) -> Self {
        self.unless(rule, "a call being drafted is not there for those who may not read drafts")
    }
}

/// Makes a rule of an act: what the table says to those who may know of the call.
macro_rules! in_call {
    ($act:ident) => {
        |sight: &Sight<'_>| sight.in_call(Act::$act)
    };
}

fn accounts(world: &World) -> Vec<Probe> {
    let (candidate, own) = (&world.people.candidate, Thing::Oneself);
    let id = candidate.id.as_str();
    let password = "kuda laut makan nasi uduk";
    let taken = json!({
        "email": candidate.email, "nip": "19900101 201501 1 998", "name": "Siti",
        "unit": "U.BB.MKS", "password": password,
    });
    let unit = json!({
        "parent": null, "name": "Loka", "kind": "nonsense", "city": "Palu", "region": "Sulawesi",
        "remote": false, "time_zone": "WITA", "active": true,
    });
    let account = |method, route, ids: &[&str]| {
        Probe::new(method, route, ids).about(Thing::CandidatesAccount)
    };
    vec![
        Probe::new("POST", "/auth/register", &[]).json(taken.clone()),
        Probe::new("POST", "/auth/login", &[]).json(
            json!({"login": world.people.approver.email, "password": crate::support::PASSWORD}),
        ),
        Probe::new("POST", "/auth/refresh", &[])
            .json(json!({"refresh_token": "x"}))
            .unless(|_| Class::NotSignedIn, "no token of this kind was given out; 401 says so"),
        Probe::new("POST", "/auth/logout", &[]).about(own),
        Probe::new("POST", "/auth/password", &[])
            .about(own)
            .json(json!({"current": "bukan ini sandinya", "password": password})),
        Probe::new("GET", "/me", &[]).about(own),
        Probe::new("GET", "/users", &[]).query("?limit=100"),
        account("GET", "/users/{id}", &[id]),
        Probe::new("POST", "/users", &[]).json(taken),
        account("PATCH", "/users/{id}", &[id]).json(json!({"unit": "U.NOWHERE"})),
        account("POST", "/users/{id}/roles", &[id]).json(json!({"role": "candidate"})),
        account("DELETE", "/users/{id}/roles/{role}", &[id, "auditor"]),
        Probe::new("GET", "/units", &[]),
        Probe::new("PUT", "/units/{code}", &["U.LOKA"]).json(unit),
        Probe::new("GET", "/ledger/entries", &[]).query("?limit=100"),
        Probe::new("GET", "/ledger/head", &[]),
        Probe::new("GET", "/healthz", &[]),
        Probe::new("GET", "/readyz", &[]),
    ]
}

fn problems(Things { problem, pending_problem: pending, .. }: &Things) -> Vec<Probe> {
    let reason = || json!({"reason": "Angka dasar belum disertai dokumen sumber."});
    let mut faulty = problem_text("Takjil berformalin");
    faulty["baseline_denominator"] = Value::Null;
    let decide = |route| Probe::new("POST", route, &[pending]).stale();
    vec![
        Probe::new("GET", "/problems", &[]).query("?limit=100"),
        Probe::new("GET", "/problems/{id}", &[problem]),
        Probe::new("GET", "/problems/{id}", &[pending]).about(Thing::PendingProblem).unless(
            |sight| sight.there_if(&[Act::ReadPendingProblem]),
            "a pending problem is not in the registry yet",
        ),
        Probe::new("POST", "/problems", &[]).about(Thing::OwnUnitItself).json(faulty.clone()),
        Probe::new("PUT", "/problems/{id}", &[pending])
            .about(Thing::PendingProblem)
            .stale()
            .json(faulty),
        decide("/problems/{id}/approve"),
        decide("/problems/{id}/return").json(reason()),
        decide("/problems/{id}/retire").json(reason()),
        decide("/problems/{id}/solve").json(reason()),
    ]
}

fn calls(world: &World) -> Vec<Probe> {
    let call = &world.things.call;
    let fields = json!({"code": "TB-2026", "definition": definition()});
    let read = |route| {
        Probe::new("GET", route, &[call]).unless(
            |sight| if sight.sees_call() { Class::Allowed } else { Class::Hidden },
            "a call being drafted is read by ReadDraftCall; to others it is not there",
        )
    };
    let drafting = "whoever may write drafts may write a new one in any phase of another";
    let new = |sight: &Sight<'_>| Sight { phase: Phase::Draft, ..*sight }.table(Act::WriteCall);
    let on_call = |method, route| Probe::new(method, route, &[call]);
    let extension = json!({
        "milestone": "submissions_close_at", "to": "2026-12-02T00:00:00Z",
        "reason": "Lebih cepat dari rencana",
    });
    let seat = [call.as_str(), world.people.candidate.id.as_str()];
    let member = [call.as_str(), world.people.reviewers[0].id.as_str()];
    let template = |route| Probe::new("GET", route, &[]);
    vec![
        template("/calls")
            .unless(|_| Class::Allowed, "anybody may ask; the list holds what each may know of"),
        read("/calls/{id}"),
        read("/calls/{id}/rules"),
        read("/calls/{id}/rubric"),
        read("/calls/{id}/extensions"),
        template("/rubrics"),
        Probe::new("GET", "/rubrics/{code}", &["default"]),
        template("/eligibility-rule-sets"),
        Probe::new("GET", "/eligibility-rule-sets/{code}", &["default"]),
        template("/document-sets"),
        Probe::new("GET", "/document-sets/{code}", &["default"]),
        Probe::new("POST", "/calls", &[]).json(fields.clone()).unless(new, drafting),
        Probe::new("POST", "/calls/validate", &[])
            .json(json!({"definition": definition()}))
            .unless(new, drafting),
        on_call("PUT", "/calls/{id}").stale().json(fields).in_known_call(in_call!(WriteCall)),
        on_call("POST", "/calls/{id}/freeze").in_known_call(in_call!(FreezeCall)),
        on_call("POST", "/calls/{id}/extend").json(extension).in_known_call(in_call!(ExtendCall)),
        on_call("POST", "/calls/{id}/cancel")
            .json(json!({"reason": ""}))
            .in_known_call(in_call!(CancelCall)),
        on_call("GET", "/calls/{id}/panel").in_known_call(in_call!(ReadPanel)),
        Probe::new("PUT", "/calls/{id}/panel/{user}", &seat)
            .json(json!({"max_load": 5}))
            .in_known_call(in_call!(ManagePanel)),
        Probe::new("DELETE", "/calls/{id}/panel/{user}", &member)
            .in_known_call(in_call!(ManagePanel)),
    ]
}

/// The current text where drafts may be read, else the submitted one; a refusal to read is `404`.
const READS_TEXT: (Rule, &str) = (
    |sight| sight.there_if(&[Act::ReadDraftProposal, Act::ReadProposal]),
    "a proposal that may not be read now is not there",
);

const NEVER_SUBMITTED: &str = "what was never submitted is there only for those who read drafts";

fn never_submitted(act: Act, sight: &Sight<'_>) -> Class {
    match sight.table(Act::ReadDraftProposal) {
        Class::Allowed => sight.table(act),
        refused => refused,
    }
}

fn content() -> Value {
    json!({"content": crate::proposals::world::content()})
}

fn texts(things: &Things) -> Vec<Probe> {
    let Things { call, problem, proposal, draft, .. } = things;
    let on = |method, route| Probe::new(method, route, &[proposal]).about(Thing::Proposal);
    let on_draft = |method, route| Probe::new(method, route, &[draft]).about(Thing::Draft);
    let (rule, reason) = READS_TEXT;
    let readers: Rule = |sight| {
        let is_own = sight.allows(Act::ReadDraftProposal)
            && sight.viewer.relations(sight.thing).contains(&Relation::Own);
        if is_own { Class::Allowed } else { sight.there_if(&[Act::ReadVerification]) }
    };
    let own: Rule = |sight| {
        let relations = sight.viewer.relations(sight.thing);
        let is_own = relations.contains(&Relation::Own);
        if is_own { sight.there_if(&[Act::ReadDraftProposal]) } else { Class::Hidden }
    };
    let drafts: Rule = |sight| sight.there_if(&[Act::ReadDraftProposal]);
    let blank = || json!({"reason": " "});
    let statement = |kind| json!({"kind": kind, "statement": " "});
    vec![
        Probe::new("POST", "/calls/{id}/proposals", &[call])
            .about(Thing::NewProposal)
            .json(json!({"problem": problem, "level": "S2"}))
            .in_known_call(in_call!(WriteProposal)),
        Probe::new("GET", "/proposals", &[]).query(&format!("?limit=100&call={call}")),
        on("GET", "/proposals/{id}").unless(rule, reason),
        on_draft("GET", "/proposals/{id}").unless(drafts, NEVER_SUBMITTED),
        on("PUT", "/proposals/{id}").stale().json(content()),
        on_draft("PUT", "/proposals/{id}").stale().json(content()),
        on("POST", "/proposals/{id}/withdraw").json(blank()),
        on_draft("POST", "/proposals/{id}/withdraw").json(blank()),
        on("POST", "/proposals/{id}/endorsements").json(statement("unit_head")).unless(
            |sight| only_as(sight, Relation::OwnUnit),
            "each kind of endorsement asks for its own head",
        ),
        on("POST", "/proposals/{id}/endorsements").json(statement("problem_owner")).unless(
            |sight| only_as(sight, Relation::ProblemOwner),
            "each kind of endorsement asks for its own head",
        ),
        on("GET", "/proposals/{id}/endorsements").unless(rule, reason),
        on_draft("GET", "/proposals/{id}/endorsements").unless(drafts, NEVER_SUBMITTED),
        on("GET", "/proposals/{id}/eligibility")
            .unless(readers, "the candidate, and those who read the verification"),
        on("GET", "/proposals/{id}/checklist").unless(own, "the candidate's alone"),
        on_draft("GET", "/proposals/{id}/checklist").unless(own, "the candidate's alone"),
        on("POST", "/proposals/{id}/submit"),
        on_draft("POST", "/proposals/{id}/submit"),
        on("GET", "/proposals/{id}/versions")
            .unless(readers, "the candidate, and those who read the verification"),
        on("GET", "/proposals/{id}/receipt").unless(rule, reason),
    ]
}

fn only_as(sight: &Sight<'_>, relation: Relation) -> Class {
    let verdict = sight.table(Act::EndorseProposal);
    let fits = sight.viewer.relations(sight.thing).contains(&relation);
    if verdict == Class::Allowed && !fits { Class::Forbidden } else { verdict }
}

const FORM: &str = "--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nproposal\r\n\
    --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\nno pdf\r\n--x--\r\n";

fn documents_and_verification(things: &Things) -> Vec<Probe> {
    let Things { call, proposal, draft, unsettled, .. } = things;
    let on = |method, route| Probe::new(method, route, &[proposal]).about(Thing::Proposal);
    let on_draft = |method, route| Probe::new(method, route, &[draft]).about(Thing::Draft);
    let waiting = |method, route| Probe::new(method, route, &[unsettled]).about(Thing::Unsettled);
    let upload: Rule = |sight| {
        let repairing = sight.phase == Phase::Screening;
        sight.table(if repairing { Act::RepairProposal } else { Act::WriteProposal })
    };
    let repairs = "during screening an upload is a repair";
    let checks = || json!({"checks": [{"subject": "document", "name": "x", "outcome": "ok"}]});
    let repair = || json!({"items": ["nonsense"], "reason": "Tidak terbaca"});
    vec![
        Probe::new("PUT", "/proposals/{id}/documents/{kind}", &[proposal, "proposal"])
            .about(Thing::Proposal)
            .bytes("application/pdf", "no pdf")
            .unless(upload, repairs),
        on("POST", "/proposals/{id}/documents")
            .bytes("multipart/form-data; boundary=x", FORM)
            .unless(upload, repairs),
        on("GET", "/proposals/{id}/documents"),
        on_draft("GET", "/proposals/{id}/documents")
            .unless(|sight| never_submitted(Act::ReadFile, sight), NEVER_SUBMITTED),
        Probe::new("GET", "/documents/{id}/content", &[&things.ordinary]).about(Thing::Proposal),
        Probe::new("GET", "/documents/{id}/content", &[&things.sensitive])
            .about(Thing::Proposal)
            .unless(
                |sight| sight.table(Act::ReadSensitiveFile),
                "health and discipline letters are sensitive",
            ),
        Probe::new("GET", "/calls/{id}/verification-queue", &[call]),
        on("GET", "/proposals/{id}/verification"),
        waiting("GET", "/proposals/{id}/verification"),
        on("PUT", "/proposals/{id}/verification").json(checks()),
        waiting("PUT", "/proposals/{id}/verification").json(checks()),
        on("POST", "/proposals/{id}/verification/conclude").json(json!({"outcome": "MS"})),
        on("POST", "/proposals/{id}/repairs").json(repair()),
        on("POST", "/proposals/{id}/repairs/close"),
    ]
}

fn reviews(world: &World) -> Vec<Probe> {
    let Things { call, proposal, draft, begun, handed_in, .. } = &world.things;
    let unknown = tubel::ids::random_text().unwrap();
    let on_call = |method, route| Probe::new(method, route, &[call]);
    let of_begun = |method, route| Probe::new(method, route, &[begun]).about(Thing::Begun);
    let of_handed_in =
        |method, route| Probe::new(method, route, &[handed_in]).about(Thing::HandedIn);
    let other = [proposal.as_str(), world.people.reviewers[4].id.as_str()];
    let reader = world.people.reviewers[0].id.as_str();
    let removal: Rule = |sight| {
        let is_conflicted = sight.viewer.relations(sight.thing).contains(&Relation::Conflicted);
        let knows = Sight { thing: Thing::Nothing, ..*sight }.allows(Act::ReadAssignments);
        if knows && is_conflicted { Class::Hidden } else { sight.table(Act::Assign) }
    };
    let task: Rule = |sight| match sight.table(Act::ReadOwnSheet) {
        Class::Allowed => sight.table(Act::ReadProposal),
        refused => refused,
    };
    let reason = || json!({"reason": " "});
    vec![
        Probe::new("POST", "/proposals/{id}/conflicts", &[proposal])
            .about(Thing::Declaration)
            .json(reason()),
        Probe::new("POST", "/proposals/{id}/conflicts/{user}", &other)
            .about(Thing::Proposal)
            .json(reason()),
        on_call("GET", "/calls/{id}/conflicts")
            .query("?limit=100")
            .in_known_call(in_call!(ReadConflicts)),
        on_call("POST", "/calls/{id}/assignments")
            .json(json!({"proposal": unknown, "reviewer": reader}))
            .in_known_call(in_call!(Assign)),
        on_call("POST", "/calls/{id}/assignments/plan").in_known_call(in_call!(Assign)),
        on_call("POST", "/calls/{id}/assignments/apply")
            .json(json!({"plan_hash": "0".repeat(64)}))
            .in_known_call(in_call!(Assign)),
        of_handed_in("DELETE", "/assignments/{id}")
            .unless(removal, "to somebody in conflict the assignment is not there"),
        on_call("GET", "/calls/{id}/assignments")
            .query("?limit=100")
            .in_known_call(in_call!(ReadAssignments)),
        Probe::new("GET", "/assignments", &[]),
        of_begun("GET", "/assignments/{id}").unless(task, "the task shows the submitted text"),
        of_handed_in("GET", "/assignments/{id}").unless(task, "the task shows the submitted text"),
        of_begun("GET", "/assignments/{id}/sheet"),
        of_handed_in("GET", "/assignments/{id}/sheet"),
        of_begun("PUT", "/assignments/{id}/sheet").stale().json(json!({})),
        of_handed_in("PUT", "/assignments/{id}/sheet").stale().json(json!({})),
        of_begun("GET", "/assignments/{id}/sheet/versions"),
        of_begun("POST", "/assignments/{id}/sheet/submit").stale(),
        Probe::new("GET", "/proposals/{id}/sheets", &[proposal]).about(Thing::Proposal),
        Probe::new("GET", "/proposals/{id}/sheets", &[draft]).about(Thing::Draft),
        on_call("GET", "/calls/{id}/progress")
            .query("?limit=100")
            .in_known_call(in_call!(ReadProgress)),
    ]
}

fn selection_and_decisions(world: &World) -> Vec<Probe> {
    let Things { call, proposal, run, decision, .. } = &world.things;
    let on_call = |method, route| Probe::new(method, route, &[call]);
    let none = "0".repeat(64);
    vec![
        on_call("POST", "/calls/{id}/selections"),
        on_call("GET", "/calls/{id}/selections"),
        Probe::new("GET", "/selections/{id}", &[run]),
        Probe::new("GET", "/selections/{id}/ranking", &[run]),
        Probe::new("GET", "/selections/{id}/inputs", &[run]),
        on_call("POST", "/calls/{id}/decisions/preview").json(world.proposition()),
        on_call("POST", "/calls/{id}/decisions")
            .json(json!({"proposition": world.proposition(), "outcomes_hash": none})),
        on_call("GET", "/calls/{id}/decisions"),
        Probe::new("GET", "/decisions/{id}", &[decision]),
        Probe::new("POST", "/decisions/{id}/approve", &[decision])
            .json(json!({"outcomes_hash": none, "decree_number": "KP.05"})),
        Probe::new("POST", "/decisions/{id}/return", &[decision])
            .json(json!({"reason": "Angka dasar perlu diperiksa lagi"})),
        on_call("POST", "/calls/{id}/announcement"),
        on_call("GET", "/calls/{id}/announcement").unless(
            |sight| sight.there_if(&[Act::ReadAnnouncement]),
            "whether there is a result is a secret too",
        ),
        Probe::new("GET", "/proposals/{id}/result", &[proposal]).about(Thing::Proposal),
        on_call("GET", "/calls/{id}/exports/results").query("?format=csv"),
        on_call("GET", "/calls/{id}/exports/sheets").query("?format=json"),
    ]
}

/// Every request of the matrix.
pub(super) fn probes(world: &World) -> Vec<Probe> {
    let mut probes = accounts(world);
    probes.extend(problems(&world.things));
    probes.extend(calls(world));
    probes.extend(texts(&world.things));
    probes.extend(documents_and_verification(&world.things));
    probes.extend(reviews(world));
    probes.extend(selection_and_decisions(world));
    probes
}
