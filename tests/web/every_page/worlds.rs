//! What the tours pass through: a call at each moment of its life, with something on every page.

use super::tours::When;
use crate::objections::{REASON, announced};
use crate::reviewer::paper;
use reqwest::Method;
use serde_json::json;
use std::any::Any;
use std::collections::BTreeMap;
use test_support::plenary;
use test_support::review;
use test_support::studies::{OWNER, progress};
use test_support::writing;
use test_support::{Answer, PASSWORD, Person, START, Submission, TestApp};
use tubel::kernel::access::Role;

/// People by who they are, ids by what they are of.
pub(super) struct Scene {
    pub(super) address: String,
    pub(super) people: BTreeMap<&'static str, Person>,
    ids: BTreeMap<&'static str, String>,
    /// Keeps the server.
    _world: Box<dyn Any>,
}

impl Scene {
    /// The page's address with the scene's ids.
    pub(super) fn path(&self, page: &str) -> String {
        let mut path = page.to_owned();
        for (name, id) in &self.ids {
            path = path.replace(&format!("{{{name}}}"), id);
        }
        assert!(!path.contains('{'), "{path}");
        path
    }
}

pub(super) async fn scene(when: When) -> Scene {
    match when {
        When::Open => open().await,
        When::Desk => desk().await,
        When::Screening => screening().await,
        When::Review => review().await,
        When::Announced => after_the_announcement().await,
        When::Offered => offered().await,
        When::Admission => admission().await,
        When::Studying => studying().await,
        When::Returned => returned().await,
    }
}

fn last(path: &str) -> String {
    path.rsplit('/').next().unwrap().to_owned()
}

async fn open() -> Scene {
    let world = crate::world().await;
    let path = world.ready().await;
    world.submit(&path).await.expect(201);
    let proposed = world.proposed_problem(&world.owner).await;
    let enrol = json!({"password": PASSWORD});
    world.app.post(&world.candidate, "/api/v1/me/second-factor", enrol).await.expect(200);
    let measured = json!({
        "period_from": "2026-01-01", "period_to": "2026-06-30", "value": "17 hari",
        "unit_of_measure": "hari", "denominator": null, "source": "Laporan semester I 2026",
        "measured_by": "Pusdatin", "difference": null, "gaps": null,
        "evidence": "Catatan pencocokan data semester I tahun 2026.",
    });
    let measurements = format!("/api/v1/problems/{}/measurements", world.problem);
    let measured = world.app.post(&world.owner, &measurements, measured).await;
    let measured = measured.expect(201)["id"].as_str().unwrap().to_owned();
    Scene {
        address: world.app.address.clone(),
        people: [
            ("candidate", world.candidate.clone()),
            ("head", world.owner.clone()),
            ("approver", world.approver.clone()),
            ("inspector", world.outsider("inspektur", Role::Inspector)),
            ("newcomer", world.outsider("baru", Role::Candidate)),
        ]
        .into(),
        ids: [
            ("call", world.call.clone()),
            ("problem", world.problem.clone()),
            ("measurement", measured),
            ("proposed", proposed),
            ("proposal", last(&path)),
        ]
        .into(),
        _world: Box::new(world),
    }
}

async fn desk() -> Scene {
    let world = crate::world().await;
    let path = world.ready().await;
    world.submit(&path).await.expect(201);
    let secretariat = world.outsider("tata", Role::Secretariat);
    let draft = world.app.draft_call(&secretariat, "TB-2027").await;
    let user = world.candidate.id.to_string();
    let breach = json!({
        "title": "Akun penilai dipakai orang lain",
        "happened_at": null,
        "discovered_at": START,
        "found_through": "Pemilik akun melihat perangkat yang bukan miliknya.",
        "data": ["identity"],
        "how": "Kata sandi akun penilai ditebak dan dipakai dari luar kantor.",
        "handling": "Semua sesi akun itu diakhiri, kata sandinya diganti.",
    });
    let breach = world.app.post(&secretariat, "/api/v1/breaches", breach).await;
    let breach = breach.expect(201)["breach"]["id"].as_str().unwrap().to_owned();
    Scene {
        address: world.app.address.clone(),
        people: [("secretariat", secretariat), ("chair", world.outsider("ketua", Role::Chair))]
            .into(),
        ids: [("call", world.call.clone()), ("draft", draft), ("user", user), ("breach", breach)]
            .into(),
        _world: Box::new(world),
    }
}

async fn screening() -> Scene {
    let world = writing::World::start().await;
    let path = world.ready().await;
    let upload = format!("{path}/documents/proposal");
    let upload = world.app.request_as(&world.candidate, Method::PUT, &upload).await;
    let document = Answer::of(upload.body(world.app.three_pages())).await;
    let document = document.expect(201)["id"].as_str().unwrap().to_owned();
    world.submit(&path).await.expect(201);
    let verifier = world.outsider("vera", Role::Verifier);
    world.app.at("2026-12-25T01:00:00Z");
    world.app.find_in_order(&verifier, &path, None).await;
    Scene {
        address: world.app.address.clone(),
        people: [("verifier", verifier)].into(),
        ids: [("call", world.call.clone()), ("proposal", last(&path)), ("document", document)]
            .into(),
        _world: Box::new(world),
    }
}

async fn review() -> Scene {
    let world = review::World::with(|definition| definition.documents = vec![paper()]);
    let (reviewer, other) = (world.reviewer("sari"), world.reviewer("budi"));
    let far = world.proposal("siti");
    world.score(&far, &reviewer, (6, 6)).await;
    world.score(&far, &other, (2, 2)).await;
    let own = world.proposal("rina");
    let document = world.keep((&own.id, &own.candidate.id), "proposal", &world.three_pages());
    let task = world.assign(&own, &reviewer).await;
    world.save(&reviewer, &task, review::sheet((5, 6))).await.expect(200);
    Scene {
        address: world.app.address.clone(),
        people: [("reviewer", reviewer), ("secretariat", world.secretariat.clone())].into(),
        ids: [
            ("call", world.call.to_string()),
            ("task", last(&task)),
            ("document", document.to_string()),
        ]
        .into(),
        _world: Box::new(world),
    }
}

