//! The plenary as it is held: quorum, attendance, dissent, the draft minutes with remarks and signatures. Each story goes
//! from who attended to the decision.

pub(crate) mod ties;

use crate::pages::{Visit, hidden};
use serde_json::{Value, json};
use test_support::plenary::{PLENARY, World};
use test_support::rows::insert_seat;
use test_support::{Answer, Person, Submission, TestApp};
use tubel::kernel::access::Role;
use tubel::kernel::ids::CallId;
use tubel::platform::db::Db;

/// Two of three must attend; two days for remarks.
const RULES: &str = r#"{"quorum": {"numerator": 2, "denominator": 3}, "remarks_hours": 48}"#;
const AFTER_REMARKS: &str = "2027-01-28T02:00:01Z";

pub(crate) struct Scene {
    pub(crate) world: World,
    /// Three who scored, and one who did not.
    pub(crate) panel: Vec<Person>,
    entry: Submission,
}

impl Scene {
    /// A call in its plenary with a panel of four and two ranked proposals of a unit that is nobody's of the panel.
    pub(crate) async fn new() -> Self {
        Self::with(1).await
    }

    /// The same with so many on the panel who scored nothing.
    async fn with(more: usize) -> Self {
        Self::of(more, |_| {}).await
    }

    /// The same in a call with other rules.
    async fn of(more: usize, change: impl FnOnce(&mut Value)) -> Self {
        let world = World::with(|definition| {
            definition["plenary"] = serde_json::from_str(RULES).unwrap();
            change(definition);
        })
        .await;
        let other = |number: usize| {
            let name = format!("reviewer{number}");
            world.app.person(&name).role(Role::Reviewer).unit("P.D2.01").create()
        };
        let others = (4..4 + more).map(other);
        let panel: Vec<Person> = world.reviewers.iter().cloned().chain(others).collect();
        let call: CallId = world.call.parse().unwrap();
        let seats: Vec<_> = panel.iter().map(|one| one.id.clone()).collect();
        let (by, now) = (world.secretariat.id.clone(), world.app.now());
        let seat = move |db: &mut Db| {
            seats.iter().try_for_each(|member| insert_seat(db, &call, (member, &by), 20, now))
        };
        world.app.database().write(seat).unwrap();
        let entry = world.proposal("U.BB.MDN", &[5, 5, 5]);
        world.proposal("U.BB.MDN", &[4, 4, 4]);
        world.app.at(PLENARY);
        Self { world, panel, entry }
    }

    fn app(&self) -> &TestApp {
        &self.world.app
    }

    fn of_call(&self, rest: &str) -> String {
        format!("/api/v1/calls/{}{rest}", self.world.call)
    }

    pub(crate) async fn attendance(&self, who: &Person, people: Value) -> Answer {
        let body = json!({"people": people});
        self.app().put(who, &self.of_call("/attendance"), body).await
    }

    /// The first so many of the panel attended, the others were ill.
    pub(crate) async fn attend(&self, count: usize) -> Value {
        let one = |(index, person): (usize, &Person)| {
            if index < count {
                let how = if index == 0 { "remote" } else { "present" };
                json!({"user": person.id, "presence": how})
            } else {
                json!({"user": person.id, "presence": "absent", "reason": "Sakit"})
            }
        };
        let people: Vec<Value> = self.panel.iter().enumerate().map(one).collect();
        self.attendance(&self.world.secretariat, json!(people)).await.expect(200).clone()
    }

    async fn view(&self, who: &Person) -> Value {
        self.app().get(who, &self.of_call("/plenary")).await.expect(200).clone()
    }

    async fn propose(&self) -> Value {
        let run = self.world.run().await;
        self.world.propose(&run).await
    }

    async fn on(&self, who: &Person, decision: &Value, rest: &str, body: Value) -> Answer {
        let id = decision["id"].as_str().unwrap();
        self.app().post(who, &format!("/api/v1/decisions/{id}{rest}"), body).await
    }

    async fn sign(&self, who: &Person, decision: &Value) -> Answer {
        let hash = self.view(who).await["draft"]["text_hash"].clone();
        let body = json!({"phrase": "saya setuju", "text_hash": hash});
        self.on(who, decision, "/signature", body).await
    }

