//! The access table over real HTTP: every operation of the contract, asked by every kind of viewer in
//! every phase of a call, answers as the table decides; and nobody reads in any answer what is kept
//! from them. The table itself, as a page, is `golden`.

#![expect(clippy::indexing_slicing, reason = "a test stops at the first surprise")]

mod canaries;
mod crawl;
mod elsewhere;
mod fields;
mod golden;
mod hours;
mod inside;
mod offered;
mod operations;
mod readings;
mod unsigned;
mod viewers;
mod world;

use canaries::Canary;
use operations::{Class, Probe, Sent, Sight, probes};
use std::collections::{BTreeMap, BTreeSet};
use test_support::Answer;
use tubel::kernel::access::{Permission, Phase, Role};
use viewers::{Viewer, viewers};
use world::World;

/// Where a route is narrower than the table, by design: reviewers reach text and documents through
/// their task, where the panel's own limits hold. Each line must be needed.
const KNOWN: &[(&str, &str)] = &[
    ("/proposals/{id}", "reviewer, sheet begun"),
    ("/proposals/{id}", "reviewer, sheet handed in"),
    ("/proposals/{id}/endorsements", "reviewer, sheet begun"),
    ("/proposals/{id}/endorsements", "reviewer, sheet handed in"),
    ("/proposals/{id}/receipt", "reviewer, sheet begun"),
    ("/proposals/{id}/receipt", "reviewer, sheet handed in"),
    ("/proposals/{id}/receipt/proof", "reviewer, sheet begun"),
    ("/proposals/{id}/receipt/proof", "reviewer, sheet handed in"),
    ("/proposals/{id}/documents", "reviewer, sheet begun"),
    ("/proposals/{id}/documents", "reviewer, sheet handed in"),
    ("/documents/{id}/content", "reviewer, sheet begun"),
    ("/documents/{id}/content", "reviewer, sheet handed in"),
    ("/documents/{id}/pages/{page}", "reviewer, sheet begun"),
    ("/documents/{id}/pages/{page}", "reviewer, sheet handed in"),
];

/// Secrets still read by those who should not: canary, viewer. Each line must be needed.
const KNOWN_LEAKS: &[(&str, &str)] = &[];

fn class(answer: &Answer) -> Class {
    match (answer.status, answer.json["code"].as_str()) {
        (401, _) => Class::NotSignedIn,
        (403, _) => Class::Forbidden,
        (404, _) => Class::Hidden,
        (409, Some("wrong_phase")) => Class::NotNow,
        _ => Class::Allowed,
    }
}

/// What an operation is declared with.
struct Declared {
    act: Permission,
    needs_sign_in: bool,
}

fn contract() -> BTreeMap<(String, String), Declared> {
    let (inventory, document) = tubel::server::contract();
    let document = serde_json::to_value(document).unwrap();
    inventory
        .into_iter()
        .map(|operation| {
            let declared = &document["paths"][&operation.path][operation.method.to_lowercase()];
            let needs_sign_in = declared["security"].as_array().is_some_and(|of| !of.is_empty());
            let route = operation.path.trim_start_matches("/api/v1").to_owned();
            ((operation.method, route), Declared { act: operation.act, needs_sign_in })
        })
        .collect()
}

#[test]
fn a_status_that_is_no_refusal_counts_as_allowed() {
    let answer = |status, code: &str| Answer {
        status,
        headers: reqwest::header::HeaderMap::default(),
        bytes: Vec::new(),
        json: serde_json::json!({"code": code}),
    };
    assert_eq!(class(&answer(409, "wrong_phase")), Class::NotNow);
    assert_eq!(class(&answer(409, "decision_pending")), Class::Allowed);
    assert_eq!(class(&answer(412, "stale")), Class::Allowed);
    assert_eq!(class(&answer(404, "not_found")), Class::Hidden);
}

/// What a request itself says.
fn asked(probe: &Probe) -> String {
    match &probe.sent {
        Sent::Json(body) => format!("{} {body}", probe.path),
        Sent::Nothing | Sent::Bytes(..) => probe.path.clone(),
    }
}

