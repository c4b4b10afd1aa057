//! Every operation of the contract with a request that is good as far as its form goes, the thing it
//! is about, and, where the act in the inventory does not tell all, what else decides and why.
//! Bodies are chosen so that an allowed write is refused later for its content, where that can be:
//! the world stays as it is.

use super::canaries::is_in_conflict;
use super::viewers::{Thing, Viewer};
use super::world::{Things, World};
use diesel::prelude::*;
use serde_json::{Value, json};
use test_support::{definition, problem_text};
use tubel::kernel::access::{Facts, Permission, Phase, Verdict, decide};
use tubel::platform::db::schema::{erasure_requests, mails, proposed_changes};

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
    pub(super) fn table(&self, act: Permission) -> Class {
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

    fn allows(&self, act: Permission) -> bool {
        self.table(act) == Class::Allowed
    }

    /// Allowed by any of these, else not there.
    fn there_if(&self, acts: &[Permission]) -> Class {
        if acts.iter().any(|act| self.allows(*act)) { Class::Allowed } else { Class::Hidden }
    }

    /// Whether the viewer may know of the call.
    fn sees_call(&self) -> bool {
        let act = if self.phase == Phase::Draft {
            Permission::ReadDraftCall
        } else {
            Permission::ReadCall
        };
        self.allows(act)
    }

    /// What the table says of a call's thing to somebody who may know of the call.
    fn in_call(&self, act: Permission) -> Class {
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
    /// Of the tus protocol.
    pub(super) headers: &'static [(&'static str, &'static str)],
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
            headers: &[],
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

    fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
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
        |sight: &Sight<'_>| sight.in_call(Permission::$act)
    };
}

mod afterwards;
mod panel;
mod proposals;

use afterwards::{breaches, impact, objections_and_awards, reports, studies};
use panel::{conflicts, interviews, papers, plenary, reviews, selection_and_decisions, tasks};
use proposals::{asking, documents_and_verification, leaves, let_by_others, texts};

/// Registering, signing in, and how one is known.
fn signing_in(world: &World, taken: Value) -> Vec<Probe> {
    let own = Thing::Oneself;
    let password = "kuda laut makan nasi uduk";
    vec![
        Probe::new("POST", "/auth/register", &[]).json(taken),
        Probe::new("POST", "/auth/register/confirm", &[]).json(json!({
            "token": "x", "nip": "1", "name": "Siti", "unit": "U.BB.MKS", "password": password,
        })),
        Probe::new("POST", "/auth/address/confirm", &[]).json(json!({"token": "x"})),
        Probe::new("POST", "/auth/address/stop", &[]).json(json!({"token": "x"})),
        Probe::new("PUT", "/me/nip", &[]).about(own).json(json!({"nip": "1"})),
        Probe::new("POST", "/me/email", &[])
            .about(own)
            .json(json!({"email": "lain@pom.go.id", "password": "bukan ini sandinya"})),
        Probe::new("POST", "/auth/login", &[]).json(
            json!({"login": world.people.approver.email, "password": test_support::PASSWORD}),
        ),
        Probe::new("POST", "/auth/refresh", &[])
            .json(json!({"refresh_token": "x"}))
            .unless(|_| Class::NotSignedIn, "no token of this kind was given out; 401 says so"),
        Probe::new("POST", "/auth/logout", &[]).about(own),
        Probe::new("POST", "/auth/password", &[])
            .about(own)
            .json(json!({"current": "bukan ini sandinya", "password": password})),
        Probe::new("POST", "/auth/login/second-factor", &[])
            .json(json!({"challenge_token": "x", "code": "123456"}))
            .unless(|_| Class::NotSignedIn, "no challenge of this kind was given out; 401 says so"),
        Probe::new("POST", "/auth/password/forgot", &[]).json(json!({"login": "nobody@pom.go.id"})),
        Probe::new("POST", "/auth/password/reset", &[])
            .json(json!({"token": "x", "password": password})),
        Probe::new("POST", "/auth/email/verify", &[]).json(json!({"token": "x"})),
        Probe::new("POST", "/me/email/verification", &[]).about(own),
        Probe::new("GET", "/me/second-factor", &[]).about(own),
        Probe::new("POST", "/me/second-factor", &[])
            .about(own)
            .json(json!({"password": "bukan ini sandinya"})),
        Probe::new("POST", "/me/second-factor/confirm", &[]).about(own).json(json!({"code": "1"})),
        Probe::new("POST", "/me/second-factor/recovery-codes", &[])
            .about(own)
            .json(json!({"password": "bukan ini sandinya", "code": "1"})),
        Probe::new("POST", "/me/second-factor/disable", &[])
            .about(own)
            .json(json!({"password": "bukan ini sandinya", "code": "1"})),
        Probe::new("GET", "/me/sessions", &[]).about(own),
        Probe::new("DELETE", "/me/sessions/{id}", &["01hzx3v9k2m4n6p8q0r2s4t6v8"])
            .about(own)
            .unless(
                |sight| {
                    if sight.viewer.person.is_none() { Class::NotSignedIn } else { Class::Hidden }
                },
                "nobody's session has this id",
            ),
    ]
}

