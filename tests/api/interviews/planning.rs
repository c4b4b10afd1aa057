//! Slots: planned one by one and all at once, moved, cancelled, asked about; letters in three zones, entries for calendars.

use super::Scene;
use serde_json::{Value, json};
use tubel::kernel::access::Role;

#[actix_web::test]
async fn candidate_and_panel_are_told_in_their_own_zones_with_one_entry_for_all_calendars() {
    let scene = Scene::new();
    let app = &scene.world.app;
    let far = app.person("yosepha").role(Role::Candidate).unit("U.BB.JYP").create();
    let near = app.person("andi").role(Role::Candidate).unit("U.BB.MKS").create();
    let (one, other) = (
        scene.world.proposal_of(far.clone(), "yosepha"),
        scene.world.proposal_of(near.clone(), "andi"),
    );
    let slot = scene.plan(&one, scene.hours(24)).await;
    scene.plan(&other, scene.hours(25)).await;
    let told = scene.letters("interview_invited");
    assert_eq!(told.len(), 8, "a candidate and three panelists, twice");
    let entry = &told[0].1[0];
    let id = slot.rsplit('/').next().unwrap();
    assert_eq!(entry["uid"], format!("interview-{id}"));
    assert_eq!((&entry["sequence"], &entry["place"]), (&json!(0), &json!("Ruang rapat lantai 8")));
    for (who, zone) in [(&far, "WIT"), (&near, "WITA"), (&scene.panel[0], "WIB")] {
        let (title, text) = scene.last_letter(who).await;
        assert!(title.starts_with("Wawancara usulan TB-2026-"), "{title}");
        let begins = text.lines().find(|line| line.starts_with("Mulai: ")).unwrap();
        assert!(begins.ends_with(&format!(" {zone}")), "{begins}");
        assert!(text.contains("/interviews/"), "{text}");
        // Who has the letter has not the door.
        assert!(!text.contains("rahasia"), "{text}");
    }
    let last = app.recorded(&format!("proposal:{}", other.id)).pop().unwrap();
    assert_eq!(last.0, "interview.planned");
    assert!(!last.1.to_string().contains("Ruang"), "{}", last.1);
}

#[actix_web::test]
async fn every_fault_of_a_slot_is_named() {
    let scene = Scene::new();
    let of = scene.world.proposal("andi");
    let stranger = scene.world.official("asing", Role::Reviewer);
    let in_conflict =
        scene.world.app.person("dekat").role(Role::Reviewer).unit("U.BB.MKS").create();
    scene.world.seat(&in_conflict, 5);
    let mut wish = scene.wish(&of, scene.hours(-1));
    wish["panelists"] = json!([scene.panel[0].id, stranger.id, in_conflict.id]);
    wish["link"] = json!("rapat.pom.go.id");
    let refused = scene.try_plan(wish).await;
    let expected = [
        ("starts_at", "interview_in_the_past"),
        ("link", "interview_link_wrong"),
        ("panelists[1]", "panelist_not_on_panel"),
        ("panelists[2]", "panelist_in_conflict"),
    ];
    let expected = expected.map(|(field, code)| (field.to_owned(), code.to_owned()));
    assert_eq!(refused.faults(), expected);
    let mut two = scene.wish(&of, scene.hours(24));
    two["panelists"] = json!([scene.panel[0].id, scene.panel[1].id]);
    assert_eq!(scene.try_plan(two).await.faults()[0].1, "panelists_too_few");
    // The review ends in ten days, interviews five days later.
    let late = scene.hours(24 * 15);
    let refused = scene.try_plan(scene.wish(&of, late)).await;
    assert_eq!(refused.faults(), [("late_reason".to_owned(), "interview_too_late".to_owned())]);
    let mut reasoned = scene.wish(&of, late);
    reasoned["late_reason"] = json!("Bandara ditutup; calon baru dapat datang.");
    let made = scene.try_plan(reasoned).await;
    assert_eq!(made.expect(201)["late_reason"], "Bandara ditutup; calon baru dapat datang.");
    let again = scene.try_plan(scene.wish(&of, scene.hours(24))).await;
    assert_eq!(again.refusal(409), "interview_exists");
}

