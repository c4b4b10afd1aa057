//! What an interview rests on falls away: a panelist turns out to be in conflict or leaves, a proposal is withdrawn or
//! verified anew, the call is cancelled. Nobody waits in a room, and the secretariat knows which panel is short.

use super::Scene;
use reqwest::Method;
use serde_json::{Value, json};
use test_support::{Answer, Person, Submission, pdf};
use tubel::kernel::access::Role;

const COUSIN: &str = "Calon adalah sepupu saya.";

impl Scene {
    async fn pass(&self) -> usize {
        tubel::features::reminders::pass(&self.world.app.app).await.unwrap()
    }

    async fn declare(&self, who: &Person, of: &Submission) {
        let path = format!("/api/v1/proposals/{}/conflicts", of.id);
        self.act(who, &path, json!({"reason": COUSIN})).await.expect(201);
    }

    /// Asks that a conflict be withdrawn; the answer of the chair who confirms.
    async fn take_back(&self, who: &Person, of: &Submission) -> Answer {
        let path = format!("/api/v1/proposals/{}/conflicts/{}/withdrawal", of.id, who.id);
        let asked = self.act(who, &path, json!({"reason": "Salah menekan tombol."})).await;
        let ruling = format!(
            "/api/v1/conflict-withdrawals/{}/ruling",
            asked.expect(201)["id"].as_str().unwrap()
        );
        let body = json!({"outcome": "confirmed", "reason": "Sudah diperiksa: bukan kerabat."});
        self.act(&self.chair, &ruling, body).await
    }

    async fn seen(&self, slot: &str) -> Value {
        self.world.app.get(&self.world.secretariat, slot).await.expect(200).clone()
    }

    async fn lacking(&self) -> Value {
        let path = self.world.call_path("interviews/lacking");
        self.world.app.get(&self.world.secretariat, &path).await.expect(200).clone()
    }

    fn told(&self, template: &'static str) -> Vec<String> {
        self.letters(template).into_iter().map(|(to, _)| to.to_string()).collect()
    }
}

#[actix_web::test]
async fn the_secretariat_learns_of_a_conflict_on_a_panel_and_the_panelist_waits_in_no_room() {
    let scene = Scene::new();
    let (of, other) = (scene.world.proposal("andi"), scene.world.proposal("bela"));
    let slot = scene.plan(&of, scene.hours(48)).await;
    let kept = scene.plan(&other, scene.hours(50)).await;
    let (rina, tono) = (&scene.panel[0], &scene.panel[3]);
    // Another secretary is of the candidate's unit and learns nothing of it.
    let near = scene.world.app.person("sekretaris dekat").role(Role::Secretariat).create();
    scene.world.move_to(&near, "U.BB.MKS");
    scene.declare(rina, &of).await;
    assert_eq!(scene.told("interview_panel_conflict"), [scene.world.secretariat.id.to_string()]);
    let (title, text) = scene.last_letter(&scene.world.secretariat).await;
    assert!(title.contains("Benturan kepentingan dalam panel wawancara"), "{title}");
    assert!(text.contains("rina") && text.contains("tersisa: 2 dari 3"), "{text}");
    assert!(text.contains(&slot.replace("/api/v1", "")) && !text.contains("sepupu"), "{text}");
    let left = scene.letters("interview_panel_left");
    assert_eq!(left.len(), 1, "only of the interview with the conflict");
    assert_eq!((&left[0].0, &left[0].1[0]["cancelled"]), (&rina.id, &json!(true)));
    assert_eq!(scene.world.app.get(rina, &slot).await.refusal(404), "not_found");
    scene.world.app.get(rina, &kept).await.expect(200);
    // Somebody who is not on the panel changes nothing.
    scene.declare(tono, &of).await;
    assert_eq!(scene.told("interview_panel_conflict").len(), 1);
    // Withdrawn: she sits again, and has the entry again.
    scene.take_back(rina, &of).await.expect(200);
    let invited = scene.letters("interview_invited");
    assert_eq!((invited.len(), &invited[8].0), (9, &rina.id));
    assert_eq!(invited[8].1[0]["cancelled"], json!(false));
    let seats = scene.seen(&slot).await["panelists"].as_array().unwrap().clone();
    assert!(seats.iter().all(|one| one["in_conflict"] == false), "{seats:?}");
    // And declared once more, once more told.
    scene.declare(rina, &of).await;
    assert_eq!(scene.told("interview_panel_conflict").len(), 2);
}

