//! Somebody is ill, in conflict, or pressed the wrong button: nothing ends without a way on.

use super::Scene;
use crate::pages::Visit;
use serde_json::json;

#[actix_web::test]
async fn a_candidate_who_is_ill_comes_another_day_and_a_mistake_is_corrected() {
    let scene = Scene::new();
    let of = scene.world.proposal("andi");
    let slot = scene.plan(&of, scene.hours(1)).await;
    scene.later(1);
    scene.attend(&slot, "absent").await;
    // Recorded by mistake: they were there.
    scene.attend(&slot, "present").await;
    scene.attend(&slot, "absent").await;
    let next = scene.plan(&of, scene.hours(24)).await;
    let again = json!({"attendance": "present", "reason": ""});
    let refused = scene.office(&format!("{slot}/attendance"), again).await;
    assert_eq!(refused.refusal(409), "interview_exists");
    scene.later(2);
    scene.attend(&next, "present").await;
    scene.score(&next, 5).await;
    // Sheets are in: absent is no longer possible.
    let absent = json!({"attendance": "absent", "reason": "Tidak datang sama sekali."});
    let refused = scene.act(&scene.panel[0], &format!("{next}/attendance"), absent).await;
    assert_eq!(refused.refusal(409), "interview_sheets_in");
}

#[actix_web::test]
async fn a_panelist_who_is_ill_is_replaced_and_one_in_conflict_sees_nothing_any_more() {
    let scene = Scene::new();
    let of = scene.world.proposal("andi");
    scene.document(&of, (6, 5)).await;
    let slot = scene.plan(&of, scene.hours(1)).await;
    let (rina, sari, tono) = (&scene.panel[0], &scene.panel[2], &scene.panel[3]);
    let change = json!({"leaves": sari.id, "joins": tono.id, "reason": "Sari sakit."});
    let panel = format!("{slot}/panel");
    scene.office(&panel, change.clone()).await.expect(200);
    assert_eq!(scene.letters("interview_panel_left")[0].0, sari.id);
    assert_eq!(scene.letters("interview_panel_left")[0].1[0]["cancelled"], true);
    assert_eq!(scene.letters("interview_invited").len(), 5);
    assert_eq!(scene.world.app.get(sari, &slot).await.refusal(404), "not_found");
    let refused = scene.office(&panel, change).await;
    let codes: Vec<String> = refused.faults().into_iter().map(|(_, code)| code).collect();
    assert_eq!(codes, ["panelist_not_there", "duplicate"]);
    scene.later(1);
    scene.attend(&slot, "present").await;
    for panelist in [rina, &scene.panel[1], tono] {
        scene.save(panelist, &slot, 5).await.expect(200);
        scene.submit(panelist, &slot, 1).await.expect(200);
    }
    // Held, with a whole panel: it is not held again.
    let cancel = json!({"reason": "Panel tidak lengkap."});
    let refused = scene.office(&format!("{slot}/cancel"), cancel.clone()).await;
    assert_eq!(refused.refusal(409), "interview_panel_whole");
    // Afterwards it comes out that tono is of the candidate's unit.
    scene.world.move_to(tono, "U.BB.MKS");
    assert_eq!(scene.world.app.get(tono, &slot).await.refusal(404), "not_found");
    let seen = scene.world.app.get(&scene.world.secretariat, &slot).await;
    let panelists = seen.expect(200)["panelists"].as_array().unwrap().clone();
    let found = panelists.iter().find(|one| one["user"] == json!(tono.id)).unwrap();
    assert_eq!(found["in_conflict"], true);
    scene.later(10);
    let refused = scene.compute(json!({})).await;
    assert_eq!(refused.faults()[0].1, "interview_lacks_sheets");
    // It is held again with others, or somebody who was there hands in.
    scene
        .office(&panel, json!({"joins": sari.id, "reason": "Hadir sebagai cadangan."}))
        .await
        .expect(200);
    scene.save(sari, &slot, 5).await.expect(200);
    scene.submit(sari, &slot, 1).await.expect(200);
    scene.compute(json!({})).await.expect(201);
}

#[actix_web::test]
async fn an_interview_with_too_few_panelists_left_is_held_again() {
    let scene = Scene::new();
    let of = scene.world.proposal("andi");
    let slot = scene.plan(&of, scene.hours(1)).await;
    scene.later(1);
    scene.attend(&slot, "present").await;
    scene.world.move_to(&scene.panel[1], "U.BB.MKS");
    let cancel = json!({"reason": "Panel berbenturan kepentingan."});
    scene.office(&format!("{slot}/cancel"), cancel).await.expect(200);
    let mut wish = scene.wish(&of, scene.hours(24));
    let free = [0, 2, 3].map(|at: usize| scene.panel[at].id.clone());
    wish["panelists"] = json!(free);
    scene.try_plan(wish).await.expect(201);
}

#[actix_web::test]
async fn the_pages_show_each_what_is_theirs() {
    let scene = Scene::new();
    let of = scene.world.proposal("andi");
    let slot = scene.plan(&of, scene.hours(1)).await;
    let page = slot.replace("/api/v1", "");
    let app = &scene.world.app;
    let candidate = Visit::signed_in(app, &of.candidate).await;
    let shown = candidate.read(&page).await;
    let text = shown.expect_page();
    assert!(text.contains("Ruang rapat lantai 8") && !text.contains("rina"), "{text}");
    assert!(text.contains(&format!("{page}/request")));
    let own = candidate.read(&format!("/proposals/{}/interview", of.id)).await;
    assert!(own.expect_page().contains(&page));
    let overview = candidate.read(&format!("/proposals/{}", of.id)).await;
    assert!(overview.expect_page().contains(&format!("/proposals/{}/interview", of.id)));
    let office = Visit::signed_in(app, &scene.world.secretariat).await;
    let desk = office.read(&format!("/desk/calls/{}/interviews", scene.world.call)).await;
    assert!(desk.expect_page().contains("rina"));
    let shown = office.read(&page).await;
    for act in ["move", "cancel", "panel"] {
        assert!(shown.expect_page().contains(&format!("{page}/{act}")), "{act}");
        office.read(&format!("{page}/{act}")).await.expect_page();
    }
    scene.later(1);
    let rina = Visit::signed_in(app, &scene.panel[0]).await;
    let shown = rina.read(&page).await;
    let text = shown.expect_page();
    assert!(text.contains("What is W1?") && text.contains("scores.W1.score"), "{text}");
    rina.read(&format!("{page}/attendance")).await.expect_page();
    assert!(rina.read("/interviews").await.expect_page().contains(&page));
    let stranger = Visit::signed_in(app, &scene.panel[3]).await;
    assert_eq!(stranger.read(&page).await.status, 404);
}