#[actix_web::test]
async fn nobody_sits_on_two_panels_at_once_and_who_is_nobody_plans_nothing() {
    let scene = Scene::new();
    let (one, other) = (scene.world.proposal("andi"), scene.world.proposal("bela"));
    scene.plan(&one, scene.hours(24)).await;
    let refused = scene.try_plan(scene.wish(&other, scene.hours(24))).await;
    assert_eq!(refused.faults().len(), 3);
    assert!(refused.faults().iter().all(|(_, code)| code == "panelist_busy"));
    // Right after it is no overlap.
    let path = scene.world.call_path("interviews");
    let wish = scene.wish(&other, scene.hours(24).plus_seconds(1800));
    for who in [&scene.chair, &scene.panel[0], &one.candidate] {
        scene.act(who, &path, wish.clone()).await.refusal(404);
    }
    scene.try_plan(wish).await.expect(201);
    let list = scene.world.app.get(&scene.chair, &path).await;
    assert_eq!(list.expect(200).as_array().unwrap().len(), 2);
    scene.world.app.get(&scene.panel[0], &path).await.refusal(404);
}

#[actix_web::test]
async fn all_that_are_missing_are_planned_at_once_or_none() {
    let scene = Scene::new();
    let proposals: Vec<_> =
        ["andi", "bela", "cici"].into_iter().map(|name| scene.world.proposal(name)).collect();
    let kept = scene.plan(&proposals[1], scene.hours(200)).await;
    let path = scene.world.call_path("interviews/series");
    let series = |per_day: u32| {
        json!({
            "starts_at": scene.hours(24), "break_minutes": 15, "per_day": per_day,
            "place": "Ruang 8", "link": null,
        })
    };
    let made = scene.office(&path, series(6)).await;
    let made = made.expect(201).as_array().unwrap().clone();
    assert_eq!(made.len(), 2, "one was planned before");
    let numbers: Vec<&str> = made.iter().map(|one| one["number"].as_str().unwrap()).collect();
    assert_eq!(numbers, ["TB-2026-0001", "TB-2026-0003"]);
    for slot in &made {
        assert_eq!(slot["panelists"].as_array().unwrap().len(), 3, "{slot}");
    }
    // Whoever had fewer sits on the next: nobody is left out of two panels of four people.
    let sits = |name: &str| {
        made.iter().filter(|slot| slot["panelists"].to_string().contains(name)).count()
    };
    assert_eq!(sits("tono"), 2, "tono sat on none before");
    assert_eq!(scene.office(&path, series(6)).await.refusal(409), "series_empty");
    // With too few free of conflicts nothing is planned.
    for slot in made.iter().map(|slot| slot["id"].as_str().unwrap()) {
        let cancel = format!("/api/v1/interviews/{slot}/cancel");
        scene.office(&cancel, json!({"reason": "Dijadwalkan ulang."})).await.expect(200);
    }
    for person in scene.panel.iter().take(2) {
        scene.world.move_to(person, "U.BB.MKS");
    }
    let refused = scene.office(&path, series(6)).await;
    assert_eq!(refused.faults().len(), 2);
    assert!(refused.faults().iter().all(|(_, code)| code == "series_lacks_panelists"));
    let left = scene.world.app.get(&scene.chair, &scene.world.call_path("interviews")).await;
    let planned = |slot: &&Value| slot["state"] == "planned";
    let left = left.expect(200).as_array().unwrap().clone();
    assert_eq!(left.iter().filter(planned).count(), 1);
    assert!(kept.ends_with(left.iter().find(planned).unwrap()["id"].as_str().unwrap()));
}

