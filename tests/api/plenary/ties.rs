//! Equal scores in a call whose chain of keys ends in a vote of the plenary: from the tie to the seat.

use super::*;

/// Two seats; one proposal is ahead, two are equal behind it, and one is far below.
pub(crate) struct Equal {
    pub(crate) scene: Scene,
    /// In the order of the lot.
    numbers: [String; 2],
}

impl Equal {
    pub(crate) async fn new() -> Self {
        let scene = Scene::of(3, |definition| {
            let keys = definition["ranking"]["tie_breaks"].as_array_mut().unwrap();
            keys.push(json!({"key": "plenary_vote"}));
            definition["ranking"]["reserve"] = json!(1);
        })
        .await;
        // `Scene` has one at 5 and one at 4; another at 4 ties with it.
        scene.world.proposal("U.BB.MDN", &[4, 4, 4]);
        scene.world.proposal("U.BB.MDN", &[1, 1, 1]);
        scene.attend(5).await;
        let view = scene.view(&scene.world.chair).await;
        let group = &view["equals"].as_array().unwrap()[0];
        let number = |at: usize| group["numbers"][at].as_str().unwrap().to_owned();
        let numbers = [number(0), number(1)];
        Self { scene, numbers }
    }

    pub(crate) fn body(&self, votes: [u32; 2], abstained: u32, reason: Option<&str>) -> Value {
        let [first, second] = &self.numbers;
        let rows = json!([
            {"number": first, "votes": votes[0]}, {"number": second, "votes": votes[1]},
        ]);
        json!({"votes": rows, "abstained": abstained, "reason": reason})
    }

    pub(crate) async fn vote(&self, who: &Person, body: Value) -> Answer {
        self.scene.app().post(who, &self.scene.of_call("/tie-votes"), body).await
    }

    async fn order(&self, run: &str) -> Vec<String> {
        let path = format!("/api/v1/selections/{run}/ranking");
        let found = self.scene.app().get(&self.scene.world.chair, &path).await;
        let places = found.expect(200)["places"].as_array().unwrap().clone();
        places.iter().map(|one| one["number"].as_str().unwrap().to_owned()).collect()
    }

    async fn conflict(&self, who: &Person, number: &str) {
        let app = self.scene.app();
        let path = format!("/api/v1/proposals?call={}&q={number}", self.scene.world.call);
        let listed = app.get(&self.scene.world.auditor, &path).await;
        let items = listed.expect(200)["items"].as_array().unwrap().clone();
        let id = items.iter().find(|one| one["number"] == number).unwrap()["id"].clone();
        let path = format!("/api/v1/proposals/{}/conflicts/{}", id.as_str().unwrap(), who.id);
        let body = json!({"reason": "Pernah meneliti bersama."});
        app.post(&self.scene.world.secretariat, &path, body).await.expect(201);
    }
}

#[actix_web::test]
async fn equal_scores_that_decide_a_seat_wait_for_the_vote_and_the_vote_decides() {
    let of = Equal::new().await;
    let (world, [first, second]) = (&of.scene.world, &of.numbers);
    let view = of.scene.view(&world.chair).await;
    let group = json!([{
        "numbers": [first, second], "decides": true, "voters": 5, "quorum": true, "vote": null,
    }]);
    assert_eq!(view["equals"], group);
    let run = world.run().await;
    let refused = world.preview(&world.proposition(&run, json!([]))).await;
    assert_eq!(refused.refusal(409), "ties_not_voted");
    assert!(refused.text().contains(&format!("{first} = {second}")), "{}", refused.text());

    // Five attended: five votes, whoever they are for.
    let office = &world.secretariat;
    let wrong = of.vote(office, of.body([3, 1], 0, None)).await;
    assert_eq!(wrong.faults(), [("votes".to_owned(), "votes_do_not_add_up".to_owned())]);
    let other = of.scene.entry.number.as_str();
    let body = json!({"votes": [{"number": first, "votes": 2}, {"number": other, "votes": 1}], "abstained": 0});
    assert_eq!(
        of.vote(office, body).await.faults(),
        [("votes".to_owned(), "vote_of_no_group".to_owned())]
    );
    assert_eq!(of.vote(&world.reviewers[0], of.body([0, 4], 1, None)).await.status, 404);
    let view = of.vote(office, of.body([0, 4], 1, None)).await.expect(201).clone();
    let vote = &view["equals"][0]["vote"];
    assert_eq!((&vote["votes"][second], &vote["abstained"]), (&json!(4), &json!(1)));

    // The run before the vote has another input; the next one follows the vote and says so.
    let refused = world.preview(&world.proposition(&run, json!([]))).await;
    assert_eq!(refused.refusal(409), "run_superseded");
    let run = world.run().await;
    assert_eq!(of.order(&run).await[..3], [other.to_owned(), second.clone(), first.clone()]);
    let decision = world.propose(&run).await;
    let seen = of.scene.app().get(&world.chair, &format!("/api/v1/selections/{run}/ranking")).await;
    let reason = seen.expect(200)["places"][1]["reason"]["en"].as_str().unwrap().to_owned();
    assert!(reason.contains("the plenary's vote: 4 against 0"), "{reason}");

    // While it waits no other vote is recorded; it is approved, announced, and the seat is theirs.
    let late = of.vote(office, of.body([5, 0], 0, Some("Suara salah dihitung."))).await;
    assert_eq!(late.refusal(409), "vote_decided");
    of.scene.app().at(AFTER_REMARKS);
    world.approve(&world.decider, &decision).await.expect(200);
    let acts = of.scene.decided();
    assert!(acts.contains(&"plenary.tie_voted".to_owned()), "{acts:?}");
    let path = of.scene.of_call("/papers/plenary-minutes");
    assert_eq!(of.scene.app().get(&world.chair, &path).await.status, 200);
    let kept =
        of.scene.app().get(&world.auditor, &format!("/api/v1/selections/{run}/inputs")).await;
    assert_eq!(kept.expect(200)["tie_votes"][0]["votes"][second], 4);
}

