//! Two worlds that differ in one secret of a hidden proposal: whoever is in conflict with it is answered the same
//! in both, byte for byte, whatever they read and whatever is refused to them. A canary finds a secret that is
//! told; this finds one that is counted, placed or left out. Beside them somebody without a conflict must see
//! that the worlds differ, or the comparison proves nothing.

use super::{after, declared, official, screening};
use crate::pages::Visit;
use diesel::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::LazyLock;
use test_support::reading::{every_get, like};
use test_support::review::World;
use test_support::{Answer, Person, Submission};
use tubel::features::decisions::rules::{decide, outcomes_hash};
use tubel::features::selection::{Inputs, compute::compute, findings_of, papers_of};
use tubel::kernel::access::Role;
use tubel::kernel::canonical;
use tubel::platform::db::schema::{
    assignments, calls, decision_outcomes, proposals, reviews, selection_runs,
};

const ON_DUTY: [Role; 4] = [Role::Secretariat, Role::Chair, Role::Decider, Role::Auditor];

/// Three proposals with two reviewers, the first of them hidden.
struct Scene {
    world: World,
    hidden: Submission,
    others: [Submission; 2],
    reviewers: [Person; 2],
    /// Of each duty one in conflict and one without.
    near: Vec<Person>,
    far: Vec<Person>,
    tasks: Vec<String>,
    run: Option<String>,
    decision: Option<String>,
    breach: Option<String>,
}

impl Scene {
    /// In the review, nothing assigned yet.
    fn new() -> Self {
        let world = screening();
        let reviewers = ["rina", "tono"].map(|name| world.reviewer(name));
        let [hidden, one, other] = ["siti", "budi", "ani"].map(|name| world.proposal(name));
        let far = ON_DUTY.map(|role| official(&world, "far", role)).into();
        let near: Vec<Person> = ON_DUTY.map(|role| official(&world, "near", role)).into();
        for person in &near {
            declared(&world, person, &hidden);
        }
        after(&world, 6);
        let (others, none) = ([one, other], None::<String>);
        Self {
            world,
            hidden,
            others,
            reviewers,
            near,
            far,
            tasks: Vec::new(),
            run: none.clone(),
            decision: none.clone(),
            breach: none,
        }
    }

    fn ids(&self, about: &str) -> Vec<String> {
        let some = |id: &Option<String>| id.iter().cloned().collect::<Vec<_>>();
        match about {
            "proposals" => {
                let known = [&self.hidden, &self.others[0]];
                known.map(|one| one.id.to_string()).into()
            }
            "calls" => vec![self.world.call.to_string()],
            "selections" => some(&self.run),
            "decisions" => some(&self.decision),
            "breaches" => some(&self.breach),
            "assignments" => self.tasks.clone(),
            "users" => vec![self.reviewers[0].id.to_string()],
            "people" => vec![self.hidden.candidate.id.to_string()],
            _ => vec!["default".to_owned()],
        }
    }

    /// What is read; taking something away would itself be on the record.
    fn addresses(&self) -> Vec<String> {
        let away = ["/export", "/exports/", "/papers/", "/me/data", "/impact/report"];
        let second = |name: &str| match name {
            "user" => self.reviewers[0].id.to_string(),
            "decision" => self.decision.clone().unwrap_or_else(|| like(name)),
            _ => like(name),
        };
        let all = every_get(|about| self.ids(about), second).into_iter();
        // The same files have an address for people as well.
        let api: Vec<String> =
            all.clone().map(|(_, address)| address).filter(|it| it.starts_with("/api")).collect();
        let is_kept = |address: &String| {
            let is_file = address.starts_with("/api") || api.contains(&format!("/api/v1{address}"));
            // The log of reads grows with every one of them.
            let is_log = address.contains("/readings");
            !(is_log || is_file && away.iter().any(|one| address.contains(one)))
        };
        let asked = |address: String| match address.as_str() {
            "/api/v1/proposals" => format!("{address}?call={}", self.world.call),
            // The least that finds everything.
            "/api/v1/find" | "/desk/find" => format!("{address}?q=2026"),
            "/api/v1/ledger/entries" => format!("{address}?limit=200"),
            _ => address,
        };
        all.map(|(_, address)| address).filter(is_kept).map(asked).collect()
    }