    async fn dissent(&self, who: &Person, number: Option<&str>) -> Answer {
        let words = "Saya tidak sependapat dengan urutan ini.";
        let body = json!({"number": number, "words": words});
        self.app().post(who, &self.of_call("/dissents"), body).await
    }

    fn decided(&self) -> Vec<String> {
        self.app()
            .recorded(&format!("call:{}", self.world.call))
            .into_iter()
            .map(|one| one.0)
            .collect()
    }
}

async fn letters(app: &TestApp, who: &Person, title: &str) -> usize {
    let own = app.get(who, "/api/v1/me/mails?limit=100").await;
    let all = own.expect(200)["items"].as_array().unwrap().clone();
    all.iter().filter(|letter| letter["title"].as_str().unwrap().contains(title)).count()
}

fn signatures(view: &Value) -> Vec<(bool, bool)> {
    let all = view["draft"]["signatures"].as_array().unwrap();
    all.iter().map(|one| (!one["signed_at"].is_null(), one["voided"] == json!(true))).collect()
}

#[actix_web::test]
async fn no_decision_is_proposed_without_its_quorum_and_one_is_once_enough_are_recorded() {
    let scene = Scene::new().await;
    let run = scene.world.run().await;
    let proposition = scene.world.proposition(&run, json!([]));
    let refused = scene.world.preview(&proposition).await;
    assert_eq!(refused.refusal(409), "quorum_not_met");
    assert!(refused.text().contains("0 of 4"), "{}", refused.text());

    // Three of four are two thirds; two are not.
    let view = scene.attend(2).await;
    assert_eq!(view["tally"], json!({"panel": 4, "attended": 2, "needed": 3, "met": false}));
    let refused = scene.world.preview(&proposition).await;
    assert_eq!(refused.refusal(409), "quorum_not_met");
    assert!(refused.text().contains("1 more"), "{}", refused.text());

    let late = json!([{"user": scene.panel[2].id, "presence": "present"}]);
    let view = scene.attendance(&scene.world.chair, late).await.expect(200).clone();
    assert_eq!(view["tally"]["met"], true);
    let decision = scene.world.propose(&run).await;
    // The minutes name the members who attended beside those whom the chair names.
    let named = decision["minutes"]["attendance"].as_array().unwrap();
    for person in &scene.panel[..3] {
        assert!(named.contains(&json!(person.id)), "{named:?}");
    }
    assert!(!named.contains(&json!(scene.panel[3].id)));
    assert!(scene.decided().contains(&"attendance.recorded".to_owned()));
}

#[actix_web::test]
async fn a_wrong_attendance_is_refused_and_a_right_one_is_corrected_until_the_approval() {
    let scene = Scene::new().await;
    let stranger = &scene.world.auditor;
    let people = json!([
        {"user": stranger.id, "presence": "present"},
        {"user": scene.panel[0].id, "presence": "absent", "reason": " "},
        {"user": scene.panel[1].id, "presence": "present"},
        {"user": scene.panel[1].id, "presence": "remote"},
    ]);
    let refused = scene.attendance(&scene.world.secretariat, people).await;
    let expected = [
        ("people[0].user", "not_on_the_panel"),
        ("people[1].reason", "absence_reason"),
        ("people[3].user", "duplicate"),
    ];
    let expected: Vec<_> = expected.map(|(field, code)| (field.to_owned(), code.to_owned())).into();
    assert_eq!(refused.faults(), expected);
    for who in [&scene.panel[0], &scene.world.decider, &scene.world.auditor] {
        let own = json!([{"user": scene.panel[0].id, "presence": "present"}]);
        assert_eq!(scene.attendance(who, own).await.status, 404);
    }

    scene.attend(4).await;
    let decision = scene.propose().await;
    // Somebody was recorded by mistake: the minutes follow.
    let wrong = json!([{"user": scene.panel[3].id, "presence": "absent", "reason": "Dinas luar"}]);
    let view = scene.attendance(&scene.world.secretariat, wrong).await.expect(200).clone();
    assert_eq!(view["draft"]["revision"], 2);
    assert_eq!(signatures(&view).len(), 3);
    let read = format!("/api/v1/decisions/{}", decision["id"].as_str().unwrap());
    let read = scene.app().get(&scene.world.chair, &read).await;
    let named = read.expect(200)["minutes"]["attendance"].clone();
    assert!(!named.as_array().unwrap().contains(&json!(scene.panel[3].id)));

    scene.app().at(AFTER_REMARKS);
    scene.world.approve(&scene.world.decider, &decision).await.expect(200);
    let late = json!([{"user": scene.panel[3].id, "presence": "present"}]);
    let refused = scene.attendance(&scene.world.secretariat, late).await;
    assert_eq!(refused.refusal(409), "attendance_decided");
}