/// A study begins when the seat is accepted, after the announcement: that there is one in earlier phases is the
/// test's doing. It tells whose it is to those who read it.
fn is_of_a_study(probe: &Probe, viewer: &Viewer) -> bool {
    let exports = ["/exports/studies", "/exports/bonds"];
    let is_about = probe.route.starts_with("/studies") || exports.contains(&probe.route);
    let readers = [Role::Approver, Role::Inspector, Role::Decider];
    is_about && readers.iter().any(|role| viewer.is(*role)) && !canaries::is_in_conflict(viewer)
}

/// What the table decides and what pages offer does not hang on the engine: the whole of it is walked on SQLite. On
/// PostgreSQL every operation answers everybody in the phases where most is there to be read, and that must do: all of it
/// twice would take half of the time of all tests.
fn is_walked(phase: Phase) -> bool {
    !is_on_postgres() || matches!(phase, Phase::Open | Phase::Review | Phase::Announced)
}

fn is_on_postgres() -> bool {
    std::env::var("TUBEL_TEST_DATABASE").is_ok_and(|server| server.starts_with("postgres"))
}

/// One run through all phases, operations and viewers, with what was found amiss.
struct Run {
    world: World,
    viewers: Vec<Viewer>,
    probes: Vec<Probe>,
    contract: BTreeMap<(String, String), Declared>,
    amiss: Vec<String>,
    known: BTreeSet<(&'static str, &'static str)>,
    known_leaks: BTreeSet<(&'static str, &'static str)>,
    /// Which canary was read by whom.
    read: BTreeSet<(&'static str, &'static str)>,
    seen: BTreeMap<Class, usize>,
}

impl Run {
    async fn new() -> Self {
        let world = World::new().await;
        Self {
            viewers: viewers(&world),
            probes: probes(&world),
            world,
            contract: contract(),
            amiss: Vec::new(),
            known: BTreeSet::new(),
            known_leaks: BTreeSet::new(),
            read: BTreeSet::new(),
            seen: BTreeMap::new(),
        }
    }

    async fn ask(&self, probe: &Probe, viewer: &Viewer) -> Answer {
        let (app, path) = (&self.world.app, format!("/api/v1{}", probe.path));
        let method = probe.method.parse().unwrap();
        let request = match &viewer.person {
            None => app.request(method, &path),
            // Signing out takes a session of its own.
            Some(person) if probe.route == "/auth/logout" => {
                let signed_in = app.sign_in(person).await;
                let token = signed_in.json["access_token"].as_str().unwrap();
                app.request(method, &path).bearer_auth(token)
            }
            Some(person) => app.request_as(person, method, &path).await,
        };
        let request = match &probe.sent {
            Sent::Nothing => request,
            Sent::Json(body) => request.json(body),
            Sent::Bytes(content_type, bytes) => {
                // A refusal that left the body unread ends the connection; it must not be used again.
                let request = request.header("connection", "close");
                request.header("content-type", *content_type).body(*bytes)
            }
        };
        let request = match probe.if_match {
            Some(version) => request.header("if-match", version),
            None => request,
        };
        let with = |request: reqwest::RequestBuilder, (name, value): &(&str, &str)| {
            request.header(*name, *value)
        };
        Answer::of(probe.headers.iter().fold(request, with)).await
    }

    async fn in_phase(&mut self, phase: Phase) {
        self.world.mend(phase);
        let (probes, viewers) =
            (std::mem::take(&mut self.probes), std::mem::take(&mut self.viewers));
        for probe in &probes {
            if probe.method == "GET" {
                let asked = viewers.iter().map(|viewer| self.ask(probe, viewer));
                let answers = futures_util::future::join_all(asked).await;
                for (viewer, answer) in viewers.iter().zip(answers) {
                    self.look_at(probe, viewer, phase, &answer);
                }
                continue;
            }
            for viewer in &viewers {
                let answer = self.ask(probe, viewer).await;
                self.look_at(probe, viewer, phase, &answer);
                if answer.status < 300 {
                    self.world.mend(phase);
                }
            }
        }
        (self.probes, self.viewers) = (probes, viewers);
    }

