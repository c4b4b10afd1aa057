//! The plenary's pages over plain HTTP, without scripts: what they show to whom, what comes back
//! when something is wrong, and how much a large field weighs. How they look is `tests/web`.

use super::five;
use crate::pages::{Visit, hidden};
use serde_json::json;
use test_support::plenary::{ANNOUNCEMENT, PLENARY, World};
use test_support::{Answer, PASSWORD};

/// Paths of the desk of this world's call.
fn desk(world: &World, rest: &str) -> String {
    format!("/desk/calls/{}/{rest}", world.call)
}

/// Somebody at the desk, with the token of their forms.
struct Seat<'a> {
    visit: Visit<'a>,
    csrf: String,
}

impl<'a> Seat<'a> {
    async fn of(world: &'a World, who: &test_support::Person) -> Self {
        let visit = Visit::signed_in(&world.app, who).await;
        let csrf = visit.csrf().await;
        Self { visit, csrf }
    }

    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend(fields);
        self.visit.send(path, &all).await
    }
}

/// A run that the chair computed on the page; its id.
async fn computed(world: &World, chair: &Seat<'_>) -> String {
    let answer = chair.send(&desk(world, "ranking"), &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").split_once("run=").unwrap().1.to_owned()
}

const REASON: &str = "The plenary read the sheets that are far apart itself.";

#[actix_web::test]
async fn chair_and_decider_get_from_the_run_to_the_announcement_without_scripts() {
    let world = World::new().await;
    let entries = five(&world);
    let chair = Seat::of(&world, &world.chair).await;
    let run = computed(&world, &chair).await;
    let board = chair.visit.read(&desk(&world, "ranking")).await;
    let board = board.expect_page();
    for entry in &entries {
        assert!(board.contains(&entry.number));
    }
    assert!(board.contains(&format!("tubel selection replay {run}")));
    let attendance = format!("minutes.attendance.{}", world.chair.id);
    let typed = [
        ("run", run.as_str()),
        ("minutes.meeting", "Jakarta, 26 January 2027"),
        ("minutes.divergence_reason", REASON),
        (attendance.as_str(), "yes"),
    ];
    let preview = chair.send(&desk(&world, "decision/preview"), &typed).await;
    let hash = hidden(preview.expect_page(), "outcomes_hash");
    assert!(preview.text().contains("Nothing is proposed yet"));
    let mut proposed = typed.to_vec();
    proposed.push(("outcomes_hash", &hash));
    let answer = chair.send(&desk(&world, "decision"), &proposed).await;
    assert_eq!(answer.header("location"), desk(&world, "decision"), "{}", answer.text());

    let decider = Seat::of(&world, &world.decider).await;
    let page = decider.visit.read(&desk(&world, "decision")).await;
    let decision = hidden(page.expect_page(), "decision");
    let shown = hidden(page.text(), "shown_hash");
    let approval = |password| {
        [
            ("decision", decision.as_str()),
            ("outcomes_hash", hash.as_str()),
            ("shown_hash", shown.as_str()),
            ("decree_number", "SK-<7>/2027"),
            ("decree_date", "2027-01-26"),
            ("signatory", "Kepala Badan"),
            ("password", password),
        ]
    };
    let refused = decider.send(&desk(&world, "approve"), &approval("bukan kata sandi saya")).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("SK-&#60;7&#62;/2027"), "what was typed comes back");
    assert!(refused.text().contains("The password does not match"));
    assert!(!refused.text().contains("bukan kata sandi saya"), "a password is never sent back");
    let reloaded = decider.visit.read(&desk(&world, "approve?lang=id")).await;
    assert_eq!(reloaded.header("location"), desk(&world, "decision?lang=id"));
    let approved = decider.send(&desk(&world, "approve"), &approval(PASSWORD)).await;
    assert_eq!(approved.header("location"), desk(&world, "decision"), "{}", approved.text());

    let secretariat = Seat::of(&world, &world.secretariat).await;
    let early = secretariat.visit.read(&desk(&world, "decision")).await;
    assert!(early.expect_page().contains("held back until"));
    assert_eq!(secretariat.send(&desk(&world, "announce"), &[]).await.status, 409);
    world.app.at(ANNOUNCEMENT);
    let secretariat = Seat::of(&world, &world.secretariat).await;
    let announced = secretariat.send(&desk(&world, "announce"), &[]).await;
    assert_eq!(announced.status, 303, "{}", announced.text());
    let done = secretariat.visit.read(&desk(&world, "decision")).await;
    assert!(done.expect_page().contains("signed by Kepala Badan"));
}