#[actix_web::test]
async fn a_vote_is_taken_again_with_a_reason_and_equal_votes_end_in_the_lot() {
    let of = Equal::new().await;
    let world = &of.scene.world;
    of.vote(&world.chair, of.body([0, 5], 0, None)).await.expect(201);
    let again = of.vote(&world.chair, of.body([2, 2], 1, None)).await;
    assert_eq!(again.faults(), [("reason".to_owned(), "voted_already".to_owned())]);
    let body = of.body([2, 2], 1, Some("Satu anggota salah mengangkat tangan."));
    of.vote(&world.secretariat, body).await.expect(201);
    let run = world.run().await;
    assert_eq!(of.order(&run).await[1..3], of.numbers);
    let path = format!("/api/v1/selections/{run}/ranking");
    let seen = of.scene.app().get(&world.chair, &path).await;
    let ties = seen.expect(200)["places"][1]["ties"].clone();
    assert_eq!(ties[0]["decided_by"]["key"], "lot");
    world.propose(&run).await;
}

#[actix_web::test]
async fn whoever_is_in_conflict_with_one_of_them_has_no_vote_and_is_told_nothing() {
    let of = Equal::new().await;
    let world = &of.scene.world;
    of.conflict(&of.scene.panel[4], &of.numbers[0]).await;
    // Four of the five who are left attended, which is two thirds.
    let body = of.body([0, 5], 0, None);
    let wrong = of.vote(&world.secretariat, body).await;
    assert!(wrong.text().contains("4 can vote"), "{}", wrong.text());
    let own = of.scene.view(&of.scene.panel[4]).await;
    assert_eq!(own["equals"], json!([]));
    of.vote(&world.secretariat, of.body([0, 4], 0, None)).await.expect(201);
    let run = world.run().await;
    world.propose(&run).await;
}

#[actix_web::test]
async fn a_conflict_or_a_corrected_attendance_after_the_vote_makes_it_count_no_more() {
    let of = Equal::new().await;
    let world = &of.scene.world;
    of.vote(&world.secretariat, of.body([0, 5], 0, None)).await.expect(201);
    let run = world.run().await;
    let decision = world.propose(&run).await;
    // Who had voted was not there: somebody else was.
    let corrected = json!([
        {"user": of.scene.panel[4].id, "presence": "absent", "reason": "Salah dicatat"},
        {"user": of.scene.panel[5].id, "presence": "present"},
    ]);
    let view = of.scene.attendance(&world.secretariat, corrected).await.expect(200).clone();
    assert!(view["equals"][0]["vote"].is_null());
    of.scene.app().at(AFTER_REMARKS);
    let refused = world.approve(&world.decider, &decision).await;
    assert_eq!(refused.refusal(409), "ties_open");
    assert!(!refused.text().contains(&of.numbers[0]));
    let back = json!({"reason": "Pemungutan suara harus diulang."});
    of.scene.on(&world.decider, &decision, "/return", back).await.expect(200);
    // No earlier vote counts, so no reason is asked for.
    of.vote(&world.secretariat, of.body([3, 2], 0, None)).await.expect(201);
    of.conflict(&of.scene.panel[5], &of.numbers[1]).await;
    let run = world.run().await;
    let refused = world.preview(&world.proposition(&run, json!([]))).await;
    assert_eq!(refused.refusal(409), "ties_not_voted");
    of.vote(&world.secretariat, of.body([0, 4], 0, None)).await.expect(201);
    let run = world.run().await;
    world.propose(&run).await;
}