#[expect(clippy::too_many_lines, reason = "a list")]
fn accounts(world: &World) -> Vec<Probe> {
    let (candidate, own) = (&world.people.candidate, Thing::Oneself);
    let id = candidate.id.as_str();
    let password = "kuda laut makan nasi uduk";
    let taken = json!({
        "email": candidate.email, "nip": "19900101 201501 1 998", "name": "Siti",
        "unit": "U.BB.MKS", "password": password,
    });
    let invited =
        json!({"email": candidate.email, "name": "Siti", "unit": "U.BB.MKS", "nip": null});
    let change = decided_change(world);
    let unit = json!({
        "parent": null, "name": "Loka", "kind": "nonsense", "city": "Palu", "region": "Sulawesi",
        "remote": false, "time_zone": "WITA", "active": true,
    });
    let account = |method, route, ids: &[&str]| {
        Probe::new(method, route, ids).about(Thing::CandidatesAccount)
    };
    let mut probes = signing_in(world, taken.clone());
    probes.extend([
        Probe::new("GET", "/me", &[]).about(own),
        Probe::new("GET", "/users", &[]).query("?limit=100"),
        account("GET", "/users/{id}", &[id]),
        Probe::new("POST", "/users", &[]).json(invited),
        account("PATCH", "/users/{id}", &[id]).json(json!({"unit": "U.NOWHERE"})),
        account("POST", "/users/{id}/invitation", &[id]),
        Probe::new("GET", "/nip-claims", &[]),
        account("POST", "/users/{id}/nip/confirm", &[id]).json(json!({"nip": "1"})),
        account("POST", "/users/{id}/nip/refuse", &[id])
            .json(json!({"reason": "Nomor ini milik orang lain."})),
        account("PUT", "/users/{id}/nip", &[id])
            .json(json!({"nip": "1", "reason": "Nomor ini milik orang lain."})),
        account("POST", "/users/{id}/email", &[id])
            .json(json!({"email": candidate.email, "reason": "Alamat ini salah ketik."})),
        Probe::new("GET", "/address-corrections", &[]),
        Probe::new("POST", "/address-corrections/{id}/approve", &["01hzx3v9k2m4n6p8q0r2s4t6v8"])
            .unless(
                |sight| match sight.table(Permission::ApproveCorrection) {
                    Class::Allowed => Class::Hidden,
                    other => other,
                },
                "nobody asked for a correction with this id",
            ),
        Probe::new("PUT", "/staff-list", &[]).json(json!({"rows": [
            {"nip": "1", "name": "Siti", "unit": "U.BB.MKS", "email": "siti@pom.go.id"},
        ]})),
        account("POST", "/users/{id}/roles", &[id]).json(json!({"role": "candidate"})),
        account("DELETE", "/users/{id}/roles/{role}", &[id, "auditor"]),
        Probe::new("GET", "/account-changes", &[]).query("?limit=100"),
        Probe::new("POST", "/account-changes/approve", &[]).json(json!({"ids": [change]})),
        Probe::new("POST", "/account-changes/refuse", &[])
            .json(json!({"ids": [change], "reason": " "})),
        Probe::new("POST", "/account-changes/{id}/withdraw", &[change.as_str()]),
        Probe::new("GET", "/units", &[]),
        Probe::new("PUT", "/units/{code}", &["U.LOKA"]).json(unit),
        Probe::new("GET", "/acting-heads", &[]),
        Probe::new("POST", "/acting-heads", &[]).json(json!({
            "unit": "U.BB.MKS", "email": candidate.email, "from_on": "2020-01-02",
            "until_on": "2020-01-01",
        })),
        Probe::new("POST", "/acting-heads/{id}/end", &["01hzx3v9k2m4n6p8q0r2s4t6v8"]).unless(
            |sight| match sight.table(Permission::NameActingHead) {
                Class::Allowed => Class::Hidden,
                other => other,
            },
            "nobody was named under this id",
        ),
        Probe::new("GET", "/ledger/entries", &[]).query("?limit=100"),
        Probe::new("GET", "/ledger/export", &[]).query("?format=json"),
        Probe::new("GET", "/readings", &[]).query("?limit=100"),
        Probe::new("GET", "/readings/export", &[]).query("?format=json"),
        Probe::new("GET", "/ledger/head", &[]),
        Probe::new("GET", "/ledger/checkpoints", &[]),
        Probe::new("GET", "/ledger/key", &[]),
        Probe::new("GET", "/ledger/consistency", &[]),
        Probe::new("GET", "/healthz", &[]),
        Probe::new("GET", "/readyz", &[]),
    ]);
    probes
}