#[actix_web::test]
async fn a_move_is_a_new_revision_and_a_cancelled_one_can_be_planned_again() {
    let scene = Scene::new();
    let of = scene.world.proposal("andi");
    let slot = scene.plan(&of, scene.hours(24)).await;
    let wish = |reason: &str| json!({"starts_at": scene.hours(48), "place": "Ruang 9", "link": null, "reason": reason});
    assert_eq!(scene.office(&format!("{slot}/move"), wish("x")).await.faults()[0].0, "reason");
    let moved = scene.office(&format!("{slot}/move"), wish("Ruang dipakai.")).await;
    assert_eq!(
        (&moved.expect(200)["revision"], &moved.json["place"]),
        (&json!(2), &json!("Ruang 9"))
    );
    let told = scene.letters("interview_moved");
    assert_eq!(told.len(), 4);
    assert_eq!(told[0].1[0]["sequence"], 1);
    assert_eq!(told[0].1[0]["uid"], scene.letters("interview_invited")[0].1[0]["uid"]);
    let cancel = json!({"reason": "Calon sakit."});
    scene.office(&format!("{slot}/cancel"), cancel.clone()).await.expect(200);
    let told = scene.letters("interview_cancelled");
    assert_eq!((told.len(), &told[0].1[0]["cancelled"]), (4, &json!(true)));
    let refused = scene.office(&format!("{slot}/cancel"), cancel).await;
    assert_eq!(refused.refusal(409), "interview_wrong_state");
    assert_eq!(
        scene.office(&format!("{slot}/move"), wish("Lagi.....")).await.refusal(409),
        "interview_wrong_state"
    );
    scene.plan(&of, scene.hours(72)).await;
}

#[actix_web::test]
async fn a_candidate_asks_once_for_another_time_and_is_answered() {
    let scene = Scene::new();
    let of = scene.world.proposal("andi");
    let other = scene.world.proposal("bela");
    let slot = scene.plan(&of, scene.hours(24)).await;
    let ask = json!({"reason": "Ada tugas inspeksi pada hari itu."});
    let path = format!("{slot}/request");
    assert_eq!(scene.act(&other.candidate, &path, ask.clone()).await.refusal(404), "not_found");
    assert_eq!(scene.act(&scene.panel[0], &path, ask.clone()).await.refusal(404), "not_found");
    let asked = scene.act(&of.candidate, &path, ask.clone()).await;
    assert_eq!(asked.expect(200)["request"]["answer"], Value::Null);
    assert_eq!(asked.json["panelists"], Value::Null, "a candidate learns nothing of the panel");
    assert_eq!(scene.letters("interview_time_asked")[0].0, scene.world.secretariat.id);
    assert_eq!(
        scene.act(&of.candidate, &path, ask.clone()).await.refusal(409),
        "time_asked_already"
    );
    let answer = json!({"answer": "granted", "reason": "Dipindah ke besok siang."});
    let answered = scene.office(&format!("{slot}/answer"), answer.clone()).await;
    assert_eq!(answered.expect(200)["request"]["answer"], "granted");
    let (_, text) = scene.last_letter(&of.candidate).await;
    assert!(text.contains("dikabulkan") && text.contains("Dipindah ke besok siang."), "{text}");
    assert_eq!(
        scene.office(&format!("{slot}/answer"), answer).await.refusal(409),
        "time_not_asked"
    );
    // Once for the proposal, also for the next interview.
    scene.office(&format!("{slot}/cancel"), json!({"reason": "Dipindah."})).await.expect(200);
    let next = scene.plan(&of, scene.hours(30)).await;
    let again = scene.act(&of.candidate, &format!("{next}/request"), ask).await;
    assert_eq!(again.refusal(409), "time_asked_already");
}

#[actix_web::test]
async fn a_call_without_interviews_says_so() {
    let scene = Scene::with(|definition| definition.interview = None);
    let of = scene.world.proposal("andi");
    let refused = scene.try_plan(scene.wish(&of, scene.hours(24))).await;
    assert_eq!(refused.refusal(409), "no_interviews");
    let list = scene.world.app.get(&scene.chair, &scene.world.call_path("interviews")).await;
    assert_eq!(list.expect(200), &json!([]));
}