    fn look_at(&mut self, probe: &Probe, viewer: &Viewer, phase: Phase, answer: &Answer) {
        self.compare(probe, viewer, phase, answer);
        self.is_in_form(probe, answer);
        self.search(probe, viewer, phase, answer);
    }

    fn expected(&self, probe: &Probe, sight: &Sight<'_>) -> Class {
        let key = (probe.method.to_owned(), probe.route.to_owned());
        let declared = &self.contract[&key];
        if declared.needs_sign_in && sight.viewer.person.is_none() {
            return Class::NotSignedIn;
        }
        match probe.exception {
            Some((rule, _)) => rule(sight),
            None => sight.table(declared.act),
        }
    }

    fn compare(&mut self, probe: &Probe, viewer: &Viewer, phase: Phase, answer: &Answer) {
        let sight = Sight { viewer, phase, thing: probe.thing };
        let (expected, found) = (self.expected(probe, &sight), class(answer));
        *self.seen.entry(found).or_default() += 1;
        if expected == found {
            return;
        }
        let known = KNOWN.iter().find(|(route, who)| *route == probe.route && *who == viewer.name);
        if let Some(known) = known {
            self.known.insert(*known);
            return;
        }
        let code = answer.json["code"].as_str().unwrap_or("");
        self.amiss.push(format!(
            "{} {} ({:?}) as {} in {}: {found:?} ({} {code}), the table says {expected:?}",
            probe.method,
            probe.route,
            probe.thing,
            viewer.name,
            phase.name(),
            answer.status,
        ));
    }

    /// No answer may lack its safe headers; a refusal is a problem document; nothing breaks.
    fn is_in_form(&mut self, probe: &Probe, answer: &Answer) {
        let mut faults = Vec::new();
        if answer.status >= 500 {
            faults.push("broke".to_owned());
        }
        let files = [
            "/documents/{id}/content",
            "/objections/{id}/attachment",
            "/exceptions/{id}/minutes",
            "/study-papers/{id}/file",
            "/study-report-files/{id}",
            "/measurements/{id}/evidence",
        ];
        let is_read = probe.method == "GET" && files.contains(&probe.route);
        let is_file = is_read && answer.status == 200;
        let policy = if is_file { "sandbox" } else { "default-src 'none'; frame-ancestors 'none'" };
        let headers = [
            ("x-content-type-options", "nosniff"),
            ("cache-control", "no-store"),
            ("content-security-policy", policy),
        ];
        for (name, value) in headers {
            if !answer.header(name).contains(value) {
                faults.push(format!("{name} is {:?}", answer.header(name)));
            }
        }
        let is_problem = answer.header("content-type") == "application/problem+json"
            && answer.json["status"] == answer.status;
        if answer.status >= 400 && !is_problem && probe.method != "HEAD" {
            faults.push("no problem document".to_owned());
        }
        let amiss =
            faults.into_iter().map(|fault| format!("{} {}: {fault}", probe.method, probe.route));
        self.amiss.extend(amiss);
    }

    fn search(&mut self, probe: &Probe, viewer: &Viewer, phase: Phase, answer: &Answer) {
        let text = inside::text_of(&answer.bytes).to_lowercase();
        let asked = asked(probe).to_lowercase();
        for Canary { name, token, may_read, .. } in self.world.tokens.canaries() {
            let token = token.to_lowercase();
            // Somebody's own words come back to them: a refusal repeats the address. And what a reviewer did for a
            // proposal is their own data, whatever stands between since.
            let is_own = probe.route == "/me/data" && viewer.is(Role::Reviewer);
            let is_study = name == canaries::CANDIDATE && is_of_a_study(probe, viewer);
            if !text.contains(&token) || asked.contains(&token) || is_own || is_study {
                continue;
            }
            if may_read(viewer, phase) {
                self.read.insert((name, viewer.name));
                continue;
            }
            let known = KNOWN_LEAKS.iter().find(|(what, who)| *what == name && *who == viewer.name);
            match known {
                Some(known) => drop(self.known_leaks.insert(*known)),
                None => self.amiss.push(format!(
                    "{} {} tells {} in {}: {name}",
                    probe.method,
                    probe.route,
                    viewer.name,
                    phase.name()
                )),
            }
        }
    }

