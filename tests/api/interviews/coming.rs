//! The day before an interview everybody who comes to it is reminded, once for each time it is planned for.

use super::Scene;
use serde_json::json;
use tubel::kernel::access::Role;

impl Scene {
    /// A pass of the program so many hours later; who was reminded of an interview in all.
    async fn reminded_after(&self, hours: i64) -> Vec<String> {
        self.world.app.set_clock(self.hours(hours));
        tubel::features::reminders::pass(&self.world.app.app).await.unwrap();
        let all = self.letters("interview_tomorrow");
        all.into_iter().map(|(to, _)| to.to_string()).collect()
    }
}

#[actix_web::test]
async fn candidate_and_panel_are_reminded_once_in_their_own_zone_with_the_entry() {
    let scene = Scene::new();
    let far = scene.world.app.person("yosepha").role(Role::Candidate).unit("U.BB.JYP").create();
    let of = scene.world.proposal_of(far.clone(), "yosepha");
    let slot = scene.plan(&of, scene.hours(72)).await;
    assert!(scene.reminded_after(47).await.is_empty());
    // One in conflict and one who left are not.
    scene.world.move_to(&scene.panel[2], "U.BB.JYP");
    let change =
        json!({"leaves": scene.panel[1].id, "joins": scene.panel[3].id, "reason": "Dinas."});
    scene.office(&format!("{slot}/panel"), change).await.expect(200);
    let people = [&far, &scene.panel[0], &scene.panel[3]].map(|one| one.id.to_string());
    let mut told = scene.reminded_after(1).await;
    told.sort();
    let mut expected = people.to_vec();
    expected.sort();
    assert_eq!(told, expected);
    assert_eq!(scene.reminded_after(1).await.len(), 3, "once");
    let entries = scene.letters("interview_tomorrow");
    let id = slot.rsplit('/').next().unwrap();
    assert_eq!(entries[0].1[0]["uid"], format!("interview-{id}"));
    assert_eq!(entries[0].1[0]["cancelled"], false);
    for (who, zone) in [(&far, "WIT"), (&scene.panel[0], "WIB")] {
        let (title, text) = scene.last_letter(who).await;
        assert!(title.starts_with("Besok wawancara"), "{title}");
        let begins = text.lines().find(|line| line.starts_with("Mulai: ")).unwrap();
        assert!(begins.ends_with(&format!(" {zone}")), "{begins}");
        assert!(text.contains("Ruang rapat lantai 8") && text.contains("/interviews/"), "{text}");
        assert!(!text.contains("rahasia"), "{text}");
    }
    let recorded = scene.world.app.recorded(&format!("call:{}", scene.world.call));
    let sent = recorded.iter().find(|(act, _)| act == "reminders.sent").unwrap();
    assert_eq!((&sent.1["reminder"], &sent.1["letters"]), (&json!("interview"), &json!(3)));
}

#[actix_web::test]
async fn another_time_is_reminded_of_again_and_what_was_cancelled_never() {
    let scene = Scene::new();
    let (one, other) = (scene.world.proposal("andi"), scene.world.proposal("bela"));
    let slot = scene.plan(&one, scene.hours(48)).await;
    let cancelled = scene.plan(&other, scene.hours(49)).await;
    let reason = json!({"reason": "Calon sakit."});
    scene.office(&format!("{cancelled}/cancel"), reason).await.expect(200);
    assert_eq!(scene.reminded_after(30).await.len(), 4);
    let later = json!({
        "starts_at": scene.hours(72), "place": "Ruang 9", "link": null, "reason": "Ruang dipakai.",
    });
    scene.office(&format!("{slot}/move"), later).await.expect(200);
    assert_eq!(scene.reminded_after(24).await.len(), 4);
    assert_eq!(scene.reminded_after(24).await.len(), 8);
    assert!(scene.last_letter(&one.candidate).await.1.contains("Ruang 9"));
    // Nobody is reminded after it began.
    assert_eq!(scene.reminded_after(25).await.len(), 8);
}

#[actix_web::test]
async fn who_was_invited_within_the_last_day_needs_no_reminder() {
    let scene = Scene::new();
    let of = scene.world.proposal("andi");
    scene.plan(&of, scene.hours(20)).await;
    assert!(scene.reminded_after(1).await.is_empty());
}