/// A change that was decided already: nothing moves it.
fn decided_change(world: &World) -> String {
    let id = tubel::kernel::ids::ChangeId::new().unwrap();
    let (change, now) = (id.clone(), world.app.now());
    let (chair, secretariat) = (world.people.chair.id.clone(), world.people.secretariat.id.clone());
    let wanted = json!({"kind": "role", "user": world.people.candidate.id, "role": "verifier"});
    let user = world.people.candidate.id.clone();
    let insert = move |db: &mut tubel::platform::db::Db| {
        diesel::insert_into(proposed_changes::table)
            .values((
                proposed_changes::id.eq(&change),
                proposed_changes::thing.eq(format!("role {user} verifier")),
                proposed_changes::user_id.eq(&user),
                proposed_changes::wanted.eq(wanted.to_string()),
                proposed_changes::state.eq("refused"),
                proposed_changes::proposed_by.eq(&secretariat),
                proposed_changes::proposed_at.eq(now),
                proposed_changes::decided_by.eq(&chair),
                proposed_changes::decided_at.eq(now),
                proposed_changes::reason.eq("Bukan verifikator."),
            ))
            .execute(db)?;
        Ok(())
    };
    world.app.database().write(insert).unwrap();
    id.to_string()
}

/// The receipt that the candidate was sent.
fn letter_in_the_queue(world: &World) -> String {
    let receipts = mails::table.filter(mails::template.eq("proposal_received")).select(mails::id);
    world.app.database().read(|db| Ok(receipts.first::<String>(db)?)).unwrap()
}

/// A request to be erased that waits for its answer, by the candidate.
fn erasure_asked(world: &World) -> String {
    let id = tubel::kernel::ids::RecordId::new().unwrap();
    let (request, candidate, now) =
        (id.clone(), world.people.candidate.id.clone(), world.app.now());
    let ask = move |db: &mut tubel::platform::db::Db| {
        diesel::insert_into(erasure_requests::table)
            .values((
                erasure_requests::id.eq(&request),
                erasure_requests::user_id.eq(&candidate),
                erasure_requests::reason.eq(""),
                erasure_requests::asked_at.eq(now),
                erasure_requests::due_at.eq(now.plus_days(3)),
            ))
            .execute(db)?;
        Ok(())
    };
    world.app.database().write(ask).unwrap();
    id.to_string()
}