#[actix_web::test]
async fn a_sheet_of_somebody_in_conflict_counts_no_more_until_the_conflict_is_withdrawn() {
    let scene = Scene::new();
    let of = scene.world.proposal("andi");
    scene.document(&of, (6, 5)).await;
    let slot = scene.plan(&of, scene.hours(1)).await;
    scene.later(1);
    scene.attend(&slot, "present").await;
    scene.score(&slot, 5).await;
    assert_eq!(scene.lacking().await, json!([]));
    scene.later(10);
    // Reported in the plenary: the interview was held.
    let sari = &scene.panel[2];
    let path = format!("/api/v1/proposals/{}/conflicts/{}", of.id, sari.id);
    scene.office(&path, json!({"reason": "Pembimbing tesis calon."})).await.expect(201);
    assert_eq!(scene.told("interview_panel_conflict").len(), 1);
    assert_eq!(scene.told("interview_panel_left").len(), 0, "nothing of it is to come");
    let lacking = scene.lacking().await;
    assert_eq!(lacking[0]["standing"], "sheets_lacking");
    assert_eq!((&lacking[0]["found"], &lacking[0]["wanted"]), (&json!(2), &json!(3)));
    assert_eq!(lacking[0]["waits_for"], json!([]));
    let refused = scene.compute(json!({})).await;
    assert_eq!(refused.faults()[0].1, "interview_lacks_sheets");
    let path = format!("/api/v1/proposals/{}/conflicts/{}/withdrawal", of.id, sari.id);
    let asked = scene.office(&path, json!({"reason": "Keliru: pembimbing orang lain."})).await;
    let id = asked.expect(201)["id"].as_str().unwrap().to_owned();
    let body = json!({"outcome": "confirmed", "reason": "Sudah diperiksa: bukan dia."});
    let ruling = format!("/api/v1/conflict-withdrawals/{id}/ruling");
    scene.act(&scene.chair, &ruling, body).await.expect(200);
    assert_eq!(scene.lacking().await, json!([]));
    scene.compute(json!({})).await.expect(201);
}

#[actix_web::test]
async fn no_sheet_of_an_interview_comes_back_under_a_decision() {
    let scene = Scene::new();
    let of = scene.world.proposal("andi");
    scene.document(&of, (6, 5)).await;
    let slot = scene.plan(&of, scene.hours(1)).await;
    scene.later(1);
    scene.attend(&slot, "present").await;
    scene.score(&slot, 5).await;
    scene.later(10);
    let (sari, tono) = (&scene.panel[2], &scene.panel[3]);
    scene.declare(sari, &of).await;
    let change = json!({"joins": tono.id, "reason": "Hadir sebagai cadangan."});
    scene.office(&format!("{slot}/panel"), change).await.expect(200);
    scene.save(tono, &slot, 5).await.expect(200);
    scene.submit(tono, &slot, 1).await.expect(200);
    let run = scene.compute(json!({})).await.expect(201)["id"].clone();
    let proposition = json!({
        "run": run, "deviations": [],
        "minutes": {
            "meeting": "Jakarta", "attendance": [scene.chair.id, scene.world.secretariat.id],
        },
    });
    let preview = scene.world.call_path("decisions/preview");
    let seen = scene.act(&scene.chair, &preview, proposition.clone()).await;
    let body =
        json!({"proposition": proposition, "outcomes_hash": seen.expect(200)["outcomes_hash"]});
    let decisions = scene.world.call_path("decisions");
    scene.act(&scene.chair, &decisions, body).await.expect(201);
    assert_eq!(scene.take_back(sari, &of).await.refusal(409), "decision_stands");
    let seats = scene.seen(&slot).await["panelists"].as_array().unwrap().clone();
    let seat = seats.iter().find(|one| one["user"] == json!(sari.id)).unwrap();
    assert_eq!(seat["in_conflict"], true);
}

#[actix_web::test]
async fn what_lacks_is_listed_without_conflicts_and_for_nobody_else() {
    let scene = Scene::new();
    let (one, other) = (scene.world.proposal("andi"), scene.world.proposal("bela"));
    scene.plan(&one, scene.hours(24)).await;
    let listed = scene.lacking().await;
    let shown: Vec<(&str, &str)> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["number"].as_str().unwrap(), one["standing"].as_str().unwrap()))
        .collect();
    let expected = [(one.number.as_str(), "unattended"), (other.number.as_str(), "not_planned")];
    assert_eq!(shown, expected);
    let path = scene.world.call_path("interviews/lacking");
    scene.world.app.get(&scene.panel[0], &path).await.refusal(404);
    scene.world.app.get(&one.candidate, &path).await.refusal(404);
    scene.declare(&scene.chair, &one).await;
    let seen = scene.world.app.get(&scene.chair, &path).await;
    assert_eq!(seen.expect(200).as_array().unwrap().len(), 1);
    assert_eq!(seen.json[0]["number"], other.number.as_str());
}