#[actix_web::test]
async fn a_member_in_conflict_counts_nowhere_for_that_proposal() {
    let scene = Scene::new().await;
    // Three of four attend. Without one of them two of three remain, which is enough.
    scene.attend(3).await;
    let declare = async |who: &Person| {
        let path = format!("/api/v1/proposals/{}/conflicts/{}", scene.entry.id, who.id);
        let body = json!({"reason": "Pernah meneliti bersama."});
        scene.app().post(&scene.world.secretariat, &path, body).await.expect(201);
    };
    declare(&scene.panel[3]).await;
    let run = scene.world.run().await;
    let decision = scene.world.propose(&run).await;
    let view = scene.view(&scene.world.chair).await;
    let of_entry = |view: &Value| view["proposals"][0].clone();
    assert_eq!(of_entry(&view)["number"], scene.entry.number);
    assert_eq!(of_entry(&view)["left"], 0);
    assert_eq!(
        of_entry(&view)["tally"],
        json!({"panel": 3, "attended": 3, "needed": 2, "met": true})
    );
    // The member in conflict is told nothing of that proposal.
    let own = scene.view(&scene.panel[3]).await;
    assert_eq!(own["proposals"], json!([]));
    assert!(!own.to_string().contains(&scene.entry.number), "{own}");

    // The minutes follow who attended; with too few of them the decider is told, and no more than that.
    let absent = json!([
        {"user": scene.panel[1].id, "presence": "absent", "reason": "Dinas luar"},
        {"user": scene.panel[2].id, "presence": "absent", "reason": "Sakit"},
    ]);
    scene.attendance(&scene.world.secretariat, absent).await.expect(200);
    scene.app().at(AFTER_REMARKS);
    let refused = scene.world.approve(&scene.world.decider, &decision).await;
    assert_eq!(refused.refusal(409), "quorum_lost");
    assert!(!refused.text().contains(&scene.entry.number));
}

#[actix_web::test]
async fn who_leaves_for_a_proposal_can_cost_its_quorum_until_another_member_comes() {
    let scene = Scene::with(3).await;
    scene.attend(4).await;
    let number = scene.entry.number.clone();
    let path = format!("/api/v1/proposals/{}/conflicts/{}", scene.entry.id, scene.panel[3].id);
    let body = json!({"reason": "Pernah meneliti bersama."});
    scene.app().post(&scene.world.secretariat, &path, body).await.expect(201);
    let view = scene.view(&scene.world.chair).await;
    assert_eq!(view["tally"], json!({"panel": 6, "attended": 4, "needed": 4, "met": true}));
    let tally = json!({"panel": 5, "attended": 3, "needed": 4, "met": false});
    assert_eq!(view["proposals"], json!([{"number": number, "left": 1, "tally": tally}]));
    let run = scene.world.run().await;
    let proposition = scene.world.proposition(&run, json!([]));
    let refused = scene.world.preview(&proposition).await;
    assert_eq!(refused.refusal(409), "quorum_not_met_for");
    assert!(refused.text().contains(&number), "{}", refused.text());

    let another = json!([{"user": scene.panel[4].id, "presence": "remote"}]);
    scene.attendance(&scene.world.secretariat, another).await.expect(200);
    scene.world.propose(&run).await;
}

#[actix_web::test]
async fn a_conflict_after_the_draft_was_sent_is_in_the_minutes_before_they_are_approved() {
    let scene = Scene::new().await;
    scene.attend(4).await;
    let decision = scene.propose().await;
    let path = format!("/api/v1/proposals/{}/conflicts/{}", scene.entry.id, scene.panel[3].id);
    let body = json!({"reason": "Baru diketahui: pernah meneliti bersama."});
    scene.app().post(&scene.world.secretariat, &path, body).await.expect(201);
    scene.app().at(AFTER_REMARKS);
    let refused = scene.world.approve(&scene.world.decider, &decision).await;
    assert_eq!(refused.refusal(409), "minutes_outdated");

    let draft = scene.view(&scene.world.chair).await["draft"].clone();
    let words = json!({"meeting": "Jakarta, 26 January 2027", "text_hash": draft["text_hash"]});
    let path = format!("/api/v1/decisions/{}/minutes", decision["id"].as_str().unwrap());
    let view = scene.app().put(&scene.world.chair, &path, words).await.expect(200).clone();
    assert_eq!(view["draft"]["revision"], 2);
    let refused = scene.world.approve(&scene.world.decider, &decision).await;
    assert_eq!(refused.refusal(409), "remarks_open");
    scene.app().at("2027-01-31T02:00:00Z");
    scene.world.approve(&scene.world.decider, &decision).await.expect(200);
}