/// The letters; the one in the queue goes to the candidate and has not failed.
fn letters(world: &World) -> Vec<Probe> {
    let own = Thing::Oneself;
    let letter = letter_in_the_queue(world);
    let (request, candidate) = (erasure_asked(world), world.people.candidate.id.as_str());
    vec![
        Probe::new("GET", "/mail", &[]),
        Probe::new("GET", "/mail/figures", &[]),
        Probe::new("POST", "/mail/{id}/retry", &[letter.as_str()]).unless(
            |sight| match sight.table(Permission::RetryMail) {
                Class::Allowed if is_in_conflict(sight.viewer) => Class::Hidden,
                verdict => verdict,
            },
            "a letter about a proposal that somebody is in conflict with is not there for them",
        ),
        Probe::new("GET", "/find", &[]).query("?q=tb"),
        Probe::new("GET", "/people/{id}", &[candidate]),
        Probe::new("GET", "/me/mails", &[]).about(own),
        Probe::new("GET", "/me/data", &[]).about(own),
        Probe::new("GET", "/me/erasure-request", &[]).about(own),
        Probe::new("POST", "/me/erasure-request", &[])
            .about(own)
            .json(json!({"reason": "x".repeat(2001)})),
        Probe::new("GET", "/privacy/periods", &[]),
        Probe::new("GET", "/privacy/people", &[]).query("?limit=100"),
        Probe::new("GET", "/privacy/requests", &[]),
        Probe::new("POST", "/privacy/requests/{id}/answer", &[request.as_str()])
            .json(json!({"answer": "refused", "reason": " ".repeat(20)})),
        // The candidate's call runs, so nobody is erased.
        Probe::new("POST", "/privacy/erasures", &[])
            .json(json!({"people": [candidate], "password": "not the password"})),
        Probe::new("GET", "/me/mail-language", &[]).about(own),
        Probe::new("PUT", "/me/mail-language", &[]).about(own).json(json!({"language": "fr"})),
    ]
}

/// Faulty: its period is reversed.
fn measurement() -> Value {
    json!({
        "period_from": "2026-06-30", "period_to": "2026-01-01", "value": "2%", "unit_of_measure": "%",
        "source": "Laporan", "measured_by": "Balai", "evidence": "Berkas laporan hasil uji.",
    })
}

/// A plan that was proposed: nothing changes in it.
fn needs(things: &Things) -> Vec<Probe> {
    let Things { problem, need_plan: plan, need, .. } = things;
    let unwanted = json!({
        "problem": problem, "level": "S2", "field": "Kimia pangan", "reason": "Belum ada ahlinya.",
        "people": [{"year": 2099, "people": 1}],
    });
    vec![
        Probe::new("GET", "/need-plans", &[]),
        Probe::new("GET", "/need-plans/{id}", &[plan]),
        Probe::new("POST", "/need-plans", &[])
            .json(json!({"title": "Rencana", "first_year": 2027, "last_year": 2026})),
        Probe::new("POST", "/need-plans/{id}/needs", &[plan]).json(unwanted.clone()),
        Probe::new("PUT", "/needs/{id}", &[need]).about(Thing::PendingProblem).json(unwanted),
        Probe::new("DELETE", "/needs/{id}", &[need]).about(Thing::PendingProblem),
        Probe::new("POST", "/need-plans/{id}/propose", &[plan]),
        Probe::new("POST", "/need-plans/{id}/answer", &[plan]).json(json!({
            "verdict": "approved", "content_hash": "0".repeat(64), "document_number": "KP.01",
        })),
    ]
}