/// A vote that was taken again and whose newer count proves wrong leaves no older one behind.
#[actix_web::test]
async fn of_two_votes_the_older_never_comes_back_and_a_wrong_click_put_right_changes_nothing() {
    let of = Equal::new().await;
    let world = &of.scene.world;
    of.vote(&world.secretariat, of.body([5, 0], 0, None)).await.expect(201);
    let late = json!([{"user": of.scene.panel[5].id, "presence": "present"}]);
    of.scene.attendance(&world.secretariat, late).await.expect(200);
    let again = of.body([0, 6], 0, Some("Satu anggota datang kemudian."));
    of.vote(&world.secretariat, again).await.expect(201);
    let run = world.run().await;
    let decision = world.propose(&run).await;
    let say = async |presence: &str| {
        let reason = (presence == "absent").then_some("Salah dicatat");
        let one = json!([{"user": of.scene.panel[5].id, "presence": presence, "reason": reason}]);
        of.scene.attendance(&world.secretariat, one).await.expect(200).clone()
    };
    assert!(say("absent").await["equals"][0]["vote"].is_null());
    of.scene.app().at("2027-01-30T02:00:00Z");
    let refused = world.approve(&world.decider, &decision).await;
    assert_eq!(refused.refusal(409), "ties_open");
    // It was right after all.
    let view = say("present").await;
    assert_eq!(view["equals"][0]["vote"]["votes"][&of.numbers[1]], 6);
    of.scene.app().at("2027-02-02T02:00:00Z");
    world.approve(&world.decider, &decision).await.expect(200);
    let view = of.scene.view(&world.chair).await;
    assert_eq!(view["draft"]["state"], "approved");
}

/// Which equal groups matter hangs on every outcome, so whoever is in conflict reads the same of each.
#[actix_web::test]
async fn whoever_is_in_conflict_does_not_learn_where_the_line_lies() {
    let scene = Scene::of(3, |definition| {
        let keys = definition["ranking"]["tie_breaks"].as_array_mut().unwrap();
        keys.push(json!({"key": "plenary_vote"}));
        definition["ranking"]["reserve"] = json!(0);
    })
    .await;
    scene.world.proposal("U.BB.MDN", &[3, 3, 3]);
    scene.world.proposal("U.BB.MDN", &[3, 3, 3]);
    scene.attend(5).await;
    let run = scene.world.run().await;
    let view = scene.view(&scene.world.chair).await;
    assert_eq!(view["equals"][0]["decides"], false);
    let numbers = view["equals"][0]["numbers"].clone();
    let path = format!("/api/v1/proposals/{}/conflicts/{}", scene.entry.id, scene.world.chair.id);
    let body = json!({"reason": "Pernah meneliti bersama."});
    scene.app().post(&scene.world.secretariat, &path, body).await.expect(201);
    let view = scene.view(&scene.world.chair).await;
    assert_eq!(view["equals"][0]["decides"], true);
    assert_eq!(scene.view(&scene.world.decider).await["equals"][0]["decides"], false);
    let refused = scene.world.preview(&scene.world.proposition(&run, json!([]))).await;
    assert_eq!(refused.refusal(409), "ties_not_voted");
    let rows = json!([{"number": numbers[0], "votes": 5}, {"number": numbers[1], "votes": 0}]);
    let body = json!({"votes": rows, "abstained": 0});
    let path = scene.of_call("/tie-votes");
    scene.app().post(&scene.world.secretariat, &path, body).await.expect(201);
    let run = scene.world.run().await;
    scene.world.propose(&run).await;

    // Of a vote about their own entry nothing is in the inputs that they read.
    let of = Equal::new().await;
    let world = &of.scene.world;
    of.conflict(&world.auditor, &of.numbers[0]).await;
    of.vote(&world.secretariat, of.body([1, 4], 0, None)).await.expect(201);
    let run = world.run().await;
    let path = format!("/api/v1/selections/{run}/inputs");
    let read = of.scene.app().get(&world.auditor, &path).await;
    assert!(!read.expect(200).to_string().contains("tie_votes"), "{}", read.text());
}