#[actix_web::test]
async fn a_withdrawn_proposal_takes_its_interview_with_it_and_everybody_is_told() {
    let scene = Scene::new();
    let of = scene.world.proposal("andi");
    let slot = scene.plan(&of, scene.hours(48)).await;
    // One declared a conflict and was told then; of one a rule finds it since.
    scene.declare(&scene.panel[0], &of).await;
    scene.world.move_to(&scene.panel[1], "U.BB.MKS");
    let path = format!("/api/v1/proposals/{}/withdraw", of.id);
    scene.act(&of.candidate, &path, json!({"reason": "Alasan keluarga."})).await.expect(200);
    let told = scene.letters("interview_cancelled");
    let people: Vec<_> = told.iter().map(|(to, _)| to.clone()).collect();
    assert_eq!(people, [of.candidate.id.clone(), scene.panel[2].id.clone()]);
    for (_, entries) in &told {
        assert_eq!((&entries[0]["cancelled"], &entries[0]["sequence"]), (&json!(true), &json!(1)));
    }
    let left = scene.letters("interview_panel_left");
    let people: Vec<_> = left.iter().map(|(to, _)| to.clone()).collect();
    assert_eq!(people, [scene.panel[0].id.clone(), scene.panel[1].id.clone()]);
    let (_, text) = scene.last_letter(&scene.panel[2]).await;
    assert!(text.contains("Calon menarik") || text.contains("ditarik oleh calon"), "{text}");
    assert!(!text.contains("keluarga"), "{text}");
    let seen = scene.seen(&slot).await;
    assert_eq!((&seen["state"], &seen["revision"]), (&json!("cancelled"), &json!(2)));
    let recorded = scene.world.app.recorded(&format!("proposal:{}", of.id));
    let last = recorded.iter().find(|(act, _)| act == "interview.cancelled").unwrap();
    assert_eq!(last.1["why"], "withdrawn");
    // Nobody is reminded of it, and no other is planned.
    scene.later(1);
    assert_eq!(scene.told("interview_tomorrow").len(), 0);
    scene.pass().await;
    assert_eq!(scene.told("interview_tomorrow").len(), 0);
    let refused = scene.try_plan(scene.wish(&of, scene.hours(48))).await;
    assert_eq!(refused.faults()[0].0, "proposal");
}

#[actix_web::test]
async fn a_proposal_that_is_verified_anew_gets_another_interview_when_it_is_back() {
    let scene = Scene::new();
    let (world, app) = (&scene.world, &scene.world.app);
    let of = world.proposal("andi");
    let slot = scene.plan(&of, scene.hours(24 * 8)).await;
    let decider = world.official("pejabat", Role::Decider);
    // The verification opens again in the middle of the review.
    let body = json!({
        "phase": "screening", "until": scene.hours(24 * 2), "reason": "Satu temuan keliru.",
    });
    scene.act(&scene.chair, &world.call_path("reopen"), body).await.expect(200);
    let body = json!({
        "kind": "corrected_field", "field": "title", "until": scene.hours(24),
        "minutes_number": "BA-1", "reason": "Judul salah ketik pada berkas.",
    });
    let asked = scene.office(&format!("/api/v1/proposals/{}/exceptions", of.id), body).await;
    let id = asked.expect(201)["id"].as_str().unwrap().to_owned();
    let at = |rest: &str| format!("/api/v1/exceptions/{id}/{rest}");
    let minutes = app.request_as(&world.secretariat, Method::PUT, &at("minutes")).await;
    Answer::of(minutes.body(pdf("berita acara"))).await.expect(200);
    for who in [&scene.chair, &decider] {
        scene.act(who, &at("answer"), json!({"verdict": "granted"})).await.expect(200);
    }
    assert_eq!(scene.told("interview_cancelled").len(), 4);
    // The time for the correction is over; found eligible again, and invited again.
    app.set_clock(scene.hours(25));
    for name in ["vera", "vino"] {
        let verifier = world.official(name, Role::Verifier);
        let path = format!("/api/v1/proposals/{}", of.id);
        app.find_in_order(&verifier, &path, None).await;
        let conclude = format!("{path}/verification/conclude");
        let body = json!({"outcome": "MS", "unopened": []});
        scene.act(&verifier, &conclude, body).await.expect(200);
    }
    scene.later(3);
    scene.pass().await;
    assert_eq!(scene.seen(&slot).await["state"], "cancelled");
    scene.plan(&of, scene.hours(24 * 6)).await;
    assert_eq!(scene.told("interview_invited").len(), 8);
}