#[actix_web::test]
async fn a_departure_without_a_reason_comes_back_with_every_word_typed() {
    let world = World::new().await;
    let entries = five(&world);
    let chair = Seat::of(&world, &world.chair).await;
    let run = computed(&world, &chair).await;
    let attendance = format!("minutes.attendance.{}", world.chair.id);
    let mut typed = vec![
        ("run", run.as_str()),
        ("minutes.meeting", "Jakarta <pleno>"),
        ("minutes.divergence_reason", REASON),
        (attendance.as_str(), "yes"),
        // The first row was left empty; the fault must be found where it is shown.
        ("deviations[1].number", entries[2].number.as_str()),
        ("deviations[1].outcome", "not_selected"),
        ("deviations[1].reason", "too short"),
    ];
    let refused = chair.send(&desk(&world, "decision/preview"), &typed).await;
    let text = refused.text();
    assert_eq!(refused.status, 422, "{text}");
    assert!(text.contains("Jakarta &#60;pleno&#62;") && text.contains("too short"));
    assert!(text.contains("id=\"f-deviations-1--reason-error\""), "{text}");
    assert!(text.contains(&format!("name=\"{attendance}\" value=\"yes\" checked")));
    typed.pop();
    typed.push(("deviations[1].reason", "Withdrawn orally in the meeting, see minutes."));
    let preview = chair.send(&desk(&world, "decision/preview"), &typed).await;
    assert!(preview.expect_page().contains("Withdrawn orally in the meeting"));
    // Changing it again brings the whole form back, and one more row is only a row.
    for button in ["change", "more"] {
        let mut again = typed.clone();
        again.push((button, "yes"));
        let form = chair.send(&desk(&world, "decision/preview"), &again).await;
        assert!(form.expect_page().contains("Withdrawn orally in the meeting"));
    }
}

#[actix_web::test]
async fn nothing_typed_names_every_gap_of_the_minutes_at_once() {
    let world = World::new().await;
    five(&world);
    let chair = Seat::of(&world, &world.chair).await;
    let run = computed(&world, &chair).await;
    let refused = chair.send(&desk(&world, "decision/preview"), &[("run", &run)]).await;
    assert_eq!(refused.status, 422);
    for target in ["#f-minutes-meeting", "#f-minutes-attendance"] {
        assert!(refused.text().contains(target), "{target}");
    }
}

#[actix_web::test]
async fn a_returned_decision_says_why_and_may_be_proposed_anew() {
    let world = World::new().await;
    five(&world);
    let decision = world.propose(&world.run().await).await;
    let decider = Seat::of(&world, &world.decider).await;
    let id = decision["id"].as_str().unwrap();
    let short = decider.send(&desk(&world, "return"), &[("decision", id), ("reason", "no")]).await;
    assert_eq!(short.status, 422);
    let fields = [("decision", id), ("reason", "The minutes lack the second day.")];
    assert_eq!(decider.send(&desk(&world, "return"), &fields).await.status, 303);
    let chair = Seat::of(&world, &world.chair).await;
    let page = chair.visit.read(&desk(&world, "decision")).await;
    assert!(page.expect_page().contains("The minutes lack the second day."));
    assert!(page.text().contains("id=\"propose\""));
}