    /// What is asked and refused, or answered without a trace.
    fn questions(&self) -> Vec<(Method, String, Value)> {
        let member = format!("panel/{}", self.reviewers[0].id);
        let mut all = vec![
            (Method::DELETE, self.world.call_path(&member), Value::Null),
            (Method::POST, self.world.call_path("assignments/plan"), json!({})),
        ];
        if let Some(breach) = &self.breach {
            let span = ("2026-11-01T00:00:00Z", "2026-11-24T01:00:00Z");
            let way = |kind: &str| {
                let account = &self.reviewers[0].id;
                json!({"way": {"kind": kind, "account": account, "from": span.0, "until": span.1}})
            };
            let path = format!("/api/v1/breaches/{breach}/people");
            all.push((Method::POST, path.clone(), way("tasks")));
            all.push((Method::POST, path, way("readings")));
        }
        if let Some(run) = &self.run {
            let proposition = |deviations: Value| {
                let minutes = json!({"meeting": "Jakarta", "attendance": [self.far[1].id]});
                json!({"run": run, "minutes": minutes, "deviations": deviations})
            };
            let reason = "The problem is more urgent this year than last.";
            let with = |of: &Submission, outcome: &str| json!([{"number": of.number, "outcome": outcome, "reason": reason}]);
            let path = self.world.call_path("decisions/preview");
            all.push((Method::POST, path.clone(), proposition(json!([]))));
            for (of, outcome) in [
                (&self.hidden, "selected"),
                (&self.hidden, "not_selected"),
                (&self.others[0], "selected"),
                (&self.others[1], "selected"),
            ] {
                all.push((Method::POST, path.clone(), proposition(with(of, outcome))));
            }
        }
        all
    }