#[actix_web::test]
async fn who_leaves_the_panel_of_the_call_is_off_its_interviews_and_the_short_ones_are_named() {
    let scene = Scene::new();
    let world = &scene.world;
    let (one, other) = (world.proposal("andi"), world.proposal("bela"));
    let held = scene.plan(&one, scene.hours(1)).await;
    let planned = scene.plan(&other, scene.hours(72)).await;
    scene.later(1);
    scene.attend(&held, "present").await;
    scene.score(&held, 5).await;
    let rina = &scene.panel[0];
    let leave = world.call_path(&format!("panel/{}/leave", rina.id));
    let preview = world.app.get(&world.secretariat, &format!("{leave}?how=end")).await;
    let body = json!({
        "how": "end", "to": null, "hash": preview.expect(200)["hash"],
        "reason": "Sakit berat; dirawat sampai akhir bulan.",
    });
    scene.office(&leave, body).await.expect(200);
    let left = scene.letters("interview_panel_left");
    assert_eq!((left.len(), &left[0].0), (1, &rina.id));
    assert_eq!(scene.told("interview_panels_short"), [world.secretariat.id.to_string()]);
    let (_, text) = scene.last_letter(&world.secretariat).await;
    assert!(text.contains("rina") && text.contains(&other.number), "{text}");
    assert!(!text.contains(&one.number) && !text.contains("dirawat"), "{text}");
    // What she handed in counts on.
    let seats = scene.seen(&held).await["panelists"].clone();
    assert!(seats.as_array().unwrap().iter().all(|one| one["removed_at"].is_null()), "{seats}");
    let seats = scene.seen(&planned).await["panelists"].clone();
    let off = seats.as_array().unwrap().iter().find(|one| one["user"] == json!(rina.id)).unwrap();
    assert!(off["removed_reason"].as_str().unwrap().contains("panel seleksi"), "{off}");
    // Somebody else takes the seat, and the pass finds nothing more to do.
    let change = json!({"joins": scene.panel[3].id, "reason": "Pengganti."});
    scene.office(&format!("{planned}/panel"), change).await.expect(200);
    scene.pass().await;
    assert_eq!(scene.told("interview_panels_short").len(), 1);
}

#[actix_web::test]
async fn a_panelist_without_an_account_is_taken_off_by_the_program() {
    let scene = Scene::new();
    let of = scene.world.proposal("andi");
    let slot = scene.plan(&of, scene.hours(72)).await;
    assert_eq!(scene.pass().await, 0);
    let account = format!("/api/v1/users/{}", scene.panel[1].id);
    let app = &scene.world.app;
    let closed = json!({"active": false});
    app.patch(&scene.world.secretariat, &account, closed).await.expect(200);
    scene.pass().await;
    assert_eq!(scene.told("interview_panels_short"), [scene.world.secretariat.id.to_string()]);
    let seats = scene.seen(&slot).await["panelists"].clone();
    let off = seats.as_array().unwrap().iter().filter(|one| !one["removed_at"].is_null());
    assert_eq!(off.count(), 1);
    assert_eq!(scene.pass().await, 0, "once");
}

#[actix_web::test]
async fn a_cancelled_call_cancels_its_interviews() {
    let scene = Scene::new();
    let of = scene.world.proposal("andi");
    scene.plan(&of, scene.hours(72)).await;
    let cancel = scene.world.call_path("cancel");
    let body = json!({"reason": "Anggaran tahun ini dihentikan."});
    scene.act(&scene.chair, &cancel, body).await.expect(200);
    scene.pass().await;
    let told = scene.letters("interview_cancelled");
    assert_eq!((told.len(), &told[0].1[0]["cancelled"]), (4, &json!(true)));
    scene.pass().await;
    assert_eq!(scene.told("interview_cancelled").len(), 4);
}
