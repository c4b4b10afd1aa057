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
use tubel::features::calls::{AbsentRule, Interview, Question};
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
        When::Plenary => in_the_plenary().await,
        When::Voting => before_the_vote().await,
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

/// A plan of needs that collects, with a need of the owner's unit.
async fn needs(world: &writing::World) -> (String, String) {
    let office = world.outsider("biro", Role::Secretariat);
    let plan = json!({"title": "Rencana 2027-2028", "first_year": 2027, "last_year": 2028});
    let plan = world.app.post(&office, "/api/v1/need-plans", plan).await;
    let plan = plan.expect(201)["plan"]["id"].as_str().unwrap().to_owned();
    let need = json!({
        "problem": world.problem, "level": "S2", "field": "Ilmu data",
        "reason": "Belum ada yang menguasainya.", "people": [{"year": 2027, "people": 2}],
    });
    let made =
        world.app.post(&world.owner, &format!("/api/v1/need-plans/{plan}/needs"), need).await;
    let need = made.expect(201)["id"].as_str().unwrap().to_owned();
    (plan, need)
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
    let (plan, need) = needs(&world).await;
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
            ("plan", plan),
            ("need", need),
        ]
        .into(),
        _world: Box::new(world),
    }
}

async fn desk() -> Scene {
    let pact =
        json!({"id": "Saya jujur.\nSaya tidak memihak.", "en": "I am honest.\nI take no side."});
    let world = writing::World::with(|definition| definition["pact"] = pact).await;
    world.app.registered_problem();
    let path = world.ready().await;
    let pact = format!("/api/v1/calls/{}/pact", world.call);
    let pact = world.app.get(&world.candidate, &pact).await;
    let hash = pact.expect(200)["text_hash"].clone();
    let signed = json!({"pact": {"phrase": "SAYA SETUJU", "text_hash": hash}});
    world.app.post(&world.candidate, &format!("{path}/submit"), signed.clone()).await.expect(201);
    let chair = world.outsider("ketua", Role::Chair);
    let to = format!("/api/v1/calls/{}/pact", world.call);
    world.app.post(&chair, &to, signed["pact"].clone()).await.expect(200);
    let secretariat = world.outsider("tata", Role::Secretariat);
    let draft = world.app.draft_call(&secretariat, "TB-2027").await;
    let (plan, _) = needs(&world).await;
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
        people: [("secretariat", secretariat), ("chair", chair)].into(),
        ids: [
            ("call", world.call.clone()),
            ("plan", plan),
            ("draft", draft),
            ("user", user),
            ("breach", breach),
        ]
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
        people: [
            ("verifier", verifier),
            ("chair", world.outsider("ketua", Role::Chair)),
            ("secretariat", world.outsider("sekretariat", Role::Secretariat)),
        ]
        .into(),
        ids: [("call", world.call.clone()), ("proposal", last(&path)), ("document", document)]
            .into(),
        _world: Box::new(world),
    }
}

/// One question, for the pages of interviews.
fn interview() -> Interview {
    let text = test_support::words("Siapa berbuat apa yang lain, dan kapan?");
    Interview {
        percent: 30,
        panelists: 3,
        minutes: 30,
        days_after_review: 0,
        absent: AbsentRule::NotRanked,
        questions: vec![Question { code: "W1".to_owned(), text, criterion: "K1".to_owned() }],
    }
}

async fn review() -> Scene {
    let world = review::World::with(|definition| {
        definition.documents = vec![paper()];
        definition.interview = Some(interview());
    });
    let (reviewer, other) = (world.reviewer("sari"), world.reviewer("budi"));
    let far = world.proposal("siti");
    world.score(&far, &reviewer, (6, 6)).await;
    world.score(&far, &other, (2, 2)).await;
    let own = world.proposal("rina");
    let document = world.keep((&own.id, &own.candidate.id), "proposal", &world.three_pages());
    let task = world.assign(&own, &reviewer).await;
    world.save(&reviewer, &task, review::sheet((5, 6))).await.expect(200);
    let third = world.reviewer("tono");
    let slot = json!({
        "proposal": far.id, "starts_at": world.app.now().plus_days(1), "place": "Ruang 8",
        "panelists": [reviewer.id, other.id, third.id],
    });
    let slot = world.app.post(&world.secretariat, &world.call_path("interviews"), slot).await;
    let interview = slot.expect(201)["id"].as_str().unwrap().to_owned();
    let ask = json!({"reason": "Ada tugas inspeksi hari itu."});
    let path = format!("/api/v1/interviews/{interview}/request");
    world.app.post(&far.candidate, &path, ask).await.expect(200);
    world.app.set_clock(world.app.now().plus_days(2));
    Scene {
        address: world.app.address.clone(),
        ids: [
            ("call", world.call.to_string()),
            ("task", last(&task)),
            ("proposal", far.id.to_string()),
            ("reviewer", reviewer.id.to_string()),
            ("interview", interview),
            ("document", document.to_string()),
        ]
        .into(),
        people: [
            ("reviewer", reviewer),
            ("candidate", far.candidate.clone()),
            ("secretariat", world.secretariat.clone()),
            ("chair", world.official("ketua", Role::Chair)),
        ]
        .into(),
        _world: Box::new(world),
    }
}