    /// What is listed as known must still be so, and every canary must have been read by somebody.
    fn finish(mut self) {
        let idle = KNOWN.iter().filter(|known| !self.known.contains(known));
        self.amiss.extend(idle.map(|known| format!("no longer so: {known:?}")));
        let idle = KNOWN_LEAKS.iter().filter(|known| !self.known_leaks.contains(known));
        self.amiss.extend(idle.map(|known| format!("no longer so: {known:?}")));
        for Canary { name, reader, .. } in self.world.tokens.canaries() {
            if !self.read.contains(&(name, reader)) {
                self.amiss.push(format!("{reader} never read {name}"));
            }
        }
        self.amiss.dedup();
        assert!(self.amiss.is_empty(), "{}\n{:?}", self.amiss.join("\n"), self.seen);
        assert!(self.seen.values().all(|count| *count > 100), "{:?}", self.seen);
        assert_eq!(self.seen.len(), 5, "{:?}", self.seen);
    }
}

#[actix_web::test]
async fn every_operation_answers_everybody_in_every_phase_as_the_table_decides() {
    let mut run = Run::new().await;
    let asked: BTreeSet<(String, String)> =
        run.probes.iter().map(|probe| (probe.method.to_owned(), probe.route.to_owned())).collect();
    let declared: BTreeSet<(String, String)> = run.contract.keys().cloned().collect();
    assert_eq!(asked, declared, "each operation needs its line in access_matrix/operations.rs");
    for phase in Phase::ALL.into_iter().filter(|phase| is_walked(*phase)) {
        run.in_phase(phase).await;
    }
    run.finish();
}

/// The problem without what is the request's own.
fn refusal(answer: &Answer) -> (u16, serde_json::Value, BTreeMap<String, String>) {
    let mut problem = answer.json.clone();
    // An answer to HEAD has no body.
    if let Some(problem) = problem.as_object_mut() {
        problem.remove("instance");
    }
    // `connection` tells whether an unread body had arrived by then, not what was found.
    let own = ["date", "x-request-id", "connection"];
    let headers = answer
        .headers
        .iter()
        .filter(|(name, _)| !own.contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    (answer.status, problem, headers)
}

#[actix_web::test]
async fn what_is_hidden_answers_like_what_does_not_exist() {
    let run = Run::new().await;
    let things = &run.world.things;
    let existing = [
        &things.call,
        &things.pending_problem,
        &things.proposal,
        &things.draft,
        &things.unsettled,
        &things.ordinary,
        &things.sensitive,
        &things.upload,
        &things.begun,
        &things.handed_in,
        &things.run,
        &things.decision,
    ];
    let mut hidden = 0;
    for phase in [Phase::Draft, Phase::Open, Phase::Review, Phase::Announced] {
        run.world.mend(phase);
        for probe in &run.probes {
            let Some(id) = existing.iter().find(|id| probe.path.contains(id.as_str())) else {
                continue;
            };
            let unknown = tubel::kernel::ids::random_text().unwrap();
            let nowhere =
                Probe { path: probe.path.replace(id.as_str(), &unknown), ..probe.clone() };
            for viewer in &run.viewers {
                let refused = run.ask(probe, viewer).await;
                if class(&refused) != Class::Hidden {
                    if refused.status < 300 {
                        run.world.mend(phase);
                    }
                    continue;
                }
                hidden += 1;
                let none = run.ask(&nowhere, viewer).await;
                let line = (probe.method, probe.route, viewer.name, phase);
                assert_eq!(refusal(&refused), refusal(&none), "{line:?}");
            }
        }
    }
    assert!(hidden > 1000, "{hidden}");
}