#[actix_web::test]
async fn what_if_shows_who_moves_and_adopts_nothing() {
    let world = World::new().await;
    let entries = five(&world);
    let chair = Seat::of(&world, &world.chair).await;
    computed(&world, &chair).await;
    let ask = |query: &str| desk(&world, &format!("what-if?{query}"));
    let weights = "weights.K1=20&weights.K2=20";
    let answer = chair.visit.read(&ask("seats=1&per_unit=&per_problem=")).await;
    let text = answer.expect_page();
    assert!(text.contains("Nothing is adopted or kept."));
    assert!(text.contains("0 in, 1 out"), "{text}");
    assert!(text.split("<table>").nth(1).unwrap().contains(&entries[1].number));
    let refused = chair.visit.read(&ask("seats=many")).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("value=\"many\""));
    assert_eq!(chair.visit.read(&ask(&format!("seats=2&{weights}"))).await.status, 422);
    let runs = format!("/api/v1/calls/{}/selections", world.call);
    let runs = world.app.get(&world.chair, &runs).await;
    assert_eq!(runs.expect(200).as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn who_is_in_conflict_reads_the_board_without_that_proposal_and_asks_no_what_if() {
    let world = World::new().await;
    five(&world);
    // The chair's own unit.
    let hidden = world.proposal("P.PPSDM", &[5, 4, 4]);
    let chair = Seat::of(&world, &world.chair).await;
    computed(&world, &chair).await;
    for page in ["ranking", "projector", "decision", "what-if", "stability"] {
        let read = chair.visit.read(&desk(&world, page)).await;
        assert!(!read.expect_page().contains(&hidden.number), "{page}");
    }
    let board = chair.visit.read(&desk(&world, "ranking")).await;
    assert!(board.text().contains("conflict of interest"), "{}", board.text());
    let alone = desk(&world, &format!("projector?number={}", hidden.number));
    // As that of a number that nobody has.
    let (alone, nobodys) = (
        chair.visit.read(&alone).await,
        chair.visit.read(&desk(&world, "projector?number=TB-2026-nobody")).await,
    );
    assert_eq!(alone.status, nobodys.status);
    assert_eq!(alone.text().replace(&hidden.number, "TB-2026-nobody"), nobodys.text());
    let stability = chair.visit.read(&desk(&world, "stability")).await;
    assert!(stability.text().contains("conflict of interest"));
}

#[actix_web::test]
async fn the_desk_does_not_exist_for_candidates_nor_before_the_plenary() {
    let world = World::new().await;
    let entry = world.proposal("U.BB.MDN", &[5, 5, 5]);
    world.app.at("2027-01-20T00:00:00Z");
    let chair = Seat::of(&world, &world.chair).await;
    assert_eq!(chair.visit.read(&desk(&world, "ranking")).await.status, 409);
    assert!(!chair.visit.read("/desk/plenary").await.expect_page().contains("/ranking"));
    world.app.at(PLENARY);
    let candidate = Seat::of(&world, &entry.candidate).await;
    for page in ["ranking", "projector", "decision", "what-if", "stability"] {
        assert_eq!(candidate.visit.read(&desk(&world, page)).await.status, 404, "{page}");
    }
    assert_eq!(candidate.visit.read("/desk/plenary").await.status, 404);
    let chair = Seat::of(&world, &world.chair).await;
    assert!(
        chair.visit.read("/desk/plenary").await.expect_page().contains(&desk(&world, "ranking"))
    );
}

#[actix_web::test]
async fn the_projector_names_candidates_only_where_the_call_is_not_blind() {
    for (anonymity, is_named) in [("open", true), ("double_blind", false)] {
        let world = World::with(|definition| definition["anonymity"] = json!(anonymity)).await;
        let entries = five(&world);
        let chair = Seat::of(&world, &world.chair).await;
        computed(&world, &chair).await;
        let one = desk(&world, &format!("projector?number={}", entries[0].number));
        for path in [desk(&world, "projector"), one] {
            let page = chair.visit.read(&path).await;
            let names = page.expect_page().contains("Calon ");
            assert_eq!(names, is_named && path.contains("number="), "{anonymity} {path}");
            assert!(!page.text().contains("reviewer1"), "reviewers are letters");
        }
    }
}

#[actix_web::test]
async fn three_hundred_proposals_weigh_less_than_a_hundred_kilobytes_on_every_page() {
    let world = World::with(|definition| definition["seats"] = json!(100)).await;
    for n in 0..300_usize {
        let scores =
            [3, 4, 5].map(|base: u32| base - u32::try_from((n * 7 + base as usize) % 3).unwrap());
        world.proposal(["U.BB.MDN", "U.BB.MKS", "U.BB.SMR"][n % 3], &scores);
    }
    world.app.at(PLENARY);
    let chair = Seat::of(&world, &world.chair).await;
    let run = computed(&world, &chair).await;
    let attendance = format!("minutes.attendance.{}", world.chair.id);
    let typed = [
        ("run", run.as_str()),
        ("minutes.meeting", "Jakarta"),
        ("minutes.divergence_reason", REASON),
        (attendance.as_str(), "yes"),
    ];
    let preview = chair.send(&desk(&world, "decision/preview"), &typed).await;
    let mut answers = vec![("preview".to_owned(), preview)];
    for page in
        ["ranking", "ranking?page=6", "stability", "what-if?seats=80", "projector", "decision"]
    {
        answers.push((page.to_owned(), chair.visit.read(&desk(&world, page)).await));
    }
    for (page, answer) in answers {
        let size = answer.expect_page().len();
        assert!(size < 100_000, "{page} weighs {size} bytes before compression");
    }
}