fn official(app: &TestApp, name: &str, role: Role) -> Person {
    app.person(name).role(role).unit("P.IU.02").create()
}

async fn after_the_announcement() -> Scene {
    let world = plenary::World::new().await;
    let entries = announced(&world).await;
    let (app, call) = (&world.app, world.call.clone());
    let path = format!("/api/v1/proposals/{}/objections", entries[3].id);
    let filed = json!({"subject": "scores", "reason": REASON});
    let objection = app.post(&entries[3].candidate, &path, filed).await;
    let path = format!("/api/v1/proposals/{}/sharing", entries[3].id);
    let shared = json!({"consent": "unnamed"});
    app.put(&entries[3].candidate, &path, shared).await.expect(200);
    let announcement = app.send("GET", &format!("/api/v1/calls/{call}/announcement"), "en").await;
    let decision = announcement.expect(200)["decision"].as_str().unwrap().to_owned();
    let people = [
        ("candidate", entries[3].candidate.clone()),
        ("appeal", official(app, "appeal", Role::Appeal)),
        ("operator", official(app, "operator", Role::Operator)),
        ("chair", world.chair.clone()),
        ("decider", world.decider.clone()),
        ("auditor", world.auditor.clone()),
    ];
    let ids = [
        ("call", call),
        ("decision", decision),
        ("proposal", entries[3].id.to_string()),
        ("objection", objection.expect(201)["id"].as_str().unwrap().to_owned()),
        ("user", entries[3].candidate.id.to_string()),
    ];
    let address = app.address.clone();
    Scene { address, people: people.into(), ids: ids.into(), _world: Box::new(world) }
}

async fn offered() -> Scene {
    let world = plenary::World::new().await;
    let entries = announced(&world).await;
    world.app.at("2027-02-11T01:00:00Z");
    let seats = format!("/api/v1/calls/{}/awards", world.call);
    world.app.post(&world.secretariat, &seats, json!({})).await.expect(200);
    Scene {
        address: world.app.address.clone(),
        people: [
            ("candidate", entries[0].candidate.clone()),
            ("secretariat", world.secretariat.clone()),
        ]
        .into(),
        ids: [("call", world.call.clone()), ("proposal", entries[0].id.to_string())].into(),
        _world: Box::new(world),
    }
}

/// The objections are over; everybody of the studies.
async fn accepted() -> (plenary::World, Vec<Submission>, Person) {
    let world = plenary::World::new().await;
    let entries = announced(&world).await;
    let owner = world.app.person("owner").role(Role::UnitHead).unit(OWNER).create();
    world.app.at("2027-02-11T01:00:00Z");
    (world, entries, owner)
}

async fn admission() -> Scene {
    let (world, entries, _) = accepted().await;
    let awardee = entries[0].candidate.clone();
    let study = world.accepted(&entries[0]).await;
    let paper = world.study_paper(&awardee, &study, "admission").await;
    let admitted = world.accepted(&entries[1]).await;
    world.admitted(&entries[1].candidate, &admitted).await;
    let people = [("awardee", awardee), ("secretariat", world.secretariat.clone())];
    let ids = [("study", study), ("paper", paper), ("admitted", admitted)];
    let address = world.app.address.clone();
    Scene { address, people: people.into(), ids: ids.into(), _world: Box::new(world) }
}

async fn studying() -> Scene {
    let (world, entries, owner) = accepted().await;
    let awardee = entries[0].candidate.clone();
    let study = world.accepted(&entries[0]).await;
    world.studying(&awardee, &study).await;
    let body = json!({
        "university": "UGM", "programme": "Ilmu Komputer", "country": "Indonesia",
        "reason": "Program studi asal tidak membuka penerimaan.",
    });
    let asked = world.in_study(&awardee, &study, "requests/programme", body).await;
    let request = asked.expect(201)["id"].as_str().unwrap().to_owned();
    let people =
        [("awardee", awardee), ("owner", owner), ("secretariat", world.secretariat.clone())];
    let ids = [("study", study), ("request", request)];
    let address = world.app.address.clone();
    Scene { address, people: people.into(), ids: ids.into(), _world: Box::new(world) }
}

/// Back at the office: one report was sent, another is late, the plan of use runs.
async fn returned() -> Scene {
    let (world, entries, owner) = accepted().await;
    let awardee = entries[0].candidate.clone();
    let mentor = world.app.person("mentor").role(Role::Reviewer).unit(OWNER).create();
    let study = world.accepted(&entries[0]).await;
    world.studying(&awardee, &study).await;
    world.planned(&study, [&awardee, &owner, &mentor]).await;
    world.app.at("2028-02-20T01:00:00Z");
    let text = progress("2028-02-29", "done");
    world.reported(&awardee, (&study, "progress-1"), &text).await;
    let words = json!({"words": "Uji juga dengan data tahun lalu."});
    world.in_study(&mentor, &study, "reports/progress-1/comments", words).await.expect(201);
    world.returned(&awardee, &study).await;
    world.app.at("2029-09-20T01:00:00Z");
    let people = [("awardee", awardee), ("owner", owner), ("mentor", mentor)];
    let ids = [("study", study)];
    let address = world.app.address.clone();
    Scene { address, people: people.into(), ids: ids.into(), _world: Box::new(world) }
}