fn official(app: &TestApp, name: &str, role: Role) -> Person {
    app.person(name).role(role).unit("P.IU.02").create()
}

/// Two of three attended and one was ill; one signed, one remarks and dissents.
async fn in_the_plenary() -> Scene {
    let world = plenary::World::with(|definition| {
        definition["plenary"] =
            json!({"quorum": {"numerator": 2, "denominator": 3}, "remarks_hours": 48});
    })
    .await;
    let (app, call) = (&world.app, world.call.clone());
    let (id, by, now) = (call.parse().unwrap(), world.secretariat.id.clone(), app.now());
    let members: Vec<_> = world.reviewers.iter().map(|one| one.id.clone()).collect();
    let seats = members.clone();
    let seat = move |db: &mut tubel::platform::db::Db| {
        let insert = |one| test_support::rows::insert_seat(db, &id, (one, &by), 20, now);
        seats.iter().try_for_each(insert)
    };
    app.database().write(seat).unwrap();
    let entry = world.proposal("U.BB.MDN", &[5, 5, 5]);
    app.at(plenary::PLENARY);
    let at = |rest: &str| format!("/api/v1/calls/{call}{rest}");
    let people = json!({"people": [
        {"user": members[0], "presence": "present"}, {"user": members[1], "presence": "remote"},
        {"user": members[2], "presence": "absent", "reason": "Sakit"},
    ]});
    app.put(&world.secretariat, &at("/attendance"), people).await.expect(200);
    let run = world.run().await;
    let decision = world.propose(&run).await["id"].as_str().unwrap().to_owned();
    let on = |rest: &str| format!("/api/v1/decisions/{decision}{rest}");
    let view = app.get(&world.reviewers[1], &at("/plenary")).await.expect(200).clone();
    let signed = json!({"phrase": "SAYA SETUJU", "text_hash": view["draft"]["text_hash"]});
    app.post(&world.reviewers[1], &on("/signature"), signed).await.expect(200);
    let words = json!({"words": "Tempat rapat tertulis keliru."});
    app.post(&world.reviewers[0], &on("/remarks"), words).await.expect(201);
    let words = json!({"number": entry.number, "words": "Menurut saya nilainya terlalu tinggi."});
    app.post(&world.reviewers[0], &at("/dissents"), words).await.expect(201);
    let people = [
        ("secretariat", world.secretariat.clone()),
        ("chair", world.chair.clone()),
        ("decider", world.decider.clone()),
        ("reviewer", world.reviewers[0].clone()),
    ];
    let address = app.address.clone();
    let ids = [("call", call.clone())].into();
    Scene { address, people: people.into(), ids, _world: Box::new(world) }
}

/// Two proposals are equal where the second seat hangs on it; the plenary has not voted.
async fn before_the_vote() -> Scene {
    let world = plenary::World::with(|definition| {
        definition["plenary"] =
            json!({"quorum": {"numerator": 2, "denominator": 3}, "remarks_hours": 48});
        let keys = definition["ranking"]["tie_breaks"].as_array_mut().unwrap();
        keys.push(json!({"key": "plenary_vote"}));
    })
    .await;
    let (app, call) = (&world.app, world.call.clone());
    let (id, by, now) = (call.parse().unwrap(), world.secretariat.id.clone(), app.now());
    let members: Vec<_> = world.reviewers.iter().map(|one| one.id.clone()).collect();
    let seats = members.clone();
    let seat = move |db: &mut tubel::platform::db::Db| {
        let insert = |one| test_support::rows::insert_seat(db, &id, (one, &by), 20, now);
        seats.iter().try_for_each(insert)
    };
    app.database().write(seat).unwrap();
    for score in [5, 4, 4] {
        world.proposal("U.BB.MDN", &[score, score, score]);
    }
    app.at(plenary::PLENARY);
    let there = |user| json!({"user": user, "presence": "present"});
    let people = json!({"people": members.iter().map(there).collect::<Vec<_>>()});
    let path = format!("/api/v1/calls/{call}/attendance");
    app.put(&world.secretariat, &path, people).await.expect(200);
    let people = [
        ("secretariat", world.secretariat.clone()),
        ("chair", world.chair.clone()),
        ("reviewer", world.reviewers[0].clone()),
    ];
    let address = app.address.clone();
    let ids = [("call", call.clone())].into();
    Scene { address, people: people.into(), ids, _world: Box::new(world) }
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