fn problems(things: &Things) -> Vec<Probe> {
    let Things { problem, pending_problem: pending, measurement: one, .. } = things;
    let reason = || json!({"reason": "Angka dasar belum disertai dokumen sumber."});
    let mut faulty = problem_text("Takjil berformalin");
    faulty["baseline_denominator"] = Value::Null;
    let decide = |route| Probe::new("POST", route, &[pending]).stale();
    vec![
        Probe::new("GET", "/problems", &[]).query("?limit=100"),
        Probe::new("GET", "/problems/{id}", &[problem]),
        Probe::new("GET", "/problems/{id}", &[pending]).about(Thing::PendingProblem).unless(
            |sight| sight.there_if(&[Permission::ReadPendingProblem]),
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
        Probe::new("GET", "/problems/{id}/measurements", &[problem]),
        Probe::new("POST", "/problems/{id}/measurements", &[problem])
            .about(Thing::PendingProblem)
            .json(measurement()),
        Probe::new("POST", "/problems/{id}/figures", &[pending])
            .json(json!({"baseline": "3", "target": "1", "reason": "Angka dari laporan tahunan."})),
        Probe::new("GET", "/measurements", &[]).query("?limit=100"),
        Probe::new("GET", "/measurements/due", &[]).about(Thing::OwnUnitItself),
        Probe::new("GET", "/measurements/{id}", &[one]),
        Probe::new("POST", "/measurements/{id}/corrections", &[one])
            .about(Thing::PendingProblem)
            .json(json!({"reason": "Angka salah ketik.", "measurement": measurement()})),
        Probe::new("PUT", "/measurements/{id}/evidence", &[one])
            .about(Thing::PendingProblem)
            .bytes("application/pdf", "GIF89a"),
        Probe::new("GET", "/measurements/{id}/evidence", &[one]).about(Thing::PendingProblem),
        Probe::new("POST", "/measurements/{id}/checks", &[one])
            .json(json!({"verdict": "confirmed", "reason": " ".repeat(10)})),
    ]
}

/// `unsigned` walks a call with one.
const NO_PACT: &str = "the world's call has no integrity pact";

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
    let new =
        |sight: &Sight<'_>| Sight { phase: Phase::Draft, ..*sight }.table(Permission::WriteCall);
    let on_call = |method, route| Probe::new(method, route, &[call]);
    let extension = json!({
        "milestone": "submissions_close_at", "to": "2026-12-02T00:00:00Z",
        "reason": "Lebih cepat dari rencana",
    });
    let reopening = json!({
        "phase": "submission", "until": "2026-01-02T00:00:00Z",
        "reason": "Peladen mati semalam.",
    });
    let template = |route| Probe::new("GET", route, &[]);
    vec![
        template("/calls")
            .unless(|_| Class::Allowed, "anybody may ask; the list holds what each may know of"),
        read("/calls/{id}"),
        read("/calls/{id}/rules"),
        read("/calls/{id}/rubric"),
        read("/calls/{id}/extensions"),
        read("/calls/{id}/calendar.ics"),
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
        on_call("POST", "/calls/{id}/quota")
            .json(json!({"plan": "01hzx3v9k2m4n6p8q0r2s4t6v8", "year": 2027}))
            .in_known_call(in_call!(WriteCall)),
        on_call("POST", "/calls/{id}/reopen").json(reopening).in_known_call(in_call!(ReopenPhase)),
        on_call("POST", "/calls/{id}/cancel")
            .json(json!({"reason": " "}))
            .in_known_call(in_call!(CancelCall)),
    ]
}

/// Who judges in a call: the panel, and what they sign first.
fn panel(world: &World) -> Vec<Probe> {
    let call = &world.things.call;
    let on_call = |method, route| Probe::new(method, route, &[call]);
    let seat = [call.as_str(), world.people.candidate.id.as_str()];
    let member = [call.as_str(), world.people.reviewers[0].id.as_str()];
    vec![
        on_call("GET", "/calls/{id}/pact").unless(|_| Class::Hidden, NO_PACT),
        on_call("POST", "/calls/{id}/pact")
            .json(json!({"phrase": "SAYA SETUJU", "text_hash": "0".repeat(64)}))
            .in_known_call(in_call!(SignPact)),
        on_call("GET", "/calls/{id}/pact/signatures").unless(
            |sight| match sight.in_call(Permission::ReadPactSignatures) {
                Class::Allowed => Class::Hidden,
                refused => refused,
            },
            NO_PACT,
        ),
        on_call("GET", "/calls/{id}/panel").in_known_call(in_call!(ReadPanel)),
        Probe::new("PUT", "/calls/{id}/panel/{user}", &seat)
            .json(json!({"max_load": 5}))
            .in_known_call(in_call!(ManagePanel)),
        Probe::new("DELETE", "/calls/{id}/panel/{user}", &member)
            .in_known_call(in_call!(ManagePanel)),
    ]
}

/// Every request of the matrix.
pub(super) fn probes(world: &World) -> Vec<Probe> {
    let mut probes = accounts(world);
    probes.extend(letters(world));
    probes.extend(needs(&world.things));
    probes.extend(problems(&world.things));
    probes.extend(calls(world));
    probes.extend(panel(world));
    probes.extend(texts(&world.things));
    probes.extend(asking(&world.things));
    probes.extend(let_by_others(&world.things));
    probes.extend(documents_and_verification(&world.things));
    probes.extend(leaves(&world.things));
    probes.extend(conflicts(world));
    probes.extend(reviews(world));
    probes.extend(interviews(world));
    probes.extend(tasks(world));
    probes.extend(papers(world));
    probes.extend(selection_and_decisions(world));
    probes.extend(plenary(world));
    probes.extend(objections_and_awards(world));
    probes.extend(studies(world));
    probes.extend(reports(world));
    probes.extend(impact(world));
    probes.extend(breaches(world));
    probes
}