#[actix_web::test]
async fn a_dissent_stands_in_the_minutes_with_the_name_and_is_taken_back_until_the_approval() {
    let scene = Scene::new().await;
    // Who was not recorded as present has nothing to say, whatever they sit on.
    assert_eq!(scene.dissent(&scene.panel[0], None).await.status, 404);
    scene.attend(3).await;
    assert_eq!(scene.dissent(&scene.panel[3], None).await.status, 404);
    let number = scene.entry.number.as_str();
    scene.dissent(&scene.panel[0], Some(number)).await.expect(201);
    let unknown = scene.dissent(&scene.panel[0], Some("TB-2026-9999")).await;
    assert_eq!(unknown.faults(), [("number".to_owned(), "dissent_unknown_number".to_owned())]);
    let view = scene.dissent(&scene.panel[1], None).await.expect(201).clone();
    let all = view["dissents"].as_array().unwrap();
    let of_the_whole = all.iter().find(|one| one["number"].is_null()).unwrap();
    let second = of_the_whole["id"].as_str().unwrap().to_owned();
    let path = scene.of_call(&format!("/dissents/{second}/withdraw"));
    assert_eq!(scene.app().post(&scene.panel[0], &path, json!({})).await.status, 404);
    scene.app().post(&scene.panel[1], &path, json!({})).await.expect(200);

    let decision = scene.propose().await;
    let view = scene.view(&scene.world.decider).await;
    assert_eq!(view["dissents"].as_array().unwrap().len(), 1);
    assert_eq!(view["dissents"][0]["name"], "reviewer1");
    assert_eq!(view["dissents"][0]["number"], number);
    // An absent member reads who attended, and nothing that was said.
    let absent = scene.view(&scene.panel[3]).await;
    assert_eq!(absent["dissents"], json!([]));
    assert!(absent["draft"].is_null());

    scene.app().at(AFTER_REMARKS);
    scene.world.approve(&scene.world.decider, &decision).await.expect(200);
    let late = scene.dissent(&scene.panel[2], None).await;
    assert_eq!(late.refusal(409), "dissent_too_late");
    let minutes = scene.of_call("/papers/plenary-minutes");
    let paper = scene.app().get(&scene.world.chair, &minutes).await;
    assert!(paper.expect_file().starts_with(b"%PDF"));
    let view = scene.view(&scene.world.auditor).await;
    assert_eq!(view["dissents"].as_array().unwrap().len(), 1);
    let acts = scene.decided();
    for act in ["dissent.recorded", "dissent.withdrawn"] {
        assert!(acts.contains(&act.to_owned()), "{acts:?}");
    }
}