    /// People at their desks: signing in is on the record, so they stay.
    async fn visits<'a>(&'a self, people: &'a [Person]) -> Vec<(&'a Person, Visit<'a>)> {
        let mut visits = Vec::new();
        for person in people {
            self.world.app.get(person, "/api/v1/me").await.expect(200);
            visits.push((person, Visit::signed_in(&self.world.app, person).await));
        }
        visits
    }

    /// What these people read, and what they are answered to these questions.
    async fn seen_by(
        &self,
        people: &[(&Person, Visit<'_>)],
        questions: Vec<(Method, String, Value)>,
    ) -> Vec<Seen> {
        let addresses = self.addresses();
        let mut seen = Vec::new();
        for (person, visit) in people {
            let mut answers = Vec::new();
            for address in &addresses {
                answers.push((address.clone(), told(&visit.read(address).await)));
            }
            for (method, path, body) in &questions {
                let request = self.world.app.request_as(person, method.clone(), path).await;
                let answer = Answer::of(request.json(body)).await;
                answers.push((format!("{method} {path} {body}"), told(&answer)));
            }
            seen.push(Seen { who: person.email.clone(), answers });
        }
        seen
    }

    /// Whoever is in conflict is answered the same before and after, whoever is not is not. `differing` are
    /// words that differ for another reason, such as salted hashes.
    async fn compare(&self, change: impl FnOnce(&World) -> Vec<String>) {
        // Whoever is not in conflict would not be refused, but change what there is.
        let (desks, far_desks) = (self.visits(&self.near).await, self.visits(&self.far).await);
        // A phase that has begun has the record's head signed; not in the middle of the comparison.
        let (database, now) = (self.world.app.database(), self.world.app.now());
        tubel::features::audit::sign_when_due(database, now).unwrap();
        let near = self.seen_by(&desks, self.questions()).await;
        let far = self.seen_by(&far_desks, Vec::new()).await;
        let differing = change(&self.world);
        let after_near = self.seen_by(&desks, self.questions()).await;
        let after_far = self.seen_by(&far_desks, Vec::new()).await;
        let same = |one: &str, other: &str| {
            let plain = |text: &str| {
                differing.iter().rev().fold(text.to_owned(), |text, word| text.replace(word, "…"))
            };
            plain(one) == plain(other)
        };
        let mut told = Vec::new();
        for (before, after) in near.iter().zip(&after_near) {
            for ((address, one), (_, other)) in before.answers.iter().zip(&after.answers) {
                if !same(one, other) {
                    let (one, other) = (around(one, other), around(other, one));
                    told.push(format!("{address} tells {}:\n{one}\n{other}\n", before.who));
                }
            }
        }
        assert!(told.is_empty(), "{}", told.join("\n"));
        let differs = |(before, after): (&Seen, &Seen)| {
            let pairs = before.answers.iter().zip(&after.answers);
            pairs.filter(|((_, one), (_, other))| !same(one, other)).count()
        };
        let control: usize = far.iter().zip(&after_far).map(differs).sum();
        assert!(control > 0, "nobody sees that the worlds differ");
    }
}

struct Seen {
    who: String,
    answers: Vec<(String, String)>,
}

/// A form's token is the session's; a refusal has a number.
static OWN: LazyLock<regex::Regex> = LazyLock::new(|| {
    regex::Regex::new(r#"name="csrf" value="[^"]*"|urn:uuid:[0-9a-f-]*"#).unwrap()
});

/// Status, headers and bytes, without what is the request's own.
fn told(answer: &Answer) -> String {
    let own = ["content-length", "date", "x-request-id", "connection", "set-cookie"];
    let headers = answer.headers.iter().filter(|(name, _)| !own.contains(&name.as_str()));
    let mut headers: Vec<String> =
        headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
    headers.sort();
    let text = String::from_utf8_lossy(&answer.bytes);
    let text = OWN.replace_all(&text, "");
    format!("{} {} {text}", answer.status, headers.join("; "))
}

/// Where a text begins to differ from another.
fn around(text: &str, other: &str) -> String {
    let same = text.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let part = text.bytes().skip(same.saturating_sub(120)).take(320).collect::<Vec<_>>();
    String::from_utf8_lossy(&part).into_owned()
}

#[actix_web::test]
async fn who_reviews_a_hidden_proposal_is_told_by_no_list_count_or_refusal() {
    let mut scene = Scene::new();
    let [rina, tono] = &scene.reviewers;
    scene.world.seat(&official(&scene.world, "spare", Role::Reviewer), 1);
    let hidden = scene.world.assign(&scene.hidden, rina).await;
    let other = scene.world.assign(&scene.others[0], tono).await;
    scene.tasks = [&hidden, &other].map(|path| path.rsplit('/').next().unwrap().to_owned()).into();
    let body = crate::breaches::registered(&scene.world.app.now().to_string());
    let made = scene.world.app.post(&scene.far[0], "/api/v1/breaches", body).await;
    scene.breach = made.expect(201)["breach"]["id"].as_str().map(str::to_owned);
    let (task, to) = (scene.tasks[0].clone(), tono.id.clone());
    scene
        .compare(|world| {
            world
                .app
                .beyond_the_record(move |db| {
                    diesel::update(assignments::table.filter(assignments::id.eq(&task)))
                        .set(assignments::reviewer.eq(&to))
                        .execute(db)?;
                    Ok(())
                })
                .unwrap();
            Vec::new()
        })
        .await;
}

#[actix_web::test]
async fn a_full_load_is_no_more_than_the_tasks_one_may_know_of() {
    let scene = Scene::new();
    let reviewer = scene.world.app.person("one task").role(Role::Reviewer).unit("P.D1.01").create();
    scene.world.seat(&reviewer, 1);
    scene.world.assign(&scene.hidden, &reviewer).await;
    let body = json!({"proposal": scene.others[0].id, "reviewer": reviewer.id});
    let path = scene.world.call_path("assignments");
    let far = scene.world.app.post(&scene.far[0], &path, body.clone()).await;
    assert_eq!(far.refusal(409), "load_full");
    scene.world.app.post(&scene.near[0], &path, body).await.expect(201);
}

#[actix_web::test]
async fn whether_a_hidden_proposal_passed_verification_is_told_by_nothing() {
    let scene = Scene::new();
    let id = scene.hidden.id.clone();
    scene
        .compare(|world| {
            world
                .app
                .beyond_the_record(move |db| {
                    diesel::update(proposals::table.find(&id))
                        .set(proposals::state.eq("ineligible"))
                        .execute(db)?;
                    Ok(())
                })
                .unwrap();
            Vec::new()
        })
        .await;
}

#[actix_web::test]
async fn whose_a_hidden_proposal_is_and_of_which_unit_is_told_by_nothing() {
    let scene = Scene::new();
    let another = scene.world.app.person("somebody else").role(Role::Candidate).create();
    let (id, to) = (scene.hidden.id.clone(), another.id.clone());
    scene
        .compare(|world| {
            world
                .app
                .beyond_the_record(move |db| {
                    diesel::update(proposals::table.find(&id))
                        .set((proposals::candidate.eq(&to), proposals::unit.eq("U.BB.SMR")))
                        .execute(db)?;
                    Ok(())
                })
                .unwrap();
            Vec::new()
        })
        .await;
}

#[actix_web::test]
async fn how_a_hidden_proposal_was_scored_placed_and_decided_is_told_by_nothing() {
    let mut scene = Scene::new();
    let [rina, tono] = &scene.reviewers;
    let task = scene.world.score(&scene.hidden, rina, (6, 6)).await;
    scene.world.score(&scene.others[0], rina, (6, 5)).await;
    scene.world.score(&scene.others[1], tono, (5, 5)).await;
    after(&scene.world, 15);
    let (app, chair) = (&scene.world.app, &scene.far[1]);
    let run = app.post(chair, &scene.world.call_path("selections"), json!({})).await;
    let run = run.expect(201)["id"].as_str().unwrap().to_owned();
    let minutes = json!({"meeting": "Jakarta, 9 December", "attendance": [chair.id]});
    let proposition = json!({"run": run, "minutes": minutes});
    let path = scene.world.call_path("decisions");
    // Both before there is a decision and with one.
    for is_decided in [false, true] {
        let (app, chair) = (&scene.world.app, &scene.far[1]);
        if is_decided {
            let preview = app.post(chair, &format!("{path}/preview"), proposition.clone()).await;
            let hash = preview.expect(200)["outcomes_hash"].clone();
            let body = json!({"proposition": proposition, "outcomes_hash": hash});
            let made = app.post(chair, &path, body).await;
            scene.decision = made.expect(201)["id"].as_str().map(str::to_owned);
        }
        scene.run = Some(run.clone());
        let task = task.rsplit('/').next().unwrap().to_owned();
        let secret = Secret { task, run: run.clone(), decision: scene.decision.clone() };
        let number = scene.hidden.number.clone();
        let scores = if is_decided { (6, 6) } else { (1, 1) };
        scene.compare(move |world| secret.change(world, &number, scores)).await;
    }
}

/// The sheet on the hidden proposal and all that follows from it.
struct Secret {
    task: String,
    run: String,
    decision: Option<String>,
}

impl Secret {
    /// As if these scores had been given from the first. Answers the hashes that differ by it and that a salt
    /// keeps from telling.
    fn change(self, world: &World, number: &str, (k1, k2): (u32, u32)) -> Vec<String> {
        let (number, run) = (number.to_owned(), self.run.parse().unwrap());
        let hashes = world.app.beyond_the_record(move |db| {
            let definition: String = calls::table.select(calls::definition).first(db)?;
            let definition = serde_json::from_str(&definition)?;
            let total = i32::try_from(60 * k1 + 40 * k2).unwrap();
            let sheet = test_support::review::sheet((k1, k2)).to_string();
            diesel::update(reviews::table.filter(reviews::assignment_id.eq(&self.task)))
                .set((reviews::sheet.eq(sheet), reviews::total.eq(total)))
                .execute(db)?;
            let kept = findings_of(db, &run)?;
            let papers_before = papers_of(db, &run)?;
            let mut inputs: Inputs = serde_json::from_str(&papers_before.inputs)?;
            for contender in inputs.proposals.iter_mut().filter(|one| one.number == number) {
                for sheet in &mut contender.sheets {
                    sheet.total = total.into();
                    sheet.scores = [("K1".to_owned(), k1), ("K2".to_owned(), k2)].into();
                }
            }
            let mut findings = compute(&definition, &inputs, 1).unwrap();
            findings.salt.clone_from(&kept.salt);
            let document = canonical::json(&findings)?;
            let hash = canonical::sha256_hex(&document);
            let of_run = selection_runs::table.find(&run);
            let earlier: String = of_run.select(selection_runs::document_hash).first(db)?;
            diesel::update(of_run)
                .set((
                    selection_runs::inputs.eq(canonical::json(&inputs)?),
                    selection_runs::inputs_hash.eq(&findings.inputs_hash),
                    selection_runs::document.eq(document),
                    selection_runs::document_hash.eq(&hash),
                ))
                .execute(db)?;
            // A list of runs shows the beginning.
            let mut hashes = vec![earlier[..16].to_owned(), hash[..16].to_owned(), earlier, hash];
            let before: Inputs = serde_json::from_str(&papers_before.inputs)?;
            for (findings, inputs) in [(&kept, &before), (&findings, &inputs)] {
                let decided = decide((findings, inputs), &definition, &[])?.outcomes;
                hashes.push(outcomes_hash(kept.salt.as_deref(), &decided)?);
                if let Some(decision) = &self.decision {
                    decided_otherwise(db, decision, &decided)?;
                }
            }
            Ok(hashes)
        });
        hashes.unwrap()
    }
}

/// The kept outcomes are these instead.
fn decided_otherwise(
    db: &mut tubel::platform::db::Db,
    decision: &str,
    outcomes: &[tubel::features::decisions::DecidedOutcome],
) -> Result<(), tubel::kernel::errors::Failure> {
    let kept = decision_outcomes::table.filter(decision_outcomes::decision_id.eq(decision));
    diesel::delete(kept).execute(db)?;
    for one in outcomes {
        diesel::insert_into(decision_outcomes::table)
            .values((
                decision_outcomes::decision_id.eq(decision),
                decision_outcomes::proposal_id.eq(&one.proposal),
                decision_outcomes::place.eq(i32::try_from(one.place).unwrap()),
                decision_outcomes::outcome.eq(one.outcome.name()),
                decision_outcomes::reserve_position
                    .eq(one.reserve_position.map(|at| i32::try_from(at).unwrap())),
                decision_outcomes::reason_id.eq(&one.reason.id),
                decision_outcomes::reason_en.eq(&one.reason.en),
            ))
            .execute(db)?;
    }
    Ok(())
}