#[actix_web::test]
async fn equal_scores_that_change_no_seat_need_no_vote_and_without_the_key_nothing_is_voted_on() {
    let scene = Scene::of(1, |definition| {
        let keys = definition["ranking"]["tie_breaks"].as_array_mut().unwrap();
        keys.push(json!({"key": "plenary_vote"}));
        definition["ranking"]["reserve"] = json!(0);
    })
    .await;
    scene.world.proposal("U.BB.MDN", &[3, 3, 3]);
    scene.world.proposal("U.BB.MDN", &[3, 3, 3]);
    scene.attend(3).await;
    let view = scene.view(&scene.world.chair).await;
    assert_eq!(view["equals"][0]["decides"], false);
    scene.propose().await;

    let plain = Scene::new().await;
    plain.world.proposal("U.BB.MDN", &[4, 4, 4]);
    plain.attend(3).await;
    assert_eq!(plain.view(&plain.world.chair).await["equals"], json!([]));
    let body = json!({"votes": [{"number": "A", "votes": 2}, {"number": "B", "votes": 1}], "abstained": 0});
    let path = plain.of_call("/tie-votes");
    let refused = plain.app().post(&plain.world.chair, &path, body).await;
    assert_eq!(refused.refusal(409), "vote_not_asked");
    plain.propose().await;
}

#[actix_web::test]
async fn a_vote_needs_a_plenary_and_is_the_last_key() {
    let app = TestApp::start();
    let office = app.person("office").role(Role::Secretariat).create();
    let draft = async |change: &dyn Fn(&mut Value)| {
        let mut definition = test_support::definition();
        definition["ranking"]["tie_breaks"] =
            json!([{"key": "plenary_vote"}, {"key": "fewer_awards"}]);
        change(&mut definition);
        let body = json!({"code": "TB-2026", "definition": definition});
        app.post(&office, "/api/v1/calls", body).await.faults()
    };
    let at = |code: &str| ("definition.ranking.tie_breaks[0]".to_owned(), code.to_owned());
    let found = draft(&|_| {}).await;
    assert!(found.contains(&at("vote_not_last")) && found.contains(&at("vote_without_plenary")));
    let found = draft(&|definition| {
        definition["plenary"] = serde_json::from_str(RULES).unwrap();
        definition["ranking"]["tie_breaks"] = json!([{"key": "plenary_vote"}]);
    })
    .await;
    assert!(found.iter().all(|(field, _)| !field.starts_with("definition.ranking")), "{found:?}");
}

/// On the pages, without scripts: a wrong sum keeps what was typed, a right one leads back.
#[actix_web::test]
async fn the_office_records_a_vote_on_its_page() {
    let of = Equal::new().await;
    let world = &of.scene.world;
    let page = format!("/desk/calls/{}/plenary", world.call);
    let office = Visit::signed_in(of.scene.app(), &world.secretariat).await;
    let shown = office.read(&page).await;
    let link = format!("{page}/vote?of={}", of.numbers[0]);
    assert!(shown.expect_page().contains(&link), "{}", shown.text());
    let read = office.read(&link).await;
    let csrf = hidden(read.expect_page(), "csrf");
    let send = async |votes: [&str; 2]| {
        let fields = [
            ("csrf", csrf.as_str()),
            ("votes[0].number", of.numbers[0].as_str()),
            ("votes[0].votes", votes[0]),
            ("votes[1].number", of.numbers[1].as_str()),
            ("votes[1].votes", votes[1]),
            ("abstained", "0"),
            ("reason", ""),
        ];
        office.send(&format!("{page}/vote"), &fields).await
    };
    let refused = send(["7", "1"]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("value=\"7\""), "{}", refused.text());
    assert!(refused.text().contains("5 can vote"), "{}", refused.text());
    assert_eq!(send(["1", "4"]).await.header("location"), format!("{page}#equals"));
    // The vote has turned them round: what is typed by the page as it was stays with its number.
    let refused = send(["3", "2"]).await;
    assert_eq!(refused.status, 422);
    let now = refused.text();
    let (first, second) = (now.find(&of.numbers[1]).unwrap(), now.find(&of.numbers[0]).unwrap());
    assert!(first < second);
    let row = |index: usize| {
        let at = now.find(&format!("name=\"votes[{index}].votes\"")).unwrap();
        now[at..].split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    assert_eq!((row(0), row(1)), ("2".to_owned(), "3".to_owned()));
    let read = office.read(&page).await;
    assert!(read.expect_page().contains("4 votes"), "{}", read.text());
}