#[actix_web::test]
async fn members_remark_and_sign_and_the_decider_waits_for_them() {
    let scene = Scene::new().await;
    scene.attend(3).await;
    let decision = scene.propose().await;
    for person in &scene.panel[..3] {
        assert_eq!(letters(scene.app(), person, "TB-2026").await, 1, "{}", person.email);
    }
    assert_eq!(letters(scene.app(), &scene.panel[3], "TB-2026").await, 0);

    let refused = scene.world.approve(&scene.world.decider, &decision).await;
    assert_eq!(refused.refusal(409), "remarks_open");
    assert!(refused.text().contains("3 have neither"), "{}", refused.text());
    let remark = json!({"words": "Tempat rapat tertulis keliru."});
    let view = scene.on(&scene.panel[0], &decision, "/remarks", remark.clone()).await;
    let remark_id = view.expect(201)["draft"]["remarks"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(scene.on(&scene.panel[3], &decision, "/remarks", remark.clone()).await.status, 404);
    for person in &scene.panel[..2] {
        scene.sign(person, &decision).await.expect(200);
    }
    assert_eq!(scene.sign(&scene.panel[0], &decision).await.refusal(409), "minutes_signed");
    let wrong = json!({"phrase": "tanda tangan", "text_hash": "0".repeat(64)});
    let refused = scene.on(&scene.panel[2], &decision, "/signature", wrong).await;
    assert_eq!(refused.faults(), [("text_hash".to_owned(), "minutes_changed".to_owned())]);
    let hash = scene.view(&scene.panel[2]).await["draft"]["text_hash"].clone();
    let reason = json!({"reason": "Saya masih menunggu risalah lengkap.", "text_hash": hash});
    scene.on(&scene.panel[2], &decision, "/signature/refusal", reason).await.expect(200);

    // Everybody has answered; the remark has not been.
    let refused = scene.world.approve(&scene.world.decider, &decision).await;
    assert_eq!(refused.refusal(409), "remarks_unanswered");
    let path = format!("/remarks/{remark_id}/answer");
    let answer = json!({"verdict": "taken_up", "answer": "Benar, diperbaiki."});
    assert_eq!(scene.on(&scene.panel[1], &decision, &path, answer.clone()).await.status, 404);
    scene.on(&scene.world.chair, &decision, &path, answer.clone()).await.expect(200);
    let again = scene.on(&scene.world.chair, &decision, &path, answer).await;
    assert_eq!(again.refusal(409), "remark_answered");

    // Who said why not may still sign.
    let view = scene.sign(&scene.panel[2], &decision).await.expect(200).clone();
    assert_eq!(signatures(&view), [(true, false); 3]);
    scene.world.approve(&scene.world.decider, &decision).await.expect(200);
    let closed = scene.on(&scene.panel[0], &decision, "/remarks", remark).await;
    assert_eq!(closed.refusal(409), "minutes_closed");
    let id = decision["id"].as_str().unwrap();
    let acts: Vec<String> =
        scene.app().recorded(&format!("decision:{id}")).into_iter().map(|one| one.0).collect();
    for act in ["minutes.remarked", "minutes.remark_answered", "minutes.signed", "minutes.refused"]
    {
        assert!(acts.contains(&act.to_owned()), "{acts:?}");
    }
}

#[actix_web::test]
async fn corrected_minutes_void_the_signatures_and_ask_for_them_anew() {
    let scene = Scene::new().await;
    scene.attend(3).await;
    let decision = scene.propose().await;
    for person in &scene.panel[..3] {
        scene.sign(person, &decision).await.expect(200);
    }
    let hash = scene.view(&scene.world.chair).await["draft"]["text_hash"].clone();
    let path = format!("/api/v1/decisions/{}/minutes", decision["id"].as_str().unwrap());
    let words = json!({"meeting": "Jakarta, ruang rapat lantai 8", "text_hash": hash});
    for who in [&scene.panel[0], &scene.world.decider, &scene.world.secretariat] {
        assert_eq!(scene.app().put(who, &path, words.clone()).await.status, 404);
    }
    let view = scene.app().put(&scene.world.chair, &path, words.clone()).await.expect(200).clone();
    assert_eq!(signatures(&view), [(false, true); 3]);
    let refused = scene.app().put(&scene.world.chair, &path, words).await;
    assert_eq!(refused.faults(), [("text_hash".to_owned(), "minutes_changed".to_owned())]);
    let refused = scene.world.approve(&scene.world.decider, &decision).await;
    assert_eq!(refused.refusal(409), "remarks_open");
    for person in &scene.panel[..3] {
        assert_eq!(letters(scene.app(), person, "TB-2026").await, 2);
        scene.sign(person, &decision).await.expect(200);
    }
    scene.world.approve(&scene.world.decider, &decision).await.expect(200);
}

#[actix_web::test]
async fn the_export_of_attendance_has_who_came_how_and_who_did_not_and_why() {
    let scene = Scene::new().await;
    scene.attend(3).await;
    scene.propose().await;
    let path = scene.of_call("/exports/attendance?format=json");
    let rows = scene.app().get(&scene.world.auditor, &path).await.expect(200).clone();
    let of = |person: &Person| {
        let rows = rows.as_array().unwrap();
        let name = person.email.split('@').next().unwrap();
        let own = rows.iter().find(|row| row["name"].as_str().unwrap() == name);
        let own = own.unwrap_or_else(|| panic!("{name}: {rows:?}"));
        json!([own["presence"], own["absence_reason"], own["recorded_at"].is_null()])
    };
    assert_eq!(of(&scene.panel[0]), json!(["remote", null, false]));
    assert_eq!(of(&scene.panel[1]), json!(["present", null, false]));
    assert_eq!(of(&scene.panel[3]), json!(["absent", "Sakit", false]));
    // Who is no member of the panel was named by the chair and is recorded nowhere else.
    assert_eq!(of(&scene.world.chair), json!([null, null, true]));
}

#[actix_web::test]
async fn a_call_that_says_nothing_of_its_plenary_decides_as_ever() {
    let world = World::new().await;
    world.proposal("U.BB.MDN", &[5, 5, 5]);
    world.app.at(PLENARY);
    let path = format!("/api/v1/calls/{}", world.call);
    assert_eq!(world.app.get(&world.chair, &format!("{path}/plenary")).await.status, 404);
    let body = json!({"people": [{"user": world.reviewers[0].id, "presence": "present"}]});
    let refused = world.app.put(&world.secretariat, &format!("{path}/attendance"), body).await;
    assert_eq!(refused.refusal(409), "plenary_not_asked");
    let run = world.run().await;
    let decision = world.propose(&run).await;
    let attendance = decision["minutes"]["attendance"].clone();
    assert_eq!(attendance, json!([world.chair.id, world.secretariat.id]));
    world.approve(&world.decider, &decision).await.expect(200);
}

/// On the pages, without scripts: the secretariat records, a member signs, the decider is told for what to wait.
#[actix_web::test]
async fn the_page_of_the_plenary_takes_attendance_remarks_and_signatures() {
    let scene = Scene::new().await;
    let page = format!("/desk/calls/{}/plenary", scene.world.call);
    let office = Visit::signed_in(scene.app(), &scene.world.secretariat).await;
    let csrf = office.csrf().await;
    let shown = office.read(&page).await;
    assert!(shown.expect_page().contains("No quorum"));
    let mut typed = vec![("csrf".to_owned(), csrf)];
    for (index, person) in scene.panel.iter().enumerate() {
        let presence = if index < 3 { "present" } else { "absent" };
        typed.push((format!("people[{index}].user"), person.id.to_string()));
        typed.push((format!("people[{index}].presence"), presence.to_owned()));
    }
    let send = async |typed: &[(String, String)]| {
        let pairs: Vec<(&str, &str)> =
            typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        office.send(&format!("{page}/attendance"), &pairs).await
    };
    let refused = send(&typed).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("Say why this member was absent"), "{}", refused.text());
    typed.push(("people[3].reason".to_owned(), "Sakit".to_owned()));
    assert_eq!(send(&typed).await.header("location"), page);
    let read = office.read(&page).await;
    assert!(read.expect_page().contains("The quorum is met"));

    scene.propose().await;
    let decider = Visit::signed_in(scene.app(), &scene.world.decider).await;
    let desk = format!("/desk/calls/{}/decision", scene.world.call);
    let waits = decider.read(&desk).await;
    assert!(waits.expect_page().contains("have neither signed nor said why not"));
    assert!(!waits.text().contains("decree_number") && waits.text().contains("id=\"return\""));

    let member = Visit::signed_in(scene.app(), &scene.panel[0]).await;
    let csrf = member.csrf().await;
    let read = member.read(&page).await;
    let text = read.expect_page();
    assert!(text.contains(&scene.entry.number));
    let (decision, hash) =
        (hidden(text, "signature.decision"), hidden(text, "signature.text_hash"));
    let form = |phrase| {
        [
            ("csrf", csrf.as_str()),
            ("signature.decision", decision.as_str()),
            ("signature.text_hash", hash.as_str()),
            ("signature.phrase", phrase),
        ]
    };
    let to = format!("{page}/signature");
    let refused = member.send(&to, &form("ya")).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("value=\"ya\""), "{}", refused.text());
    assert_eq!(member.send(&to, &form("I agree")).await.header("location"), page);
    let read = member.read(&page).await;
    assert!(!read.expect_page().contains("signature.phrase"));
    let absent = Visit::signed_in(scene.app(), &scene.panel[3]).await;
    let read = absent.read(&page).await;
    assert!(!read.expect_page().contains(&hash));
}
